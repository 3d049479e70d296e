"""Where an official page is gone, an archive is asked for a copy, and the text says that it is one, and of which day.

Site and archive are both on this machine: the site is 127.0.0.1, the archive `localhost`, another host to a crawl.
"""

from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from scrapers.memento import as_fetched
from tests.scrapers.crawl_site import run
from tests.scrapers.local_pages import pdf
from tests.scrapers.site import Answer, Page, Site, moved, served, serving

LISTS = "/en/trade/free-trade-agreements/free-trade-agreements"
KITES = f"{LISTS}-in-force/kites/"
FILE = "/assets/Trade-agreements/kites/kites.pdf"


def page(title: str, *links: str) -> Answer:
    anchors = "".join(f'<li><a href="{link}">Text of the {title}</a></li>' for link in links)
    return served(f"<html><body><h1>{title}</h1><ul>{anchors}</ul></body></html>".encode())


def copy_of(answer: Answer, moment: str) -> Answer:
    return Answer(answer.body, 200, {**answer.headers, "Memento-Datetime": moment})


@pytest.fixture
def official() -> Iterator[Site]:
    """A list with one agreement, whose page and file are gone."""
    pages: dict[str, Page] = {
        f"{LISTS}-in-force/": page("Kite Trade Agreement", KITES),
        f"{LISTS}-concluded-but-not-in-force/": page("Kite Trade Agreement", KITES),
    }
    with serving(pages) as site:
        yield site


@pytest.fixture
def archive(official: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An archive that can replay both, the page and the file as they were on different days."""
    gone_page, gone_file = f"{official.address}{KITES[1:]}", f"{official.address}{FILE[1:]}"
    pages: dict[str, Page] = {
        f"/web/{gone_page}": moved(f"/web/20240501120000/{gone_page}", 302),
        f"/web/{gone_file}": moved(f"/web/20230302100000/{gone_file}", 302),
        f"/web/20240501120000id_/{gone_page}": copy_of(
            page("Kite Trade Agreement", FILE), "Wed, 01 May 2024 12:00:00 GMT"
        ),
        f"/web/20230302100000id_/{gone_file}": copy_of(pdf("1", "2"), "Thu, 02 Mar 2023 10:00:00 GMT"),
    }
    with serving(pages) as site:
        site.address = site.address.replace("127.0.0.1", "localhost")
        monkeypatch.setenv("TRACKER_TIMEGATE", f"{site.address}web/")
        yield site


def crawled(site: Site, cache: Path) -> dict[str, Any]:
    return run("mfat", site.address, cache, parse=True)


def asked(site: Site) -> list[str]:
    return [path for path in site.asked if path != "/robots.txt"]


def test_the_copy_of_a_text_says_of_which_day_it_is(official: Site, archive: Site, tmp_path: Path) -> None:
    report = crawled(official, tmp_path)
    assert report["errors"] == []
    (document,) = report["documents"]
    assert document["external_id"] == "kites"
    assert document["overrides"]["archived_on"] == "2023-03-02"
    copy = f"{archive.address}web/20230302100000id_/{official.address}{FILE[1:]}"
    assert (document["url"], document["overrides"]["source_url"]) == (copy, copy)
    assert f"{copy} (en, archived copy of 2023-03-02)" in document["reading"]["sources"]
    assert any("an archive's copy of 2023-03-02" in words for words in document["reading"]["warnings"])
    assert any("an archive's copy of 2023-03-02" in note for note in report["stats"]["notes"])


def test_the_archive_is_asked_as_politely_as_a_site(official: Site, archive: Site, tmp_path: Path) -> None:
    crawled(official, tmp_path)
    assert archive.asked[0] == "/robots.txt"
    asked_for = archive.request_headers[1]
    assert (date.today() - parsedate_to_datetime(asked_for["accept-datetime"]).date()).days in (0, 1)
    assert asked_for["user-agent"].startswith("digital-trade-tracker/")
    assert len(asked(archive)) == 4, "page and file, each by a redirect"


def test_without_the_setting_nobody_else_is_asked(
    official: Site, archive: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_TIMEGATE")
    report = crawled(official, tmp_path)
    assert (report["documents"], report["kinds"][0], archive.asked) == ([], "not_found", [])


def test_a_page_that_is_there_is_taken_from_its_site(official: Site, archive: Site, tmp_path: Path) -> None:
    official.pages |= {KITES: page("Kite Trade Agreement", FILE), FILE: pdf("1", "2")}
    report = crawled(official, tmp_path)
    (document,) = report["documents"]
    assert "archived_on" not in document["overrides"]
    assert archive.asked == []


def test_older_copies_are_asked_for_where_the_latest_is_none(
    official: Site, archive: Site, tmp_path: Path
) -> None:
    archive.pages = {}
    report = crawled(official, tmp_path)
    assert (report["documents"], report["kinds"][0]) == ([], "not_found")
    assert f"{official.address}{KITES[1:]}" in report["errors"][0]
    wanted = [
        headers["accept-datetime"] for headers in archive.request_headers if "accept-datetime" in headers
    ]
    days = [(date.today() - parsedate_to_datetime(moment).date()).days // 365 for moment in wanted]
    assert days == [0, 1, 3]


def test_an_answer_without_a_moment_is_no_copy(official: Site, archive: Site, tmp_path: Path) -> None:
    archive.pages = dict.fromkeys(archive.pages, page("Kite Trade Agreement", FILE))
    report = crawled(official, tmp_path)
    assert (report["documents"], report["kinds"][0]) == ([], "not_found")


def test_an_archive_that_wants_no_robots_is_left_alone(official: Site, archive: Site, tmp_path: Path) -> None:
    archive.pages["/robots.txt"] = served(b"User-agent: *\nDisallow: /\n", "text/plain")
    report = crawled(official, tmp_path)
    assert (report["documents"], report["kinds"][0], asked(archive)) == ([], "not_found", [])


def test_no_other_host_is_asked_because_an_archive_says_so(
    official: Site, archive: Site, tmp_path: Path
) -> None:
    for path in list(archive.pages):
        archive.pages[path] = moved("http://elsewhere.example/copy", 302)
    report = crawled(official, tmp_path)
    assert (report["documents"], report["kinds"][0]) == ([], "off_site")
    assert "redirects to elsewhere.example" in report["errors"][0]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "https://a.example/web/20240501120000/https://b.example/x",
            "/web/20240501120000id_/https://b.example/x",
        ),
        (
            "https://a.example/web/20240501120000if_/http://b.example/",
            "/web/20240501120000id_/http://b.example/",
        ),
        ("https://a.example/memento/1/https://b.example/", "/memento/1/https://b.example/"),
    ],
)
def test_a_copy_is_taken_as_it_was_fetched(address: str, expected: str) -> None:
    assert as_fetched(address) == f"https://a.example{expected}"
