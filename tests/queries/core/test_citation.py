"""Articles as a lawyer cites them."""

import pytest

from tracker.queries.core.citation import calm, citation, cited_part, cited_place
from tracker.texts.restarts import cited_levels


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


def test_a_chapter_is_named_where_numbers_begin_again_in_each() -> None:
    assert cited_levels(
        [
            ("CHAPTER 1", "Ferries", ["Article 1", "Article 2"]),
            ("CHAPTER 2, SECTION A", "Lanterns / Oil", ["Article 1"]),
            ("CHAPTER 2, SECTION B", "Lanterns / Gas", ["Article 2"]),
            ("CHAPTER 3, SECTION A", "Piers / Wood", ["Article 9"]),
            ("CHAPTER 3, SECTION B", "Piers / Stone", ["Article 9"]),
            ("CHAPTER 4", "Buoys", ["Article 40"]),
            ("ANNEX 1", "Ropes", ["Article 1"]),
        ]
    ) == [1, 1, 1, 2, 2, 0, 0]
    assert citation("ARTICLE 1", "CHAPTER 2, SECTION A", "Lanterns / Oil", 1) == "Chapter 2, Article 1"
    assert (
        citation("Article 9", "CHAPTER 3, SECTION B", "Piers / Stone", 2) == "Chapter 3, Section B, Article 9"
    )
    assert citation("Article 1", "ANNEX 1", "Ropes", 0) == "Annex 1, Article 1"
    assert citation("Article 4", "8", "Lanterns", 1) == "Chapter 8, Article 4"
    assert cited_part("8", "Lanterns", 1, "Capítulo") == "Capítulo 8"


def test_numbers_that_run_through_need_no_chapter() -> None:
    assert cited_levels([("CHAPTER 1", None, ["Article 1"]), ("CHAPTER 2", None, ["Article 2", None])]) == [
        0,
        0,
    ]
    assert cited_levels([(None, None, ["Article 1"]), (None, None, ["Article 1"])]) == [0, 0]


def test_an_instrument_named_by_its_title_is_cited_by_it() -> None:
    assert citation("Article 2", "RULES OF PROCEDURE", "RULES OF PROCEDURE FOR PANELS") == (
        "Rules of Procedure for Panels, Article 2"
    )


@pytest.mark.parametrize(
    ("place", "cited"),
    [
        ("CHAPTER 8, SECTION A, Article 4", "Chapter 8, Section A, Article 4"),
        ("CHAPTER 14, Article 14.11", "Article 14.11"),
        ("ANNEX 8-B, ARTICLE 4", "Annex 8-B, Article 4"),
        ("Article 4", "Article 4"),
        ("", ""),
    ],
)
def test_places_of_a_digest(place: str, cited: str) -> None:
    assert cited_place(place) == cited
