"""The AfCFTA spider: the free trade area's treaties among all of the African Union's."""

from tests.scrapers.local_sites import by_key, crawled, numbers


def test_the_agreement_and_its_digital_protocol_in_english() -> None:
    report, asked = crawled("afcfta")
    assert not [path for path in asked if "_fr.pdf" in path or "-sl-" in path or "umbrellas" in path]
    documents = by_key(report)
    agreement = documents["agreement-establishing-african-continental-free-trade-area"]
    assert agreement["overrides"]["date_in_force"] == "2019-05-30"
    assert len(agreement["overrides"]["parties"]) == 54
    protocol = documents["protocol-digital-trade"]
    assert protocol["overrides"]["name"].endswith("on Digital Trade")
    assert "date_signed" not in protocol["overrides"]
    assert len(protocol["overrides"]["parties"]) == 54
    assert numbers(protocol) == ["Article 1", "Article 2", "Article 3"]
    assert report["errors"] == []
