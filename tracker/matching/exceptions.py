"""Finds whether, and by which exceptions, an article lets a Party depart from a rule it has."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tracker.matching.attached_notes import AttachedNote, notes_at
from tracker.matching.literals import GuardedRegex, Pieces
from tracker.matching.paragraphs import Paragraph, paragraph_at
from tracker.matching.segments import Clause
from tracker.template.macros import expand
from tracker.template.words import ExceptionPhrase, LanguageWords

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
    regex: GuardedRegex

    @property
    def note(self) -> str:
        """The note that says of a rule that it has this exception, or this limit of its scope."""
        return f"{'exception' if self.source.counts else 'scope'}:{self.source.kind}"


@dataclass(frozen=True, slots=True)
class ExceptionReader:
    """The compiled exception phrases of one language: those beside a rule's own words, and those near it."""

    beside: tuple[_Phrase, ...]
    near: tuple[_Phrase, ...]
    no_exception: GuardedRegex
    limit: GuardedRegex
    numbered: GuardedRegex
    back: GuardedRegex
    leaves_out: GuardedRegex

    @classmethod
    def of(cls, words: LanguageWords) -> "ExceptionReader":
        """Compile the exception section of a language file."""

        def compiled(regex: str) -> GuardedRegex:
            return GuardedRegex(expand(regex, words.macros))

        phrases = [_Phrase(phrase, compiled(phrase.regex)) for phrase in words.exceptions]
        return cls(
            beside=tuple(phrase for phrase in phrases if phrase.source.reach == "rule"),
            near=tuple(phrase for phrase in phrases if phrase.source.reach != "rule"),
            no_exception=compiled(words.no_exception),
            limit=compiled(words.limit),
            numbered=compiled(words.references.paragraphs),
            back=compiled(words.references.back),
            leaves_out=compiled(words.references.leaves_out),
        )


class ArticleExceptions:
    """The exceptions of one article: each clause is read once, when a rule near it first asks for it.

    Every clean piece of the article is part of `pieces`: phrases that cannot be there are not looked for.
    """

    def __init__(
        self,
        reader: ExceptionReader,
        clauses: Sequence[Clause],
        places: tuple[Paragraph, ...],
        pieces: Pieces,
        notes: tuple[AttachedNote, ...] = (),
    ) -> None:
        self._reader = reader
        self._clauses = clauses
        self._places = places
        self._notes = notes
        self._phrases = [phrase for phrase in reader.near if pieces.may_match(phrase.regex)]
        self._near: dict[int, frozenset[str]] = {}
        self._numbers: dict[int, set[str]] = {}
        self._back: dict[int, bool] = {}

    @cached_property
    def _paragraphs(self) -> list[int]:
        """The paragraph that each clause is in."""
        starts = [paragraph.start for paragraph in self._places]
        return [max(0, bisect_right(starts, clause.position) - 1) for clause in self._clauses]

    @cached_property
    def _note_of(self) -> list[AttachedNote | None]:
        """The footnote that each clause is in."""
        return notes_at(self._notes, (clause.position for clause in self._clauses))

    def read(
        self, rules: Iterable[RuleAt], about: Container[int], of_others: Container[int]
    ) -> tuple[bool, tuple[str, ...]]:
        """(whether there is an exception, what kinds there are) in or near the rules at `rules`.

        - Kinds are sorted: "exception:<kind>", or "scope:<kind>" where they limit the rule's scope without letting a
          Party depart from it.
        - Phrases that qualify count only beside the rule's own words.
        - All others count in the rule's own paragraph, and in another paragraph that refers to the rule's paragraph or
          to the whole article, takes something out of the chapter, or has a clause `about` the same subject (indices)
          and refers to no other paragraph.
        - What a footnote says counts where its mark stands.
        - Clauses `of_others` (indices) hold exceptions from other provisions only.
        """
        found: set[str] = set()
        rules = list(rules)
        for phrase in self._reader.beside:
            if any(
                _beside(phrase.regex, self._clauses[index].low, start, end) for index, start, end in rules
            ):
                found.add(phrase.note)
        for rule in {index for index, _, _ in rules}:
            for index in self._around(rule, about):
                if index == rule or index not in of_others:
                    found |= self._phrases_near(index)
        return any(kind.startswith("exception:") for kind in found), tuple(sorted(found))

    def limited(self, rules: Iterable[RuleAt]) -> bool:
        """Whether words that may limit the rules at `rules` stand in their sentences, in another sentence of their
        paragraphs, or in one that refers to these or to the whole article; limits of scope that are known are not
        meant."""
        return any(
            self._has_limit(index, whole=index == rule)
            for rule in {index for index, _, _ in rules}
            for index in self._reaching(rule)
        )

    def _reaching(self, rule: int) -> Iterator[int]:
        """The clause `rule`, and those around it whose limits reach it; not the other items of its list."""
        yield rule
        own, item = self._paragraphs[rule], self._clauses[rule].own > 0
        for index in self._around(rule, ()):
            same = self._paragraphs[index] == own and self._note_of[index] is None
            if index != rule and not (same and item and self._clauses[index].own > 0):
                yield index

    def _has_limit(self, index: int, *, whole: bool) -> bool:
        low, begin = self._clauses[index].low, 0 if whole else self._clauses[index].own
        if not whole and self._reader.no_exception.search(low):
            return False
        return any(not self._is_read(low, match) for match in self._reader.limit.finditer(low, begin))

    def _is_read(self, low: str, limit: re.Match[str]) -> bool:
        """Whether words of a limit introduce what is known to be no exception, or a limit of scope only."""
        start, end = limit.start(), limit.end() + _QUALIFIES_WITHIN
        known = (self._reader.no_exception, *(p.regex for p in self._phrases if not p.source.counts))
        return any(regex.search(low, start, end) for regex in known)

    def refers_back(self, index: int) -> bool:
        """Whether the clause refers to what stands before it, or to its whole article."""
        if index not in self._back:
            self._back[index] = self._reader.back.search(self._clauses[index].low) is not None
        return self._back[index]

    def _leaves_out(self, index: int) -> bool:
        """Whether the clause takes something out of its whole chapter, so also out of this article."""
        return self._reader.leaves_out.search(self._clauses[index].low) is not None

    def _around(self, rule: int, about: Container[int]) -> Iterator[int]:
        """The clauses whose exceptions apply to the rule in the clause `rule`."""
        own = self._paragraphs[rule]
        for index in range(max(0, rule - _NEIGHBOURS), min(len(self._clauses), rule + _NEIGHBOURS + 1)):
            if (note := self._note_of[index]) is not None:
                if self._noted(note, index, rule):
                    yield index
            elif self._paragraphs[index] == own:
                yield index
            elif numbers := self._numbers_in(index):
                if self._places[own].number in numbers:
                    yield index
            elif index in about or self.refers_back(index) or self._leaves_out(index):
                yield index

    def _noted(self, note: AttachedNote, index: int, rule: int) -> bool:
        """Whether the clause `index` of a footnote applies to the rule: to the words that carry its mark, to the
        paragraph they are in if it says so, or to a paragraph it names."""
        if index == rule:
            return True
        if note.mark is None:
            return False
        if any(start <= note.mark < end for start, end in self._clauses[rule].spans):
            return True
        if numbers := self._numbers_in(index):
            return self._places[self._paragraphs[rule]].number in numbers
        marked = paragraph_at(self._places, note.mark)
        return marked == self._paragraphs[rule] and self.refers_back(index)

    def _numbers_in(self, index: int) -> set[str]:
        if index not in self._numbers:
            self._numbers[index] = numbers_named(self._reader.numbered, self._clauses[index].raw)
        return self._numbers[index]

    def _phrases_near(self, index: int) -> frozenset[str]:
        """The notes of the phrases that a clause has in its own words."""
        if index not in self._near:
            clause = self._clauses[index]
            self._near[index] = frozenset(phrase.note for phrase in self._phrases if self._in(phrase, clause))
        return self._near[index]

    def _in(self, phrase: _Phrase, clause: Clause) -> bool:
        words = clause.raw if phrase.source.references else clause.low
        if not any(match.end() > clause.own for match in phrase.regex.finditer(words)):
            return False
        return not (phrase.source.counts and self._reader.no_exception.search(words))


def numbers_named(numbered: GuardedRegex, words: str) -> set[str]:
    """The numbers of the paragraphs that `words` refer to, as text."""
    return {number for match in numbered.finditer(words) for number in _span_of_numbers(match.group())}


def _span_of_numbers(reference: str) -> set[str]:
    """The numbers that "paragraphs 1, 2 and 4" or "paragraphs 2 to 4" name, as text."""
    numbers = [int(number) for number in _LIST_OF_NUMBERS.findall(reference)]
    if len(numbers) == 2 and re.search(r"\d\s*(?:to|through|-|a|al|hasta)\s*\d", reference):
        numbers = list(range(numbers[0], numbers[1] + 1))
    return {str(number) for number in numbers}


def _beside(regex: GuardedRegex, low: str, start: int, end: int) -> bool:
    """Whether a qualifier occurs within reach of the rule's own words [start, end)."""
    return regex.search(low, max(0, start - _QUALIFIES_WITHIN), end + _QUALIFIES_WITHIN) is not None
