"""Articles' headings in brackets or between signs, on lines or in running text: "(Article 1) Kites. Each Party ...".

Such words are references in most texts. Where they count from 1 and next to no line begins with a bare heading, they
are the headings: the signs are taken away, and what reads headings elsewhere reads these, too.
"""

import re
from dataclasses import replace

from tracker.texts.blocks import Block
from tracker.texts.headings import recognise
from tracker.texts.numbering import ARTICLE_NUMBER, ArticleNumber, follows, parse_number

_WORDS = r"(?:ARTICLE|Article|ART[IÍ]CULO|Art[ií]culo|ARTIGO|Artigo|ART\.|Art\.)"
_BRACKETED = re.compile(
    rf"(?:(?P<bracket>[(\[{{<«‹【])\s?|(?P<sign>\*{{1,3}}|_{{1,3}}|[•●▪■–—])\s?)(?P<word>{_WORDS})\s+(?P<number>{ARTICLE_NUMBER})"
    r"\s?[.:]?(?(bracket)\s?[)\]}>»›】]|(?:\s?(?P=sign))?)[.:]?\s?[–—-]{0,2}(?=\s|$)"
)
_MAY_BE = re.compile(r"A(?:(?<=[(\[{<«‹【*_•●▪■–—]A)|(?<=[(\[{<«‹【*_•●▪■–—]\sA))(?:RT|rt)")
"""How they begin; a pattern that begins with a letter is found fast."""

_CUT_OFF = re.compile(rf"(?:^|\s)(?:[(\[{{<]\s?{_WORDS}|(?:\*{{1,3}}|_{{1,3}}|[•●▪■–—])(?:\s?{_WORDS})?)$")
"""A bracket with the word alone, or a sign, whose number stands on the next line."""

_LEAST = 3
"""Fewer such headings show nothing."""

_COUNTED = 0.8
"""Share of them that must have the number after the one before, or the first of a chapter."""

_BARE = 0.5
"""Most bare headings at the beginning of lines for each one in brackets: a width breaks lines before references."""


def without_brackets(blocks: list[Block]) -> list[Block]:
    """The blocks, with headings in brackets bare and, inside a paragraph, set apart by two spaces."""
    if not any(_MAY_BE.search(block.text) for block in blocks):
        return blocks
    whole = _numbers_put_below(blocks)
    found = [
        (block, match)
        for block in whole
        if block.footnote is None
        for match in _BRACKETED.finditer(block.text)
        if _may_be_heading(block.text, match)
    ]
    if not _count_up([parse_number(match["number"]) for _block, match in found]):
        return blocks
    bare = sum(_is_article(block.text) for block in blocks)
    if bare > _BARE * len(found):
        return blocks
    return [
        block if block.footnote is not None else replace(block, text=_bare(block.text)) for block in whole
    ]


def _numbers_put_below(blocks: list[Block]) -> list[Block]:
    """The blocks, where a line ends with "(Article" or a sign that at the beginning of the next line."""
    lines = list(blocks)
    for place, block in enumerate(lines[:-1]):
        if match := _CUT_OFF.search(block.text):
            rest, word = block.text[: match.start()].rstrip(), match[0].strip()
            if rest and _BRACKETED.match(f"{word} {lines[place + 1].text}"):
                lines[place] = replace(block, text=rest)
                lines[place + 1] = replace(lines[place + 1], text=f"{word} {lines[place + 1].text}")
    return lines


def _may_be_heading(text: str, match: re.Match[str]) -> bool:
    """Whether a title or a sentence may begin behind the words."""
    following = text[match.end() :].lstrip()
    return not following or not (following[0].islower() or following[0] in ",;)")


def _bare(text: str) -> str:
    def written(match: re.Match[str]) -> str:
        return f"  {match['word']} {match['number']}:" if _may_be_heading(text, match) else match[0]

    return _BRACKETED.sub(written, text).strip()


def _count_up(numbers: list[ArticleNumber | None]) -> bool:
    """Whether numbers begin with 1, and nearly every one has the number after the one before."""
    if len(numbers) < _LEAST or numbers[0] is None or numbers[0].path[-1] != 1:
        return False
    steps = sum(
        later is not None and (later.path[-1] == 1 or (earlier is not None and follows(earlier, later)))
        for earlier, later in zip([None, *numbers], numbers, strict=False)
    )
    return steps >= _COUNTED * len(numbers)


def _is_article(text: str) -> bool:
    heading = recognise(text)
    return heading is not None and heading.kind == "article"
