"""Sentences by which a rule does not reach single parties, for good or for a time ("shall not apply to Ruritania")."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.matching.bound import BoundReader
from tracker.matching.exceptions import numbers_named
from tracker.matching.literals import GuardedRegex, Pieces
from tracker.matching.paragraphs import Paragraph, paragraph_at
from tracker.matching.segments import Clause
from tracker.template.macros import expand
from tracker.template.words import LanguageWords

_LABEL = re.compile(r"\(\s?([a-z]{1,4})\s?\)")
_LABEL_BEFORE = re.compile(r"\(\s?([a-z]{1,4})\s?\)\s*\Z")
_LABEL_WITHIN = 12
_BEFORE = 140
_BEHIND = 120
_SENTENCE = re.compile(r"[.;:](?=\s)(?<!\bu\.s\.)")
_ELSEWHERE = re.compile(
    r"\b(?:articles?|articulos?|chapters?|capitulos?|chapitres?|annex(?:es)?|anexos?|annexes?) \d"
)


@dataclass(frozen=True, slots=True)
class Exemption:
    """Parties that one sentence exempts: from which numbered paragraphs and lettered items of the article (both empty:
    from the whole article or the sentence's own paragraph), `for_a_time` or for good."""

    parties: tuple[str, ...]
    paragraphs: frozenset[str]
    items: frozenset[str]
    clause: int
    for_a_time: bool


@dataclass(frozen=True, slots=True)
class ExemptionReader:
    """The compiled words of one language by which a sentence exempts parties or gives them time."""

    exempt: tuple[GuardedRegex, ...]
    transition: GuardedRegex
    numbered: GuardedRegex
    bound: BoundReader

    @classmethod
    def of(cls, words: LanguageWords, bound: BoundReader) -> "ExemptionReader":
        """Compile the sections on parties and transition of a language file."""
        return cls(
            exempt=tuple(GuardedRegex(expand(regex, words.macros)) for regex in words.bound.exempt),
            transition=GuardedRegex(expand(words.transition, words.macros)),
            numbered=GuardedRegex(expand(words.references.paragraphs, words.macros)),
            bound=bound,
        )

    def find(self, clauses: Sequence[Clause], pieces: Pieces) -> list[Exemption]:
        """The exemptions of named parties in an article, in order; every clean piece of it is part of `pieces`."""
        tried = [regex for regex in self.exempt if pieces.may_match(regex)]
        if not tried:
            return []
        found = (self._read(index, clause, tried) for index, clause in enumerate(clauses))
        return [exemption for exemption in found if exemption is not None]

    def _read(self, index: int, clause: Clause, tried: Sequence[GuardedRegex]) -> Exemption | None:
        low = clause.low
        for regex in tried:
            match = regex.search(low, clause.own)
            if match is None:
                continue
            before = _SENTENCE.split(low[max(0, match.start() - _BEFORE) : match.start()])[-1]
            behind = low[match.end() : match.end() + _BEHIND]
            if match.lastgroup == "to":
                what, (parties, _) = before, self.bound.listed(behind)
            else:
                what, parties = behind, self.bound.subject_of(before)
            if parties and not _ELSEWHERE.search(what):
                return Exemption(
                    parties,
                    frozenset(numbers_named(self.numbered, what)),
                    frozenset(_LABEL.findall(what)),
                    index,
                    self.transition.search(low) is not None,
                )
        return None


def concerning(
    exemptions: Iterable[Exemption],
    clauses: Sequence[Clause],
    index: int,
    folded: str,
    places: tuple[Paragraph, ...],
) -> list[Exemption]:
    """The exemptions that concern the rule in the clause `index` of an article (`folded` text, its paragraphs)."""
    own = paragraph_at(places, clauses[index].position)
    label = _LABEL_BEFORE.search(
        folded[max(0, clauses[index].position - _LABEL_WITHIN) : clauses[index].position]
    )
    found = []
    for exemption in exemptions:
        there = paragraph_at(places, clauses[exemption.clause].position)
        if exemption.paragraphs:
            if places[own].number not in exemption.paragraphs:
                continue
        elif exemption.items and there != own:
            continue
        if exemption.items and (label is None or label.group(1) not in exemption.items):
            continue
        found.append(exemption)
    return found
