"""Agreements gathered part by part: whole or not at all, conditional requests, faults of sites, changed markup."""

from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from scrapy.http import HtmlResponse, Request

from scrapers.chapters import ChapterSpider
from scrapers.links import Link
from scrapers.run import spider_of
from scrapers.session import CrawlSession
from scrapers.sources import get_source, load_sources
from tests.scrapers.crawl_site import run
from tests.scrapers.local_pages import pdf
from tests.scrapers.local_sites import SITES, by_key, crawled, site_of
from tests.scrapers.site import Answer, Page, served, serving

KEYS = tuple(key for key in SITES if issubclass(spider_of(key), ChapterSpider))
FILES = "/sites/default/files/files/agreements/FTA/Arcadia"
CHAPTERS = (f"{FILES}/01_Initial.pdf", f"{FILES}/02-Digital%20Trade.pdf")


def changed(page: Page, old: bytes, new: bytes) -> Answer:
    """A page with some words replaced, as the site serves it from then on."""
    assert isinstance(page, Answer) and old in page.body
    return served(page.body.replace(old, new))


FAULTS = {
    "missing": (Answer(b"gone", 404), "status 404"),
    "down": (Answer(b"sorry", 503), "status 503"),
    "moved": (
        served(b"<!DOCTYPE html><html><body>It has moved.</body></html>"),
        "an HTML page instead of PDF",
    ),
    "challenge": (served(b"<html><title>Just a moment...</title></html>"), "a challenge or block page"),
    "held-off": (Answer(b"%PDF-1.7 soon", 202), "answered 202"),
    "word": (served(b"\xd0\xcf\x11\xe0 old Word"), "an old Word file"),
    "cut": (Answer(b"%PDF-1.7 and more", cut_to=5), "ResponseDataLoss"),
}


def test_a_part_that_fails_leaves_its_agreement_out_and_the_others_come(tmp_path: Path) -> None:
    """Every agreement has three chapters, and the second one of each has another fault."""
    listed = "/trade-agreements/free-trade-agreements"
    pages: dict[str, Page] = {
        listed: served("".join(f'<a href="{listed}/{key}">' for key in FAULTS).encode())
    }
    for key, (fault, _reason) in FAULTS.items():
        files = [f"/sites/default/files/{key}/{number}.pdf" for number in (1, 2, 3)]
        links = (f'<p><a href="{file}">{file[-5]}. Chapter</a></p>' for file in files)
        pages[f"{listed}/{key}"] = served("".join(links).encode())
        pages |= {files[0]: pdf("1.1"), files[1]: fault, files[2]: pdf("3.1")}
    with serving(site_of("ustr") | pages) as site:
        report = run("ustr", site.address, tmp_path, settings={"RETRY_TIMES": 0})
        assert not [path for path in site.asked if path.endswith("/3.pdf")]
    assert set(by_key(report)) == {"us-japan-digital-trade-agreement"}
    errors = {error.split("/")[-2]: error.split(": ", 1)[1] for error in report["errors"]}
    assert set(errors) == set(FAULTS)
    for key, (_fault, reason) in FAULTS.items():
        assert errors[key].startswith(reason)
        assert errors[key].endswith(f"({key} left as it was, 1 of 3 parts fetched)")


def test_nights_on_end(tmp_path: Path) -> None:
    """First night all, second nothing but conditional requests, third one chapter and one agreement more."""
    listed = "/trade-agreements/free-trade-agreements"
    with serving(site_of("ustr")) as site:
        first = run("ustr", site.address, tmp_path)
        fetched = site.statuses[200]
        second = run("ustr", site.address, tmp_path)
        assert site.statuses[200] == fetched
        assert site.statuses[304] == second["stats"]["not_modified"] == 9
        assert second["stats"]["bytes"] == 0
        site.pages[CHAPTERS[1]] = pdf("2.1", "2.2")
        site.pages[listed] = changed(
            site.pages[listed], b"</ul>", f'<li><a href="{listed}/zubrowka">Zubrowka</a></li></ul>'.encode()
        )
        site.pages[f"{listed}/zubrowka"] = served(
            b'<h1>Zubrowka FTA</h1><a href="/sites/default/files/z.pdf">Text</a>'
        )
        site.pages["/sites/default/files/z.pdf"] = pdf("1")
        third = run("ustr", site.address, tmp_path)
    hashes = [
        {key: document["sha256"] for key, document in by_key(night).items()}
        for night in (first, second, third)
    ]
    assert not any(document["not_modified"] for document in first["documents"])
    assert all(document["not_modified"] for document in second["documents"])
    assert hashes[0] == hashes[1]
    assert hashes[2]["arcadia-tpa"] != hashes[0]["arcadia-tpa"]
    assert {key for key, document in by_key(third).items() if not document["not_modified"]} == {
        "arcadia-tpa",
        "zubrowka",
    }
    assert by_key(third)["zubrowka"]["overrides"]["name"] == "Zubrowka FTA"
    assert not [night["errors"] for night in (first, second, third) if night["errors"]]


def test_a_chapter_taken_off_the_page_is_a_change_though_the_rest_is_not(tmp_path: Path) -> None:
    key = "nz-arcadia-free-trade-agreement"
    with serving(site_of("mfat")) as site:
        first = by_key(run("mfat", site.address, tmp_path))[key]
        path = next(path for path in site.pages if path.endswith("-fta-resources/"))
        site.pages[path] = changed(site.pages[path], b"Preamble.pdf", b"Preamble.xls")
        second = by_key(run("mfat", site.address, tmp_path))[key]
    assert second["parts"] == first["parts"][1:]
    assert not second["not_modified"]
    assert first["sha256"] != second["sha256"]


def test_an_unchanged_agreement_has_the_same_bytes_at_a_mirror(tmp_path: Path) -> None:
    with serving(site_of("mfat")) as mirror:
        report = run("mfat", mirror.address, tmp_path)
    expected, _asked = crawled("mfat")
    key = "nz-arcadia-free-trade-agreement"
    assert mirror.address != expected["address"]
    assert by_key(report)[key]["sha256"] == by_key(expected)[key]["sha256"]


def test_a_limit_is_a_number_of_agreements(tmp_path: Path) -> None:
    with serving(site_of("mfat")) as site:
        report = run("mfat", site.address, tmp_path, limit=1)
    assert [document["external_id"] for document in report["documents"]] == [
        "nz-arcadia-free-trade-agreement"
    ]


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"<html><title>Just a moment...</title></html>", 200, "a challenge or block page"),
        (b"", 202, "empty answer (status 202)"),
        (b"<html><body><h1>New site!</h1></body></html>", 200, "the list links no agreement any more"),
    ],
    ids=["challenge", "202", "markup"],
)
def test_a_list_that_is_none_is_reported_and_the_next_one_visited(
    body: bytes, status: int, reason: str
) -> None:
    source = spider("mfat")
    (first,) = source.visit_list()
    requests = list(source.parse_list(HtmlResponse(first.url, status, body=body, request=first)))
    assert [request.url for request in requests if isinstance(request, Request)] == [
        "https://www.mfat.govt.nz/en/trade/free-trade-agreements/free-trade-agreements-concluded-but-not-in-force/"
    ]
    assert source.session.errors[0].line().startswith(f"{first.url}: {reason}")


def test_a_site_without_its_list_has_failed(tmp_path: Path) -> None:
    with serving({}) as site:
        report = run("dfat", site.address, tmp_path)
    assert report["stats"]["state"] == "failed"
    assert report["errors"] == [f"{site.address}trade/agreements/trade-agreements: status 404"]


def test_an_agreement_s_page_whose_markup_changed_is_reported_and_the_others_come(tmp_path: Path) -> None:
    path = "/trade/agreements/in-force/aafta/official-text"
    with serving(
        site_of("dfat")
        | {path: served(b"<html><body><div id=app>Loading the page of kites ...</div></body></html>")}
    ) as site:
        report = run("dfat", site.address, tmp_path)
    assert set(by_key(report)) == {"rafta"}
    assert (
        f"{site.address[:-1]}{path}: no text and no link to one on the page; its markup or its addresses have changed"
        in report["errors"]
    )


def test_redirects_that_lead_away_or_nowhere_are_errors(tmp_path: Path) -> None:
    with serving({}) as elsewhere:
        away = elsewhere.address.replace("127.0.0.1", "localhost")
        pages = site_of("dfat") | {
            "/sites/default/files/aafta-chapter-1.docx": Answer(
                status=301, headers={"Location": f"{away}x.docx"}
            ),
            "/trade/agreements/in-force/rafta/Pages/ruritania-australia-fta": Answer(
                status=301,
                headers={"Location": "/trade/agreements/in-force/rafta/Pages/ruritania-australia-fta"},
            ),
        }
        with serving(pages) as site:
            report = run("dfat", site.address, tmp_path)
        assert elsewhere.asked == []
    assert report["documents"] == []
    assert any(
        "redirects to localhost" in error and "aafta left as it was" in error for error in report["errors"]
    )
    assert any(
        "ruritania-australia-fta" in error and "rafta left as it was" in error for error in report["errors"]
    )


def first_list(key: str) -> HtmlResponse:
    source = get_source(key)
    url = spider_of(key).check_url(source)
    path = url.removeprefix(source.base_url.rstrip("/"))
    page = site_of(key)[path]
    assert isinstance(page, Answer)
    return HtmlResponse(url, body=page.body, encoding="utf-8", request=Request(url))


@pytest.mark.parametrize("key", KEYS)
def test_every_spider_knows_its_list_and_says_when_it_changed(key: str) -> None:
    spider = spider_of(key)
    assert issubclass(spider, ChapterSpider)
    page = first_list(key)
    assert spider.markup_problem(page) is None
    emptied = page.replace(body=page.body.replace(b"href=", b"data-href="))
    assert "the list links no agreement any more" in (spider.markup_problem(emptied) or "")


@pytest.mark.parametrize("key", KEYS)
def test_every_spider_s_entry_says_what_it_was_written_from_and_has_a_runbook(key: str) -> None:
    source = load_sources()[key]
    assert source.verified or source.known_from
    assert len(source.runbook) >= 3
    assert source.delay_seconds >= 1


def spider(key: str, **arguments: Any) -> ChapterSpider:
    made = spider_of(key)(source=get_source(key), session=CrawlSession(key, print), **arguments)
    assert isinstance(made, ChapterSpider)
    return made


def test_links_to_the_source_s_own_hosts_lead_to_the_mirror_and_others_nowhere() -> None:
    mirrored = spider("ustr", base_url="http://mirror.lan/")
    assert mirrored.here("https://ustr.gov/a.pdf") == "http://mirror.lan/a.pdf"
    assert mirrored.here("http://mirror.lan/a.pdf") == "http://mirror.lan/a.pdf"
    assert mirrored.here("https://evil.example/a.pdf") is None
    direct = spider("ustr")
    assert direct.here("https://ustr.gov/a.pdf") == "https://ustr.gov/a.pdf"
    assert direct.here("http://mirror.lan/a.pdf") is None


def test_lists_that_go_on_for_ever_are_left_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.chapters.MAX_LISTS", 3)
    endless = spider("efta")
    visited = []
    requests = list(endless.visit_list())
    while requests:
        (request,) = requests
        visited.append(request.url)
        after = urljoin(request.url, f"?page={len(visited)}")
        body = f'<a href="/trade-relations/free-trade-network"></a><li class="pager__item--next"><a href="{after}">'
        page = HtmlResponse(request.url, body=body.encode(), encoding="utf-8", request=request)
        endless.lists_to_visit.extend(endless.following(page))
        requests = list(endless.visit_list())
    assert len(visited) == 3


def test_agreements_beyond_the_bound_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.chapters.MAX_AGREEMENTS", 1)
    bounded = spider("dfat")
    page = first_list("dfat")
    agreements = [
        request.url
        for request in bounded.parse_list(page)
        if isinstance(request, Request) and request.callback == bounded.parse_page
    ]
    assert agreements == ["https://www.dfat.gov.au/trade/agreements/in-force/aafta"]
    assert "not visited: more than 1 agreements are listed" in bounded.session.errors[0].reason


def test_an_agreement_without_end_of_parts_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.chapters.MAX_PARTS", 0)
    bounded = spider("mfat")
    page = site_of("mfat")[
        "/en/trade/free-trade-agreements/free-trade-agreements-concluded-but-not-in-force/ruritania/"
    ]
    assert isinstance(page, Answer)
    (request,) = bounded.begin(
        Link("https://www.mfat.govt.nz/en/trade/free-trade-agreements/x/", ""), "ruritania"
    )
    assert isinstance(request, Request)
    answer = HtmlResponse(request.url, body=page.body, encoding="utf-8", request=request)
    assert list(bounded.parse_page(answer, **request.cb_kwargs)) == []
    assert "has more than 0 parts" in bounded.session.errors[0].reason


def taken(body: str) -> tuple[list[str], list[str]]:
    """What the DFAT spider asks for next, and its errors, where this is the page of an agreement."""
    site = spider("dfat")
    (request,) = site.begin(Link("https://www.dfat.gov.au/trade/agreements/in-force/aafta", "AAFTA"), "aafta")
    assert isinstance(request, Request)
    answer = HtmlResponse(request.url, body=body.encode(), encoding="utf-8", request=request)
    asked = [item.url for item in site.parse_page(answer, **request.cb_kwargs) if isinstance(item, Request)]
    return asked, [error.line() for error in site.session.errors]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/sites/default/files/2.doc", "an old Word file (.doc, .rtf), which cannot be read"),
        ("https://elsewhere.example/sites/default/files/2.pdf", "lies on a host that is not the source's"),
    ],
)
def test_a_chapter_out_of_reach_leaves_the_agreement_out_but_an_annex_only_itself(
    address: str, reason: str
) -> None:
    first = '<p><a href="/sites/default/files/1.pdf">Chapter 1</a></p>'
    url = urljoin("https://www.dfat.gov.au/", address)
    asked, errors = taken(f'{first}<p><a href="{address}">Chapter 2</a></p>')
    assert asked == []
    assert errors == [f"{url}: {reason} (aafta left as it was)"]
    asked, errors = taken(f'{first}<p><a href="{address}">Annex 1</a></p>')
    assert asked == ["https://www.dfat.gov.au/sites/default/files/1.pdf"]
    assert errors == [f"{url}: {reason} (left out of aafta)"]
