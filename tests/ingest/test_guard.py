"""Versions that look broken are quarantined, once, and a person decides; the good version stays in the meantime."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.ingest.test_store import articles
from tests.invented import agreement, article, chapters, tota_xml
from tracker.errors import BadInput
from tracker.ingest.archive import Archive
from tracker.ingest.guard import TextSize, problem_between
from tracker.ingest.job import Ingester
from tracker.ingest.quarantine_review import accept_quarantined, quarantine_rows, reject_quarantined
from tracker.ingest.tally import Tally
from tracker.models import Agreement, Document, QuarantinedText
from tracker.models.database import Database
from tracker.texts import MetaOverrides, raw_document
from tracker.texts.types import AgreementText


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def take(database: Database, archive: Archive, *texts: AgreementText | bytes) -> Tally:
    with Ingester(database, archive=archive) as ingester:
        for text in texts:
            data = text if isinstance(text, bytes) else tota_xml(text)
            ingester.take(raw_document(data, "pta_1.xml", media_type="application/xml", source="tota"))
    return ingester.tally


def shrunk(name: str = "Arcadia - Ruritania") -> AgreementText:
    return agreement("1", name, content=chapters()[:1])


SHRUNK = (
    "only 1 of 4 articles are left; 1 of 2 chapters or annexes of the stored text are gone with all their articles:"
    " CHAPTER 2 Electronic Commerce"
)
"""Why a version with the first article alone is quarantined."""


def versions(database: Database) -> list[tuple[int, bool]]:
    with database.read() as session:
        rows = session.execute(select(Document.version, Document.current).order_by(Document.version))
        return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (TextSize(10, 1000), TextSize(6, 600), None),
        (TextSize(10, 1000), TextSize(5, 900), "only 5 of 10 articles are left"),
        (TextSize(10, 1000), TextSize(10, 500), "only 500 of 1,000 characters are left"),
        (TextSize(10, 1000), TextSize(0, 900), "all 10 articles are gone"),
        (TextSize(10, 1000), TextSize(30, 9000), None),
    ],
)
def test_what_looks_broken(old: TextSize, new: TextSize, problem: str | None) -> None:
    assert problem_between(old, new) == problem


def test_a_shrunk_version_is_quarantined_once_and_changes_nothing(
    database: Database, archive: Archive
) -> None:
    take(database, archive, agreement("1"))
    for _night in range(2):
        tally = take(database, archive, shrunk("Arcadia - Ruritania (broken)"))
        assert tally.kinds == {"quarantined": 1}
        assert tally.quarantined == [("pta_1.xml", SHRUNK)]
    assert versions(database) == [(1, True)]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(QuarantinedText)) == 1
        assert session.scalars(select(Agreement.name)).one() == "Arcadia - Ruritania"
        assert len(articles(session, current=True)) == 4


def test_an_accepted_text_is_stored_from_the_archive(database: Database, archive: Archive) -> None:
    take(database, archive, agreement("1"))
    take(database, archive, shrunk())
    with database.read() as session:
        (row,) = quarantine_rows(session)
    outcome = accept_quarantined(database, row.id, archive)
    assert (outcome.kind, outcome.articles) == ("updated", 1)
    assert versions(database) == [(1, False), (2, True)]
    with database.read() as session:
        assert quarantine_rows(session) == []
        assert [one.state for one in quarantine_rows(session, everything=True)] == ["accepted"]
    assert take(database, archive, shrunk()).kinds == {"unchanged": 1}
    with pytest.raises(BadInput, match="accepted already"):
        accept_quarantined(database, row.id, archive)
    with pytest.raises(BadInput, match="cannot be rejected"):
        reject_quarantined(database, row.id)


def test_a_rejected_text_stays_rejected(database: Database, archive: Archive) -> None:
    take(database, archive, agreement("1"))
    take(database, archive, shrunk())
    with database.read() as session:
        (row,) = quarantine_rows(session)
    reject_quarantined(database, row.id)
    tally = take(database, archive, shrunk())
    assert tally.quarantined == [("pta_1.xml", f"rejected earlier: {SHRUNK}")]
    with database.read() as session:
        assert [one.state for one in quarantine_rows(session, everything=True)] == ["rejected"]
    assert versions(database) == [(1, True)]


def test_a_version_that_is_longer_or_a_little_shorter_passes(database: Database, archive: Archive) -> None:
    goods, digital = chapters()
    longer = replace(digital, articles=(*digital.articles, article("2.4", "More", "More words.")))
    tally = take(database, archive, agreement("1"), agreement("1", content=(goods, longer)))
    assert tally.kinds == {"loaded": 1, "updated": 1}
    assert take(database, archive, agreement("1", content=(goods, digital))).kinds == {"updated": 1}


def test_a_known_text_that_cannot_be_read_any_more_is_quarantined(
    database: Database, archive: Archive
) -> None:
    facts = MetaOverrides(name="A - B", parties=("NZL", "VNM"), external_id="a-b")
    good = b"# Agreement\n\nArticle 1\n\nWords.\n\nArticle 2\n\nMore words.\n"
    for data in (good, b"We moved. Please visit our new site.\n"):
        with Ingester(database, keep_raw=True, archive=archive) as ingester:
            ingester.take(raw_document(data, "text.md", source="mfat", overrides=facts))
    assert len(ingester.tally.refusals) == 1
    assert versions(database) == [(1, True)]
    with database.read() as session:
        (row,) = quarantine_rows(session)
    assert row.reason.startswith("cannot be read: no article headings")
    with pytest.raises(BadInput, match="no article headings"):
        accept_quarantined(database, row.id, archive)


def test_a_number_that_is_not_there_is_reported(database: Database, archive: Archive) -> None:
    with pytest.raises(BadInput, match="no quarantined text 7"):
        accept_quarantined(database, 7, archive)
