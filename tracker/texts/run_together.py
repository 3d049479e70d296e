"""Texts whose line breaks were lost: headings in the middle of long paragraphs are given lines of their own.

"... of this Agreement. ARTICLE 1.2. Objectives The objectives of this Agreement are: ..." A paragraph is divided only
where the numbers of the headings found inside paragraphs count up, so that references to articles divide nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tracker.texts.blocks import Block
from tracker.texts.headings import MAX_TITLE, is_title, recognise
from tracker.texts.numbering import ARTICLE_NUMBER, follows, parse_number

_LONG = 1_200
"""A paragraph of more characters may have headings inside."""

_LEAST = 3
"""Fewer headings inside paragraphs than this show nothing."""

_COUNTED = 0.6
"""Share of the headings found that must have the number after the one before them, or the first of a chapter."""

_TAIL = 400
"""Characters before an article's heading in which the heading of its chapter is looked for."""

_LONGEST_TITLE = 160

_ARTICLE = re.compile(
    r"(?:(?<=[.;:)”\"’»\]]\s)|(?<=\s\s)|(?<=\s)(?=A)|^)"
    r"(?P<label>(?P<word>ARTICLE|Article|ART[IÍ]CULO|Art[ií]culo)\s+"
    rf"(?P<number>{ARTICLE_NUMBER})\s?[.:–-]{{0,2}})(?=\s+(?:[A-ZÁÉÍÓÚ“\"]|\d{{1,2}}[.)]?\s))"
)
_CONTAINER = re.compile(
    r"(?:^|(?<=[.;:)”\"’»\]]\s)|(?<=\s\s)|(?<=[A-Z]{3}\s))"
    r"(?=(?:CHAPTER|Chapter|CAP[IÍ]TULO|Cap[ií]tulo|TITLE|T[IÍ]TULO|PART|SECTION|Section|SECCI[OÓ]N|ANNEX|Annex|ANEXO)"
    r"\s+(?:\d|[IVXLA-Z]))"
)
_SECOND = re.compile(
    r"(?P<first>(?:TITLE|T[IÍ]TULO|TITRE|PART|PARTE|CHAPTER|CAP[IÍ]TULO|CHAPITRE)\s[^a-z()]{4,150}?[A-Z]{3,}"
    r"(?<!\bAND)(?<!\bTHE)(?<!\bFOR)(?<!\bWITH)(?<!\bUNDER)(?<!\bFROM))"
    r"\s(?P<second>(?:CHAPTER|CAP[IÍ]TULO|CHAPITRE|SECTION|SECCI[OÓ]N)\s(?:\d{1,2}|[IVX]{1,5}|[A-Z])\s[A-ZÁÉÍÓÚ]{4,}[^a-z]*)$"
)
_OPENS = (
    r"(?:The|This|These|Each|Every|Nothing|Neither|Any|An?|All|No|Both|Either|Parties"
    r"|(?:In|For|If|Upon|Unless|Notwithstanding|Except|Subject|Where|When|Without|After|Further|With|As|Within|At"
    r"|It|To|By|On|Under|Pursuant)(?=\s[a-z])"
    r"|El|La|Los|Las|Cada|Ninguna?|Nada|Para|Cuando|Sin)"
)
_TITLE = re.compile(
    rf"\s+(?P<title>\S.{{1,{_LONGEST_TITLE}}}?)\s+(?=1\.?\s[A-Z“]|\(1\)\s|\(a\)\s|{_OPENS}\s)", re.DOTALL
)
_FULL_STOP = re.compile(r"[a-z)]\.\s|[;:]\s")


def split_run_together(blocks: list[Block]) -> list[Block]:
    """The blocks, long ones divided at the headings inside them where these count up."""
    inside = {
        position: found
        for position, block in enumerate(blocks)
        if len(block.text) > _LONG and (found := _headings_inside(block.text))
    }
    if not _counts_up([match for found in inside.values() for match in found]):
        return blocks
    divided: list[Block] = []
    for position, block in enumerate(blocks):
        headings = inside.get(position)
        divided += _divided(block, headings) if headings else [block]
    return divided


def split_headings(blocks: list[Block]) -> list[Block]:
    """The blocks, lines with the headings of two containers divided ("TITLE IV COOPERATION CHAPTER 1 REFORM").

    The first heading's words must be in capitals, and the second is no reference ("... COVERED BY CHAPTER 4").
    """
    divided: list[Block] = []
    for block in blocks:
        match = _SECOND.match(block.text) if len(block.text) <= MAX_TITLE else None
        if match is None or recognise(match["second"]) is None or recognise(match["first"]) is None:
            divided.append(block)
            continue
        divided.append(replace(block, text=match["first"]))
        divided.append(replace(block, text=match["second"], spaced=True))
    return divided


def _headings_inside(text: str) -> list[re.Match[str]]:
    """What reads like an article's heading, at the end of a sentence or below a chapter's heading."""
    found = []
    for match in _ARTICLE.finditer(text):
        before = text[max(0, match.start() - _TAIL) : match.start()].rstrip()
        closed = not before or before[-1] in '.;:)”"’»]'
        if (
            closed
            or (match.start() >= 2 and text[match.start() - 2 : match.start()].isspace())
            or _tail(before) is not None
        ):
            found.append(match)
    return found


def _counts_up(found: list[re.Match[str]]) -> bool:
    numbers = [number for match in found if (number := parse_number(match["number"])) is not None]
    if len(numbers) < _LEAST:
        return False
    steps = sum(follows(one, other) or other.path[-1] == 1 for one, other in pairwise(numbers))
    return steps >= _COUNTED * (len(numbers) - 1)


def _divided(block: Block, found: list[re.Match[str]]) -> Iterator[Block]:
    text = block.text
    start, spaced = 0, block.spaced
    for place, match in enumerate(found):
        yield from _before_heading(text[start : match.start()], spaced)
        limit = found[place + 1].start() if place + 1 < len(found) else len(text)
        end = _end_of_title(text, match.end(), limit)
        yield Block(text[match.start() : end].strip(), spaced=True)
        start, spaced = end, False
    yield from _pieces([text[start:]], spaced)


def _before_heading(text: str, spaced: bool) -> Iterator[Block]:
    """The end of the article before, with the heading of a chapter or section that stands between the two."""
    headings: list[str] = []
    rest = text.rstrip()
    while (at := _tail(rest[-_TAIL:])) is not None:
        at += max(0, len(rest) - _TAIL)
        headings.insert(0, rest[at:].strip())
        rest = rest[:at].rstrip()
    yield from _pieces([rest], spaced)
    yield from _pieces(headings, True)


def _tail(text: str) -> int | None:
    """Where the heading of a chapter or the like begins that ends with the text; None where there is none."""
    for match in reversed(list(_CONTAINER.finditer(text))):
        heading = recognise(text[match.start() :].strip())
        if heading is not None and heading.kind != "article":
            return match.start()
    return None


def _end_of_title(text: str, start: int, limit: int) -> int:
    """Where the title after an article's number ends: before the first paragraph's number or its first word."""
    match = _TITLE.match(text, start, min(limit, start + 2 * _LONGEST_TITLE))
    if match is None:
        return start
    title = match["title"]
    if len(title) > MAX_TITLE or not is_title(title) or _FULL_STOP.search(title):
        return start
    return match.end("title")


def _pieces(texts: list[str], spaced: bool) -> Iterator[Block]:
    for text in texts:
        if text.strip():
            yield Block(text.strip(), spaced=spaced)
