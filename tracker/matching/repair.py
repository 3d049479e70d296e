"""Words damaged by OCR or retyping, recognised by the template's own vocabulary.

Two kinds of damage are repaired:

- a space lost between a small word and the next ("ofelectronic", "ofthe"),
- a letter lost, doubled, swapped or misread ("electronlc").

A word is repaired only where exactly one word of the template's clauses can be meant and the damage is of one of these
kinds.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from tracker.matching.normalise import plain

_LETTERS = re.compile(r"[a-z]+")
_WORD = re.compile(r"[a-z][a-z01]{4,}")

SHORTEST_SLIP = 8
"""Letters a misspelt word must have: shorter words differ from too many correct words by one letter."""

SHORTEST_GLUED = 4
"""Letters the word on the other side of a lost space must have, unless it is a small word itself."""

_LOOK_ALIKE = ("li1", "oec0", "un", "hb", "s5")
"""Letters that scanners mistake for one another."""


class WordRepair:
    """The right words of one language.

    `glued` are small words that lose the space behind them before any word, `small_words` those that do so
    only before one another, `glued_to_previous` words that end no other word and lose the space before them.
    """

    def __init__(
        self,
        texts: Iterable[str],
        small_words: Iterable[str],
        glued: Iterable[str],
        glued_to_previous: Iterable[str] = (),
    ) -> None:
        words = {word for text in texts for word in _LETTERS.findall(plain(text))}
        self._glued = frozenset(glued)
        self._behind = tuple(glued_to_previous)
        self._small = frozenset(small_words) | self._glued
        self._longest_small = max(map(len, self._small), default=0)
        self._words = frozenset(words) | self._small
        # The same word comes before a comma, in brackets, at the end of a sentence.
        self._damage_of = lru_cache(maxsize=100_000)(self._read_damage)
        # Errors at either end are not repaired, so only words with the same first and last letter can be meant.
        self._long: dict[str, list[str]] = {}
        for word in sorted(word for word in words if len(word) >= SHORTEST_SLIP):
            self._long.setdefault(word[0] + word[-1], []).append(word)

    def damage(self, token: str) -> tuple[str, str] | None:
        """(the damaged word, the right one) of what stands between two spaces (lower case, no accents); None for
        most."""
        match = _WORD.search(token)
        if match is None or match.group() in self._words:
            return None
        return self._damage_of(match.group())

    def _read_damage(self, word: str) -> tuple[str, str] | None:
        mended = self._split(word) or self._respelt(word)
        return (word, mended) if mended else None

    def _split(self, word: str) -> str | None:
        """`word` as two, where the space between them was lost."""
        for second in self._behind:
            if word.endswith(second) and len(word) - len(second) >= SHORTEST_GLUED:
                return f"{word.removesuffix(second)} {second}"
        for cut in range(2, min(len(word) - 1, self._longest_small + 1)):
            first, second = word[:cut], word[cut:]
            if first in self._small and second in self._small:
                return f"{first} {second}"
            if first in self._glued and len(second) >= SHORTEST_GLUED and second in self._words:
                return f"{first} {second}"
        return None

    def _respelt(self, word: str) -> str | None:
        """The one word of the vocabulary that differs by a single error."""
        if len(word) < SHORTEST_SLIP:
            return None
        alike = self._long.get(word[0] + word[-1], ())
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=1, limit=2)
        if len(near) == 1 and _is_slip(word, near[0][0]):
            meant: str = near[0][0]
            return meant
        return None


def _is_slip(word: str, meant: str) -> bool:
    """Whether the one difference is inside the word and a typical error of OCR or typing."""
    edits = Levenshtein.editops(word, meant).as_list()
    tag, place, placed = str(edits[0][0]), int(edits[0][1]), int(edits[0][2])
    if place == 0 or place >= len(word) - 1:
        return False  # another form of the word, or another word
    if len(edits) == 1 and tag == "replace":
        pair = {word[place], meant[placed]}
        return any(pair <= set(alike) for alike in _LOOK_ALIKE)
    return True
