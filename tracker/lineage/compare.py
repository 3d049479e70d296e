"""Words in common: clauses compared each with each, by their words in order. Pure: no database, no clock."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
FIRST_SIGN = 0x10000
"""The first sign for a word: above the surrogates, which are not characters."""

_ROUNDING = 1e-9

ROWS = 200
"""Clauses compared with all others at once: with 2,000 others that are 400,000 numbers in memory."""

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
"""Positions of clauses, in one row."""

Pairs = np.ndarray[tuple[int, ...], np.dtype[np.uint32]]
"""Clauses that are alike, a row each: the positions of both, and the number of words of the longest sequence that both
have in the same order."""

NO_PAIRS: Pairs = np.empty((0, 3), dtype=np.uint32)


def clause_words(text: str) -> list[str]:
    """The words of a clause in order: runs of letters, without regard to case and to the shape of apostrophes.

    Numbers and punctuation are none: they differ by publisher and by place in the agreement.
    """
    return [word.casefold() for word in _WORD.findall(text.replace("’", "'"))]


class WordSigns:
    """Clauses as strings with one character for each word, so that RapidFuzz compares them as strings.

    All clauses that are compared need the same object.
    """

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}

    def of(self, words: Sequence[str]) -> str:
        """The string of these words; it is as long as they are many."""
        signs = self._signs
        for word in words:
            if word not in signs:
                signs[word] = chr(FIRST_SIGN + len(signs))
        return "".join([signs[word] for word in words])


class _Wordings:
    """Clauses by their words: each different wording once, the shortest first, with the positions that have it.

    Clauses without words are left out: they are like none.
    """

    def __init__(self, clauses: Sequence[str]) -> None:
        found: dict[str, list[int]] = {}
        for position, clause in enumerate(clauses):
            found.setdefault(clause, []).append(position)
        self.words = [words for words in sorted(found, key=len) if words]
        self.lengths = np.array([len(words) for words in self.words])
        self.times = np.array([len(found[words]) for words in self.words], dtype=np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.times)]).astype(np.int64)
        self.positions = np.array([at for words in self.words for at in found[words]], dtype=np.int64)


def alike(fresh: Sequence[str], others: Sequence[str], least: float) -> Pairs:
    """Which of `fresh` are alike to which of `others` (both as `WordSigns.of` makes them), in no particular order.

    Two clauses are alike where their words in common, as a share of the mean of both lengths, are at least `least`
    (0..1). Clauses without words are like none. The same words are compared once, however many clauses have them, and
    only with those whose length leaves it possible that they are alike.
    """
    own, theirs = _Wordings(fresh), _Wordings(others)
    parts = [
        _of_positions(own, theirs, rows, columns, common)
        for rows, columns, common in _alike_words(own, theirs, least)
    ]
    return np.concatenate([NO_PAIRS, *parts])


def alike_within(clauses: Sequence[str], least: float) -> Pairs:
    """Which of the clauses are alike to which others of them, as `alike` says it; each pair once, the smaller position
    first."""
    own = _Wordings(clauses)
    parts = []
    for rows, columns, common in _alike_words(own, own, least, once=True):
        found = _of_positions(own, own, rows, columns, common)
        # Of the same words both orders are there; a clause is no pair with itself.
        same = np.repeat(rows == columns, own.times[rows] * own.times[columns])
        found = found[~same | (found[:, 0] < found[:, 1])]
        found[:, :2].sort(axis=1)
        parts.append(found)
    return np.concatenate([NO_PAIRS, *parts])


def _alike_words(
    own: _Wordings, theirs: _Wordings, least: float, *, once: bool = False
) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """The wordings that are alike, by their numbers, and how many words they have in common, some at a time.

    With `once` both are the same: each two of them are compared once, and each with itself.
    """
    lengths = theirs.lengths
    for start in range(0, len(own.words), ROWS):
        part = own.words[start : start + ROWS]
        here = own.lengths[start : start + ROWS]
        # The words in common are at most those of the shorter clause.
        begin = int(np.searchsorted(lengths, here[0] * least / (2.0 - least) - _ROUNDING, "left"))
        end = len(lengths)
        if least:
            end = int(np.searchsorted(lengths, here[-1] * (2.0 - least) / least + _ROUNDING, "right"))
        if once:
            begin = start
        if begin >= end:
            continue
        common = _common(part, theirs.words[begin:end], least * float(here[0] + lengths[begin]) / 2.0)
        found = (common > 0) & (2.0 * common >= least * (here[:, None] + lengths[None, begin:end]))
        if once:
            found = np.triu(found)
        rows, columns = np.nonzero(found)
        yield rows + start, columns + begin, common[rows, columns].astype(np.int64)


def _common(part: list[str], others: list[str], fewest: float) -> Pairs:
    """The words that each two have in common, in a table; 0 where they are fewer than `fewest`."""
    cutoff = max(1, int(fewest - _ROUNDING))
    return process.cdist(part, others, scorer=LCSseq.similarity, dtype=np.uint32, score_cutoff=cutoff)


def _of_positions(
    own: _Wordings, theirs: _Wordings, rows: Numbers, columns: Numbers, common: Numbers
) -> Pairs:
    """Every clause with one wording beside every clause with the other."""
    times = own.times[rows] * theirs.times[columns]
    which = np.repeat(np.arange(len(rows)), times)
    number = np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times)
    of_each = theirs.times[columns][which]
    first = own.positions[own.starts[rows][which] + number // of_each]
    second = theirs.positions[theirs.starts[columns][which] + number % of_each]
    return np.stack([first, second, common[which]], axis=1).astype(np.uint32)


def alike_chosen(
    first: Sequence[int], chosen: Sequence[Numbers], clauses: Sequence[str], least: float
) -> Pairs:
    """Which of the clauses at the positions `first` are alike to those chosen for each, as `alike` says it.

    A pair that is chosen from both sides comes twice.
    """
    parts = []
    for one, others in zip(first, chosen, strict=True):
        own = clauses[one]
        if not own or not len(others):
            continue
        theirs = [clauses[other] for other in others]
        lengths = np.array([len(words) for words in theirs])
        common = _common([own], theirs, least * float(len(own) + lengths.min()) / 2.0)[0]
        found = np.nonzero((common > 0) & (2.0 * common >= least * (len(own) + lengths)))[0]
        both = np.stack([np.full(len(found), one), others[found]], axis=1)
        both.sort(axis=1)
        parts.append(np.column_stack([both, common[found]]).astype(np.uint32))
    return np.concatenate([NO_PAIRS, *parts])
