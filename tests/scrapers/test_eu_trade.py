"""The spider of DG Trade: countries with several agreements or none, files without a suffix, drafts."""

from pathlib import Path

from tests.fixtures.eu_trade.site import COUNTRIES, ENTRY
from tests.scrapers.crawl_site import run
from tests.scrapers.local_sites import by_key, crawled, numbers, site_of
from tests.scrapers.site import served, serving


def test_every_agreement_of_a_country_is_one_of_its_own() -> None:
    report, asked = crawled("eu_trade")
    assert set(by_key(report)) == {
        "chile/eu-chile-agreement",
        "chile/eu-chile-digital-trade-agreement",
        "japan/eu-japan-agreement",
        "mercosur/eu-mercosur-agreement",
    }
    assert report["errors"] == []
    assert not [path for path in asked if "footer" in path or "atlantis" in path or "explained" in path]


def test_files_are_known_by_their_titles_and_not_by_their_addresses() -> None:
    report, asked = crawled("eu_trade")
    documents = by_key(report)
    assert numbers(documents["chile/eu-chile-agreement"]) == [
        "Article 1.1",
        "Article 1.2",
        "Article 1",
        "Article 2",
    ]
    assert documents["mercosur/eu-mercosur-agreement"]["parts"] == ["cccc0001_en.pdf", "cccc0002_en.pdf"]
    left_out = ("aaaa0001", "aaaa0004", "cccc0003", "dddd0003")  # contents, tariff schedules, a factsheet
    assert not [path for path in asked if any(name in path for name in left_out)]


def test_a_text_that_may_still_change_is_a_draft_and_a_signed_one_is_not() -> None:
    found = by_key(crawled("eu_trade")[0])
    facts = {key: document["overrides"] for key, document in found.items()}
    assert facts["mercosur/eu-mercosur-agreement"]["legal_status"] == "draft_text"
    assert facts["chile/eu-chile-digital-trade-agreement"]["legal_status"] == "draft_text"
    assert facts["chile/eu-chile-agreement"]["date_signed"] == "2023-07-09"
    assert "legal_status" not in facts["chile/eu-chile-agreement"]


def test_a_page_that_lost_its_files_is_an_error(tmp_path: Path) -> None:
    pages = site_of("eu_trade")
    path = f"{COUNTRIES}/mercosur/eu-mercosur-agreement/text-agreement_en"
    pages[path] = served(
        b"<html><body><main><h1>Text of the agreement</h1><p>See below.</p></main></body></html>"
    )
    with serving(pages) as site:
        report = run("eu_trade", site.address, tmp_path, entry=ENTRY)
    assert "mercosur/eu-mercosur-agreement" not in by_key(report)
    (error,) = report["errors"]
    assert "text-agreement_en" in error
