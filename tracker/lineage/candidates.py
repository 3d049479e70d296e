"""Which clauses are worth comparing, where there are too many to compare each with each. Pure: no database."""

from collections.abc import Sequence

import numpy as np

from tracker.lineage.compare import FIRST_SIGN, Numbers

SEQUENCES = 128
"""Sequences of words of one clause that are looked up, the rarest first."""

NEIGHBOURS = 500
"""Clauses looked at for one sequence: where more have it, those nearest by position."""


class SequenceIndex:
    """An index of the words and pairs of neighbouring words of clauses (as `WordSigns.of` makes them).

    It takes about 16 bytes for each different word and pair of a clause.
    """

    def __init__(self, clauses: Sequence[str]) -> None:
        self._lengths = np.array([len(clause) for clause in clauses], dtype=np.int64)
        signs = [
            np.frombuffer(clause.encode("utf-32-le"), dtype=np.uint32).astype(np.int64) - FIRST_SIGN + 1
            for clause in clauses
        ]
        size = 1 + max((int(own.max()) for own in signs if len(own)), default=0)
        codes = [np.unique(np.concatenate([own, own[:-1] * size + own[1:]])) for own in signs]
        of = np.repeat(np.arange(len(codes)), [len(own) for own in codes])
        flat = np.concatenate([np.empty(0, dtype=np.int64), *codes])
        order = np.argsort(flat, kind="stable")  # by sequence, then by clause
        self._clauses = of[order]
        self._first = np.concatenate([[0], np.cumsum([len(own) for own in codes])])
        self._places = np.empty(len(flat), dtype=np.int64)
        self._places[order] = np.arange(len(flat))
        ordered = flat[order]
        self._begins = np.searchsorted(ordered, flat, "left")
        self._ends = np.searchsorted(ordered, flat, "right")

    def nearest(self, position: int, most: int, least: float) -> Numbers:
        """The positions of at most so many other clauses that share most sequences with the one at `position`, as a
        share of the mean of both lengths; of equal ones those with the smaller position.

        Those too long or too short to be alike by `least` (0..1) are left out.
        """
        own = slice(self._first[position], self._first[position + 1])
        begins, ends, places = self._begins[own], self._ends[own], self._places[own]
        rarest = np.argsort(ends - begins, kind="stable")[:SEQUENCES]
        begins = np.maximum(begins, places - NEIGHBOURS // 2)[rarest]
        ends = np.minimum(ends, places + NEIGHBOURS // 2)[rarest]
        if not len(begins):
            return np.empty(0, dtype=np.int64)
        sharing = np.concatenate([self._clauses[begin:end] for begin, end in zip(begins, ends, strict=True)])
        shared = np.bincount(sharing, minlength=len(self._lengths))
        shared[position] = 0
        found = np.nonzero(shared)[0]
        length, lengths = self._lengths[position], self._lengths[found]
        found = found[2 * np.minimum(length, lengths) >= least * (length + lengths)]
        share = shared[found] / (length + self._lengths[found])
        nearest: Numbers = found[np.lexsort((found, -share))[:most]]
        return nearest
