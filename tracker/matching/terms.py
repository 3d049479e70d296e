"""Positions of literal terms in a text: all terms in one pass (Aho-Corasick), across line breaks."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from tracker.matching.normalise import Edit

_CUT_WORD = re.compile(r"-(?<=[a-z]-) ?\n\s*(?=[a-z])")
_GAP = "\0"


class TermIndex:
    """A set of lower-case terms, prepared once, to be looked up in many texts."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = tuple(sorted(set(terms)))
        self._number = {term: number for number, term in enumerate(self._terms)}
        # Some hundred terms make a small automaton of this kind, which searches three times as fast as the default one.
        self._automaton = BytesAhoCorasick(
            list(map(_bytes, self._terms)), matchkind=MatchKind.Standard, implementation=Implementation.DFA
        )
        run = _run_within(self._terms)
        self._runs = re.compile(run)
        self._runs_and_gaps = re.compile(rf"{run}|\0+")

    def numbers(self, terms: Iterable[str]) -> frozenset[int]:
        """The numbers by which `find` reports these terms; KeyError for one that is not in the set."""
        return frozenset(self._number[term] for term in terms)

    def any_in(self, low: str) -> bool:
        """Whether one of the terms occurs in `low`; quicker than `find` because no positions are computed."""
        flat = low.replace("\n", " ")
        if self._automaton.find_matches_as_indexes(_bytes(flat)):
            return True
        gaps = "-\n" in low or "- \n" in low
        if not gaps and "  " not in flat:
            return False
        if gaps:
            flat = _CUT_WORD.sub("", low).replace("\n", " ")
        return bool(self._automaton.find_matches_as_indexes(_bytes(self._runs.sub(" ", flat))))

    def find_mended(self, low: str, edits: list[Edit]) -> dict[int, list[int]]:
        """`find` in `low` with these edits made; positions are still those in `low`."""
        if not edits:
            return self.find(low)
        mended, restore = _edited(low, sorted(edits))
        return {
            number: [restore(position) for position in positions]
            for number, positions in self.find(mended).items()
        }

    def find(self, low: str) -> dict[int, list[int]]:
        """Positions in `low` (lower case) at which each term begins, by the term's number.

        The words of a term may be on two lines, separated by several spaces, or cut by a hyphen at the end of a line;
        the position is that of the first character in `low`.
        """
        smooth, restore = self._smoothed(low)
        found: dict[int, list[int]] = {}
        for number, start, _ in self._automaton.find_matches_as_indexes(_bytes(smooth), overlapping=True):
            found.setdefault(number, []).append(restore(start) if restore else start)
        return found

    def _smoothed(self, low: str) -> tuple[str, "_Restore | None"]:
        """`low` with repaired words, and single spaces wherever a term may have one; and the map of positions if
        anything was moved."""
        gaps = "-\n" in low or "- \n" in low
        if gaps:
            low = _CUT_WORD.sub(lambda match: _GAP * len(match.group()), low)
        flat = low.replace("\n", " ")
        if not gaps and "  " not in flat:
            return flat, None
        edits = [
            (*match.span(), match.group()[0].strip(_GAP))
            for match in (self._runs_and_gaps if gaps else self._runs).finditer(flat)
        ]
        return _edited(flat, edits) if edits else (flat, None)


def _bytes(text: str) -> bytes:
    """One byte a character, so that positions stay. All characters beyond ASCII are one: `fold` leaves no such letter
    in English, Spanish and French.

    In a `str` the library counts all characters before it searches, which takes longer than the search.
    """
    return text.encode("ascii", "replace")


def _run_within(terms: Iterable[str]) -> str:
    """A regular expression for runs of spaces that may be within a term: most runs are those between paragraphs, after
    a full stop, and no term goes on after that."""
    spaces = [(term[at - 1], term[at + 1]) for term in terms for at, char in enumerate(term) if char == " "]
    if not spaces:
        return r"(?!)"
    before, after = (re.escape("".join(sorted(set(chars)))) for chars in zip(*spaces, strict=True))
    return rf"  (?<=[{before}]  ) *(?=[{after}])"


class _Restore:
    """Maps positions in a smoothed text to positions in the original."""

    __slots__ = ("_longer", "_starts")

    def __init__(self, starts: list[int], longer: list[int]) -> None:
        self._starts = starts
        self._longer = longer

    def __call__(self, position: int) -> int:
        return position + self._longer[bisect_right(self._starts, position)]


def _edited(text: str, edits: Iterable[Edit]) -> tuple[str, _Restore]:
    """`text` with the edits made (in order, none overlapping), and the map of positions."""
    pieces: list[str] = []
    starts: list[int] = []  # where in the new text each edit ends
    longer = [0]  # by how much the original is longer up to there
    position = length = 0
    for start, end, new in edits:
        pieces += (text[position:start], new)
        length += start - position + len(new)
        position = end
        starts.append(length)
        longer.append(end - length)
    pieces.append(text[position:])
    return "".join(pieces), _Restore(starts, longer)
