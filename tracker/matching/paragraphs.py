"""The numbered paragraphs of an article: what evidence stands in, and what a cross-reference points to."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBERED = re.compile(
    r"(?:\A|\n|(?<=[.;:)\]]) )[ \n]{0,40}\(?(\d{1,2})(?:[.)]+ ?|[ \n]+|\.\s{0,20})(?=[ \n]{0,20}[\"'(\[]?[A-Z])"
)
"""A number at the start of a line or after a sentence, before a capital letter."""

_BLANK_LINE = re.compile(r"(?<=[.;:)\]])[ ]*\n[ ]*\n\s*(?=[A-Z\"'(])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `number` as printed (None before the first number, or where none is printed), [start, end)."""

    number: str | None
    start: int
    end: int


def paragraphs(folded: str) -> tuple[Paragraph, ...]:
    """The paragraphs of an article, in order and without gaps; at least one.

    A number counts as that of a paragraph where it continues the count from 1. An article without numbered paragraphs
    is one paragraph.
    """
    starts: list[tuple[int, str | None]] = [(0, None)]
    expected = 1
    for match in _NUMBERED.finditer(folded):
        if int(match.group(1)) == expected:
            start = match.start(1)
            starts.append((start, match.group(1)))
            expected += 1
    if len(starts) > 1 and not folded[: starts[1][0]].strip(" \n("):
        starts.pop(0)
    ends = [start for start, _ in starts[1:]] + [len(folded)]
    return tuple(Paragraph(number, start, end) for (start, number), end in zip(starts, ends, strict=True))


def paragraph_at(found: tuple[Paragraph, ...], position: int) -> int:
    """The index of the paragraph that `position` is in."""
    return max(0, bisect_right([paragraph.start for paragraph in found], position) - 1)


def paragraph_spans(folded: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Whole paragraphs that the spans are in, as sorted half-open spans without outer spaces.

    In an article without numbered paragraphs, what stands between two blank lines counts as one, with the list
    that its last words introduce.
    """
    found = paragraphs(folded)
    wanted: dict[tuple[int, int], None] = {}
    for start, end in spans:
        first, last = paragraph_at(found, start), paragraph_at(found, max(start, end - 1))
        for index in range(first, last + 1):
            wanted[_trimmed(folded, *_narrowed(folded, found[index], start, end))] = None
    return tuple(sorted(wanted))


def _narrowed(folded: str, paragraph: Paragraph, start: int, end: int) -> tuple[int, int]:
    """The paragraph; of one without number the blocks between blank lines that [start, end) touches.

    A block that ends with a colon or semicolon continues in the next one.
    """
    if paragraph.number is not None:
        return paragraph.start, paragraph.end
    begin, stop = paragraph.start, paragraph.end
    for match in _BLANK_LINE.finditer(folded, paragraph.start, paragraph.end):
        if folded[match.start() - 1] in ";:":
            continue
        if match.end() <= start:
            begin = match.end()
        elif match.start() >= end:
            stop = match.start()
            break
    return begin, stop


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and folded[start] in " \n":
        start += 1
    while end > start and folded[end - 1] in " \n":
        end -= 1
    return start, end
