"""Articles named by the sign of a section: "§ 3 Scope", in laws and in drafts of some countries.

In most texts such a line is a paragraph of an article. Where no line has a word for an article, and the signs at the
beginnings of lines count from 1 without a gap, they are the articles.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from tracker.texts.blocks import Block
from tracker.texts.headings import recognise

_SIGN = re.compile(r"^§\s?(?P<number>\d{1,3})(?![\d§])")
_LEAST = 3
"""Fewer such lines show nothing."""

_AGAIN = 0.8
"""Share of such lines that must be in the count; a few begin with a reference."""


def with_section_signs(blocks: list[Block]) -> list[Block]:
    """The blocks, in which such lines are marked as headings where they are the articles' and only there."""
    lines = {
        index: int(match["number"])
        for index, block in enumerate(blocks)
        if block.text[0] == "§" and block.footnote is None and (match := _SIGN.match(block.text))
    }
    if not lines:
        return blocks
    counted = _count(lines.items())
    are_articles = (
        len(counted) >= _LEAST
        and len(counted) >= _AGAIN * len(lines)
        and not any(_is_article(block) for block in blocks)
    )
    marked = counted if are_articles else set()
    return [
        replace(block, marked=index in marked) if index in lines else block
        for index, block in enumerate(blocks)
    ]


def _count(lines: Iterable[tuple[int, int]]) -> set[int]:
    """Where the lines are that count from 1 by one."""
    found: set[int] = set()
    for index, number in lines:
        if number == len(found) + 1:
            found.add(index)
    return found


def _is_article(block: Block) -> bool:
    heading = recognise(block.text)
    return heading is not None and heading.kind == "article"
