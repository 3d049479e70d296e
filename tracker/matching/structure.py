"""What holds no commitment by itself, in any chapter: definitions, scope, objectives, relation to other texts, bodies,
reviews (CODEBOOK, convention 2).

In chapters on electronic commerce, services and the like this is a provision among others (`definitions_scope`), which
is stored and shown. In a chapter on goods it says nothing of digital trade; who codes articles by the codebook asks for
it all the same (`tracker classify`), and it is looked for only then.
"""

from dataclasses import dataclass

from tracker.matching.literals import GuardedRegex
from tracker.matching.normalise import CleanPieces, fold, lower, plain, plain_heading
from tracker.matching.segments import clauses
from tracker.matching.types import STRUCTURE, ArticleInput, Finding
from tracker.template.macros import expand
from tracker.template.words import LanguageWords

_OPENING = 700
"""Characters at the beginning of an article that are read."""

_LEAST = 20
"""A clause shorter than this is a heading."""

_SCORE = 0.7


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    heading: GuardedRegex
    opening: GuardedRegex
    longest: int


@dataclass(frozen=True, slots=True)
class StructureReader:
    """The compiled section on structure of one language file."""

    rules: tuple[_Rule, ...]
    not_headings: GuardedRegex
    reference_words: frozenset[str]

    @classmethod
    def of(cls, words: LanguageWords) -> "StructureReader":
        """Compile the section."""

        def compiled(regex: str) -> GuardedRegex:
            return GuardedRegex(expand(regex, words.macros))

        return cls(
            rules=tuple(
                _Rule(rule.name, compiled(rule.heading), compiled(rule.opening), rule.longest)
                for rule in words.structure.rules
            ),
            not_headings=compiled(words.structure.not_headings),
            reference_words=frozenset(words.reference_words),
        )

    def read(self, heading: str, opening: str, length: int) -> str | None:
        """The name of the rule by which an article of `length` characters is one of structure, None if it is not.

        `heading` and `opening` (its first words) are plain.
        """
        if self.not_headings.search(heading):
            return None
        for rule in self.rules:
            if length <= rule.longest and rule.heading.search(heading) and rule.opening.search(opening):
                return rule.name
        return None

    def finding(self, article: ArticleInput) -> Finding | None:
        """The finding of structure of an article in which nothing else is found; None where it is no such article.

        Where an article has no heading, that of the innermost part of its chapter counts.
        """
        heading = plain_heading(article.heading or (article.chapter.split(" / ")[1:] or [""])[-1])
        name = self.read(heading, plain(article.text[:_OPENING]), len(article.text))
        if name is None:
            return None
        folded = fold(article.text[:_OPENING])
        found = clauses(folded, CleanPieces(lower(folded)), self.reference_words)
        shown = next((clause for clause in found if len(clause.low) >= _LEAST), None)
        if shown is None:
            return None
        return Finding(STRUCTURE, None, None, _SCORE, shown.spans, signal=f"structure:{name}")
