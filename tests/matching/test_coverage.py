"""What exceptions say they cover."""

import pytest

from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article

MATCHER = shared_matcher()
MADE_PART = "is incorporated into and made part of this Agreement."


def covered(text: str, language: str = "en", heading: str = "General Exceptions") -> set[str]:
    article = ArticleInput(text=text, language=language, chapter="Exceptions", heading=heading)
    [finding] = [found for found in match_article(article, MATCHER) if found.code == "general_exceptions"]
    return {note for note in finding.notes if note.startswith(("covers", "excepts"))}


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            f"For the purposes of Chapters 2 to 7, Article XX of the GATT 1994 {MADE_PART}",
            {"covers:chapter:2-7"},
        ),
        (
            f"For Chapter 3 (Lamps) and Chapter Twelve (Electronic Commerce), Article XIV of the GATS {MADE_PART}",
            {"covers:chapter:3", "covers:chapter:twelve"},
        ),
        (
            f"For the purposes of this Agreement except Chapters 6 and 9, Article XX of the GATT {MADE_PART}",
            {"covers_whole_agreement", "excepts:chapter:6", "excepts:chapter:9"},
        ),
        (
            "Nothing in this Section keeps a Party from lamps necessary to protect public morals.",
            {"covers:this:section"},
        ),
        (
            "Nothing in this Treaty keeps a Party from lamps necessary to protect public morals.",
            {"covers_whole_agreement"},
        ),
        (f"Article XX of the GATT 1994 {MADE_PART}", set()),
        ("Article XX of the GATT 1994 shall apply to trade in lamps covered by this Agreement.", set()),
        (
            "1. Nothing in this Chapter shall be construed to bar lamps: (a) necessary to protect public morals. "
            "2. The Parties shall review this Agreement.",
            {"covers:this:chapter"},
        ),
    ],
)
def test_what_an_exception_covers(text: str, notes: set[str]) -> None:
    assert covered(text) == notes


@pytest.mark.parametrize(
    ("language", "text", "notes"),
    [
        (
            "es",
            "Para los efectos de los Capítulos 3 al 7 y 10, el artículo XX del GATT se incorpora a este Tratado.",
            {"covers:chapter:3-7", "covers:chapter:10"},
        ),
        (
            "es",
            "Ninguna disposición de este Capítulo impide faroles destinados a preservar la moral.",
            {"covers:this:chapter"},
        ),
        (
            "fr",
            "Aux fins des chapitres 2 à 5, l'article XX du GATT est incorporé au présent accord.",
            {"covers:chapter:2-5"},
        ),
    ],
)
def test_the_same_in_spanish_and_french(language: str, text: str, notes: set[str]) -> None:
    assert covered(text, language, "") == notes
