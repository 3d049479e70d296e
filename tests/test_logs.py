"""Logs are set aside: at each run of a job, and when they grow too large, also with several writers."""

import logging
import multiprocessing
from pathlib import Path

import pytest

from tracker.logs import job_log, writing_to

LINES = 400


def texts(folder: Path, name: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob(f"{name}*")}


def test_the_logs_of_the_last_runs_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path))
    monkeypatch.setenv("TRACKER_LOG_KEEP", "2")
    for number in range(4):
        with job_log("match") as path:
            logging.getLogger("tracker.test").info("run %d", number)
    assert path == tmp_path / "logs" / "match.log"
    found = texts(tmp_path / "logs", "match.log")
    assert {name: text.split()[-1] for name, text in found.items()} == {
        "match.log": "3",
        "match.log.1": "2",
        "match.log.2": "1",
    }
    monkeypatch.setenv("TRACKER_LOG_KEEP", "0")
    with job_log("ingest"), job_log("ingest"):
        pass
    assert set(texts(tmp_path / "logs", "ingest.log")) == {"ingest.log"}


def _write(path: Path, writer: int) -> None:
    with writing_to(path):
        for number in range(LINES):
            logging.getLogger("tracker.test").info("%d/%d %s", writer, number, "x" * 5_000)


def test_a_large_log_is_set_aside_and_no_line_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_LOG_MEGABYTES", "1")
    monkeypatch.setenv("TRACKER_LOG_KEEP", "20")
    path = tmp_path / "night.log"
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(path, writer)) for writer in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    found = texts(tmp_path, "night.log")
    assert len(found) >= 4 and all(len(text) <= 1_000_000 + 2 * 6_000 for text in found.values())
    words = [line.split()[4] for text in found.values() for line in text.splitlines()]
    assert sorted(words) == sorted(f"{writer}/{number}" for writer in range(2) for number in range(LINES))
