"""Marks of footnotes that ran into the number of a heading: "ANNEX 9-E40" between 9-D and 9-F is Annex 9-E.

A copy loses the raised letters. Only the numbers around it can show that the last digits are a mark: the number without
them is the one that is due, and the number with them is not.
"""

import re
from dataclasses import replace

from tracker.texts.headings import Heading
from tracker.texts.numbering import ArticleNumber, follows, parse_number

Candidate = tuple[int, Heading]

_LETTER_AND_MARK = re.compile(r"^(?P<number>.*(?:\d[-–.]?[A-Z]|[IVXLC]{2,}))(?P<mark>\d{1,3})$")
_DIGITS = re.compile(r"^(?P<stem>.*?)(?P<digits>\d{2,5})$")
_AHEAD = 3
"""Headings after one among which the next number is looked for."""


def without_footnote_marks(candidates: list[Candidate]) -> list[Candidate]:
    """The headings, those with a footnote's mark in their number without it; `misread` is what is printed."""
    by_kind: dict[str, list[int]] = {}
    for position, (_index, heading) in enumerate(candidates):
        if heading.value is not None:
            by_kind.setdefault(heading.kind, []).append(position)
    found = list(candidates)
    for places in by_kind.values():
        for place, position in enumerate(places):
            index, heading = found[position]
            before = found[places[place - 1]][1].value if place else None
            after = [found[other][1].value for other in places[place + 1 : place + 1 + _AHEAD]]
            if before is None or heading.value is None or follows(before, heading.value):
                continue
            if (number := _without_mark(heading, before, after)) is not None:
                word = heading.printed.partition(" ")[0]
                found[position] = (
                    index,
                    replace(
                        heading,
                        printed=f"{word} {number}",
                        value=parse_number(number),
                        misread=heading.printed,
                    ),
                )
    return found


def _without_mark(heading: Heading, before: ArticleNumber, after: list[ArticleNumber | None]) -> str | None:
    """The number without the mark, where the one before and the ones after prove it."""
    number = heading.printed.partition(" ")[2]
    if match := _LETTER_AND_MARK.match(number):
        cut = parse_number(match["number"])
        if cut is not None and follows(before, cut) and (not after or _continues(cut, after)):
            return match["number"]
    if match := _DIGITS.match(number):
        for length in range(1, len(match["digits"])):
            shorter = match["stem"] + match["digits"][:length]
            cut = parse_number(shorter)
            if cut is not None and follows(before, cut) and _continues(cut, after):
                return shorter
    return None


def _continues(cut: ArticleNumber, after: list[ArticleNumber | None]) -> bool:
    return any(later is not None and follows(cut, later) for later in after)
