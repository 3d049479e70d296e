"""The DFAT spider: Word before PDF, old chapter pages, texts on other sites."""

from pathlib import Path

from tests.scrapers.crawl_site import run
from tests.scrapers.local_sites import by_key, crawled, numbers, site_of
from tests.scrapers.site import Answer, moved, served, serving


def test_word_is_taken_before_pdf_and_the_order_is_the_page_s() -> None:
    report, asked = crawled("dfat")
    assert not [path for path in asked if path.endswith((".pdf", ".docx")) and path not in site_of("dfat")]
    agreement = by_key(report)["aafta"]
    assert agreement["parts"] == [
        "aafta-chapter-1.docx",
        "aafta-chapter-14-digital-trade.docx",
        "aafta-annex-ii.pdf",
    ]
    facts = agreement["overrides"]
    assert facts["name"] == "Australia-Arcadia Free Trade Agreement (AAFTA)"
    assert (facts["date_signed"], facts["date_in_force"]) == ("2021-12-17", "2023-05-31")
    assert facts["legal_status"] == "in_force"
    assert numbers(agreement) == ["Article 1.1", "Article 14.1", "Article 14.2", "Article 1"]
    assert [chapter for chapter, *_rest in agreement["articles"]][1] == "Digital Trade"


def test_old_agreements_are_read_from_their_pages() -> None:
    report, _asked = crawled("dfat")
    document = by_key(report)["rafta"]
    assert document["overrides"]["name"] == "Ruritania-Australia FTA"
    assert document["parts"] == ["chapter-1-strings.html", "chapter-2-post.html"]
    assert numbers(document) == ["Article 1", "Article 2"]


def test_a_text_on_another_site_is_reported_and_not_followed() -> None:
    report, _asked = crawled("dfat")
    assert set(by_key(report)) == {"aafta", "rafta"}
    assert report["errors"] == [
        f"{report['address']}trade/agreements/not-yet-in-force/zafta: no text of zafta here;"
        " files lie on hosts that are not the source's: www.legislation.example"
    ]


def test_an_agreement_keeps_its_key_when_it_enters_into_force(tmp_path: Path) -> None:
    pages = site_of("dfat")
    page = pages["/trade/agreements/trade-agreements"]
    assert isinstance(page, Answer)
    pages["/trade/agreements/trade-agreements"] = served(
        page.body.replace(b"in-force/aafta", b"not-yet-in-force/aafta")
    )
    pages["/trade/agreements/not-yet-in-force/aafta"] = moved("/trade/agreements/in-force/aafta")
    with serving(pages) as site:
        report = run("dfat", site.address, tmp_path)
    assert by_key(report)["aafta"]["parts"][0] == "aafta-chapter-1.docx"
