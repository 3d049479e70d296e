"""Nights from beginning to end: the first, one without changes, one with two, failing ones, killed ones."""

import os
import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from tests.invented import SPAM, amended, tota_xml
from tests.nightly.nights import House, page, pages, text, wait_until
from tests.scrapers.site import Answer, serving
from tracker.nightly.lock import NightLock, NightRunning
from tracker.nightly.night import LOCK_FILE
from tracker.queries.operations.nights import last_nights, source_health

HARDER_SPAM = "Each Party shall prohibit unsolicited commercial electronic messages sent without consent."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_three_nights(folder: Path) -> None:
    assert SPAM.startswith("Each Party shall endeavour")
    with serving(pages(1, 2, 3)) as site:
        house = House(folder, site)

        first = house.night()
        assert first.code == 0, first.out + first.err
        assert "3 new agreements" in first.last_line and "no alerts" in first.last_line
        digest = house.digest()
        assert digest["counts"]["new_agreements"] == 3
        assert digest["compared_with"] is None
        assert {row["slug"] for row in digest["changes"]["provisions"]} == {
            row["slug"] for row in digest["changes"]["new_agreements"]
        }
        assert digest["statistics"]["articles"] == 12
        assert {row["iso3"] for row in digest["changes"]["countries"]} == {"NZL", "VNM"}
        rows = house.rows()
        before = dict(site.statuses)

        second = house.night()
        assert second.code == 0, second.out + second.err
        assert second.last_line.endswith("1 source, none failed; nothing changed; no alerts")
        assert site.statuses[200] == before[200]
        assert site.statuses[304] == 3
        assert house.rows() == rows
        digest = house.digest()
        assert not any(digest["counts"].values())
        assert digest["compared_with"] is not None
        files = sorted(path.name for path in house.data.glob("digests/*/*"))
        assert len(files) == 18, "two nights: log, CSV and JSON, Markdown and Atom in three languages"
        assert {"night-1.log", "night-2.log"} < set(files), "one log a night, beside its digest"
        newest = max(house.data.glob("digests/*/*.md"), key=lambda path: path.stat().st_mtime_ns)
        assert newest.name == "digest-2.md", "English comes last: it says that the night's files are complete"
        assert "Nothing changed." in newest.read_text(encoding="utf-8")

        # As if the night had been killed between its record and its files: the next one makes up for it.
        newest.unlink()
        site.pages["/pta_2.xml"] = page(tota_xml(amended(text(2), "2.3", HARDER_SPAM)))
        site.pages |= pages(4)
        third = house.night()
        assert third.code == 0, third.out + third.err
        assert "Nothing changed." in newest.read_text(encoding="utf-8")
        digest = house.digest()
        new = digest["changes"]["new_agreements"]
        assert [row["name"] for row in new] == ["Land 4 - Isle 4"]
        assert [(row["name"], row["kind"], row["version_now"]) for row in digest["changes"]["texts"]] == [
            ("Freedonia - Sylvania", "revised", 2)
        ]
        changed = [row for row in digest["changes"]["provisions"] if row["slug"] != new[0]["slug"]]
        assert {row["provision"] for row in changed} == {"unsolicited_messages"}
        assert [(row["article"], row["kind"], row["before"][0], row["now"][0]) for row in changed] == [
            (None, "changed", "s", "h"),
            ("CHAPTER 2, ARTICLE 2.3", "changed", "s", "h"),
        ]
        assert digest["changes"]["facts"] == []
        countries = [row for row in digest["changes"]["countries"] if row["slug"] != new[0]["slug"]]
        assert [(row["iso3"], row["provision"], row["kind"]) for row in countries] == [
            ("NZL", "unsolicited_messages", "changed"),
            ("VNM", "unsolicited_messages", "changed"),
        ]

        database = house.database()
        with database.read() as session:
            nights = last_nights(session, 5)
            (health,) = source_health(session)
        database.close()
        assert [night.state for night in nights] == ["finished"] * 3
        assert [night.changed for night in nights] == [True, False, True]
        (visit,) = nights[1].visits
        assert (visit.documents, visit.not_modified, visit.new, visit.updated) == (3, 3, 0, 0)
        (visit,) = nights[0].visits
        assert (visit.documents, visit.not_modified, visit.new, visit.updated) == (4, 2, 1, 1)
        assert health.last is not None and health.last.state == "finished" and health.texts == 4
        listed = house.run("sources")
        assert listed.code == 0
        assert "unverified" in listed.out and "today" in listed.out


def test_one_failing_source_never_stops_the_others(folder: Path) -> None:
    # A source without a spider: its process dies at once.
    with serving(pages(1, 2, 3)) as site:
        house = House(folder, site, {"atlantis": {}, "tota": {}})
        ran = house.night()
        assert ran.code == 1, ran.out + ran.err
        assert "2 sources, 1 failed (atlantis); 3 new agreements" in ran.last_line
        assert "ALERT atlantis: the visit failed: atlantis: there is no spider" in ran.out
        assert "[failed; runbook: when a visit ended before its time: read the night's log" in ran.out
        assert "runbook: when " in ran.out
        assert house.rows()["agreement"] == 3
        assert house.night("--source", "lemuria").code == 2


def test_a_source_that_hangs_is_stopped_after_its_time(folder: Path) -> None:
    for minutes in (0.1, 0.4, 1.6):  # the first is enough for the first text where the machine is not busy
        release = threading.Event()

        def hang(_times: int, release: threading.Event = release) -> Answer:
            release.wait(300)
            return Answer(b"", 404)

        with serving({**pages(1), "/pta_2.xml": hang}) as site:
            house = House(folder / str(minutes), site)
            ran = house.night("--timeout", str(minutes))
            release.set()
        assert ran.code == 6, ran.out + ran.err
        assert "timed out" in ran.out and "was stopped" in ran.out
        if house.rows()["agreement"]:
            break
    assert "1 new agreement" in ran.last_line


def test_a_killed_night_is_made_up_for(folder: Path) -> None:
    reached = threading.Event()
    go_on = threading.Event()

    def slow(_times: int) -> Answer:
        reached.set()
        go_on.wait(60)
        return page(tota_xml(text(3)))

    with serving({**pages(1, 2), "/pta_3.xml": slow}) as site:
        house = House(folder, site)
        process = house.start("nightly")
        assert reached.wait(60)
        wait_until(lambda: house.data.exists() and _count(folder, "document") == 2)

        other = house.night()
        assert other.code == 7
        assert other.err.count("\n") == 1
        assert f"a night is running already (process {process.pid}, since " in other.err

        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        go_on.set()

        again = house.night()
        assert again.code == 0, again.out + again.err
        assert "3 new agreements" in again.last_line
        assert house.rows()["document"] == 3
        assert house.rows()["agreement"] == 3
        database = house.database()
        with database.read() as session:
            states = [night.state for night in last_nights(session, 5)]
        database.close()
        assert states == ["finished", "interrupted"]


def test_a_night_killed_alone_takes_its_crawls_with_it(folder: Path) -> None:
    reached = threading.Event()
    go_on = threading.Event()

    def slow(_times: int) -> Answer:
        reached.set()
        go_on.wait(60)
        return Answer(b"", 404)

    with serving({**pages(1), "/pta_2.xml": slow}) as site:
        house = House(folder, site)
        process = house.start("nightly")
        assert reached.wait(60)
        with pytest.raises(NightRunning), NightLock(house.data / LOCK_FILE):
            pass
        process.kill()
        process.wait(timeout=30)
        # Crawls hold the lock too: it is free only when they are gone.
        with NightLock(house.data / LOCK_FILE):
            pass
        go_on.set()
    assert _count(folder, "nightly_run") == 1


def test_a_night_stopped_by_hand_says_so(folder: Path) -> None:
    reached = threading.Event()

    def slow(_times: int) -> Answer:
        reached.set()
        time.sleep(1)
        return Answer(b"", 404)

    with serving({**pages(1), "/pta_2.xml": slow}) as site:
        house = House(folder, site)
        process = house.start("nightly")
        assert reached.wait(60)
        process.terminate()
        _out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "stopped" in err and "Traceback" not in err
    with sqlite3.connect(folder / "nights.db") as connection:
        assert connection.execute("SELECT state FROM nightly_run").fetchall() == [("interrupted",)]


def _count(folder: Path, table: str) -> int:
    try:
        with sqlite3.connect(folder / "nights.db") as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
