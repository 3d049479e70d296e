"""What single words of texts say to the matcher: which patterns they let match, and what is to be repaired.

Texts use the same words again and again, so each is looked at once per process, and most of them say nothing at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_

from tracker.matching.literals import WordFinder
from tracker.matching.normalise import may_need_edit
from tracker.matching.repair import WordRepair

_MOST_KNOWN = 200_000
"""Words remembered; beyond that all are forgotten, so that texts of any length take bounded memory."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What is said by a word: the sets it has one of (`WordFinder.has`), its damaged part and what that is to be, and
    whether the text around it may need one of the edits of `normalise`."""

    has: int
    damage: tuple[str, str] | None
    irregular: bool


_HAS = attrgetter("has")


class Vocabulary:
    """The words of one language seen so far; without a `finder` nothing is said of patterns."""

    def __init__(self, repair: WordRepair, finder: WordFinder | None = None) -> None:
        self.finder = finder
        self._repair = repair
        self._silent: set[str] = set()
        self._known: dict[str, _Word] = {}

    def read(self, text: str) -> list[_Word]:
        """What is said by those words of a text (between spaces or line breaks) that say anything, in any order."""
        words = set(text.split()) - self._silent
        try:
            return list(map(self._known.__getitem__, words))
        except KeyError:  # of most texts all words are known
            return [said for word in words if (said := self._known.get(word) or self._learn(word))]

    def _learn(self, word: str) -> _Word | None:
        if len(self._silent) + len(self._known) > _MOST_KNOWN:
            self._silent.clear()
            self._known.clear()
        has = self.finder.has(word) if self.finder else 0
        damage = self._repair.damage(word)
        irregular = may_need_edit(word)
        if not (has or damage or irregular):
            self._silent.add(word)
            return None
        said = self._known[word] = _Word(has, damage, irregular)
        return said


def has_of(words: Iterable[_Word]) -> int:
    """Of which sets of the finder these words together have one."""
    return reduce(or_, map(_HAS, words), 0)
