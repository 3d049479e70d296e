"""The spider for Global Affairs Canada: contents, chapter pages, letters of list items."""

from pathlib import Path

from tests.scrapers.chapter_sites import by_key, crawled, gac, numbers
from tests.scrapers.crawl_site import run
from tests.scrapers.site import served, serving


def test_chapters_come_in_the_order_of_the_contents() -> None:
    report, asked = crawled(gac)
    assert not [path for path in asked if "letter" in path or "lang=fra" in path or "guide" in path]
    documents = by_key(report)
    assert set(documents) == {"arcadia-arcadie", "ruritania"}
    agreement = documents["arcadia-arcadie"]
    assert agreement["parts"] == ["preamble.html", "01.html", "19.html"]
    facts = agreement["overrides"]
    assert facts["name"] == "Canada-Arcadia Free Trade Agreement (CAFA)"
    assert (facts["date_signed"], facts["date_in_force"]) == ("2021-05-03", "2022-06-01")
    assert (facts["legal_status"], facts["language"]) == ("in_force", "en")
    assert numbers(agreement) == ["Article 1.1", "Article 19.1", "Article 19.2"]
    assert {chapter for chapter, number, *_rest in agreement["articles"] if number} == {
        "Initial Provisions",
        "Digital Trade",
    }
    definitions = next(text for *_rest, heading, text in agreement["articles"] if heading == "Definitions")
    assert "(a) a pigeon" in definitions and "(c) a boy on a bicycle" in definitions


def test_contents_on_the_first_page_and_an_agreement_still_negotiated() -> None:
    report, asked = crawled(gac)
    assert any("zubrowka" in path for path in asked)
    document = by_key(report)["ruritania"]
    assert document["overrides"]["legal_status"] == "signed"
    assert numbers(document) == ["Article 101"]
    assert report["errors"] == []  # nobody expects a text of what is still negotiated


def test_a_chapter_page_that_lost_its_frame_is_no_chapter(tmp_path: Path) -> None:
    pages = gac()
    path = next(path for path in pages if "/19.aspx" in path)
    pages[path] = served(b"<html><body><div>We are updating this site. Please come back.</div></body></html>")
    with serving(pages) as site:
        report = run("gac", site.address, tmp_path)
    assert set(by_key(report)) == {"ruritania"}
    assert report["errors"] == [
        f"{site.address[:-1]}{path}: nothing found by 'main' on the page; its markup has changed"
        " (arcadia-arcadie left as it was, 2 of 3 parts fetched)"
    ]
