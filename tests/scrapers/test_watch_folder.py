"""The watched folder: new and changed files only, drafts unless a sidecar says otherwise, no links, nothing written."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers.run import crawl
from scrapers.session import FetchedDocument
from scrapers.sources import get_source
from tests.conftest import PROJECT
from tests.invented import agreement, tota_xml
from tracker.crawls import CrawlResult
from tracker.errors import BadInput
from tracker.ingest.archive import Archive
from tracker.ingest.job import Ingester, ingest_paths
from tracker.models.database import open_database
from tracker.nightly.digest import compare
from tracker.nightly.state import State, take_state

FIXTURES = PROJECT / "tests" / "fixtures" / "watch_folder"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES, tmp_path / "watched"))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("the watched folder needs no network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def read(folder: Path | None, limit: int | None = None) -> tuple[dict[str, FetchedDocument], CrawlResult]:
    found: list[FetchedDocument] = []
    stats = crawl("watch_folder", folder=folder, sink=found.append, limit=limit)
    return {document.raw.name: document for document in found}, stats


def test_every_text_is_read_with_the_facts_beside_it(folder: Path) -> None:
    found, stats = read(folder)
    assert sorted(found) == ["lake-states.md", "leaks/kite-pact.txt"]
    boats, kites = found["lake-states.md"].raw, found["leaks/kite-pact.txt"].raw
    assert (boats.source, boats.overrides.external_id) == ("watch_folder", "lake-states.md")
    assert boats.overrides.legal_status == "draft_text"
    assert (kites.overrides.legal_status, kites.overrides.parties) == ("signed", ("AUS", "CHL"))
    assert boats.data == (FIXTURES / "lake-states.md").read_bytes()
    assert (stats.documents, stats.errors, stats.state) == (2, (), "finished")
    assert not any(str(folder) in document.url for document in found.values())


def test_the_folder_may_come_from_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_WATCH_FOLDER", str(folder))
    assert len(read(None)[0]) == 2
    assert len(read(None, limit=1)[0]) == 1
    monkeypatch.delenv("TRACKER_WATCH_FOLDER")
    with pytest.raises(
        BadInput, match="no folder to read; give one with --folder or in TRACKER_WATCH_FOLDER"
    ):
        read(None)
    with pytest.raises(BadInput, match="no such folder"):
        read(folder / "nowhere")
    with pytest.raises(BadInput, match="not a folder"):
        read(folder / "lake-states.md")


def test_links_are_refused_wherever_they_lead(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "plan.txt").write_text("Article 1\n\nSecret words.\n")
    (folder / "plan.txt").symlink_to(secret / "plan.txt")
    (folder / "inside.md").symlink_to(folder / "lake-states.md")
    (folder / "out").symlink_to(secret, target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    found, stats = read(folder)
    assert sorted(found) == ["lake-states.md", "leaks/kite-pact.txt"]
    assert sorted(error.url for error in stats.errors) == ["inside.md", "loop", "out", "plan.txt"]
    assert all("links are never followed" in error.reason for error in stats.errors)
    assert stats.rejected == 4


def test_facts_that_are_a_link_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("name: Stolen\n")
    (folder / "lake-states.yaml").symlink_to(tmp_path / "facts.yaml")
    found, stats = read(folder)
    assert sorted(found) == ["leaks/kite-pact.txt"]
    assert "lake-states.yaml) are a link" in stats.errors[0].reason


def test_a_link_put_in_a_files_place_is_not_opened(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.txt").write_text("Article 1\n\nSecret words.\n")
    real = os.open

    def swapped(path: object, flags: int, *rest: int) -> int:
        if str(path).endswith("lake-states.md"):
            Path(str(path)).unlink()
            Path(str(path)).symlink_to(tmp_path / "plan.txt")
        return real(path, flags, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr("scrapers.sites.watch_folder.os.open", swapped)
    found, stats = read(folder)
    assert sorted(found) == ["leaks/kite-pact.txt"]
    assert len(stats.errors) == 1


def test_pipes_hidden_files_and_large_ones_are_no_texts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / ".hidden.txt").write_text("Article 1\n\nWords.\n")
    (folder / "notes.xlsx").write_bytes(b"PK")
    (folder / "large.txt").write_bytes(b"x" * 2_000)
    monkeypatch.setattr("scrapers.sites.watch_folder.MAX_DOCUMENT_BYTES", 1_000)
    found, stats = read(folder)
    assert sorted(found) == ["lake-states.md", "leaks/kite-pact.txt"]
    assert sorted(error.url for error in stats.errors) == ["large.txt", "pipe.txt"]


def test_an_empty_folder_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found, stats = read(tmp_path / "empty")
    assert (found, stats.state) == ({}, "finished")


def test_wrong_facts_are_one_line_and_the_others_go_on(folder: Path) -> None:
    (folder / "lake-states.yaml").write_text("legal_status: nearly\n")
    found, stats = read(folder)
    assert sorted(found) == ["leaks/kite-pact.txt"]
    assert "legal_status 'nearly' is not one of" in stats.errors[0].reason


@pytest.fixture
def nights(sqlite_url: str, tmp_path: Path) -> Iterator[object]:
    database = open_database(sqlite_url)

    def night(folder: Path) -> dict[str, int]:
        with Ingester(database, keep_raw=True, archive=Archive(tmp_path / "archive")) as ingester:
            for document in read(folder)[0].values():
                ingester.take(document.raw, fetched_at=document.fetched_at)
        assert ingester.tally.refusals == []
        return dict(ingester.tally.kinds)

    yield night
    database.close()


def test_only_new_and_changed_files_are_stored_and_none_is_forgotten(folder: Path, nights: object) -> None:
    assert callable(nights)
    before = sorted(path.name for path in folder.rglob("*"))
    assert nights(folder) == {"loaded": 2}
    assert nights(folder) == {"unchanged": 2}
    boats = folder / "lake-states.md"
    boats.write_text(boats.read_text().replace("of its own choosing", "of any colour"))
    assert nights(folder) == {"updated": 1, "unchanged": 1}
    (folder / "leaks" / "kite-pact.yaml").write_text("name: Kite Pact\nparties: [AUS, CHL]\n")
    assert nights(folder) == {"unchanged": 2}
    boats.unlink()
    assert nights(folder) == {"unchanged": 1}
    assert sorted(path.name for path in folder.rglob("*")) == [name for name in before if name != boats.name]


def test_a_file_in_totas_markup_is_the_folders_own_text(
    folder: Path, nights: object, sqlite_url: str
) -> None:
    """It must not pass for a new version of the agreement that ToTA has under its number."""
    from sqlalchemy import select

    from tracker.models import Document, Source

    assert callable(nights)
    (folder / "pta_1.xml").write_bytes(tota_xml(agreement("1")))
    assert nights(folder) == {"loaded": 3}
    database = open_database(sqlite_url)
    with database.read() as session:
        rows = session.execute(
            select(Source.key, Document.external_id)
            .join(Source, Source.id == Document.source_id)
            .where(Document.media_type == "application/xml")
        ).all()
    database.close()
    assert [tuple(row) for row in rows] == [("watch_folder", "pta_1.xml")]


def test_a_file_read_by_hand_and_in_the_folder_is_one_text(
    folder: Path, nights: object, sqlite_url: str
) -> None:
    """Equal bytes: nothing new is stored, and the digest says nothing. What the folder brings next follows them."""
    from sqlalchemy import select

    from tracker.models import Agreement, AgreementKey, Document

    assert callable(nights)
    boats = folder / "lake-states.md"

    def look() -> tuple[State, int, list[tuple[str, int, bool]], int]:
        database = open_database(sqlite_url)
        with database.read() as session:
            agreements = len(session.scalars(select(Agreement.id)).all())
            rows = session.execute(
                select(Document.external_id, Document.version, Document.current).order_by(Document.id)
            )
            documents = [tuple(row) for row in rows]
            keys = len(session.scalars(select(AgreementKey.id)).all())
            state = take_state(session, "")
        database.close()
        return state, agreements, documents, keys

    database = open_database(sqlite_url)
    assert ingest_paths(database, [boats]).kinds == {"loaded": 1}
    database.close()
    (folder / "leaks" / "kite-pact.txt").unlink()
    before, *stored = look()
    assert stored == [1, [("lake-states", 1, True)], 1]
    assert nights(folder) == {"unchanged": 1}
    now, *stored = look()
    assert stored == [1, [("lake-states", 1, True)], 2]
    changes = compare(before, now)
    assert (changes.new_agreements, changes.texts, changes.provisions) == ((), (), ())
    assert nights(folder) == {"unchanged": 1}
    boats.write_text(boats.read_text().replace("of its own choosing", "of any colour"))
    assert nights(folder) == {"updated": 1}
    assert look()[1:] == (1, [("lake-states", 1, False), ("lake-states.md", 2, True)], 2)


def test_the_entry_has_no_address() -> None:
    source = get_source("watch_folder")
    assert (source.kind, source.url, source.allowed_hosts, source.enabled) == ("folder", "", (), False)
