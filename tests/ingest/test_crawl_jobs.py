"""The list of crawl jobs that processes share: none visits what another visits, and a dead one frees its job."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.processes import run_module
from tracker.errors import BadInput
from tracker.ingest.crawl_jobs import SourceBusy, next_due, visiting
from tracker.models import CrawlJob
from tracker.models.database import Database, open_database

SOURCES = ("alpha", "beta", "gamma")
WORKER = """
import sys
from datetime import UTC, datetime
from tracker.ingest.crawl_jobs import next_due
from tracker.models.database import open_database

with next_due(open_database(), ("alpha", "beta", "gamma"), datetime.now(UTC)) as source:
    print(source, flush=True)
    sys.stdin.readline()
"""

only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def worker(url: str) -> tuple[subprocess.Popen[str], str]:
    """Another process with a job, and the source it visits; it ends with its standard input."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        env={**os.environ, "DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


@only_postgresql
def test_processes_share_the_jobs_and_a_killed_one_frees_its_own(
    database: Database, database_url: str
) -> None:
    (one, first), (other, second) = worker(database_url), worker(database_url)
    try:
        assert {first, second} == {"alpha", "beta"}
        with pytest.raises(SourceBusy, match=f"{first} is being visited"), visiting(database, first):
            pass
        now = datetime.now(UTC)
        with next_due(database, SOURCES, now) as third:
            assert third == "gamma"
            with next_due(database, SOURCES, now) as none_left:
                assert none_left is None
        one.send_signal(signal.SIGKILL)
        one.wait()
        deadline = time.monotonic() + 30
        freed = None
        while freed is None and time.monotonic() < deadline:
            with next_due(database, SOURCES, now) as freed:
                pass
        assert freed == first, "the job of the killed process, the only one that is due"
        other.communicate("\n", timeout=60)
        with next_due(database, SOURCES, now) as nothing:
            assert nothing is None, "all three were visited"
        with next_due(database, SOURCES, datetime.now(UTC) + timedelta(hours=1)) as oldest:
            assert oldest == "gamma", "the longest ago first"
    finally:
        for process in (one, other):
            process.kill()
            process.communicate()


@only_postgresql
def test_no_transaction_is_open_while_a_visit_waits(database: Database) -> None:
    with visiting(database, "alpha"):
        assert open_transactions(database) == []
        with next_due(database, SOURCES, datetime.now(UTC)) as other:
            assert other == "beta", "alpha is being visited"
            assert open_transactions(database) == []
        with database.read() as session:
            assert session.get_one(CrawlJob, "beta").ended_at is not None
            assert session.get_one(CrawlJob, "alpha").ended_at is None
    with visiting(database, "alpha"):
        pass


@only_postgresql
def test_a_visit_that_breaks_off_has_ended(database: Database) -> None:
    with pytest.raises(ValueError, match="broken"), visiting(database, "alpha"):
        raise ValueError("broken")
    with visiting(database, "alpha"), database.read() as session:
        assert session.get_one(CrawlJob, "alpha").ended_at is not None


def open_transactions(database: Database) -> list[str]:
    """What the other connections to this database last did, of those with a transaction open."""
    with database.read() as session:
        return list(
            session.scalars(
                text(
                    "SELECT query FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'"
                )
            )
        )


@only_postgresql
def test_the_commands_say_so_in_one_line(database: Database, database_url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": database_url}
    with visiting(database, "tota"):
        busy = run_module(
            "tracker.cli",
            ["crawl", "tota", "--base-url", "http://127.0.0.1:9/"],
            environment=environment,
            timeout=120,
        )
    assert busy.returncode == 7
    assert "tota is being visited by another process" in " ".join(busy.stderr.split())
    from scrapers.sources import load_sources

    with database.session() as session:
        for key in load_sources():
            session.merge(CrawlJob(source=key, ended_at=datetime.now(UTC)))
    idle = run_module("tracker.cli", ["crawl", "--next"], environment=environment, timeout=120)
    assert idle.returncode == 3
    assert "nothing is due" in idle.stdout + idle.stderr


def test_one_machine_with_sqlite_needs_no_list(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with visiting(database, "alpha"), visiting(database, "alpha"):
        pass
    with pytest.raises(BadInput, match="PostgreSQL"), next_due(database, SOURCES, datetime.now(UTC)):
        pass
    database.close()
