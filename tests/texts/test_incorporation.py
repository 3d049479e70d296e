"""Agreements that take over another text by reference say so."""

import pytest

from tracker.texts import read_bytes
from tracker.texts.incorporation import incorporated
from tracker.texts.types import ArticleText, ChapterText


def remarks(text: str) -> tuple[str, ...]:
    return incorporated([ChapterText(None, None, (ArticleText("ARTICLE 1", None, text),))])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "1. The provisions of the EU-Arcadia Fruit Agreement are incorporated by reference into and made part"
            " of this Agreement, mutatis mutandis.",
            "EU-Arcadia Fruit Agreement",
        ),
        (
            "The provisions of the EU-Arcadia Fruit Agreement at the time of signature of this Agreement (whether or"
            " not they are in force) are incorporated by reference into, and made part of, this Agreement.",
            "EU-Arcadia Fruit Agreement",
        ),
        (
            "The provisions of the EU-Arcadia FTA in effect immediately before they cease to apply are incorporated"
            " into and made part ofthis Agreement.",
            "EU-Arcadia FTA",
        ),
        (
            "The Parties agree that, under the terms of this Agreement,\nthe provisions of the Lemon Partnership,"
            " done at Xanadu, are incorporated, by reference,\ninto and made part of this Instrument.",
            "Lemon Partnership, done at Xanadu",
        ),
        (
            "Where fruit is flown, the Arcadia Sky Convention shall be incorporated into this Treaty.",
            "Arcadia Sky Convention",
        ),
        (
            "Las disposiciones del Acuerdo de Asociación Arcadia-Chile se incorporan por referencia al presente"
            " Acuerdo.",
            "Acuerdo de Asociación Arcadia-Chile",
        ),
        (
            "Les dispositions de l'accord UE-Arcadie sont incorporées par référence au présent accord.",
            "accord UE-Arcadie",
        ),
    ],
)
def test_a_whole_agreement_taken_over_is_named(text: str, name: str) -> None:
    assert remarks(text) == (f"incorporates {name} by reference (ARTICLE 1)",)


@pytest.mark.parametrize(
    "text",
    [
        "If a period in the EU-Arcadia Fruit Agreement has not yet ended, the rest of it shall be incorporated into"
        " this Agreement.",
        "Article 9 of the Arcadia Agreement is incorporated into and made part of this Agreement.",
        "The SPS Agreement is incorporated into and made part of this Agreement.",
        "The provisions of the Agreement on Safeguards are incorporated into this Agreement.",
        "The provisions of the Arcadia Agreement are not incorporated into this Agreement.",
        "The software is incorporated into the machines traded under the Fruit Agreement.",
        "The provisions of the Arcadia Agreement are incorporated into the Schedule of that Party.",
    ],
)
def test_parts_of_texts_and_rules_of_the_wto_are_not_named(text: str) -> None:
    assert remarks(text) == ()


def test_a_text_carries_the_remark_once() -> None:
    clause = "The provisions of the EU-Arcadia Agreement are incorporated into this Agreement."
    text = read_bytes(f"Article 1\n{clause}\nArticle 2\n{clause}\n".encode(), "x.txt")
    assert [warning for warning in text.warnings if "by reference" in warning] == [
        "incorporates EU-Arcadia Agreement by reference (Article 1)"
    ]
