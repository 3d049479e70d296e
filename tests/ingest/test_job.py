"""The ingest job: tallies, refusals that stop nothing, kills that lose nothing, and the whole corpus."""

import os
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.conftest import BACKENDS, CORPUS, PostgresServer
from tests.ingest.test_store import row_counts
from tests.invented import agreement, amended, tota_xml
from tracker.ingest.job import ingest_paths
from tracker.ingest.tally import Tally
from tracker.models import Agreement, Article, Chapter, Document
from tracker.models.database import Database, open_database


def write_archive(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:xz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
    return path


def test_an_archive_is_read_and_read_again(database: Database, tmp_path: Path) -> None:
    members = {f"xml/pta_{i}.xml": tota_xml(agreement(str(i), f"Land {i} - Isle {i}")) for i in range(1, 6)}
    archive = write_archive(tmp_path / "texts.tar.xz", members)
    tally = ingest_paths(database, [archive])
    assert (tally.kinds["loaded"], tally.articles, tally.refusals) == (5, 20, [])
    before = row_counts(database)
    again = ingest_paths(database, [archive])
    assert (again.kinds["unchanged"], again.kinds["loaded"]) == (5, 0)
    assert row_counts(database) == before


def test_one_broken_file_does_not_stop_the_others(database: Database, tmp_path: Path) -> None:
    (tmp_path / "pta_1.xml").write_bytes(tota_xml(agreement("1")))
    (tmp_path / "pta_2.xml").write_bytes(tota_xml(agreement("2"))[:400])
    (tmp_path / "pta_3.xml").write_bytes(b"")
    (tmp_path / "pta_4.xml").write_bytes(tota_xml(agreement("4")))
    tally = ingest_paths(database, [tmp_path])
    assert tally.kinds["loaded"] == 2
    assert sorted(refusal.name for refusal in tally.refusals) == ["pta_2.xml", "pta_3.xml"]
    assert all(refusal.reason and "\n" not in refusal.reason for refusal in tally.refusals)


def test_two_texts_of_one_identifier_are_not_both_taken(database: Database, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(tota_xml(agreement("1")))
    (tmp_path / "b.xml").write_bytes(tota_xml(amended(agreement("1"), "2.1", "Something else.")))
    tally = ingest_paths(database, [tmp_path])
    assert tally.kinds["loaded"] == 1
    assert [refusal.name for refusal in tally.refusals] == ["b.xml"]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 1


def test_a_refused_update_leaves_the_stored_text(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "pta_1.xml"
    path.write_bytes(tota_xml(agreement("1")))
    ingest_paths(database, [path])
    before = row_counts(database)
    path.write_bytes(tota_xml(agreement("1", parties=("NZL", "QQQ")))[:-3] + b"y>")
    assert len(ingest_paths(database, [path]).refusals) == 1
    path.write_bytes(tota_xml(agreement("1", parties=("NZL", "QQQ"))))
    (refusal,) = ingest_paths(database, [path]).refusals
    assert "QQQ" in refusal.reason
    assert row_counts(database) == before


def test_a_killed_ingest_is_consistent_and_is_finished_by_the_next(sqlite_url: str, tmp_path: Path) -> None:
    """kill -9 while documents are being stored: whole agreements only, and no duplicates afterwards."""
    total = 400
    members = {f"pta_{i}.xml": tota_xml(agreement(str(i), f"Land {i} - Isle {i}")) for i in range(total)}
    archive = write_archive(tmp_path / "texts.tar.xz", members)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    code = (
        "import sys; from pathlib import Path; from tracker.ingest import job;"
        "from tracker.models.database import open_database; job.BATCH_ARTICLES = 40;"
        "say = lambda item: print(item.name, flush=True);"
        "job.ingest_paths(open_database(), [Path(sys.argv[1])], on_document=say)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(archive)],
        env={**os.environ, "DATABASE_URL": sqlite_url},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for _ in range(120):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    database = open_database(f"sqlite:///{path}")
    with database.read() as session:
        stored = session.scalar(select(func.count()).select_from(Agreement)) or 0
        assert 0 < stored < total
        assert session.scalar(select(func.count()).select_from(Chapter)) == 2 * stored
        assert session.scalar(select(func.count()).select_from(Article)) == 4 * stored
    tally = ingest_paths(database, [archive])
    assert (tally.kinds["unchanged"], tally.kinds["loaded"]) == (stored, total - stored)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Agreement)) == total
        assert session.scalar(select(func.count()).select_from(Article)) == 4 * total
    database.close()


@pytest.fixture(params=BACKENDS)
def loaded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Database, Tally]]:
    """A database with all of ToTA, and the tally of storing it; the one in SQLite is shared with other tests."""
    if request.param == "sqlite":
        path = shutil.copyfile(request.getfixturevalue("entire_corpus"), tmp_path / "corpus.db")
        database = open_database(f"sqlite:///{path}")
        yield database, request.getfixturevalue("entire_corpus_tally")
        database.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.fresh_url()
    database = open_database(url)
    yield database, ingest_paths(database, [CORPUS])
    database.close()
    server.drop(url)


@pytest.mark.xdist_group("corpus")
@pytest.mark.skipif(not CORPUS.exists(), reason="needs ../shared/corpus/tota.tar.xz, which is not here")
def test_the_whole_corpus_loads(loaded: tuple[Database, Tally]) -> None:
    database, tally = loaded
    assert tally.kinds == {"loaded": 450}
    assert tally.languages == {"en": 424, "es": 24, "fr": 2}
    assert (tally.articles, tally.refusals) == (40_993, [])
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Article)) == 40_993
    assert ingest_paths(database, [CORPUS]).kinds == {"unchanged": 450}
