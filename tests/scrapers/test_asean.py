"""The spider for ASEAN's register: rows that link the PDF, pages by number."""

from pathlib import Path

from tests.scrapers.chapter_sites import asean, by_key, crawled, numbers
from tests.scrapers.crawl_site import run
from tests.scrapers.site import served, serving


def test_instruments_about_trade_come_with_date_and_status() -> None:
    report, asked = crawled(asean)
    assert "/search/ajax_list_data/5.html" not in asked
    assert "/media/download/20180101000000.pdf" not in asked
    documents = by_key(report)
    assert set(documents) == {"20190306035048", "20140101000000"}
    agreement = documents["20190306035048"]
    assert agreement["overrides"] == {
        "name": "Agreement on Electronic Fruit Commerce",
        "parties": ["ASEAN"],
        "date_signed": "2019-01-22",
        "legal_status": "in_force",
        "language": "en",
        "source_url": "https://agreement.asean.org/media/download/20190306035048.pdf",
        "external_id": "20190306035048",
    }
    assert numbers(agreement) == ["Article 1", "Article 2"]
    assert documents["20140101000000"]["overrides"]["legal_status"] == "signed"
    assert report["errors"] == []


def test_the_challenge_the_register_has_been_seen_behind_is_reported(tmp_path: Path) -> None:
    wall = served(
        b"<html><title>You are being redirected...</title><noscript>Javascript is required. Please enable javascript"
        b" before you are allowed to see this page.</noscript><script>sucuri_cloudproxy_js='';</script></html>"
    )
    with serving(asean() | {"/search/ajax_list_data/1.html": wall}) as site:
        report = run("asean", site.address, tmp_path)
    assert report["documents"] == []
    assert report["stats"]["failed"]
    assert "a challenge or block page" in report["errors"][0]
