"""Texts that are an archive's copy: how their links, remarks and pages say so."""

from datetime import date

import pytest

from tracker.queries import TextLink
from tracker.texts import MetaOverrides, parse, raw_document
from tracker.texts.archived import archived_day, archived_kind
from tracker.texts.overrides import overrides_from

DAY = date(2024, 5, 1)
COPY = "https://archive.example/20240501120000/https://ministry.example/kites"


def test_a_copy_s_link_names_its_day_and_the_reader_remarks_it() -> None:
    overrides = MetaOverrides(source_url=COPY, language="en", archived_on=DAY)
    words = b"Kite Agreement\n\nArticle 1\nKites\n\nEach Party shall let kites fly.\n"
    text = parse(raw_document(words, "kites.txt", overrides=overrides))
    (link,) = text.meta.sources
    assert (link.url, link.kind) == (COPY, "archived copy of 2024-05-01")
    assert "an archive's copy of 2024-05-01: what its publisher has today is not known" in text.warnings


def test_a_file_of_facts_can_say_it() -> None:
    assert overrides_from({"archived_on": "2024-05-01"}, "kites.yaml").archived_on == DAY


@pytest.mark.parametrize(
    "kind", [None, "", "full text", "archived copy of May", "archived copy of 2024-05-01 or so"]
)
def test_other_links_lead_to_no_copy(kind: str | None) -> None:
    assert archived_day(kind) is None


def test_a_link_knows_the_day_of_its_copy() -> None:
    assert TextLink(COPY, "en", archived_kind(DAY)).archived_on == DAY
