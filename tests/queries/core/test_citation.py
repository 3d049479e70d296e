"""Articles as a lawyer cites them."""

import pytest

from tracker.queries.core.citation import calm, citation, cited_part


@pytest.mark.parametrize(
    ("chapter", "heading", "part"),
    [
        ("CHAPTER 8", "FERRIES", None),
        ("CHAPTER EIGHT, SECTION F", "FERRIES / LANTERNS", None),
        (None, None, None),
        (None, "Annexation of marshes", None),
        ("ANNEX 8-B", "FERRIES", "Annex 8-B"),
        ("ANEXO IX, Apéndice 3", "BARCAS / FAROLES", "Anexo IX, Apéndice 3"),
        ("PROTOCOL 1, TITLE II", "CONCERNING FERRIES / LANTERNS", "Protocol 1"),
        (
            "PROTOCOL, PART IV",
            "PROTOCOL ON THE TRADE IN FERRIES / LANTERNS",
            "Protocol on the Trade in Ferries",
        ),
        ("ANNEX", "FERRIES", "Annex"),
        ("CHAPTER 8, Annex 8-A", "FERRIES / LANTERNS", "Annex 8-A"),
    ],
)
def test_part_that_a_citation_names(chapter: str | None, heading: str | None, part: str | None) -> None:
    assert cited_part(chapter, heading) == part


def test_same_number_in_three_parts_is_cited_three_ways() -> None:
    cited = {
        citation("ARTICLE 4", "CHAPTER 1", "FERRIES"),
        citation("ARTICLE 4", "ANNEX 8-B", "FERRIES"),
        citation("ARTICLE 4", "PROTOCOL", "PROTOCOL ON LANTERNS"),
    }
    assert cited == {"Article 4", "Annex 8-B, Article 4", "Protocol on Lanterns, Article 4"}


def test_what_has_no_number_or_names_its_part_itself() -> None:
    assert citation(None, "ANNEX 8-B", "FERRIES") == ""
    assert citation("Annex 8-B, Article 4", "ANNEX 8-B", "FERRIES") == "Annex 8-B, Article 4"


def test_roman_numbers_stay_and_shouted_words_calm_down() -> None:
    assert calm("CHAPTER XVI") == "Chapter XVI"
    assert calm("ANEXO SOBRE BARCAS DE LA COSTA") == "Anexo sobre Barcas de la Costa"
