"""One bad file, whatever is wrong with it, is a refusal with its reason: the files beside it are stored."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.hostile import BROKEN_FACTS, BROKEN_TEXTS, TITLE
from tests.invented import agreement, tota_xml
from tracker.confined import READING, confined
from tracker.confined.limits import MIB
from tracker.errors import BadInput
from tracker.ingest.job import Ingester, ingest_paths
from tracker.ingest.listed import ListedAgreement
from tracker.models import Agreement, AgreementUrl, Document
from tracker.models.database import Database
from tracker.texts import MetaOverrides, raw_document
from tracker.texts.overrides import parse_sidecar
from tracker.texts.types import AgreementMeta, SourceLink

GOOD = f"# {TITLE}\n\n## Article 1\n\nEach Party shall fold its boats.\n".encode()


def test_broken_files_are_refused_and_the_others_stored(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.ingest.reading.READING", replace(READING, memory=300 * MIB))  # sooner full
    for name, data in BROKEN_TEXTS.items():
        (tmp_path / name).write_bytes(data)
    for name, data in BROKEN_FACTS.items():
        (tmp_path / f"{name}.txt").write_bytes(GOOD)
        (tmp_path / f"{name}.txt{Path(name).suffix}").write_bytes(data)
    (tmp_path / "zz-good.md").write_bytes(GOOD)
    tally = ingest_paths(database, [tmp_path])
    reasons = {refusal.name: refusal.reason for refusal in tally.refusals}
    assert set(reasons) == {*BROKEN_TEXTS, *(f"{name}.txt" for name in BROKEN_FACTS)}
    assert tally.kinds["loaded"] == 1
    for name, reason in reasons.items():
        assert reason and "\n" not in reason and len(reason) < 500, (name, reason)
        assert "a fault of this program" not in reason, (name, reason)
        reason.encode("utf-8")


@pytest.mark.parametrize("name", sorted(BROKEN_FACTS.keys() - {"large.yaml"}))  # refused by its size alone
def test_facts_that_cannot_be_read_are_bad_input_with_the_name_of_their_file(name: str) -> None:
    with pytest.raises(BadInput, match=f"^{name}: "):
        confined(parse_sidecar, BROKEN_FACTS[name], name)


def test_what_the_database_refuses_of_one_text_stops_no_other(database: Database) -> None:
    """A number that no database can hold, as a reader with a fault might let it through."""
    with Ingester(database, batch_articles=1_000) as ingester:
        for number in ("1", "2", "3"):
            overrides = MetaOverrides(wto_rta_id=2**70 if number == "2" else None)
            data = tota_xml(agreement(number, f"Land {number} - Isle"))
            ingester.take(raw_document(data, f"pta_{number}.xml", overrides=overrides))
    assert [refusal.name for refusal in ingester.tally.refusals] == ["pta_2.xml"]
    with database.read() as session:
        assert sorted(session.scalars(select(Document.external_id))) == ["1", "3"]


def test_a_claim_that_the_database_refuses_stops_no_other_of_the_list(database: Database) -> None:
    with Ingester(database) as ingester:
        for number in (7, 2**70, 8):
            meta = AgreementMeta(name=f"Kites {number}", parties=("CHL", "NZL"), wto_rta_id=number)
            ingester.take_facts(ListedAgreement("wto_rta", str(number), meta))
    assert [refusal.name for refusal in ingester.tally.refusals] == [f"wto_rta {2**70}"]
    with database.read() as session:
        assert sorted(session.scalars(select(Agreement.wto_rta_id))) == [7, 8]


def test_an_address_that_is_none_of_the_web_is_neither_stored_nor_a_silent_loss(database: Database) -> None:
    bad = tota_xml(agreement("1")).replace(b"</name>", b"</name><source>javascript:alert(1)</source>", 1)
    with Ingester(database) as ingester:
        ingester.take(raw_document(bad, "pta_1.xml"))
        links = (SourceLink("data:text/html,hi", None, None), SourceLink("https://example.org/k", None, None))
        listed = AgreementMeta(name="Kites", parties=("CHL", "NZL"), sources=links)
        ingester.take_facts(ListedAgreement("wto_rta", "9", listed))
    assert ingester.tally.refusals == []
    assert any("'javascript:alert(1)'" in warning for _, warning in ingester.tally.warnings)
    with database.read() as session:
        urls = list(session.scalars(select(AgreementUrl.url)))
    assert "https://example.org/k" in urls
    assert not [url for url in urls if not url.startswith("http")]
