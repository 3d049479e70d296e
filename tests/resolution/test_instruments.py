"""Agreements of the registry in the terms of lists and texts: the addresses they bring."""

from dataclasses import replace

from tracker.registry import registry
from tracker.resolution.instruments import known_meta, meta_of
from tracker.texts.types import AgreementMeta, AgreementText, SourceLink
from tracker.texts.wto_record import wto_record


def test_addresses_are_the_text_and_the_record_of_the_wto() -> None:
    some = next(row for row in registry().instruments.values() if row.wto_rta_id is None and not row.text_url)
    both = some.model_copy(update={"wto_rta_id": 640, "text_url": "https://example.org/text"})
    assert meta_of(some).sources == ()
    assert meta_of(both).sources == (
        SourceLink("https://example.org/text", None, "full text"),
        wto_record(640),
    )


def test_a_known_text_keeps_its_own_address_before_the_record() -> None:
    known = next(
        text for text in registry().texts.values() if registry().instruments[text.key].wto_rta_id is not None
    )
    record = wto_record(registry().instruments[known.key].wto_rta_id or 0)
    link = SourceLink("https://example.org/read-here", "en", "full text")
    text = AgreementText(
        "tota", "1", AgreementMeta("Read Here", sources=(link,)), "en", "text/plain", known.sha256, ()
    )
    assert known_meta(text, known).sources[-1] == record
    assert link in known_meta(text, known).sources
    without = replace(text, meta=AgreementMeta("Read Here"))
    assert link not in known_meta(without, known).sources
