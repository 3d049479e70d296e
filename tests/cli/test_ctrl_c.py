"""Ctrl-C on `tracker up`, whatever it is doing: no traceback, no process left, a database that is intact.

The signal goes to the whole process group, as from a terminal. Before `tracker` itself is loaded (a tenth of a second)
Python has the word, and may say more.
"""

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.ups import Up, running
from tests.invented import agreement, article, tota_xml
from tests.scrapers.site import Answer, Page, serving
from tracker.texts.types import ChapterText

STOPPED = {130, -2}
"""To a shell both are 130: Python gives the signal on where it came while a class was being made."""

AGAIN = "run `tracker up` again"


def stopped(up: Up, seconds: float = 90) -> list[str]:
    """Press Ctrl-C and wait for the end: what was printed. Nothing is left of it, and nothing is broken."""
    up.ctrl_c()
    began = time.monotonic()
    up.process.wait(timeout=seconds)
    while up.left() and time.monotonic() - began < seconds:
        time.sleep(0.05)
    assert up.left() == []
    time.sleep(0.2)  # the last of what was printed
    text = "\n".join(up.lines)
    assert "Traceback" not in text and "Exception ignored" not in text, text
    if up.database.exists():
        with sqlite3.connect(up.database) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return up.lines


def is_one_line(lines: list[str], words: str) -> None:
    assert sum(words in line for line in lines) == 1, lines
    assert lines[-1].startswith("tracker: stopped; what was stored is intact")


def test_while_modules_are_loaded(tmp_path: Path) -> None:
    with running(tmp_path, "--offline") as up:
        while "pydantic_core" not in Path(f"/proc/{up.process.pid}/maps").read_text():
            assert up.process.poll() is None, up.lines
            time.sleep(0.005)
        stopped(up)
    assert up.process.returncode in STOPPED


def test_while_tables_are_made(tmp_path: Path) -> None:
    with running(tmp_path, "--offline") as up:
        while not up.database.exists():
            time.sleep(0.005)
        is_one_line(stopped(up), "stopped")
    assert up.process.returncode in STOPPED
    again = [sys.executable, "-m", "tracker.cli", "links"]
    environment = {"DATABASE_URL": f"sqlite:///{up.database}", "PATH": ""}
    assert (
        subprocess.run(again, env=environment, capture_output=True, text=True, check=True).stdout
        == "no links\n"
    )


def test_while_facts_are_loaded(tmp_path: Path) -> None:
    with running(tmp_path, "--offline") as up:
        up.line_with("database ready")
        time.sleep(1)
        is_one_line(stopped(up), AGAIN)
    assert up.process.returncode in STOPPED
    assert up.scalar("SELECT count(*) FROM agreement") == 0  # they come in one transaction


@pytest.mark.parametrize("after", [0.3, 1.5])
def test_while_the_dashboard_starts(tmp_path: Path, with_facts: Path, after: float) -> None:
    with running(tmp_path, "--offline") as up:
        up.line_with("facts are here")
        time.sleep(after)
        is_one_line(stopped(up), AGAIN)
    assert up.process.returncode in STOPPED


def test_when_all_is_done_and_the_dashboard_is_open(tmp_path: Path, with_facts: Path) -> None:
    with running(tmp_path, "--offline") as up:
        up.line_with("press Ctrl-C")
        assert stopped(up)[-1] == "stopped"
    assert up.process.returncode == 0


def test_while_texts_are_fetched(tmp_path: Path, with_facts: Path) -> None:
    """The mirror is slow, so that requests are under way; what had come by then is stored."""
    pages: dict[str, Page] = {
        f"/pta_{number}.xml": Answer(
            tota_xml(agreement(str(number), f"Land {number} - Isle {number}")),
            headers={"Content-Type": "application/xml"},
            drip_seconds=0.0 if number < 3 else 0.05,
        )
        for number in range(1, 9)
    }
    with serving(pages) as site, running(tmp_path, "--no-dashboard", "--base-url", site.address) as up:
        while not {"/pta_3.xml", "/pta_4.xml"} <= set(site.asked):
            assert up.process.poll() is None, up.lines
            time.sleep(0.02)
        time.sleep(0.5)
        is_one_line(stopped(up), AGAIN)
    assert up.process.returncode in STOPPED
    assert up.scalar("SELECT count(*) FROM crawl_run WHERE state = 'interrupted'") == 1
    assert up.scalar("SELECT count(*) FROM document WHERE has_text AND current") <= 8


@pytest.mark.parametrize("after", [0.4, 2.5])
def test_while_articles_are_matched_by_all_processors(tmp_path: Path, with_facts: Path, after: float) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    words = " ".join(part.text for part in agreement().chapters[1].articles)
    parts = tuple(article(f"1.{number}", "Lanterns", words) for number in range(1, 101))
    content = (ChapterText("CHAPTER 1", "Lanterns", parts, "c1"),)
    for number in range(1, 26):
        made = agreement(str(number), f"Land {number} - Isle {number}", content=content)
        (folder / f"pta_{number}.xml").write_bytes(tota_xml(made))
    with running(tmp_path, "--no-dashboard", "--corpus", str(folder)) as up:
        up.line_with("articles read")
        time.sleep(after)
        lines = stopped(up)
    if up.process.returncode == 0:  # it was done before: the machine is quick
        assert any("flagged clauses" in line for line in lines)
    else:
        assert up.process.returncode in STOPPED
        is_one_line(lines, AGAIN)
    assert up.scalar("SELECT count(*) FROM article WHERE text IS NOT NULL") == 2_500
