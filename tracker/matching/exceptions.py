"""Finds whether, and by which exceptions, an article lets a Party depart from a rule it has."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.matching.segments import Clause
from tracker.template.macros import expand
from tracker.template.model import ExceptionPhrase, LanguageWords

_NEIGHBOURS = 12
"""Clauses before and after the rule in which an exception is taken to apply to it."""

_QUALIFIES_WITHIN = 130
"""Characters before and after the rule's own words within which a qualifier applies to it."""

RuleAt = tuple[int, int, int]
"""Position of a rule: index of its clause, start and end in the clause's clean words."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    source: ExceptionPhrase
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ExceptionReader:
    """The compiled exception phrases of one language."""

    phrases: tuple[_Phrase, ...]
    no_exception: re.Pattern[str]

    @classmethod
    def of(cls, words: LanguageWords) -> "ExceptionReader":
        """Compile the exception section of a language file."""
        return cls(
            phrases=tuple(
                _Phrase(phrase, re.compile(expand(phrase.regex, words.macros))) for phrase in words.exceptions
            ),
            no_exception=re.compile(expand(words.no_exception, words.macros)),
        )

    def read(self, clauses: Sequence[Clause], rules: Iterable[RuleAt]) -> tuple[bool, tuple[str, ...]]:
        """(whether there is an exception, what kinds there are) in or near the rules at `rules`.

        - Kinds are sorted: "exception:<kind>", or "scope:<kind>" where they limit the rule's scope without letting a
          Party depart from it.
        - Phrases that qualify count only beside the rule's own words, all others within the neighbouring clauses.
        """
        found: set[str] = set()
        places = list(rules)
        for phrase in self.phrases:
            if phrase.source.reach == "rule":
                there = any(
                    _beside(phrase.regex, clauses[index].low, start, end) for index, start, end in places
                )
            else:
                there = any(self._near(phrase, clauses, index) for index, _, _ in places)
            if there:
                found.add(f"{'exception' if phrase.source.counts else 'scope'}:{phrase.source.kind}")
        return any(kind.startswith("exception:") for kind in found), tuple(sorted(found))

    def _near(self, phrase: _Phrase, clauses: Sequence[Clause], index: int) -> bool:
        """Whether a phrase occurs in the clauses around the clause `index`."""
        for clause in clauses[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]:
            words = clause.raw if phrase.source.references else clause.low
            if any(match.end() > clause.own for match in phrase.regex.finditer(words)) and not (
                phrase.source.counts and self.no_exception.search(words)
            ):
                return True
        return False


def _beside(regex: re.Pattern[str], low: str, start: int, end: int) -> bool:
    """Whether a qualifier occurs within reach of the rule's own words [start, end)."""
    return regex.search(low, max(0, start - _QUALIFIES_WITHIN), end + _QUALIFIES_WITHIN) is not None
