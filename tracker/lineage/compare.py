"""Words in common: clauses compared each with each, by their words in order. Pure: no database, no clock."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FIRST_SIGN = 0x10000  # above the surrogates, which are not characters

_ROUNDING = 1e-9

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
    """Which of `fresh` are alike to which of `others` (both as `WordSigns.of` makes them), in no particular order.

    Two clauses are alike where their words in common, as a share of the mean of both lengths, are at least `least`
    (0..1). Clauses without words are like none. The same words are compared once, however many clauses have them, and
    only with those whose length leaves it possible that they are alike.
    """
    have_fresh, have_other = _by_words(fresh), _by_words(others)
    for one, other, words in _alike_words(list(have_fresh), list(have_other), least):
        for first in have_fresh[one]:
            for second in have_other[other]:
                yield CommonWords(first, second, words)


def alike_within(clauses: Sequence[str], least: float) -> Iterator[CommonWords]:
    """Which of the clauses are alike to which others of them, as `alike` says it; each pair once."""
    have = _by_words(clauses)
    for one, other, words in _alike_words(list(have), None, least):
        if one == other:
            for first, second in combinations(have[one], 2):
                yield CommonWords(first, second, words)
        else:
            for first in have[one]:
                for second in have[other]:
                    yield CommonWords(min(first, second), max(first, second), words)


def _alike_words(wanted: list[str], others: list[str] | None, least: float) -> Iterator[tuple[str, str, int]]:
    """The words that are alike, and how many they have in common; both lists have each once, the shortest first.

    Where `others` is None they are compared among themselves: each two once, and each with itself.
    """
    theirs = wanted if others is None else others
    lengths = np.array([len(other) for other in theirs])
    for start in range(0, len(wanted), ROWS):
        part = wanted[start : start + ROWS]
        own = np.array([len(one) for one in part])
        # The words in common are at most those of the shorter clause.
        begin = int(np.searchsorted(lengths, own[0] * least / (2.0 - least) - _ROUNDING, "left"))
        end = len(theirs)
        if least:
            end = int(np.searchsorted(lengths, own[-1] * (2.0 - least) / least + _ROUNDING, "right"))
        if others is None:
            begin = start
        if begin >= end:
            continue
        fewest = max(1, int(least * float(own[0] + lengths[begin]) / 2.0 - _ROUNDING))
        common = process.cdist(
            part, theirs[begin:end], scorer=LCSseq.similarity, dtype=np.uint32, score_cutoff=fewest
        )
        found = (common > 0) & (2.0 * common >= least * (own[:, None] + lengths[None, begin:end]))
        if others is None:
            found = np.triu(found)
        for row, column in np.argwhere(found):
            yield part[row], theirs[begin + int(column)], int(common[row, column])


def _by_words(clauses: Sequence[str]) -> dict[str, list[int]]:
    """The positions of the clauses with the same words, by these words, the shortest first."""
    found: dict[str, list[int]] = {}
    for position, clause in enumerate(clauses):
        found.setdefault(clause, []).append(position)
    return {words: found[words] for words in sorted(found, key=len) if words}


def alike_part(
    fresh: Sequence[str], others: Sequence[str], least: float
) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint32]]":
    """`alike` as rows of numbers (first, second, common), which cost little to send from another machine."""
    rows = [(pair.first, pair.second, pair.common) for pair in alike(fresh, others, least)]
    return np.array(rows, dtype=np.uint32).reshape(-1, 3)
