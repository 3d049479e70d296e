"""The AfCFTA spider: the free trade area's treaties among all of the African Union's."""

from scrapy.http import HtmlResponse

from scrapers.sites.afcfta import AfcftaSpider
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


def test_a_page_s_day_of_signature_is_not_taken_since_it_may_be_that_of_the_last_one() -> None:
    report, _asked = crawled("afcfta")
    agreement = by_key(report)["agreement-establishing-african-continental-free-trade-area"]
    assert agreement["overrides"]["date_signed"] == "2018-03-21", "the entry's, not the page's of 2023"


def test_a_list_of_categories_alone_is_no_list_of_treaties() -> None:
    body = b"<html><body><a href='/en/treaties/1158'>General</a></body></html>"
    page = HtmlResponse("https://au.int/en/treaties", body=body, encoding="utf-8")
    assert AfcftaSpider.markup_problem(page) == (
        "the list links no agreement any more; its markup or its addresses have changed"
    )
