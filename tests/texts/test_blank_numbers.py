"""Drafts: articles whose number is left open, and headings in brackets."""

import pytest

from tests.texts.test_containers import SENTENCE, article, outline_of, parsed
from tracker.plausibility import report
from tracker.texts import read_bytes

BLANKS = [
    "Article (…)",
    "Article [ ]",
    "Article []: Kites",
    "Article X",
    "Article XX: Kites",
    "[Article X] Kites",
    "Article …",
    "Article [X]: Kites",
    "ARTICLE ___",
    "Article ...: Kites",
    "Article [•]",
    "Artículo X.- Cometas",
    "Artículo […]",
    "Artigo (...)",
]


@pytest.mark.parametrize("form", BLANKS)
@pytest.mark.parametrize("numbered", [True, False])
def test_an_article_whose_number_is_open_is_an_article(form: str, numbered: bool) -> None:
    before = f"CHAPTER 1\nGENERAL\n{article('1')}{article('2')}" if numbered else ""
    title = "" if "ites" in form or "ometas" in form else "Strings\n"
    text = f"{before}CHAPTER 2\nDIGITAL KITES\n" + f"{form}\n{title}{SENTENCE}\n" * 3
    found = outline_of(parsed(text))[-1]
    assert found[0] == "CHAPTER 2"
    assert len(found[2]) == 3
    assert all(number is not None and number.split()[0].isalpha() for number in found[2])


def test_their_titles_and_sentences_are_their_own() -> None:
    structure = parsed(f"Article (…)\nKites\n{SENTENCE}\nArticle (…)\nStrings\nStrings shall pass as well.\n")
    assert [(one.heading, one.text) for one in structure.chapters[0].articles] == [
        ("Kites", SENTENCE),
        ("Strings", "Strings shall pass as well."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Article … (Kites) shall be read with Article 1.",
        "Article ...(MFN) applies.",
        "Article X of the Convention,",
    ],
)
def test_a_reference_to_an_open_number_is_no_heading(line: str) -> None:
    found = outline_of(parsed(f"{article('1')}{line}\n{article('2')}"))
    assert [number for _n, _h, articles in found for number in articles] == ["Article 1", "Article 2"]


def test_roman_ten_stays_ten() -> None:
    romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"]
    structure = parsed("".join(article(number) for number in romans))
    assert [one.number for one in structure.chapters[0].articles] == [
        f"Article {number}" for number in romans
    ]


@pytest.mark.parametrize("form", ["[Article {}: Kites]", "[Article {}] Kites", "[Article {} Kites"])
def test_headings_in_brackets_are_headings(form: str) -> None:
    structure = parsed("".join(f"{form.format(number)}\n{SENTENCE}\n" for number in range(1, 5)))
    assert [(one.number, one.heading) for one in structure.chapters[0].articles] == [
        (f"Article {number}", "Kites") for number in range(1, 5)
    ]


def test_open_numbers_leave_no_gap_to_remark() -> None:
    text = f"{article('1')}{article('2')}" + f"Article (…)\nStrings\n{SENTENCE}\n" * 3
    assert not [one for one in report(read_bytes(text.encode(), "kites.txt")) if one.kind == "number_gaps"]
