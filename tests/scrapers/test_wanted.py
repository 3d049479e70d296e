"""Wanted texts are fetched before anything else, and nothing is brought twice."""

from pathlib import Path
from typing import Any

import pytest

from scrapers.run import spider_of
from scrapers.sources import SOURCES_FOLDER, load_sources
from scrapers.wanted import facts_of, wanted_of
from tests.scrapers.crawl_site import run
from tests.scrapers.local_pages import pdf
from tests.scrapers.site import Answer, Page, served, serving
from tracker.registry import ANY_OTHER, check_wanted, registry

AT = "/en/trade/free-trade-agreements/free-trade-agreements"
FILES = "/assets/Trade-agreements"


def wanted(url: str, key: str = "WTO_1161") -> dict[str, Any]:
    """A row of the registry's file; the agreement is one that the registry knows."""
    row = {"key": key, "source": "mfat", "url": f"https://www.mfat.govt.nz{url}", "language": "en"}
    return {
        **row,
        "official": "y",
        "basis": "read",
        "seen_in": "a letter",
        "looked_on": "2026-11-28",
        "note": "",
    }


def page(title: str, *links: str) -> Answer:
    anchors = "".join(
        f'<li><a href="{link}">{name}</a></li>' for link, name in (one.split("|") for one in links)
    )
    return served(
        f"<html><head><title>x</title></head><body><h1>{title}</h1><ul>{anchors}</ul></body></html>".encode()
    )


def site() -> dict[str, Page]:
    """Two agreements in the list; one of them, and its file, are wanted."""
    kites, lamps = f"{AT}-in-force/kites", f"{AT}-in-force/lamps"
    return {
        f"{AT}-in-force/": page(
            "In force", f"{kites}/|Kite Trade Agreement", f"{lamps}/|Lamp Trade Agreement"
        ),
        f"{AT}-concluded-but-not-in-force/": page(
            "Concluded", f"{AT}-concluded-but-not-in-force/x/|Xylophone"
        ),
        f"{AT}-concluded-but-not-in-force/x/": page("Xylophone Agreement", f"{FILES}/x/x.pdf|Agreement"),
        f"{kites}/": page("Kite Trade Agreement", f"{FILES}/kites/kites.pdf|Full text"),
        f"{lamps}/": page(
            "Lamp Trade Agreement", f"{FILES}/lamps/1.pdf|Chapter 1", f"{FILES}/lamps/2.pdf|Chapter 2"
        ),
        f"{FILES}/kites/kites.pdf": pdf("1", "2", "3"),
        f"{FILES}/lamps/1.pdf": pdf("1.1"),
        f"{FILES}/lamps/2.pdf": pdf("2.1"),
        f"{FILES}/x/x.pdf": pdf("1"),
    }


def crawl(
    pages: dict[str, Page], cache: Path, *rows: dict[str, Any], **more: Any
) -> tuple[dict[str, Any], list[str]]:
    with serving(pages) as local:
        return run("mfat", local.address, cache, wanted=list(rows), **more), local.asked


def keys(report: dict[str, Any]) -> list[str]:
    return [document["external_id"] for document in report["documents"]]


def test_a_wanted_page_comes_before_the_lists(tmp_path: Path) -> None:
    report, asked = crawl(site(), tmp_path, wanted(f"{AT}-in-force/lamps/"))
    assert report["errors"] == []
    assert keys(report) == ["lamps", "kites", "x"]
    assert asked.index(f"{FILES}/lamps/2.pdf") < asked.index(f"{AT}-in-force/")
    assert asked.count(f"{AT}-in-force/lamps/") == 1
    first = report["documents"][0]["overrides"]
    assert first["name"] == "United Kingdom - New Zealand"
    assert sorted(first["parties"]) == ["GBR", "NZL"]


def test_a_wanted_file_is_not_brought_again_by_the_page_that_links_it(tmp_path: Path) -> None:
    report, asked = crawl(site(), tmp_path, wanted(f"{FILES}/kites/kites.pdf"))
    assert report["errors"] == []
    assert sorted(keys(report)) == ["lamps", "wanted/wto_1161", "x"]
    assert asked.count(f"{FILES}/kites/kites.pdf") == 1
    assert any("kites: not fetched again" in note for note in report["stats"]["notes"])


def test_an_agreement_of_that_name_in_the_list_is_not_brought_again(tmp_path: Path) -> None:
    pages = site()
    kites = f"{AT}-in-force/kites"
    pages[f"{AT}-in-force/"] = page("In force", f"{kites}/|New Zealand - United Kingdom Free Trade Agreement")
    pages["/assets/one.pdf"] = pdf("1", "2")
    report, asked = crawl(pages, tmp_path, wanted("/assets/one.pdf"))
    assert "wanted/wto_1161" in keys(report)
    assert f"{kites}/" not in asked
    assert any("fetched first as wanted/wto_1161" in note for note in report["stats"]["notes"])


def test_where_the_wanted_address_is_gone_the_list_s_is_taken(tmp_path: Path) -> None:
    report, asked = crawl(site(), tmp_path, wanted(f"{AT}-concluded-but-not-in-force/lamps/"))
    assert asked[1] == f"{AT}-concluded-but-not-in-force/lamps/"
    assert "lamps" in keys(report)
    assert report["kinds"] == ["not_found"]


def test_with_a_limit_the_wanted_text_is_the_one_that_is_fetched(tmp_path: Path) -> None:
    report, _asked = crawl(site(), tmp_path, wanted(f"{AT}-in-force/lamps/"), limit=1)
    assert keys(report) == ["lamps"]


def test_a_page_without_a_text_does_not_keep_the_lists_from_being_read(tmp_path: Path) -> None:
    pages = site()
    pages[f"{AT}-in-force/lamps/"] = page("Lamp Trade Agreement")
    report, _asked = crawl(pages, tmp_path, wanted(f"{AT}-in-force/lamps/"))
    assert sorted(keys(report)) == ["kites", "x"]
    assert len(report["errors"]) == 1


def test_a_mirror_is_asked_for_no_wanted_text(tmp_path: Path) -> None:
    with serving(site()) as local:
        report = run("mfat", local.address, tmp_path)
    assert report["errors"] == []
    assert sorted(keys(report)) == ["kites", "lamps", "x"]


def test_every_wanted_text_lies_on_a_host_of_its_source() -> None:
    hosts = {key: source.allowed_hosts for key, source in load_sources(SOURCES_FOLDER).items()}
    assert check_wanted(hosts) == sum(len(rows) for rows in registry().wanted.values())


SOURCES = sorted({row.source for rows in registry().wanted.values() for row in rows} - {ANY_OTHER})


@pytest.mark.parametrize("source", SOURCES)
def test_every_spider_can_fetch_what_is_wanted_of_it(source: str) -> None:
    spider = spider_of(source)
    assert not [row.url for row in registry().wanted_from(source) if not spider.takes_wanted(row.url)]


def test_addresses_that_were_read_nowhere_are_not_asked_for() -> None:
    assert {row.basis for source in SOURCES for row in wanted_of(source)} == {"read"}


def test_facts_of_a_wanted_text_are_the_registry_s() -> None:
    (row,) = [row for row in registry().wanted_of("EU_UK_TCA") if row.source == "eurlex"]
    facts = facts_of(row)
    assert (facts.name, sorted(facts.parties)) == ("EU - United Kingdom", ["EU", "GBR"])
    assert str(facts.date_signed) == "2020-12-30"
