"""Texts whose line breaks were lost."""

import time

import pytest

from tests.conftest import SHARED
from tests.texts.later import later_text, numbered
from tracker.texts import read_bytes
from tracker.texts.blocks import plain_blocks
from tracker.texts.run_together import split_run_together
from tracker.texts.structure import parse_structure

FILLER = (
    "The Parties shall meet in the month of May to look at kites, and at the strings that hold them. " * 4
)
RUN = (
    "Chapter 1. KITES ARTICLE 1.1. Aims of the Agreement The aims of this Agreement are peace and kites. "
    f"{FILLER}ARTICLE 1.2. Relation to Other Texts 1. Nothing here touches Article 9 of the String Convention. "
    f"{FILLER}Article 5 of it applies too. ARTICLE 1.3. Fees No Party shall charge a fee. {FILLER}"
    f"Chapter 2. STRINGS SECTION A GENERAL ARTICLE 2.1. Scope In this Chapter, a string is a string. {FILLER}"
    f"ARTICLE 2.2. End Under no wind does it bind. {FILLER}"
)


def test_headings_inside_a_paragraph_get_lines_of_their_own() -> None:
    structure = parse_structure(plain_blocks(RUN))
    assert [
        (chapter.number, chapter.heading, [(one.number, one.heading) for one in chapter.articles])
        for chapter in structure.chapters
    ] == [
        (
            "Chapter 1",
            "KITES",
            [
                ("ARTICLE 1.1", "Aims of the Agreement"),
                ("ARTICLE 1.2", "Relation to Other Texts"),
                ("ARTICLE 1.3", "Fees"),
            ],
        ),
        ("Chapter 2, SECTION A", "STRINGS / GENERAL", [("ARTICLE 2.1", "Scope"), ("ARTICLE 2.2", "End")]),
    ]
    assert (
        structure.chapters[0].articles[1].text.startswith("1. Nothing here touches Article 9 of the String")
    )


def test_no_word_is_lost() -> None:
    words = " ".join(block.text for block in split_run_together(plain_blocks(RUN)))
    assert words.split() == RUN.split()


def test_references_in_a_long_paragraph_divide_nothing() -> None:
    text = f"{FILLER}{FILLER}{FILLER}Article 9 (Fees) applies. Article 3 Kites too. Article 12 Strings. Article 7 X."
    blocks = plain_blocks(text)
    assert split_run_together(blocks) == blocks


def test_two_headings_on_a_line_are_two() -> None:
    structure = parse_structure(
        plain_blocks(
            "TITLE I KITES AND STRINGS CHAPTER 1 KNOTS AND BOWS\nArticle 1\nA kite flies.\n"
            "CHAPTER 2 MEASURES COVERED BY CHAPTER 1 OF TITLE II\nArticle 2\nA string holds.\n"
        )
    )
    assert [(chapter.number, chapter.heading) for chapter in structure.chapters] == [
        ("TITLE I, CHAPTER 1", "KITES AND STRINGS / KNOTS AND BOWS"),
        ("TITLE I, CHAPTER 2", "KITES AND STRINGS / MEASURES COVERED BY CHAPTER 1 OF TITLE II"),
    ]


def test_audit_run_together() -> None:
    path = SHARED / "audit" / "cases" / "run-together-text-giant-article" / "canchl.txt"
    if not path.exists():
        pytest.skip(f"{path} is not here: the inputs of the audit lie beside the repository, not in it")
    agreement = read_bytes(path.read_bytes(), path.name)
    articles = [one for chapter in agreement.chapters for one in chapter.articles if one.number]
    assert len(articles) == 92
    assert max(len(one.text) for one in articles) < 1_000


@pytest.mark.parametrize(
    ("name", "articles"),
    [("efta_indonesia_2018_en.txt", 114), ("cptpp_2018_shell.txt", 7), ("uk_central_america_2019.txt", 10)],
)
def test_texts_without_line_breaks(name: str, articles: int) -> None:
    assert numbered(later_text(name)) == articles


@pytest.mark.serial
@pytest.mark.parametrize("unit", ["ARTICLE 1. Fees The ", "CHAPTER A ", "A. ARTICLE ", "Article 1.1. "])
def test_hostile_paragraphs_take_no_more_than_their_time(unit: str) -> None:
    blocks = plain_blocks(unit * 40_000)
    started = time.process_time()
    split_run_together(blocks)
    assert time.process_time() - started < 20
