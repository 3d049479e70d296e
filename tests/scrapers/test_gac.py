"""The spider for Global Affairs Canada: contents, chapter pages, letters of list items."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from scrapers.sites.gac import GacSpider, in_french
from scrapers.sources import get_source
from tests.invented import agreement
from tests.scrapers.crawl_site import run
from tests.scrapers.local_sites import by_key, crawled, numbers, site_of
from tests.scrapers.site import served, serving
from tracker.ingest.store import store_agreement
from tracker.models import Agreement, Document
from tracker.models.database import Database
from tracker.resolution.agreements import SourceFacts


def test_chapters_come_in_the_order_of_the_contents() -> None:
    report, asked = crawled("gac")
    assert not [path for path in asked if "letter" in path or "guide" in path]
    documents = by_key(report)
    assert set(documents) == {"arcadia-arcadie", "arcadia-arcadie/fr", "ruritania", "ruritania/fr"}
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


def test_the_french_text_comes_after_the_english_one_under_its_own_key() -> None:
    report, asked = crawled("gac")
    keys = [document["external_id"] for document in report["documents"]]
    assert keys.index("arcadia-arcadie") < keys.index("arcadia-arcadie/fr")
    french = by_key(report)["arcadia-arcadie/fr"]
    assert french["parts"] == ["01.html", "19.html"]
    assert french["overrides"]["language"] == "fr"
    # Facts are those of the English pages; none are read from a page in French.
    assert (french["overrides"]["date_signed"], french["overrides"]["legal_status"]) == (
        "2021-05-03",
        "in_force",
    )
    assert french["overrides"]["source_url"].endswith("/arcadia-arcadie/index.aspx?lang=fra")
    assert numbers(french) == ["Article 1.1", "Article 19.1", "Article 19.2"]
    assert {chapter for chapter, number, *_rest in french["articles"] if number} == {
        "Dispositions initiales",
        "Commerce numérique",
    }
    assert sum("19.aspx?lang=fra" in path for path in asked) == 1


def test_both_languages_are_stored_as_one_agreement(tmp_path: Path, database: Database) -> None:
    with serving(site_of("gac")) as site:
        source = get_source("gac")
        raws = run("gac", site.address, tmp_path, parse=True)["documents"]
    with database.session() as session:
        for raw in raws:
            given = agreement(raw["external_id"], raw["overrides"].get("name", "Accord"), date_signed=None)
            given = replace(given, source="gac", language=raw["overrides"]["language"])
            store_agreement(session, given, SourceFacts(source.key, source.title))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Agreement)) == 2
        shown = session.scalars(select(Document.external_id).where(Document.current)).all()
        assert set(shown) == {"arcadia-arcadie", "ruritania"}


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("https://x.example/a/index.aspx?lang=eng", "https://x.example/a/index.aspx?lang=fra"),
        ("https://x.example/a/index.aspx", "https://x.example/a/index.aspx?lang=fra"),
        ("https://x.example/a?x=1", "https://x.example/a?x=1&lang=fra"),
    ],
)
def test_the_address_of_a_french_page(english: str, french: str) -> None:
    assert in_french(english) == french
    assert GacSpider.key_of("https://x.example/agr-acc/cusma/index.aspx?lang=fra") == "cusma/fr"


def test_contents_on_the_first_page_and_an_agreement_still_negotiated() -> None:
    report, asked = crawled("gac")
    assert any("zubrowka" in path for path in asked)
    document = by_key(report)["ruritania"]
    assert document["overrides"]["legal_status"] == "signed"
    assert numbers(document) == ["Article 101"]
    assert report["errors"] == []  # no text is expected of an agreement under negotiation


def test_an_agreement_without_a_french_page_is_reported_and_its_english_text_stays(tmp_path: Path) -> None:
    pages = {
        path: page
        for path, page in site_of("gac").items()
        if "ruritania" not in path or "lang=fra" not in path
    }
    with serving(pages) as site:
        report = run("gac", site.address, tmp_path)
    assert {"ruritania", "arcadia-arcadie/fr"} <= set(by_key(report))
    (error,) = report["errors"]
    assert "ruritania/fta-ale/index.aspx?lang=fra: status 404 (ruritania/fr left as it was" in error


def test_a_chapter_page_that_lost_its_frame_is_no_chapter(tmp_path: Path) -> None:
    pages = site_of("gac")
    path = next(path for path in pages if "/19.aspx" in path)
    pages[path] = served(b"<html><body><div>We are updating this site. Please come back.</div></body></html>")
    with serving(pages) as site:
        report = run("gac", site.address, tmp_path)
    assert set(by_key(report)) == {"ruritania", "ruritania/fr"}
    assert report["errors"] == [
        f"{site.address[:-1]}{path}: nothing found by 'main' on the page; its markup has changed"
        " (arcadia-arcadie left as it was, 2 of 3 parts fetched)"
    ]
