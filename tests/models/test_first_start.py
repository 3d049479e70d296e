"""Two first starts at once on one empty database: both end well, and what they store is there once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.conftest import BACKENDS, PROJECT, PostgresServer
from tests.ingest.test_store import store
from tests.invented import agreement
from tracker.facts import snapshot
from tracker.facts.match_job import run_match
from tracker.models import Agreement, Article, Source
from tracker.models.database import HEAD_REVISION, current_revision, open_database

FIRST_START = """
import sys
from pathlib import Path
import alembic.command, tracker.facts.snapshot
from tracker.cli.snapshot import load_with_progress, one_at_a_time
from tracker.models.database import open_database

print("ready", flush=True)
sys.stdin.readline()
database = open_database(sys.argv[1])
with one_at_a_time(database):
    print(load_with_progress(database, Path(sys.argv[2])).agreements)
"""


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'tracker.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    server.execute("CREATE DATABASE first_start")
    yield server.url("first_start")
    server.drop(server.url("first_start"))


@pytest.fixture
def facts(sqlite_url: str, tmp_path: Path) -> Path:
    """A snapshot of two invented agreements."""
    database = open_database(sqlite_url)
    for number, name in (("1", "Arcadia - Ruritania"), ("2", "Freedonia - Sylvania")):
        store(database, agreement(number, name))
    run_match(database, workers=1)
    snapshot.build(database, tmp_path / "facts.json.xz")
    database.close()
    return tmp_path / "facts.json.xz"


def test_two_first_starts_at_once_wait_for_each_other(empty_url: str, facts: Path) -> None:
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", FIRST_START, empty_url, str(facts)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for start in starts:
        assert start.stdout is not None and start.stdout.readline() == "ready\n"
    for start in starts:
        assert start.stdin is not None
        start.stdin.write("go\n")
        start.stdin.flush()
    ended = [start.communicate(timeout=120) for start in starts]
    assert [start.returncode for start in starts] == [0, 0], ended
    assert sorted(int(out.splitlines()[-1]) for out, _err in ended) == [0, 2], (
        "one fills it, one finds it filled"
    )
    database = open_database(empty_url)
    assert current_revision(database) == HEAD_REVISION
    with database.read() as session:
        counts = [
            session.scalar(select(func.count()).select_from(table)) for table in (Source, Agreement, Article)
        ]
    database.close()
    assert counts == [1, 2, 8]
