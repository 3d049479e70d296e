"""The SICE spider: links in several spellings, a Spanish single page, a frameset, pages in windows-1252."""

from tests.scrapers.local_sites import by_key, crawled, numbers


def test_an_agreement_is_its_chapters_in_the_order_of_the_index() -> None:
    report, asked = crawled("sice")
    # Three spellings of one address are one agreement; its Spanish version is not taken beside the English one.
    assert [path for path in asked if "ARC_RURind" in path] == ["/Trade/ARC_RUR_Final_e/ARC_RURind_e.asp"]
    assert sum("chap1" in path.lower() for path in asked) == 1
    assert not [path for path in asked if "Tariff" in path or "calendar" in path or "PDF_e.asp" in path]
    documents = by_key(report)
    assert set(documents) == {"arc_rur_final", "syl_arc", "preftrade/frames"}
    agreement = documents["arc_rur_final"]
    assert agreement["parts"] == ["Chap1_e.html", "CHAP2_e.html", "Annex_2A.pdf"]
    assert agreement["overrides"] == {
        "name": "Arcadia - Ruritania Free Trade Agreement",
        "legal_status": "in_force",
        "language": "en",
        "source_url": "https://www.sice.oas.org/Trade/ARC_RUR_Final_e/ARC_RURind_e.asp",
        "external_id": "arc_rur_final",
    }
    assert numbers(agreement) == ["Article 1.1", "Article 1.2", "Article 2.1", "Article 1"]
    assert [chapter for chapter, *_rest in agreement["articles"]][2] == "ELECTRONIC COMMERCE"
    assert "“wire” may be long" in agreement["articles"][1][3]
    assert report["errors"] == []


def test_a_single_page_in_spanish_is_the_text_itself() -> None:
    report, _asked = crawled("sice")
    document = by_key(report)["syl_arc"]
    assert document["media_type"] == "text/html"
    assert document["overrides"]["language"] == "es"
    assert numbers(document) == ["Artículo 1", "Artículo 2"]
    assert [heading for _chapter, number, heading, _text in document["articles"] if number][
        1
    ] == "Niños y señales"


def test_a_frameset_stands_for_its_text_frame() -> None:
    report, asked = crawled("sice")
    assert "/Trade/preftrade/menu.asp" not in asked
    document = by_key(report)["preftrade/frames"]
    assert document["name"] == "sylzub1.html"
    assert numbers(document) == ["ARTICLE 1"]
    assert "language" not in document["overrides"]
