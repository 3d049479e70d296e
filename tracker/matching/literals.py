"""Which literal words a regular expression cannot match without: a substring test before the slower search.

Reads the parse tree that Python's `re` module makes of a pattern. Where that is not available, or a pattern can match
without any literal, no literal is known and the pattern is always searched: the test only saves work and changes no
finding.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation

from tracker.matching.openings import openings

try:
    from re import _parser as _sre  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - a Python that hides its parser
    _sre = None

SHORTEST = 3
"""Literals shorter than this occur in nearly every sentence and are no test."""

MOST = 24
"""More alternatives than this cost as much to try as the search they would save."""

MOST_SETS = 3
"""Sets tried for one pattern, the most selective first."""

_Literals = frozenset[str]


class GuardedRegex:
    """A regular expression that is searched only in texts with the literals it needs; its methods are those of
    `re.Pattern` and find the same."""

    __slots__ = ("_openings", "literals", "regex", "words")

    def __init__(self, regex: str) -> None:
        self.regex = re.compile(regex)
        self.literals = required_literals(parse_tree(self.regex))
        self._openings: tuple[str, ...] | None = None
        # The longest word of each literal: two pieces that a space joins may have a literal that neither has.
        words = (
            frozenset(max(literal.split(" "), key=len) for literal in literals) for literals in self.literals
        )
        self.words = tuple(choice for choice in words if "" not in choice)

    @property
    def openings(self) -> tuple[str, ...]:
        """Texts with one of which every match begins, () where not known: worked out at the first search, which many
        expressions never come to."""
        if self._openings is None:
            known = not self.regex.flags & re.IGNORECASE
            self._openings = openings(parse_tree(self.regex)) if known else ()
        return self._openings

    def may_match(self, text: str) -> bool:
        """Whether `text` has the literals that every match needs: cheaper than the search itself."""
        for literals in self.literals:
            for literal in literals:
                if literal in text:
                    break
            else:
                return False
        return True

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match within [start, end), if any."""
        if not self.may_match(text):
            return None
        openings = self.openings
        if not openings:
            return self.regex.search(text, start, end)
        match = self.regex.match
        for place in _places(openings, text, start, end):
            if found := match(text, place, end):
                return found
        return None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterable[re.Match[str]]:
        """All matches within [start, end)."""
        return self.matches(text, start, end) if self.may_match(text) else ()

    def matches(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterable[re.Match[str]]:
        """All matches within [start, end) of a text that has the literals."""
        openings = self.openings
        if not openings:
            return self.regex.finditer(text, start, end)
        places = _places(openings, text, start, end)
        return self._at(places, text, start, end) if places else ()

    def _at(self, places: Iterable[int], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """All matches that begin at one of these places, which are in order."""
        match = self.regex.match
        for place in places:
            if place >= start and (found := match(text, place, end)):
                yield found
                start = found.end()


def _places(openings: Iterable[str], text: str, start: int, end: int) -> list[int]:
    """Where one of the openings stands within [start, end), in order: a match is tried there only."""
    places: list[int] = []
    for opening in openings:
        place = text.find(opening, start, end)
        while place >= 0:
            places.append(place)
            place = text.find(opening, place + 1, end)
    if len(places) > 1:
        places.sort()
    return places


class WordFinder:
    """The words that some patterns need. Each set of alternatives of `GuardedRegex.words` is one bit of an integer, so
    that whether a text has what a pattern needs is one operation, whatever the number of alternatives."""

    __slots__ = ("_automaton", "_needs", "_sets")

    def __init__(self, regexes: Iterable[GuardedRegex]) -> None:
        bits: dict[frozenset[str], int] = {}
        self._needs: dict[GuardedRegex, int] = {}
        for regex in regexes:
            own = {bits.setdefault(words, 1 << len(bits)) for words in regex.words}
            self._needs[regex] = sum(own)
        words = sorted({word for choice in bits for word in choice})
        self._sets = [sum(bit for choice, bit in bits.items() if word in choice) for word in words]
        self._automaton = AhoCorasick(words, implementation=Implementation.DFA)

    def has(self, text: str) -> int:
        """The sets of which the text has a word, as bits."""
        found = 0
        for number, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            found |= self._sets[number]
        return found

    def needs(self, regex: GuardedRegex) -> int:
        """The sets, as bits, of each of which every match needs a word; 0 where the finder does not know the
        expression."""
        return self._needs.get(regex, 0)

    def may_match(self, regex: GuardedRegex, has: int) -> bool:
        """Whether a text that has a word of these sets has one of each set that every match needs."""
        return not self._needs.get(regex, 0) & ~has


class Pieces:
    """A text from whose pieces, joined by single spaces, other texts are put together: which patterns may match there.

    `has` are the sets of `finder` of which the text has a word; without a finder each word is looked for when it is
    asked for.
    """

    __slots__ = ("_text", "finder", "has")

    def __init__(self, text: str, finder: WordFinder | None = None, has: int = 0) -> None:
        self._text = text
        self.finder = finder
        self.has = has

    def may_match(self, regex: GuardedRegex) -> bool:
        """Whether the pieces have a word of each set that every match needs."""
        if self.finder is not None:
            return self.finder.may_match(regex, self.has)
        return all(any(word in self._text for word in words) for words in regex.words)


def parse_tree(regex: re.Pattern[str]) -> list[Any]:
    """The items of the parse tree of a regular expression; where Python hides it, one of which nothing is known."""
    return list(_sre.parse(regex.pattern, regex.flags & re.IGNORECASE)) if _sre else [("ANY", None)]


def required_literals(tree: Iterable[Any]) -> tuple[tuple[str, ...], ...]:
    """Sets of literals: every match of a regular expression with this parse tree contains at least one literal of each
    set. () where none is known."""
    sets = set(_sets_of(tree))
    most_selective = sorted(sets, key=_worth, reverse=True)[:MOST_SETS]
    return tuple(tuple(sorted(literals)) for literals in most_selective)


def _sets_of(items: Iterable[Any]) -> list[_Literals]:
    """A set for each part of a sequence that has one; all parts must match."""
    found: list[_Literals] = []
    run = ""
    for operator, argument in items:
        name = str(operator)
        if name == "LITERAL":
            run += chr(argument)
            continue
        if name == "FAILURE" or (name == "ASSERT_NOT" and not argument[1]):
            return [frozenset()]  # "(?!)" matches nothing: there is no literal that would do
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue  # matches no characters: the literals around it are still adjacent
        if len(run) >= SHORTEST:
            found.append(frozenset({run}))
        run = ""
        found += _sets_of_operator(name, argument)
    if len(run) >= SHORTEST:
        found.append(frozenset({run}))
    return found


def _sets_of_operator(name: str, argument: Any) -> list[_Literals]:
    if name == "SUBPATTERN":
        return _sets_of(argument[-1])
    if name == "ATOMIC_GROUP":
        return _sets_of(argument)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, inner = argument
        return _sets_of(inner) if least else []
    return _set_of_branches(argument[1]) if name == "BRANCH" else []


def _set_of_branches(branches: Iterable[Any]) -> list[_Literals]:
    found: set[str] = set()
    for branch in branches:
        best = max(_sets_of(branch), key=_worth, default=None)
        if best is None:
            return []
        found |= best
    minimal = frozenset(one for one in found if not any(two != one and two in one for two in found))
    return [minimal] if len(minimal) <= MOST else []


def _worth(literals: _Literals) -> tuple[int, int]:
    """Longer literals are rarer; of equally long ones, fewer are quicker."""
    return min(map(len, literals), default=sys.maxsize), -len(literals)
