"""Footnotes that stand behind an article's text: which words each of them belongs to.

Readers of documents put a footnote behind the article that refers to it: "[^7]" in the text, and "[7] ..." on a line of
its own behind it. What a note says holds for the words that carry its mark. A note without a
mark in the article belongs to a neighbouring one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import dropwhile

_LABEL = re.compile(r"\n[ ]{0,4}\[(\d{1,3})\] (?=[\"'(]?[A-Z])|(?<=[.;:)]) \[(\d{1,3})\] (?=[\"'(]?[A-Z])")
"""The number before a note: on a line of its own, or behind the note before it."""

_MARK = re.compile(
    r"\[\^(\d{1,3})\]|\^(\d{1,3})(?!\d)|[a-z](?<=[a-z]{2})[.,;:)\"']{0,2}(\d{1,3})(?![\d.,]\d|\d)"
)
"""A note's number where the article refers to it: "[^7]", "^7", or behind a word without a space."""


@dataclass(frozen=True, slots=True)
class AttachedNote:
    """One note, [start, end) of the text; `mark` is where its mark stands, None where the article has none."""

    start: int
    end: int
    mark: int | None


def attached_notes(folded: str) -> tuple[AttachedNote, ...]:
    """The notes behind the article's text, in order; () where it ends without any.

    Numbers may begin anew on each page of the source: the second note 1 belongs to the second mark 1.
    """
    first = folded.find("\n[")
    if first < 0:
        return ()
    labels = list(dropwhile(lambda label: not label.group(1), _LABEL.finditer(folded, first)))
    if not labels:
        return ()
    marks: dict[str, list[int]] = {}
    for match in _MARK.finditer(folded, 0, labels[0].start()):
        marks.setdefault(match.group(match.lastindex or 0), []).append(match.start())
    unused = {number: iter(places) for number, places in marks.items()}
    ends = [label.start() for label in labels[1:]] + [len(folded)]
    notes = []
    for label, end in zip(labels, ends, strict=True):
        own = unused.get(label.group(1) or label.group(2), iter(()))
        notes.append(AttachedNote(label.start(), end, next(own, None)))
    return tuple(notes)


def notes_at(notes: tuple[AttachedNote, ...], positions: Iterable[int]) -> list[AttachedNote | None]:
    """The note that each position is in, None where it is in none."""
    starts = [note.start for note in notes]
    found: list[AttachedNote | None] = []
    for position in positions:
        index = bisect_right(starts, position) - 1
        found.append(notes[index] if index >= 0 and position < notes[index].end else None)
    return found


def without_stray_notes(folded: str) -> str:
    """The text with notes blanked whose marks it does not have, so that offsets stay; the same object without any."""
    stray = [note for note in attached_notes(folded) if note.mark is None]
    if not stray:
        return folded
    pieces: list[str] = []
    position = 0
    for note in stray:
        pieces += (folded[position : note.start], " " * (note.end - note.start))
        position = note.end
    return "".join((*pieces, folded[position:]))
