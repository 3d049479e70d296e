"""Matching and lineage on a Dask cluster: a real scheduler and workers on 127.0.0.1, one of them killed on the way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from tests.ingest.test_store import store
from tests.invented import FLOWS, agreement, article
from tests.processes import run_module
from tracker.cluster import cluster, in_order, run_as
from tracker.errors import BadInput
from tracker.facts import match_job
from tracker.facts.match_job import run_match
from tracker.lineage.job import run_lineage
from tracker.models import ArticleMatch, Finding, LineageClause, LineagePair
from tracker.models.database import Database, open_database
from tracker.texts.types import ChapterText

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

ARTICLES = 240
WORKERS = 3
START = "import sys; from dask.__main__ import main; sys.argv[0] = 'dask'; main()"


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", START, *arguments, "--host", "127.0.0.1", "--no-dashboard"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A scheduler's address, and its workers."""
    file = tmp_path / "scheduler.json"
    processes = [started("scheduler", "--port", "0", "--scheduler-file", str(file))]
    try:
        deadline = time.monotonic() + 60
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        address = next(part for part in file.read_text().split('"') if part.startswith("tcp://127.0.0.1"))
        workers = [
            started(
                "worker",
                address,
                "--nthreads",
                "1",
                "--no-nanny",
                "--local-directory",
                str(tmp_path / f"w{number}"),
            )
            for number in range(WORKERS)
        ]
        processes += workers
        yield address, workers
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def filled(database: Database) -> None:
    """Articles that differ in a few words, so that each has findings and most have words in common."""
    many = tuple(
        article(f"1.{number}", "Data", f"{FLOWS} {'Note ' + 'abcdefghij'[number % 10] * (number // 10 + 1)}.")
        for number in range(ARTICLES)
    )
    store(database, replace(agreement(), chapters=(ChapterText("CHAPTER 1", "Electronic Commerce", many),)))


def facts(database: Database) -> tuple[list[object], list[object]]:
    """All findings and all pairs of clauses, without the ids that the database gives."""
    columns = [column for column in Finding.__table__.columns if column.name != "id"]
    clause = LineageClause.__table__
    with database.read() as session:
        findings = sorted(map(repr, session.execute(select(*columns))))
        articles = {row.id: (row.article_id, row.provision) for row in session.execute(select(clause))}
        pairs = sorted(
            repr([*sorted([articles[pair.first_id], articles[pair.second_id]]), pair.common])
            for pair in session.execute(select(LineagePair.__table__))
        )
    return findings, pairs


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_cluster_that_loses_a_worker_finds_the_same(
    database_url: str, machines: tuple[str, list[subprocess.Popen[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match_job, "BATCH_ARTICLES", 15)
    address, workers = machines
    database = open_database(database_url)
    filled(database)
    run_match(database, workers=1)
    run_lineage(database)
    here = facts(database)
    assert len(here[0]) >= ARTICLES and len(here[1]) > ARTICLES
    with database.session() as session:
        for table in (LineagePair, LineageClause, Finding, ArticleMatch):
            session.execute(delete(table))
    done: list[int] = []

    def kill_one(count: int) -> None:
        done.append(count)
        if len(done) == 3:
            workers[0].send_signal(signal.SIGKILL)

    with cluster(address) as there:
        deadline = time.monotonic() + 120
        while there.in_flight() < 2 * WORKERS and time.monotonic() < deadline:
            time.sleep(0.1)
        assert there.in_flight() == 2 * WORKERS, "all workers are there"
        assert run_match(database, on_progress=kill_one, cluster=there).matched == ARTICLES
        assert len(done) == ARTICLES / 15
        workers[0].wait(timeout=30)
        run_lineage(database, cluster=there)
    assert facts(database) == here
    database.close()


def test_without_a_scheduler_one_line(sqlite_url: str) -> None:
    done = run_module(
        "tracker.cli",
        ["match", "--scheduler", "tcp://127.0.0.1:9"],
        environment={**os.environ, "DATABASE_URL": sqlite_url},
        timeout=120,
    )
    assert done.returncode == 5
    assert "no scheduler answers at tcp://127.0.0.1:9" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    with pytest.raises(BadInput, match="tcp://host:port"), cluster("127.0.0.1:9"):
        pass


def test_a_worker_with_other_files_is_refused() -> None:
    assert run_as(lambda: "one", "one", len, "abc") == 3
    with pytest.raises(Exception, match="two"):
        run_as(lambda: "two", "one", len, "abc")


def test_results_come_in_order_and_few_wait() -> None:
    class Ready:
        def __init__(self, value: int) -> None:
            waiting.append(value)
            self.value = value

        def result(self) -> int:
            waiting.remove(self.value)
            return self.value

    waiting: list[int] = []
    most = 0
    came = []
    for value in in_order(range(20), Ready, lambda: 3):
        most = max(most, len(waiting))
        came.append(value)
    assert came == list(range(20))
    assert most == 3
