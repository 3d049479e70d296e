"""The archive: whole files under their digest, rows that say what they are, and nothing lost to a kill."""

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.invented import agreement, amended, tota_xml
from tracker.errors import BadInput
from tracker.ingest.archive import Archive, overrides_to_json
from tracker.ingest.job import Ingester, ingest_paths
from tracker.models import RawFile
from tracker.models.database import Database, open_database
from tracker.texts import MetaOverrides, RawDocument, overrides_from, raw_document


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def raw(data: bytes, **given: object) -> RawDocument:
    return raw_document(data, "pta_1.xml", media_type="application/xml", source="tota", **given)  # type: ignore[arg-type]


def test_bytes_lie_under_their_digest_and_are_written_once(archive: Archive) -> None:
    digest = hashlib.sha256(b"some bytes").hexdigest()
    assert archive.write(digest, b"some bytes")
    path = archive.folder / digest[:2] / digest
    assert path.read_bytes() == b"some bytes"
    written = path.stat().st_mtime_ns, path.stat().st_ino
    assert not archive.write(digest, b"some bytes")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == written
    assert [entry.name for entry in path.parent.iterdir()] == [digest]


def test_a_write_that_fails_leaves_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        archive.write("ab" * 32, b"data")
    assert list((archive.folder / "ab").iterdir()) == []


def test_damage_is_noticed(archive: Archive) -> None:
    digest = hashlib.sha256(b"right").hexdigest()
    archive.write(digest, b"right")
    archive.path(digest).write_bytes(b"wrong")
    with pytest.raises(BadInput, match="damaged in the archive"):
        archive.read(digest)
    with pytest.raises(BadInput, match="not in the archive"):
        archive.read("00" * 32)


def test_facts_given_come_back_as_they_were() -> None:
    given = MetaOverrides(
        name="A - B", parties=("NZL", "EU"), date_signed=date(2020, 1, 2), wto_rta_id=7, external_id="x"
    )
    assert overrides_from(overrides_to_json(given), "test") == given


def test_a_crawl_archives_with_the_text_and_reads_nothing_twice(
    database: Database, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tota_xml(agreement("1"))
    given = MetaOverrides(legal_status="signed", external_id="1")
    with Ingester(database, keep_raw=True, archive=archive) as ingester:
        ingester.take(raw(data, overrides=given), url="https://example.org/1")
    assert ingester.tally.kinds == {"loaded": 1}
    with database.read() as session:
        row = session.scalars(select(RawFile)).one()
        document = archive.raw(row, "tota")
        assert (document.data, document.overrides, document.media_type) == (data, given, "application/xml")
        assert (row.url, row.bytes) == ("https://example.org/1", len(data))
    monkeypatch.setattr("tracker.ingest.job.read_text", lambda _raw: pytest.fail("parsed again"))
    with Ingester(database, keep_raw=True, archive=archive) as ingester:
        ingester.take(raw(data, overrides=given), url="https://example.org/1")
    assert ingester.tally.kinds == {"unchanged": 1}


def test_facts_that_changed_alone_are_taken_over(database: Database, archive: Archive) -> None:
    data = tota_xml(agreement("1"))
    for status in ("signed", "in_force", "in_force"):
        with Ingester(database, keep_raw=True, archive=archive) as ingester:
            ingester.take(raw(data, overrides=MetaOverrides(legal_status=status, external_id="1")))
    with database.read() as session:
        assert session.scalars(select(RawFile)).one().overrides["legal_status"] == "in_force"


def test_what_cannot_be_read_is_archived_all_the_same(database: Database, archive: Archive) -> None:
    with Ingester(database, keep_raw=True, archive=archive) as ingester:
        ingester.take(raw(b"<treaty>broken"))
    assert len(ingester.tally.refusals) == 1
    with database.read() as session:
        assert archive.read(session.scalars(select(RawFile.sha256)).one()) == b"<treaty>broken"


def test_texts_loaded_without_it_are_archived_by_the_next_crawl(database: Database, archive: Archive) -> None:
    data = tota_xml(agreement("1"))
    for keep in (False, True, True):
        with Ingester(database, keep_raw=keep, archive=archive) as ingester:
            ingester.take(raw(data))
    assert ingester.tally.kinds == {"unchanged": 1}
    with database.read() as session:
        assert len(session.scalars(select(RawFile)).all()) == 1


def test_local_files_are_archived_only_when_asked(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))
    file = tmp_path / "pta_1.xml"
    file.write_bytes(tota_xml(agreement("1")))
    database = open_database(sqlite_url)
    ingest_paths(database, [file])
    assert not (tmp_path / "data" / "archive").exists()
    file.write_bytes(tota_xml(amended(agreement("1"), "2.1", "Other words.")))
    ingest_paths(database, [file], keep_raw=True)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (tmp_path / "data" / "archive" / digest[:2] / digest).read_bytes() == file.read_bytes()
    database.close()
