"""WTO documents online: searches with broken markup and paging by form, revisions as versions of one document."""

from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from scrapers.sites.wto_ecom import WtoEcomSpider
from scrapers.wto_symbols import Hit, hits
from tests.scrapers.crawl_site import run
from tests.scrapers.local_pages import CHALLENGE, fixture
from tests.scrapers.local_sites import site_of
from tests.scrapers.site import served, serving

ITEMS = ["(@Symbol= inf/ecom/*)", "(@Symbol= wt/l/*)"]
SEARCH = "/dol2fe/Pages/FE_Search/FE_S_S006.aspx"


def crawl(address: str, cache: Path, **wanted: Any) -> dict[str, Any]:
    return run("wto_ecom", address, cache, entry={"items": ITEMS}, **wanted)


def first_search(pages: dict[str, Any]) -> str:
    return next(path for path in pages if path.startswith(f"{SEARCH}?"))


def files(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (document["external_id"], document["url"].partition(":/")[2].partition(":/")[2].partition(".pdf")[0])
        for document in report["documents"]
    ]


def test_public_documents_come_with_symbol_and_members_and_revisions_in_order(tmp_path: Path) -> None:
    with serving(site_of("wto_ecom")) as site:
        report = crawl(site.address, tmp_path)
        assert site.posted[0]["__EVENTTARGET"] == "ctl00$MainPlaceHolder$lnkNext"
        assert site.posted[0]["__VIEWSTATE"] == "/wEPDwUK0page"
    found = files(report)
    assert sorted(found) == [
        ("INF/ECOM/900", "INF/ECOM/900"),
        ("INF/ECOM/901", "INF/ECOM/901"),
        ("INF/ECOM/901", "INF/ECOM/901R2"),
        ("INF/ECOM/901/Corr.1", "INF/ECOM/901C1"),
        ("WT/L/9901", "WT/L/9901"),
    ]
    assert found.index(("INF/ECOM/901", "INF/ECOM/901")) < found.index(("INF/ECOM/901", "INF/ECOM/901R2"))
    newest = report["documents"][found.index(("INF/ECOM/901", "INF/ECOM/901R2"))]
    assert newest["name"] == "INF-ECOM-901.pdf"
    assert newest["overrides"]["parties"] == ["SGP", "KOR", "HKG"]
    assert newest["overrides"]["legal_status"] == "draft_text"
    assert newest["overrides"]["symbol"] == "INF/ECOM/901/Rev.2"
    assert newest["overrides"]["issued"] == "2025-03-14"
    assert newest["overrides"]["title"].startswith("Lantern Initiative - Draft Agreement on Electronic")
    spanish = report["documents"][found.index(("INF/ECOM/900", "INF/ECOM/900"))]
    assert spanish["overrides"]["language"] == "es"
    assert report["errors"] == []
    assert sorted(report["stats"]["notes"]) == [
        "INF/ECOM/901/Rev.1: restricted",
        "INF/ECOM/902: restricted",
    ]


def test_a_second_night_asks_for_the_newest_only_and_a_third_finds_the_new_revision(tmp_path: Path) -> None:
    with serving(site_of("wto_ecom")) as site:
        crawl(site.address, tmp_path)
        second = crawl(site.address, tmp_path)
        site.pages[first_search(site.pages)] = served(fixture("wto_ecom", "results1_new.html"))
        third = crawl(site.address, tmp_path)
    assert ("INF/ECOM/901", "INF/ECOM/901") not in files(second)
    assert [document["not_modified"] for document in second["documents"]] == [True] * 4
    new = [
        pair
        for pair, document in zip(files(third), third["documents"], strict=True)
        if not document["not_modified"]
    ]
    assert new == [("INF/ECOM/901", "INF/ECOM/901R3")]


def test_a_challenge_and_changed_markup_are_reported(tmp_path: Path) -> None:
    pages = site_of("wto_ecom")
    pages[first_search(pages)] = CHALLENGE
    pages[SEARCH] = served(
        fixture("wto_ecom", "others.html").replace(b'class="hitContainer"', b'class="result"')
    )
    with serving(pages) as site:
        report = crawl(site.address, tmp_path)
    assert report["documents"] == []
    reasons = [error.rpartition(": ")[2] for error in report["errors"]]
    assert sorted(reason.split(";")[0] for reason in reasons) == [
        "2 results, but none can be read",
        "answered 202 without the document",
    ]


def test_a_paging_that_stands_still_ends(tmp_path: Path) -> None:
    pages = site_of("wto_ecom")
    pages[f"POST {SEARCH}"] = served(fixture("wto_ecom", "results1.html"))
    with serving(pages) as site:
        report = crawl(site.address, tmp_path)
        assert len(site.posted) == 1
    assert "the paging of the search does not get beyond page 2" in report["errors"][0]
    assert ("INF/ECOM/901", "INF/ECOM/901R2") in files(report)


@pytest.mark.parametrize(
    ("title", "members"),
    [
        (
            "Lanterns - Communication from Canada, Chile, Korea, Republic of and Hong Kong, China",
            "CAN CHL KOR HKG",
        ),
        ("Communication by the European Union", "EU"),
        ("Proposal by China, the European Union and the United States", "CHN EU USA"),
        ("Communication from Chile, China and Peru", "CHL CHN PER"),
        ("Paper from the friends of lanterns", ""),
        ("Communication from Chile and Ruritania", ""),
        ("Report of the meeting", ""),
    ],
)
def test_members_are_read_from_a_title_only_where_all_are_known(title: str, members: str) -> None:
    assert Hit("INF/ECOM/1", title, None, False, {}).members == tuple(members.split())


def test_results_are_read_in_spite_of_their_nesting() -> None:
    found = list(hits(fixture("wto_ecom", "results1.html").decode()))
    assert [(hit.symbol, hit.base, hit.revision, hit.restricted) for hit in found] == [
        ("INF/ECOM/901/Rev.2", "INF/ECOM/901", 2, False),
        ("INF/ECOM/902", "INF/ECOM/902", 0, True),
        ("INF/ECOM/901/Rev.1", "INF/ECOM/901", 1, True),
    ]
    assert found[0].issued is not None and found[0].issued.isoformat() == "2025-03-14"
    assert list(found[0].files) == ["en", "es", "fr"] and found[1].files == {}


def test_the_check_of_the_markup_names_what_is_gone() -> None:
    page = fixture("wto_ecom", "results1.html")
    changed = page.replace(b"FEFileName", b"FileName").replace(b"Restricted", b"Closed")
    for body, problem in (
        (page, None),
        (changed, "no links to files in the results"),
        (b"<html/>", "no table of results"),
    ):
        assert WtoEcomSpider.markup_problem(HtmlResponse("http://x/", body=body, encoding="utf-8")) == problem
