"""Words in common: clauses compared each with each, by their words in order. Pure: no database, no clock."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FIRST_SIGN = 0x10000  # above the surrogates, which are not characters

ROWS = 200
"""Clauses compared with all others at once: with 2,000 others that are 400,000 numbers in memory."""


def clause_words(text: str) -> list[str]:
    """The words of a clause in order: runs of letters, without regard to case and to the shape of apostrophes.

    Numbers and punctuation are none: they differ by publisher and by place in the agreement.
    """
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


@dataclass(frozen=True, slots=True)
class CommonWords:
    """That two clauses, by their positions, are alike.

    `common` is the number of words of the longest sequence that both have in the same order.
    """

    first: int
    second: int
    common: int


class WordSigns:
    """Clauses as strings with one character for each word, so that RapidFuzz compares them as strings.

    All clauses that are compared need the same object.
    """

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}

    def of(self, words: Sequence[str]) -> str:
        """The string of these words; it is as long as they are many."""
        return "".join(self._signs.setdefault(word, chr(_FIRST_SIGN + len(self._signs))) for word in words)


def alike(fresh: Sequence[str], others: Sequence[str], least: float) -> Iterator[CommonWords]:
    """Which of `fresh` are alike to which of `others` (both as `WordSigns.of` makes them).

    Two clauses are alike where their words in common, as a share of the mean of both lengths, are at least `least`
    (0..1). Clauses without words are like none.
    """
    if not others:
        return
    theirs = np.array([len(other) for other in others])
    for start in range(0, len(fresh), ROWS):
        part = fresh[start : start + ROWS]
        own = np.array([len(one) for one in part])
        common = process.cdist(part, others, scorer=LCSseq.similarity, dtype=np.uint32)
        both = own[:, None] + theirs[None, :]
        for row, column in np.argwhere((common > 0) & (2.0 * common >= least * both)):
            yield CommonWords(start + int(row), int(column), int(common[row, column]))


def alike_part(
    fresh: Sequence[str], others: Sequence[str], least: float
) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint32]]":
    """`alike` as rows of numbers (first, second, common), which cost little to send from another machine."""
    rows = [(pair.first, pair.second, pair.common) for pair in alike(fresh, others, least)]
    return np.array(rows, dtype=np.uint32).reshape(-1, 3)
