"""The spider for Singapore's ministry: one PDF or several, some on another of the source's hosts."""

from tests.scrapers.local_sites import by_key, crawled, numbers


def test_digital_economy_and_free_trade_agreements() -> None:
    report, asked = crawled("mti_sg")
    assert not [path for path in asked if "Factsheet" in path or "MOU" in path]
    documents = by_key(report)
    assert set(documents) == {"arcsdea", "rsfta"}
    agreement = documents["arcsdea"]
    assert agreement["media_type"] == "application/pdf"
    assert agreement["overrides"] == {
        "name": "Arcadia-Singapore Digital Economy Agreement (ArcSDEA)",
        "date_signed": "2023-08-06",
        "date_in_force": "2023-12-08",
        "legal_status": "in_force",
        "language": "en",
        "source_url": "https://www.mti.gov.sg/Trade/Digital-Economy-Agreements/ArcSDEA",
        "external_id": "arcsdea",
    }
    assert numbers(agreement) == ["Article 1", "Article 2"]
    assert documents["rsfta"]["parts"] == ["chapter-1.pdf", "chapter-2.pdf"]
    assert numbers(documents["rsfta"]) == ["Article 1.1", "Article 2.1"]
    assert report["errors"] == []
