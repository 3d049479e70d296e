"""The EFTA spider: a paged list, main agreements only, two agreements with one partner."""

from scrapers.sites.efta import EftaSpider
from tests.scrapers.local_sites import by_key, crawled, numbers


def test_main_agreements_with_partner_dates_and_parties() -> None:
    report, asked = crawled("efta")
    assert not [path for path in asked if "annex" in path or "agri" in path]
    georgia = by_key(report)["georgia"]
    assert georgia["overrides"] == {
        "name": "EFTA - Georgia",
        "parties": ["EFTA", "GEO"],
        "date_signed": "2016-06-27",
        "date_in_force": "2017-09-01",
        "legal_status": "in_force",
        "language": "en",
        "source_url": "https://www.efta.int/trade-relations/free-trade-network/georgia",
        "external_id": "georgia",
    }
    assert numbers(georgia) == ["Article 1.1", "Article 1.2"]
    assert report["errors"] == []


def test_a_second_agreement_on_a_partner_s_page_stands_alone() -> None:
    report, _asked = crawled("efta")
    documents = by_key(report)
    assert numbers(documents["singapore"]) == ["Article 1", "Article 2", "Article 3"]
    other = documents["singapore/efta-singapore-digital-economy-agreement"]
    assert other["overrides"]["name"] == "EFTA-Singapore Digital Economy Agreement"
    assert numbers(other) == ["Article 1"]


def test_a_pager_that_leads_to_itself_is_followed_once() -> None:
    _report, asked = crawled("efta")
    assert asked.count("/trade-relations/free-trade-network?page=1") == 1


def test_addresses_of_before_the_site_was_made_anew_are_the_same_agreement() -> None:
    site = "https://www.efta.int"
    assert EftaSpider.key_of(f"{site}/free-trade/Free-Trade-Agreement/Moldova") == "moldova"
    assert EftaSpider.key_of(f"{site}/trade-relations/free-trade-network/moldova") == "moldova"
    assert EftaSpider.key_of(f"{site}/free-trade/Ongoing-Negotiations-or-Talks/Moldova") is None
