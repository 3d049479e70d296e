"""Titles: the line or lines below an article's or chapter's number that say what it is about."""

import re
from dataclasses import dataclass

from tracker.texts.blocks import Block
from tracker.texts.headings import MAX_TITLE, Heading, clean_title, is_preamble, is_title

_MIN_SHARE = 0.2
_MIN_ARTICLES = 8
"""Least number of articles from which the share with a title below decides whether any of them has one."""

_MAX_LINES = 4
_SHORT_LINE = 60
"""The second line of a title is shorter than this (characters); a longer line is text."""

_ENUMERATED = re.compile(r"^\(?[a-z0-9ivx]{1,4}[.)]")

ENDS_OPEN = re.compile(
    r"(?:\b(?:and|or|of|the|for|to|in|on|with|by|from|under|between|other|than|an?"
    r"|entre|del?|la|las|los|y|o|en|para|por|con|et|ou|du|des|les?|à|aux?)|[,/\u2013\u2014-])$",
    re.IGNORECASE,
)
"""A title with this ending continues on the next line."""


@dataclass(frozen=True, slots=True)
class PlacedHeading:
    """A heading in the text: it and its title take the blocks from `start` up to, not including, `end`."""

    start: int
    end: int
    heading: Heading
    title: str | None


def place_titles(blocks: list[Block], chosen: list[tuple[int, Heading]]) -> list[PlacedHeading]:
    """Give every heading the title below it, where its own line has none.

    An agreement has titles on all its articles or on none: a few first lines that look like titles, in a text whose
    other articles have none, stay text.
    """
    starts = {index for index, _heading in chosen}
    placed = [_place(blocks, index, heading, starts) for index, heading in chosen]
    open_ended = [found for found in placed if found.heading.kind == "article" and not _has_own_line(found)]
    titled = [found for found in open_ended if found.title is not None]
    if len(open_ended) >= _MIN_ARTICLES and len(titled) < _MIN_SHARE * len(open_ended):
        mistaken = {found.start for found in titled}
        return [_without_title(found) if found.start in mistaken else found for found in placed]
    return placed


def _has_own_line(found: PlacedHeading) -> bool:
    """Whether the title, or the text itself, begins on the heading's own line."""
    return found.heading.title is not None or found.heading.body is not None


def _without_title(found: PlacedHeading) -> PlacedHeading:
    return PlacedHeading(found.start, found.start + 1, found.heading, None)


def _place(blocks: list[Block], index: int, heading: Heading, starts: set[int]) -> PlacedHeading:
    end = index + 1
    if heading.body is not None or heading.kind == "preamble":
        return PlacedHeading(index, end, heading, heading.title)
    parts = [heading.title] if heading.title else []
    while len(parts) < _MAX_LINES and end < len(blocks) and end not in starts:
        goes_on = _title_goes_on(parts[-1], blocks, end) if parts else _is_title_below(blocks, end, starts)
        if not goes_on or sum(map(len, parts)) + len(blocks[end].text) > MAX_TITLE:
            break
        parts.append(blocks[end].text)
        end += 1
    return PlacedHeading(index, end, heading, clean_title(" ".join(parts)))


def _is_title_below(blocks: list[Block], at: int, starts: set[int]) -> bool:
    """Whether the line below a number is its title, not the first line of the text."""
    block = blocks[at]
    following = blocks[at + 1] if at + 1 < len(blocks) and at + 1 not in starts else None
    if block.footnote is not None or not is_title(block.text.rstrip(",")):
        return False
    if following is None:
        return not block.text.endswith((".", ","))
    goes_on = _title_goes_on(block.text, blocks, at + 1)
    if block.text.endswith(","):
        return goes_on
    wrapped = not following.spaced and following.text[0].islower() and not _ENUMERATED.match(following.text)
    return goes_on or not wrapped


def _title_goes_on(title: str, blocks: list[Block], at: int) -> bool:
    """Whether the line at `at` is the next line of a title that began above it."""
    block = blocks[at]
    if block.footnote is not None or block.text[-1] in ".;:," or _ENUMERATED.match(block.text):
        return False
    if is_preamble(block.text):
        return False
    ends_there = at + 1 >= len(blocks) or blocks[at + 1].spaced or not blocks[at + 1].text[0].islower()
    if ENDS_OPEN.search(title):
        return ends_there and (is_title(block.text) or block.text[0].islower())
    if block.spaced:
        return False
    if title.isupper() and block.text.isupper():
        return is_title(block.text)
    return block.text[0].islower() and len(block.text) < _SHORT_LINE and len(title) > 25 and ends_there
