"""Reading the archive again: offline, only what is read otherwise is stored, and a kill loses nothing."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.ingest.test_guard import versions
from tests.ingest.test_store import row_counts
from tests.invented import agreement, amended, chapters, tota_xml
from tracker.errors import BadInput
from tracker.ingest.archive import Archive
from tracker.ingest.job import Ingester
from tracker.ingest.quarantine_review import accept_quarantined, quarantine_rows
from tracker.ingest.reparse import reparse
from tracker.models import Article, Document
from tracker.models.database import Database, open_database
from tracker.plausibility import ReadText, first_look
from tracker.texts import RawDocument, parse, raw_document
from tracker.texts.types import AgreementText


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def crawl(database: Database, archive: Archive, *texts: AgreementText | bytes) -> None:
    with Ingester(database, keep_raw=True, archive=archive) as ingester:
        for number, text in enumerate(texts):
            data = text if isinstance(text, bytes) else tota_xml(text)
            name = f"pta_{number if isinstance(text, bytes) else text.external_id}.xml"
            ingester.take(raw_document(data, name, media_type="application/xml", source="tota"))


def other_readers(monkeypatch: pytest.MonkeyPatch, change: object) -> None:
    """From now on texts are read, and then changed by `change`."""

    def changed(raw: RawDocument) -> ReadText:
        assert callable(change)
        text: AgreementText = change(parse(raw))
        return ReadText(text, first_look(text))

    monkeypatch.setattr("tracker.ingest.reparse.read_text", changed)
    monkeypatch.setattr("tracker.ingest.quarantine_review.read_text", changed)


def test_the_same_readers_change_nothing(database: Database, archive: Archive) -> None:
    crawl(database, archive, agreement("1"), agreement("2", "Land - Isle"))
    before = row_counts(database)
    assert reparse(database, archive=archive).kinds == {"unchanged": 2}
    assert row_counts(database) == before


def test_what_is_read_otherwise_is_a_new_version_of_the_same_bytes(
    database: Database, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(database, archive, agreement("1"), agreement("2", "Land - Isle"))

    def better(text: AgreementText) -> AgreementText:
        if text.external_id == "2":
            return text
        return replace(amended(text, "2.1", "Words the old readers lost."), sha256=text.sha256)

    other_readers(monkeypatch, better)
    reported: list[int] = []
    tally = reparse(
        database, archive=archive, on_total=reported.append, on_document=lambda: reported.append(1)
    )
    assert tally.kinds == {"updated": 1, "unchanged": 1}
    assert reported == [2, 1, 1]
    with database.read() as session:
        first, second = session.scalars(
            select(Document).where(Document.external_id == "1").order_by(Document.version)
        ).all()
        assert (first.sha256, first.current, second.current) == (second.sha256, False, True)
    assert reparse(database, archive=archive).kinds == {"unchanged": 2}
    # The next crawl brings the same bytes, which are known.
    before = row_counts(database)
    crawl(database, archive, agreement("1"))
    assert row_counts(database) == before


def test_files_that_were_replaced_are_left_alone(database: Database, archive: Archive) -> None:
    crawl(database, archive, agreement("1"))
    crawl(database, archive, amended(agreement("1"), "2.1", "Newer words."))
    assert reparse(database, archive=archive).kinds == {"unchanged": 1, "superseded": 1}
    assert versions(database) == [(1, False), (2, True)]


def test_one_source_only(database: Database, archive: Archive) -> None:
    crawl(database, archive, agreement("1"))
    assert reparse(database, "tota", archive=archive).kinds == {"unchanged": 1}
    with pytest.raises(BadInput, match="nothing of source 'sice' is in the archive"):
        reparse(database, "sice", archive=archive)


def test_what_could_not_be_read_before_is_tried_again(
    database: Database, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(database, archive, b"<treaty>an unknown format")
    assert reparse(database, archive=archive).kinds == {"unreadable": 1}

    def better(raw: RawDocument) -> ReadText:
        text = replace(agreement("9"), sha256=raw.sha256)
        return ReadText(text, first_look(text))

    monkeypatch.setattr("tracker.ingest.reparse.read_text", better)
    assert reparse(database, archive=archive).kinds == {"loaded": 1}


def test_readers_that_lose_articles_are_stopped_by_the_guard(
    database: Database, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(database, archive, agreement("1"))
    other_readers(monkeypatch, lambda text: replace(text, chapters=chapters()[:1]))
    for _again in range(2):
        assert reparse(database, archive=archive).kinds == {"quarantined": 1}
    assert versions(database) == [(1, True)]
    with database.read() as session:
        (row,) = quarantine_rows(session)
    assert accept_quarantined(database, row.id, archive).articles == 1
    assert versions(database) == [(1, False), (2, True)]


def test_a_current_text_that_is_missing_or_unreadable_is_reported_and_stays(
    database: Database, archive: Archive
) -> None:
    crawl(database, archive, agreement("1"), agreement("2", "Land - Isle"))
    with database.read() as session:
        digest = session.scalars(select(Document.sha256).where(Document.external_id == "1")).one()
    archive.path(digest).unlink()
    tally = reparse(database, archive=archive)
    assert tally.kinds == {"unchanged": 1}
    assert "not in the archive" in tally.refusals[0].reason
    assert len(versions(database)) == 2


def test_a_killed_reparse_is_consistent_and_is_finished_by_the_next(
    database_url: str, tmp_path: Path
) -> None:
    total = 120
    archive = Archive(tmp_path / "archive")
    database = open_database(database_url)
    with Ingester(database, batch_articles=1_000, keep_raw=True, archive=archive) as ingester:
        for number in range(total):
            data = tota_xml(agreement(str(number), f"Land {number} - Isle {number}"))
            ingester.take(
                raw_document(data, f"pta_{number}.xml", media_type="application/xml", source="tota")
            )
    code = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.invented import amended
from tracker.ingest import reparse as job
from tracker.ingest.archive import Archive
from tracker.models.database import open_database
from tracker.plausibility import ReadText, first_look
from tracker.texts import parse

def better(raw):
    text = parse(raw)
    text = replace(amended(text, "2.1", "Words the old readers lost."), sha256=text.sha256)
    return ReadText(text, first_look(text))

job.read_text = better
say = lambda: print("done", flush=True)
print(job.reparse(open_database(), archive=Archive(Path(sys.argv[1])), on_document=say, batch_articles=16).kinds)
"""
    command = [sys.executable, "-c", code, str(archive.folder)]
    environment = {**os.environ, "DATABASE_URL": database_url, "PYTHONPATH": str(Path.cwd())}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(total // 3):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()

    def counts() -> tuple[int, int, int]:
        with database.read() as session:
            second = session.scalar(select(func.count()).where(Document.version == 2)) or 0
            current = session.scalar(select(func.count()).where(Document.current)) or 0
            words = session.scalar(select(func.count()).select_from(Article)) or 0
        return second, current, words

    second, current, words = counts()
    assert 0 < second < total
    assert (current, words) == (total, 4 * (total + second))
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert f"'unchanged': {second}" in ended.stdout
    assert f"'updated': {total - second}" in ended.stdout
    assert counts() == (total, total, 8 * total)
    database.close()
