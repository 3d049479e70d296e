"""How close a clause is to the prototype clauses of a provision (RapidFuzz, 0..100)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from tracker.matching.normalise import plain
from tracker.matching.types import Strength
from tracker.template.model import Prototype

COMPARED = 500
"""Characters of a clause that are compared; the rule is at its beginning."""


@dataclass(frozen=True, slots=True)
class PrototypeSet:
    """The prototypes of one provision in one language, normalised for comparison."""

    ids: tuple[str, ...]
    strengths: tuple[Strength | None, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, prototypes: Sequence[Prototype]) -> "PrototypeSet":
        """Prepare the prototypes of a template entry."""
        return cls(
            ids=tuple(prototype.id for prototype in prototypes),
            strengths=tuple(prototype.strength for prototype in prototypes),
            texts=tuple(plain(prototype.text) for prototype in prototypes),
        )

    def closest(self, clauses: Sequence[str]) -> tuple[int, str, float]:
        """(index of the clause, prototype id, similarity) of the closest pair; (0, "", 0.0) if none.

        `clauses` are normalised lower-case texts. The similarity (0..100) is RapidFuzz's `token_sort_ratio`, which
        ignores word order; of each clause the first COMPARED characters count.
        """
        closest = 0, "", 0.0
        for row, clause in enumerate(clauses):
            best = process.extractOne(clause[:COMPARED], self.texts, scorer=fuzz.token_sort_ratio)
            if best and best[1] > closest[2]:
                closest = row, self.ids[best[2]], best[1]
        return closest
