"""Articles put in between with a letter or number in brackets or behind a stroke: "Article 2 (a)", "Article 2/1".

Elsewhere such words refer to a paragraph. Where lines that begin so count from the first letter or number, between the
headings of the very article and of the next, they are headings, and are marked as such.
"""

import re
from dataclasses import replace

from tracker.texts.blocks import Block
from tracker.texts.headings import MAX_TITLE, recognise, recognise_marked

_SUB_NUMBER = re.compile(r"^\w+\.?\s\d{1,4}\s?(?:\((?P<letter>[a-z])\)|/(?P<digit>\d{1,2}))(?=$|[\s.:–-])")
_LEAST = 2
"""A single one may be a reference."""


def with_sub_numbers(blocks: list[Block]) -> list[Block]:
    """The blocks, in which such headings are marked."""
    lines = {
        index: int(match["digit"] or ord(match["letter"]) - ord("a") + 1)
        for index, block in enumerate(blocks)
        if block.footnote is None
        and len(block.text) <= MAX_TITLE
        and (match := _SUB_NUMBER.match(block.text))
        and recognise(block.text) is None
        and recognise_marked(block.text) is not None
    }
    if len(lines) < _LEAST:
        return blocks
    headings: set[int] = set()
    last: int | None = None
    between: list[int] = []
    for index, block in enumerate(blocks):
        if index in lines:
            between.append(index)
        elif (number := _whole_number(block)) is not None:
            if number - 1 == last and _count(blocks, lines, between, last):
                headings.update(between)
            last, between = number, []
    return [replace(block, marked=True) if index in headings else block for index, block in enumerate(blocks)]


def _whole_number(block: Block) -> int | None:
    """The number of an article's heading that is one number."""
    if len(block.text) > MAX_TITLE or block.footnote is not None:
        return None
    heading = recognise(block.text)
    if heading is None or heading.kind != "article" or heading.value is None or len(heading.value.path) != 1:
        return None
    return heading.value.path[0]


def _count(blocks: list[Block], lines: dict[int, int], between: list[int], article: int) -> bool:
    """Whether lines have the number of the article above them and count from 1 or a."""
    numbers = [lines[index] for index in between]
    same = all(re.search(rf"\D{article}\D", blocks[index].text) is not None for index in between)
    return same and len(numbers) >= _LEAST and numbers == list(range(1, len(numbers) + 1))
