"""kill -9 in the midst of matching on all cores: consistent, finished by the next run, no process left."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.ingest.test_store import store
from tests.invented import FLOWS, agreement, article
from tracker.facts.match_job import run_match
from tracker.models import ArticleMatch, Finding
from tracker.models.database import open_database
from tracker.texts.types import ChapterText

ARTICLES = 3_000

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see processes")

CODE = """
from tracker.facts import match_job
from tracker.models.database import open_database

if __name__ == "__main__":
    match_job.BATCH_ARTICLES = 100
    match_job.run_match(open_database(), workers=2, on_progress=lambda count: print(count, flush=True))
"""


def children_of(process_id: int) -> list[int]:
    return [
        int(child) for child in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    ]


def alive(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_killed_match_is_finished_by_the_next_and_leaves_no_worker(sqlite_url: str, tmp_path: Path) -> None:
    database = open_database(sqlite_url)
    many = tuple(article(f"1.{number}", "Data", FLOWS) for number in range(ARTICLES))
    store(database, replace(agreement(), chapters=(ChapterText("CHAPTER 1", "Electronic Commerce", many),)))
    script = tmp_path / "job.py"
    script.write_text(CODE)
    process = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "DATABASE_URL": sqlite_url, "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    workers = children_of(process.pid)
    assert workers
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with database.read() as session:
        matched = session.scalar(select(func.count()).select_from(ArticleMatch)) or 0
        assert 0 < matched < ARTICLES
        assert matched % 100 == 0
        with_finding = session.scalar(select(func.count(Finding.article_id.distinct())))
        assert with_finding == matched
    deadline = time.monotonic() + 90
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [worker for worker in workers if alive(worker)]
    assert run_match(database).matched == ARTICLES - matched
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ArticleMatch)) == ARTICLES
        assert session.scalar(select(func.count(Finding.article_id.distinct()))) == ARTICLES
    database.close()
