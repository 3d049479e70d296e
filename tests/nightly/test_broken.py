"""Nights that break off are reported, whatever is gone; failed visits carry their reason."""

import errno
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.conftest import Run, run
from tests.nightly.nights import House
from tests.nightly.test_notices import web_server
from tests.scrapers.site import serving
from tracker.crawls import CrawlError, CrawlResult, CrawlState, ErrorKind
from tracker.models.database import Database, open_database
from tracker.nightly import records
from tracker.nightly.broken import reported_if_broken
from tracker.nightly.night import run_night
from tracker.queries.operations.nights import last_nights

__all__ = ["run"]


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """What the webhook of this test's settings receives."""
    with web_server(200) as (address, bodies):
        monkeypatch.setenv("TRACKER_WEBHOOK_URL", address)
        monkeypatch.setenv("TRACKER_NOTICE_WHEN", "trouble")
        yield bodies


def test_a_night_without_its_database_is_reported(
    run: Run, received: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    ended = run("nightly", "--source", "tota")
    assert ended.code == 4 and ended.err.count("\n") == 1
    (body,) = received
    notice = json.loads(body)
    assert "BROKE OFF: the database server cannot be reached" in notice["summary"]
    assert notice["exit_code"] == 4 and notice["broke_off"] in notice["summary"]


@pytest.mark.parametrize("place", ["run_match", "_close", "_write_files"])
def test_a_full_disk_is_reported_and_recorded(
    place: str, database: Database, tmp_path: Path, received: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, everything: bool = True, **_named: object) -> None:
        if everything:
            raise OSError(errno.ENOSPC, "No space left on device", "digest.md")

    monkeypatch.setattr(f"tracker.nightly.night.{place}", full)
    with pytest.raises(OSError, match="No space left"), reported_if_broken(tmp_path):
        run_night(database, tmp_path, [], timeout=5, at_once=1, say=lambda _line: None)
    (body,) = received
    assert "No space left on device" in json.loads(body)["broke_off"]
    with database.read() as session:
        (night,) = last_nights(session, 1)
    assert night.state == ("finished" if place == "_write_files" else "failed")


def test_a_database_that_goes_away_in_the_night_is_reported_with_its_reason(
    database: Database, tmp_path: Path, received: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_given: object, **_named: object) -> None:
        with database.session() as session:
            session.execute(text("SELECT 1 FROM nowhere"))

    monkeypatch.setattr("tracker.nightly.night.run_match", gone)
    monkeypatch.setattr(records, "break_off_night", gone)
    with pytest.raises(Exception, match="nowhere"), reported_if_broken(tmp_path):
        run_night(database, tmp_path, [], timeout=5, at_once=1, say=lambda _line: None)
    (body,) = received
    assert "nowhere" in json.loads(body)["broke_off"]
    (log,) = tmp_path.glob("digests/*/night-*.log")
    assert "the night's end could not be recorded" in log.read_text(encoding="utf-8")


def test_a_notice_that_cannot_be_sent_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_WEBHOOK_URL", "http://127.0.0.1:9/")
    with pytest.raises(OSError, match="No space left") as caught, reported_if_broken(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert any("webhook not sent" in note for note in caught.value.__notes__)


@pytest.mark.parametrize("state", [state for state in CrawlState if state is not CrawlState.FINISHED])
def test_what_did_not_end_well_has_a_reason(state: CrawlState) -> None:
    bare = CrawlResult("isle", state)
    assert bare.reason and str(state).replace("_", " ") in bare.reason
    assert CrawlResult("isle", state, message="a storm").reason == "a storm"
    error = CrawlError(ErrorKind.TIMEOUT, "http://isle.example/", "no answer")
    assert "no answer" in bare.with_errors(error).reason
    assert CrawlResult("isle", CrawlState.FINISHED).reason == ""


def test_a_visit_that_brings_nothing_says_so(tmp_path: Path) -> None:
    with serving({}) as site:
        house = House(tmp_path, site)
        ran = house.run("crawl", "tota", "--json-progress")
    assert ran.code == 5
    database = open_database(house.url)
    with database.read() as session:
        state, message = session.execute(text("SELECT state, message FROM crawl_run")).one()
    database.close()
    assert state == "failed" and message
