"""A crawl never loses a text silently: code that raises makes it a failed one, in one line, and the others come.

Real crawls over HTTP, of spiders with a fault in their code (`tests/scrapers/faulty`), through `tracker crawl`.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.invented import tota_xml
from tests.nightly.nights import House, Ran, page, pages, text
from tests.processes import PROJECT
from tests.scrapers.crawl_site import run
from tests.scrapers.site import Answer, Site, serving
from tracker.crawls import CrawlResult, ErrorKind
from tracker.models import CrawlRun, Document, Source
from tracker.queries.operations.nights import last_nights, source_health

FAULTY = PROJECT / "tests" / "scrapers" / "faulty"


def house(folder: Path, key: str) -> House:
    """A house whose list holds a source with that spider."""
    made = House(folder / "house", None, {key: {}})
    made.environment["PYTHONPATH"] = str(FAULTY)
    return made


def crawl(at: House, key: str, site: Site, *words: str) -> Ran:
    return at.run("crawl", key, "--base-url", site.address, *words)


def recorded(at: House) -> CrawlResult:
    """What the newest run left in the database, as it is read there."""
    database = at.database()
    with database.read() as session:
        key, run_ = session.execute(
            select(Source.key, CrawlRun)
            .join(Source, Source.id == CrawlRun.source_id)
            .order_by(CrawlRun.id.desc())
        ).first()  # type: ignore[misc]
        result: CrawlResult = run_.result(key)
    database.close()
    return result


def stored(at: House) -> list[str]:
    """The names of the agreements whose texts are in the database."""
    database = at.database()
    with database.read() as session:
        found = sorted(session.scalars(select(Document.external_id).where(Document.has_text)))
    database.close()
    return found


@pytest.mark.parametrize(
    ("key", "where", "what", "kept"),
    [
        (
            "raises_in_callback",
            "pta_2.xml",
            "ValueError: the second page is odd",
            ["1", "3", "4", "5", "6", "7"],
        ),
        ("raises_in_pipeline", "pta_2.xml", "TypeError: not an item", ["1", "3", "4", "5", "6", "7"]),
        ("raises_in_errback", "pta_8.xml", "KeyError: 'chain'", ["1", "2", "3", "4", "5", "6", "7"]),
        ("raises_in_start", "", "RuntimeError: no more numbers", ["1", "2", "3", "4", "5", "6", "7"]),
        ("raises_at_the_end", "", "PermissionError: memory.json", ["1", "2", "3", "4", "5", "6", "7"]),
        (
            "logs_an_error",
            "",
            "page {address}pta_2.xml is not what it was (logs_an_error)",
            ["1", "2", "3", "4", "5", "6", "7"],
        ),
        ("raises_when_made", "", "LookupError: nothing to begin with", []),
    ],
)
def test_code_that_raises_makes_the_crawl_a_failed_one(
    tmp_path: Path, key: str, where: str, what: str, kept: list[str]
) -> None:
    with serving(pages(*range(1, 8))) as site:
        at = house(tmp_path, key)
        # Behind the last agreement a spider looks for more; here it asks for one.
        ran = crawl(at, key, site, "--limit", "8")
        what = what.format(address=site.address)
        line = f"{site.address}{where}: {what}" if where else what
    assert ran.code == 5, ran.out + ran.err
    assert f"tracker: {key}: {line}\n" in ran.err, "one line: source, address, exception"
    assert "Traceback" not in ran.out + ran.err
    assert stored(at) == kept, "the other agreements are stored"
    result = recorded(at)
    assert result.state == "failed"
    assert result.message == line
    assert result.error_kinds[ErrorKind.EXCEPTION] >= 1
    assert result.errors[0].line() == line
    log = at.data / "logs" / f"crawl-{key}.log"
    assert what.split(": ")[0] in log.read_text(encoding="utf-8")
    assert str(log) in ran.err, "where the traceback is"
    if what != f"page {site.address}pta_2.xml is not what it was (logs_an_error)":
        assert "Traceback (most recent call last)" in log.read_text(encoding="utf-8")


def test_every_page_that_raises_is_named_and_the_crawl_goes_on_behind_them(tmp_path: Path) -> None:
    """More exceptions than there are requests under way: each would end one of them for good."""
    with serving(pages(*range(1, 13))) as site:
        at = house(tmp_path, "raises_in_errback")
        for number in (2, 3, 4, 5, 6, 7):
            del site.pages[f"/pta_{number}.xml"]
        ran = crawl(at, "raises_in_errback", site, "--limit", "12")
    assert stored(at) == ["1", "10", "11", "12", "8", "9"]
    result = recorded(at)
    assert result.error_kinds == {ErrorKind.EXCEPTION: 6}
    assert sorted(error.url.rpartition("/")[2] for error in result.errors) == [
        f"pta_{number}.xml" for number in (2, 3, 4, 5, 6, 7)
    ]
    assert f"{result.source}: 6 pages" in ran.out and "6 errors (6 exception)" in ran.out


def test_a_spider_that_raises_again_and_again_is_stopped(tmp_path: Path) -> None:
    """The request that raises is the one by which the spider would find the end of the numbers."""
    with serving(pages(1, 2)) as site:
        at = house(tmp_path, "raises_in_errback")
        crawl(at, "raises_in_errback", site)
        assert len(site.asked) < 25
    result = recorded(at)
    assert stored(at) == ["1", "2"]
    assert 10 <= result.error_kinds[ErrorKind.EXCEPTION] <= 14
    assert "stopped: too many requests failed one after the other" in [
        error.reason for error in result.errors
    ]


def test_a_night_alerts_on_code_that_raised_and_the_other_sources_are_well(tmp_path: Path) -> None:
    with serving(pages(1, 2, 3)) as faulty, serving({"/pta_1.xml": page(tota_xml(text(9)))}) as good:
        at = house(tmp_path, "raises_in_callback")
        at.list_sources({"raises_in_callback": {}, "tota": {}})
        at.environment["TRACKER_RAISES_IN_CALLBACK_BASE_URL"] = faulty.address
        at.environment["TRACKER_TOTA_BASE_URL"] = good.address
        ran = at.night()
    line = f"{faulty.address}pta_2.xml: ValueError: the second page is odd"
    assert ran.code == 1, ran.out + ran.err
    lines = ran.out.splitlines()
    (alert,) = [line for line in lines if line.startswith("ALERT") and "[exception;" in line]
    assert alert.startswith(
        f"ALERT raises_in_callback: code raised once: {line} [exception; runbook: when code raised"
    )
    assert f"ALERT raises_in_callback: the visit failed: {line} [failed; runbook: when code raised" in ran.out
    assert "2 sources, 1 failed (raises_in_callback); 3 new agreements" in ran.last_line
    assert at.rows()["agreement"] == 3, "two of the source that failed, one of the other"

    database = at.database()
    with database.read() as session:
        (night,) = last_nights(session, 2)
        health = {row.key: row for row in source_health(session)}
    database.close()
    visits = {visit.source: visit for visit in night.visits}
    assert (visits["raises_in_callback"].state, visits["tota"].state) == ("failed", "finished")
    assert visits["raises_in_callback"].error_kinds == {ErrorKind.EXCEPTION: 1}
    assert visits["raises_in_callback"].new == 2
    assert {alert.monitor for alert in night.alerts} == {"exception", "failed", "overdue"}
    assert health["raises_in_callback"].last_success is None, "never visited well"

    # One log for the night, its crawls' records in it, beside the digest.
    assert night.log is not None
    log = at.data / night.log
    assert f"log: {log}" in lines
    assert log.parent == next(at.data.glob("digests/*/digest.md")).parent
    written = log.read_text(encoding="utf-8")
    assert f"ERROR scrapers.session: raises_in_callback: {line}" in written
    assert "in parse\n    raise ValueError" in written, "the traceback"
    assert "INFO tracker.cli.crawl: tota: finished" in written
    assert f"WARNING tracker.nightly.night: {alert.removeprefix('ALERT ')}" in written
    assert not (at.data / "logs").exists(), "a crawl of a night logs to the night's file"


def test_log_lines_are_json_with_one_setting(tmp_path: Path) -> None:
    with serving(pages(1, 2, 3)) as site:
        at = house(tmp_path, "raises_in_callback")
        at.environment["TRACKER_RAISES_IN_CALLBACK_BASE_URL"] = site.address
        at.environment["TRACKER_LOG_FORMAT"] = "json"
        ran = at.night()
    (log,) = at.data.glob("digests/*/night-1.log")
    records: list[dict[str, Any]] = [
        json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()
    ]
    assert {"level", "logger", "message", "time", "process"} <= set.intersection(
        *(set(row) for row in records)
    )
    (raised,) = [row for row in records if row.get("kind") == "exception"]
    assert (raised["level"], raised["source"]) == ("ERROR", "raises_in_callback")
    assert raised["url"] == f"{site.address}pta_2.xml"
    (traced,) = [row for row in records if "exc_info" in row]
    assert traced["exc_info"].startswith("Traceback (most recent call last)")
    assert "raise ValueError" in traced["exc_info"]
    assert len({row["process"] for row in records}) == 2, "the night and its crawl"
    # The night's own records are on stderr, too.
    said = [json.loads(line) for line in ran.err.splitlines()]
    assert said == [row for row in records if row["process"] == records[0]["process"]]
    assert ran.code == 6 and ran.last_line.startswith("night of ")


def test_a_word_that_is_no_log_format_is_refused(tmp_path: Path) -> None:
    with serving({}) as site:
        at = house(tmp_path, "raises_in_callback")
        at.environment["TRACKER_LOG_FORMAT"] = "xml"
        ran = crawl(at, "raises_in_callback", site)
    assert ran.code == 2
    assert ran.err == "tracker: TRACKER_LOG_FORMAT must be one of human, json, not 'xml'\n"


def test_what_the_sink_raises_about_one_document_leaves_out_that_one_only(tmp_path: Path) -> None:
    with serving(pages(1, 2, 3)) as site:
        report = run("tota", site.address, tmp_path, known=3, sink_raises_at="pta_2.xml")
    assert sorted(document["name"] for document in report["documents"]) == ["pta_1.xml", "pta_3.xml"]
    assert report["errors"] == [f"{site.address}pta_2.xml: ZeroDivisionError: division by zero"]
    assert report["kinds"] == ["exception"]
    assert (report["stats"]["state"], report["stats"]["documents"]) == ("failed", 2)


def test_a_sink_that_raises_again_and_again_ends_the_crawl(tmp_path: Path) -> None:
    with serving(pages(*range(1, 60))) as site:
        report = run("tota", site.address, tmp_path, known=59, sink_raises_at="")
        assert len(site.asked) < 25
    assert report["documents"] == []
    assert report["kinds"].count("exception") == 10
    assert report["errors"][-1] == "stopped: one document after the other could not be stored"
    assert report["stats"]["state"] == "failed"


def test_a_site_whose_robots_txt_cannot_be_fetched_has_not_been_crawled_well(tmp_path: Path) -> None:
    """Scrapy logs that as an error and asks for everything all the same."""
    cut = Answer(b"User-agent: *\n" * 9, cut_to=20)
    with serving(pages(1, 2, 3) | {"/robots.txt": cut}) as site:
        report = run("tota", site.address, tmp_path, known=3, settings={"RETRY_TIMES": 0})
    assert (report["stats"]["state"], report["stats"]["documents"]) == ("failed", 3)
    assert report["kinds"] == ["truncated"]
    assert report["errors"][0].startswith(f"{site.address}robots.txt: ")
