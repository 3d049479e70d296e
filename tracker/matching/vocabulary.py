"""What single words of texts say to the matcher: which patterns they let match, and what is to be repaired.

Texts use the same words again and again, so each is looked at once per process, and most of them say nothing at all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from tracker.matching.literals import WordFinder
from tracker.matching.normalise import may_need_edit
from tracker.matching.repair import WordRepair

_MOST_KNOWN = 200_000
"""Words remembered; beyond that all are forgotten, so that many texts take bounded memory."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the words of a text say together.

    - `has`: the sets of the finder of which they have one (`WordFinder.has`);
    - `mended`: the right word for each damaged one;
    - `regular`: no word is damaged, and the text needs none of the edits of `normalise` that a word may cause.
    """

    has: int
    mended: Mapping[str, str]
    regular: bool


class Vocabulary:
    """The words of one language seen so far; without a `finder` nothing is said of patterns."""

    def __init__(self, repair: WordRepair, finder: WordFinder | None = None) -> None:
        self.finder = finder
        self._repair = repair
        self._damaged: dict[str, tuple[str, str]] = {}
        self._irregular: set[str] = set()
        self._has = _Has(self._learn)

    def read(self, text: str) -> Said:
        """What is said by the words of a text: by what stands between spaces or line breaks."""
        return self.read_words(text.split())

    def read_words(self, text: Iterable[str]) -> Said:
        """The same of a text that is cut into its words already."""
        if len(self._has) > _MOST_KNOWN:
            for known in (self._has, self._damaged, self._irregular):
                known.clear()
        words = set(text)
        has = reduce(or_, filter(None, map(self._has.__getitem__, words)), 0)
        damaged = words & self._damaged.keys()
        regular = not damaged and self._irregular.isdisjoint(words)
        return Said(has, dict(map(self._damaged.__getitem__, damaged)), regular)

    def _learn(self, word: str) -> int:
        """Look at a word for the first time."""
        if damage := self._repair.damage(word):
            self._damaged[word] = damage
        if may_need_edit(word):
            self._irregular.add(word)
        return self.finder.has(word) if self.finder else 0


class _Has(dict[str, int]):
    """The sets of the finder of which each word has one; a word that is new is learned."""

    def __init__(self, learn: Callable[[str], int]) -> None:
        self._learn = learn

    def __missing__(self, word: str) -> int:
        self[word] = has = self._learn(word)
        return has
