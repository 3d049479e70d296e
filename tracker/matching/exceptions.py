"""Finds whether, and by which exceptions, an article lets a Party depart from a rule it has."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tracker.matching.paragraphs import Paragraph, paragraph_at
from tracker.matching.segments import Clause
from tracker.template.macros import expand
from tracker.template.model import ExceptionPhrase, LanguageWords

_NEIGHBOURS = 24
"""Clauses before and after the rule in which an exception is taken to apply to it."""

_QUALIFIES_WITHIN = 130
"""Characters before and after the rule's own words within which a qualifier applies to it."""

RuleAt = tuple[int, int, int]
"""Position of a rule: index of its clause, start and end in the clause's clean words."""

_LIST_OF_NUMBERS = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class _Phrase:
    source: ExceptionPhrase
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ExceptionReader:
    """The compiled exception phrases of one language."""

    phrases: tuple[_Phrase, ...]
    no_exception: re.Pattern[str]
    numbered: re.Pattern[str]
    back: re.Pattern[str]

    @classmethod
    def of(cls, words: LanguageWords) -> "ExceptionReader":
        """Compile the exception section of a language file."""
        return cls(
            phrases=tuple(
                _Phrase(phrase, re.compile(expand(phrase.regex, words.macros))) for phrase in words.exceptions
            ),
            no_exception=re.compile(expand(words.no_exception, words.macros)),
            numbered=re.compile(expand(words.references.paragraphs, words.macros)),
            back=re.compile(expand(words.references.back, words.macros)),
        )

    def read(
        self,
        clauses: Sequence[Clause],
        rules: Iterable[RuleAt],
        places: tuple[Paragraph, ...],
        subject: Callable[[Clause], bool],
        of_others: Callable[[Clause], bool],
    ) -> tuple[bool, tuple[str, ...]]:
        """(whether there is an exception, what kinds there are) in or near the rules at `rules`.

        - Kinds are sorted: "exception:<kind>", or "scope:<kind>" where they limit the rule's scope without letting a
          Party depart from it.
        - Phrases that qualify count only beside the rule's own words.
        - All others count in the rule's own paragraph, and in another paragraph (`places`) that refers to the rule's
          paragraph or to the whole article, or that is about the same `subject` and refers to no other paragraph.
        - Clauses `of_others` hold exceptions from other provisions only.
        """
        found: set[str] = set()
        rules = list(rules)
        around = {index: self._around(clauses, index, places, subject) for index, _, _ in rules}
        for phrase in self.phrases:
            if phrase.source.reach == "rule":
                there = any(
                    _beside(phrase.regex, clauses[index].low, start, end) for index, start, end in rules
                )
            else:
                there = any(
                    self._in(phrase, clause)
                    for index in around
                    for clause in around[index]
                    if clause is clauses[index] or not of_others(clause)
                )
            if there:
                found.add(f"{'exception' if phrase.source.counts else 'scope'}:{phrase.source.kind}")
        return any(kind.startswith("exception:") for kind in found), tuple(sorted(found))

    def _around(
        self,
        clauses: Sequence[Clause],
        index: int,
        places: tuple[Paragraph, ...],
        subject: Callable[[Clause], bool],
    ) -> list[Clause]:
        """The clauses whose exceptions apply to the rule in the clause `index`."""
        own = paragraph_at(places, clauses[index].position)
        first = max(0, index - _NEIGHBOURS)
        return [
            clause
            for clause in clauses[first : index + _NEIGHBOURS + 1]
            if self._applies(clause, paragraph_at(places, clause.position), own, places, subject)
        ]

    def _applies(
        self,
        clause: Clause,
        paragraph: int,
        own: int,
        places: tuple[Paragraph, ...],
        subject: Callable[[Clause], bool],
    ) -> bool:
        if paragraph == own:
            return True
        numbers = numbers_named(self.numbered, clause.raw)
        if numbers:
            return places[own].number in numbers
        if self.back.search(clause.low):
            return True
        return subject(clause)

    def _in(self, phrase: _Phrase, clause: Clause) -> bool:
        """Whether a clause has a phrase in its own words."""
        words = clause.raw if phrase.source.references else clause.low
        if not any(match.end() > clause.own for match in phrase.regex.finditer(words)):
            return False
        return not (phrase.source.counts and self.no_exception.search(words))


def numbers_named(numbered: re.Pattern[str], words: str) -> set[str]:
    """The numbers of the paragraphs that `words` refer to, as text."""
    return {number for match in numbered.finditer(words) for number in _span_of_numbers(match.group())}


def _span_of_numbers(reference: str) -> set[str]:
    """The numbers that "paragraphs 1, 2 and 4" or "paragraphs 2 to 4" name, as text."""
    numbers = [int(number) for number in _LIST_OF_NUMBERS.findall(reference)]
    if len(numbers) == 2 and re.search(r"\d\s*(?:to|through|-|a|al|hasta)\s*\d", reference):
        numbers = list(range(numbers[0], numbers[1] + 1))
    return {str(number) for number in numbers}


def _beside(regex: re.Pattern[str], low: str, start: int, end: int) -> bool:
    """Whether a qualifier occurs within reach of the rule's own words [start, end)."""
    return regex.search(low, max(0, start - _QUALIFIES_WITHIN), end + _QUALIFIES_WITHIN) is not None
