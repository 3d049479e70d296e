"""Chapters whose heading is a number without a word: "5", "5. TRADE IN KITES", "II. TRADE IN KITES".

The articles below show that such a line begins a chapter: the first below "5" is 5.1; or, where articles are numbered
through, each of at least three such lines in a row stands directly above an article. A text whose chapters have a word
for their number is left as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.texts.blocks import Block
from tracker.texts.headings import ATTACHED, Heading, has_verb, is_title, recognise
from tracker.texts.numbering import parse_number

_LEAST = 3
"""Fewer such lines show nothing."""

_SHARE = 0.8
"""Share of the chapters that must begin with such a line."""

_LINES = 3
"""Lines above the first article of a chapter among which its number is looked for: a title may stand between."""

_LONGEST = 120
_NUMBERED = re.compile(r"^(?P<number>\d{1,2}|[IVXL]{1,7})\s?[.:)–—-]{0,2}(?:\s+(?P<title>\S.*))?$")
_WITH_WORD = frozenset(("chapter", "title", "part"))
_SPANISH = re.compile(r"art[ií]culo|artigo", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with a number and no word: where it is, and what it says."""

    at: int
    number: int
    title: str | None


def with_numbered_chapters(blocks: list[Block]) -> list[Block]:
    """The blocks, in which such lines are headings of chapters.

    Where the articles' numbers name the chapter, the line gets the word that it lacks; elsewhere it is only marked.
    """
    headings = [
        (index, heading)
        for index, block in enumerate(blocks)
        if block.footnote is None and (heading := recognise(block.text)) is not None
    ]
    if any(heading.kind in _WITH_WORD for _index, heading in headings):
        return blocks
    own = [(index, heading) for index, heading in headings if heading.kind not in ATTACHED]
    articles = [
        (index, heading) for index, heading in own if heading.kind == "article" and not heading.quoted
    ]
    if lines := _named_by_articles(blocks, articles):
        word = "CAPÍTULO" if _SPANISH.match(articles[0][1].printed) else "CHAPTER"
        return _replaced(blocks, {line.at: _with_word(blocks[line.at], line, word) for line in lines})
    return _replaced(
        blocks, {line.at: replace(blocks[line.at], chapter=True) for line in _counted(blocks, articles)}
    )


def _with_word(block: Block, line: _Line, word: str) -> Block:
    title = f": {line.title}" if line.title else ""
    return replace(block, text=f"{word} {line.number}{title}", spaced=True)


def _replaced(blocks: list[Block], changed: dict[int, Block]) -> list[Block]:
    return [changed.get(index, block) for index, block in enumerate(blocks)] if changed else blocks


def _named_by_articles(blocks: list[Block], articles: list[tuple[int, Heading]]) -> list[_Line]:
    """The lines above articles 1.1, 2.1, ... that are these articles' first number."""
    first = [
        (index, heading.value.path[0])
        for index, heading in articles
        if heading.value is not None
        and len(heading.value.path) == 2
        and heading.value.path[1] == 1
        and not heading.value.prefix
        and not heading.value.suffix
    ]
    lines = [line for index, number in first if (line := _above(blocks, index, number)) is not None]
    return lines if len(lines) >= _LEAST and len(lines) >= _SHARE * len(first) else []


def _counted(blocks: list[Block], articles: list[tuple[int, Heading]]) -> list[_Line]:
    """Lines in capitals or marked, each directly above an article, that count from 1 without a gap."""
    lines = [
        line
        for index, _heading in articles
        if (line := _above(blocks, index)) is not None
        and line.title
        and (blocks[line.at].marked or line.title.isupper())
    ]
    counts = [line.number for line in lines] == list(range(1, len(lines) + 1))
    return lines if counts and len(lines) >= _LEAST else []


def _above(blocks: list[Block], article: int, number: int | None = None) -> _Line | None:
    """The line with a number (that one, if given) above an article, with no more than a title between."""
    for at in _backwards(article):
        text = blocks[at].text
        match = _NUMBERED.match(text)
        if match is not None and len(text) <= _LONGEST:
            value, title = parse_number(match["number"]), match["title"]
            found = value.path[0] if value is not None else None
            if found is not None and found == (found if number is None else number) and _may_be_title(title):
                return _Line(at, found, title)
        if not _may_be_title(text) or recognise(text) is not None:
            return None
    return None


def _backwards(article: int) -> Iterable[int]:
    return range(article - 1, max(-1, article - 1 - _LINES), -1)


def _may_be_title(text: str | None) -> bool:
    return text is None or (
        is_title(text) and len(text) <= _LONGEST and text[-1] not in ".;:" and not has_verb(text)
    )
