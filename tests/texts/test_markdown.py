"""Markdown: front matter, headings in bold, and what converters leave around them."""

import time

import pytest

from tests.texts.later import later_text, numbered
from tracker.texts import read_bytes
from tracker.texts.formats import read_blocks
from tracker.texts.markdown import markdown_blocks, take_front_matter
from tracker.texts.raw import raw_document

INVENTED = """---
date: '2031-05-04'
source_url: https://arcadia.example/kites
title: Agreement Between Arcadia and Ruritania
  on Kites
---

** AGREEMENT BETWEEN ARCADIA AND
RURITANIA ON KITES **

**Preamble **

Arcadia and Ruritania, fond of kites,

**<span style="text-decoration: underline">Section 1. Kites and
Strings </span>**

**Article 1.1: Kites **

1\\. Each Party shall let kites fly.<a href="#_ftn1" id="_ftnref1">[1]</a>

**Article 1.2: Strings, Tails,
and Bows**

Strings are free.

**Section 2. Last Things**

**Article 2.1: Wind**\\[2\\]** **

Wind is **free** for all.

**Article 2.2: End**

It ends.
"""


def test_an_agreement_in_bold_is_read_with_its_sections() -> None:
    agreement = read_bytes(INVENTED.encode(), "kites.md")
    assert [
        (chapter.number, chapter.heading, [(one.number, one.heading) for one in chapter.articles])
        for chapter in agreement.chapters[1:]
    ] == [
        (
            "Section 1",
            "Kites and Strings",
            [("Article 1.1", "Kites"), ("Article 1.2", "Strings, Tails, and Bows")],
        ),
        ("Section 2", "Last Things", [("Article 2.1", "Wind"), ("Article 2.2", "End")]),
    ]
    texts = [one.text for chapter in agreement.chapters for one in chapter.articles]
    assert texts[1:] == [
        "1. Each Party shall let kites fly.[1]",
        "Strings are free.",
        "Wind is free for all.",
        "It ends.",
    ]


def test_front_matter_gives_the_title_and_is_no_text() -> None:
    reading = read_blocks(raw_document(INVENTED.encode(), "kites.md"))
    assert reading.page_title == "Agreement Between Arcadia and Ruritania on Kites"
    assert not any("source_url" in block.text for block in reading.blocks)


@pytest.mark.parametrize("text", ["---\nKites fly.\n---\n", "Kites\n---\ntitle: x\n---\n", "--- \n", ""])
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert take_front_matter(text) == (None, text)


def test_bold_that_never_closes_does_no_harm() -> None:
    assert [block.text for block in markdown_blocks("**Kites\nfly\n\nhigh**")] == ["**Kites", "fly", "high**"]


@pytest.mark.serial
@pytest.mark.parametrize(
    "text", ["---\n" + "a: b\n" * 200_000, "**a\n" * 100_000, "<a " * 200_000, "**" * 300_000, "[" * 200_000]
)
def test_hostile_markdown_takes_no_more_than_its_time(text: str) -> None:
    started = time.process_time()
    take_front_matter(text)
    markdown_blocks(text)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("name", "articles"),
    [("us_malaysia_art_2025.md", 32), ("us_cambodia_art_2025.md", 30), ("us_jordan_art_2026.md", 27)],
)
def test_texts_of_the_white_house(name: str, articles: int) -> None:
    assert numbered(later_text(name)) == articles
