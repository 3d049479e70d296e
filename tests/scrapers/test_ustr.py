"""The USTR spider: 301 chains, a text page behind the agreement's page, whole texts beside chapters."""

from tests.scrapers.local_sites import by_key, crawled, numbers


def test_agreements_with_chapters_and_in_one_file() -> None:
    report, asked = crawled("ustr")
    assert not [path for path in asked if "Summary" in path or "Annex-2-B" in path or "Full-Text" in path]
    assert not [path for path in asked if "calendar" in path]
    documents = by_key(report)
    assert set(documents) == {"arcadia-tpa", "ruritania-fta", "us-japan-digital-trade-agreement"}
    agreement = documents["arcadia-tpa"]
    assert agreement["parts"] == ["01_Initial.pdf", "02-Digital Trade.pdf"]
    assert agreement["overrides"] == {
        "name": "Arcadia Trade Promotion Agreement",
        "date_signed": "2019-06-28",
        "date_in_force": "2020-10-31",
        "legal_status": "in_force",
        "language": "en",
        "source_url": "https://ustr.gov/trade-agreements/free-trade-agreements/arcadia-tpa",
        "external_id": "arcadia-tpa",
    }
    assert numbers(agreement) == ["Article 1.1", "Article 1.2", "Article 2.1"]
    assert documents["ruritania-fta"]["media_type"] == "application/pdf"
    assert numbers(documents["ruritania-fta"]) == ["Article 1", "Article 2"]
    assert report["errors"] == []


def test_the_agreement_that_no_list_names_comes_with_the_facts_of_the_entry() -> None:
    report, _asked = crawled("ustr")
    facts = by_key(report)["us-japan-digital-trade-agreement"]["overrides"]
    assert facts["parties"] == ["JPN", "USA"]
    assert (facts["date_signed"], facts["date_in_force"]) == ("2019-10-07", "2020-01-01")
