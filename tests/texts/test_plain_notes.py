"""Footnotes of plain text belong to the article that refers to them, wherever a copy has them."""

import pytest

from tests.texts.papers import docx_of, paragraph
from tests.texts.test_containers import SENTENCE, parsed
from tracker.texts import read_bytes
from tracker.texts.blocks import plain_blocks
from tracker.texts.plain_notes import with_footnotes

NOTE = "For greater certainty, a kite of silk is a kite for all purposes of this text."
SECOND = "The Parties understand that a string of hemp is as good as any other."
SIGNED = "Done at Zenda on 3 May 2019.\nFor Arcadia:\nJOHN MAN\n"


def text_of(mark: str, second: str, after: str) -> str:
    return (
        f"Article 1\nKites\nEach Party shall let kites pass.{mark} It shall not tax them.\n"
        f"Article 2\nStrings\nStrings{second} shall pass as well.\n"
        f"Article 3\nLast Things\nThis text begins to bind in spring.\n{after}"
    )


FORMS = {
    "brackets": ("[1]", "[2]", f"{SIGNED}[1] {NOTE}\n[2] {SECOND}\n"),
    "raised": ("¹", "²", f"{SIGNED}¹ {NOTE}\n² {SECOND}\n"),
    "raised, no space": ("¹", "²", f"{SIGNED}¹{NOTE}\n²{SECOND}\n"),
    "title": (" [1]", "[2]", f"{SIGNED}FOOTNOTES\n1. {NOTE}\n2. {SECOND}\n"),
    "title in Spanish": ("[1]", "[2]", f"{SIGNED}Notas al pie\n1 {NOTE}\n2 {SECOND}\n"),
    "title in French": ("[1]", "[2]", f"{SIGNED}NOTES DE BAS DE PAGE\n(1) {NOTE}\n(2) {SECOND}\n"),
    "rule": ("[1]", "[2]", f"{SIGNED}__________\n1 {NOTE}\n2 {SECOND}\n"),
    "round": ("(1)", "(2)", f"{SIGNED}(1) {NOTE}\n(2) {SECOND}\n"),
    "glued": ("1", "2", f"{SIGNED}1 {NOTE}\n2 {SECOND}\n"),
    "wrapped": ("[1]", "[2]", f"{SIGNED}ENDNOTES\n[1] {NOTE[:40]}\n{NOTE[40:].strip()}\n[2] {SECOND}\n"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["kites.txt", "kites.md", "kites.docx"])
def test_notes_at_the_end_go_to_the_articles_that_refer_to_them(form: str, name: str) -> None:
    text = text_of(*FORMS[form])
    lines = [line for line in text.splitlines() if line]
    data = docx_of("".join(map(paragraph, lines))) if name.endswith("docx") else text.encode()
    if name.endswith("docx") and form == "wrapped":
        pytest.skip("a paragraph of Word is not broken into lines")
    articles = read_bytes(data, name).chapters[-1].articles
    assert [NOTE in one.text.replace("\n", " ") for one in articles] == [True, False, False]
    assert [SECOND in one.text for one in articles] == [False, True, False]
    assert "[^1]" in articles[0].text
    assert articles[2].text.endswith("JOHN MAN")


@pytest.mark.parametrize("mark", ["[1]", "¹"])
def test_a_note_where_the_page_ended_goes_back_to_its_article(mark: str) -> None:
    structure = parsed(
        f"Article 1\nKites\nKites{mark} shall pass.\nArticle 2\nStrings\nEach Party shall let\n{mark} {NOTE}\n"
        f"strings pass, too.\nArticle 3\nWinds\n{SENTENCE}\n"
    )
    first, second, _third = structure.chapters[0].articles
    assert first.text.endswith(NOTE)
    assert second.text == "Each Party shall let\nstrings pass, too."


def test_marks_that_count_from_one_on_every_page_are_distinguished_by_their_order() -> None:
    structure = parsed(
        f"Article 1\nKites\nKites[1] shall pass.\n[1] {NOTE}\nArticle 2\nStrings\nStrings[1] shall pass.\n"
        f"Article 3\nWinds\n{SENTENCE}\n[1] {SECOND}\n"
    )
    assert [NOTE in one.text for one in structure.chapters[0].articles] == [True, False, False]
    assert [SECOND in one.text for one in structure.chapters[0].articles] == [False, True, False]


def test_a_note_to_the_title_of_an_annex_stays_with_it() -> None:
    structure = parsed(
        f"Article 1\nKites\n{SENTENCE}\nArticle 2\nStrings\n{SENTENCE}\nANNEX 1\nKINDS OF KITES[1]\n{SENTENCE}\n"
        f"ANNEX 2\nWINDS\n{SENTENCE}\n[1] {NOTE}\n"
    )
    assert [(chapter.number, chapter.heading) for chapter in structure.chapters[1:]] == [
        ("ANNEX 1", "KINDS OF KITES"),
        ("ANNEX 2", "WINDS"),
    ]
    assert NOTE in structure.chapters[1].articles[0].text
    assert NOTE not in structure.chapters[2].articles[0].text


@pytest.mark.parametrize(
    "text",
    [
        f"1 {NOTE}\n2 {SECOND}\n3 {SENTENCE}",
        f"(1) {NOTE} See paragraph (2) below.\n(2) {SECOND} See paragraph (1).",
        f"[1] {NOTE}\n[2] {SECOND}",
        f"Kites[1] shall pass.\n2. {SECOND}\n3. {NOTE}",
        "NOTES\n1. Kites of silk have a column of their own.\n2. Others have none.",
    ],
)
def test_paragraphs_that_nothing_refers_to_as_notes_stay(text: str) -> None:
    blocks = plain_blocks(text)
    assert with_footnotes(blocks) == blocks


def test_no_word_of_a_note_is_lost() -> None:
    for mark, second, after in FORMS.values():
        structure = parsed(text_of(mark, second, after))
        words = " ".join(one.text for chapter in structure.chapters for one in chapter.articles).split()
        assert {*NOTE.split(), *SECOND.split()} <= set(words)
        assert structure.stray_footnotes == ()
