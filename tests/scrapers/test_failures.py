"""Every failure of a real crawl has its kind, set where it is noticed."""

import gzip
from pathlib import Path

import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError
from scrapy.http import HtmlResponse

from scrapers.answers import problem_with
from scrapers.failures import kind_of_exception, kind_of_status
from tests.invented import tota_xml
from tests.nightly.nights import page, text
from tests.scrapers.crawl_site import run
from tests.scrapers.site import Answer, Page, moved, served, serving
from tracker.crawls import ErrorKind

WHOLE = tota_xml(text(1))
BOMB = gzip.compress(b"<a>" + b" " * 3_000_000)

FAILURES: dict[str, Page] = {
    "not_found": Answer(b"gone", 410),
    "blocked": Answer(b"no", 403),
    "server": Answer(b"sorry", 503),
    "status": Answer(b"what?", 418),
    "robots": page(WHOLE),
    "blocked, by a challenge": served(b"<html><title>Just a moment...</title></html>"),
    "blocked, by an empty answer": Answer(b"", 200),
    "format": served(b"<html><body>Moved, sorry</body></html>"),
    "timeout": Answer(WHOLE, drip_seconds=0.3),
    "truncated": Answer(WHOLE, cut_to=100),
    "off_site": moved("http://elsewhere.example/"),
    "limit": moved("/pta_12.xml"),
    "limit, of the size": Answer(b"<treaty>" + b" " * 1_200_000),
    "limit, of the size unpacked": Answer(BOMB, headers={"Content-Encoding": "gzip"}),
}


def test_the_kind_of_every_failure(tmp_path: Path) -> None:
    """All in one crawl, with good texts between them: ten failures in a row would end it."""
    names = list(FAILURES)
    pages: dict[str, Page] = {}
    for number, name in enumerate(names, 1):
        pages[f"/pta_{2 * number}.xml"] = FAILURES[name]
        pages[f"/pta_{2 * number - 1}.xml"] = page(tota_xml(text(2 * number - 1)))
    robots = f"/pta_{2 * (names.index('robots') + 1)}.xml"
    loop = f"/pta_{2 * (names.index('limit') + 1)}.xml"
    pages[loop] = moved(loop)
    pages["/robots.txt"] = Answer(f"User-agent: *\nDisallow: {robots}\n".encode())
    settings = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 2, "DOWNLOAD_MAXSIZE": 1_000_000}
    with serving(pages) as site:
        report = run("tota", site.address, tmp_path, timeout=200, known=2 * len(names), settings=settings)
    found = {
        names[int(error["url"].rpartition("_")[2].removesuffix(".xml")) // 2 - 1]: error["kind"]
        for error in report["stats"]["errors"]
    }
    assert found == {name: name.partition(",")[0] for name in names}
    assert len(report["documents"]) == len(names)
    assert report["stats"]["state"] == "finished", "addresses that did not answer are no failure of the crawl"
    assert report["stats"]["error_kinds"]["blocked"] == 3
    assert report["stats"]["rejected"] == 4, "answers that came and were no document"


def test_a_text_that_two_pages_lead_to_is_fetched_for_both(tmp_path: Path) -> None:
    """Scrapy's filter of duplicates would drop the second without a word, and all that hangs on its answer."""
    with serving(
        {f"/pta_{number}.xml": moved("/pta_1.xml") for number in (2, 3)} | {"/pta_1.xml": page(WHOLE)}
    ) as site:
        report = run("tota", site.address, tmp_path, known=3, limit=3)
    names = sorted(document["name"] for document in report["documents"])
    assert names == ["pta_1.xml", "pta_2.xml", "pta_3.xml"]
    assert report["errors"] == []


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (CannotResolveHostError(), ErrorKind.NETWORK),
        (DownloadConnectionRefusedError(), ErrorKind.NETWORK),
        (ConnectionResetError(), ErrorKind.NETWORK),
        (TimeoutError(), ErrorKind.TIMEOUT),
        (ZeroDivisionError(), ErrorKind.EXCEPTION),
    ],
)
def test_kinds_of_exceptions_of_the_download(error: Exception, kind: ErrorKind) -> None:
    assert kind_of_exception(error) is kind


@pytest.mark.parametrize(
    ("status", "kind"), [(429, "blocked"), (404, "not_found"), (408, "server"), (400, "status")]
)
def test_kinds_of_statuses(status: int, kind: str) -> None:
    assert kind_of_status(status) == kind


def test_any_form_of_page_can_be_checked_but_a_challenge() -> None:
    assert (
        problem_with(HtmlResponse("http://127.0.0.1/", body=b"<html><body>Words.</body></html>"), "page")
        is None
    )
    problem = problem_with(HtmlResponse("http://127.0.0.1/", body=b"<html>Just a moment...</html>"), "page")
    assert problem is not None and problem.kind is ErrorKind.BLOCKED
