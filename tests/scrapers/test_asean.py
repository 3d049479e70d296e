"""The spider for ASEAN's register: rows that link the PDF, pages by number."""

from pathlib import Path

from tests.scrapers.crawl_site import run
from tests.scrapers.local_pages import pdf
from tests.scrapers.local_sites import by_key, crawled, numbers, site_of
from tests.scrapers.site import Answer, served, serving


def test_instruments_about_trade_come_with_date_and_status() -> None:
    report, asked = crawled("asean")
    assert "/search/ajax_list_data/5.html" not in asked
    assert "/media/download/20180101000000.pdf" not in asked
    documents = by_key(report)
    assert set(documents) == {"372", "100"}
    agreement = documents["372"]
    assert agreement["overrides"] == {
        "name": "Agreement on Electronic Fruit Commerce",
        "parties": ["ASEAN"],
        "date_signed": "2019-01-22",
        "legal_status": "in_force",
        "language": "en",
        "source_url": "https://agreement.asean.org/media/download/20190306035048.pdf",
        "external_id": "372",
    }
    assert numbers(agreement) == ["Article 1", "Article 2"]
    assert documents["100"]["overrides"]["legal_status"] == "signed"
    assert report["errors"] == []


def test_the_challenge_the_register_has_been_seen_behind_is_reported(tmp_path: Path) -> None:
    wall = served(
        b"<html><title>You are being redirected...</title><noscript>Javascript is required. Please enable javascript"
        b" before you are allowed to see this page.</noscript><script>sucuri_cloudproxy_js='';</script></html>"
    )
    with serving(site_of("asean") | {"/search/ajax_list_data/1.html": wall}) as site:
        report = run("asean", site.address, tmp_path)
    assert report["documents"] == []
    assert report["stats"]["state"] == "failed"
    assert "a challenge or block page" in report["errors"][0]


def test_a_corrected_file_is_a_new_version_of_the_same_instrument(tmp_path: Path) -> None:
    pages = site_of("asean")
    with serving(pages) as site:
        run("asean", site.address, tmp_path)
        page = pages["/search/ajax_list_data/1.html"]
        assert isinstance(page, Answer)
        moved = page.body.replace(b"20190306035048", b"20260909090909")
        pages["/search/ajax_list_data/1.html"] = served(moved)
        pages["/media/download/20260909090909.pdf"] = pdf("1", "2", "3")
        report = run("asean", site.address, tmp_path, parse=True)
    agreement = by_key(report)["372"]
    assert agreement["name"] == "20260909090909.pdf"
    assert agreement["overrides"]["source_url"].endswith("/media/download/20260909090909.pdf")
    assert numbers(agreement) == ["Article 1", "Article 2", "Article 3"]


def test_a_row_without_details_is_known_by_title_and_day(tmp_path: Path) -> None:
    pages = site_of("asean")
    page = pages["/search/ajax_list_data/1.html"]
    assert isinstance(page, Answer)
    pages["/search/ajax_list_data/1.html"] = served(page.body.replace(b"/agreement/detail/372.html", b"#"))
    with serving(pages) as site:
        report = run("asean", site.address, tmp_path)
    assert set(by_key(report)) == {"agreement-on-electronic-fruit-commerce-2019-01-22", "100"}


def test_a_challenge_is_one_whatever_its_status(tmp_path: Path) -> None:
    """The register's firewall answers 307 without an address to go to, and a page that wants JavaScript."""
    body = (
        b"<html><title>You are being redirected...</title><noscript>Javascript is required.</noscript></html>"
    )
    with serving({"/search/ajax_list_data/1.html": Answer(body, 307, {"Content-Type": "text/html"})}) as site:
        report = run("asean", site.address, tmp_path)
    assert report["documents"] == []
    assert report["kinds"][0] == "blocked"
    assert "status 307 with a challenge page" in report["errors"][0]
