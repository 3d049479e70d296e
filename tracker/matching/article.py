"""An article prepared for matching, and what was found in its clauses so far."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from tracker.matching.attached_notes import attached_notes
from tracker.matching.compiled import CompiledLanguage
from tracker.matching.exceptions import ArticleExceptions
from tracker.matching.exemptions import Exemption
from tracker.matching.literals import Pieces
from tracker.matching.normalise import plain_heading
from tracker.matching.paragraphs import Paragraph, paragraphs
from tracker.matching.segments import Clause
from tracker.matching.types import ArticleInput, Strength


@dataclass(slots=True)
class Hit:
    """One clause that one pattern (or prototype) matched."""

    clause: int
    start: int
    end: int
    strength: Strength | None
    weight: float
    signal: str
    in_definitions: bool
    only_promised: bool = False


class PreparedArticle:
    """An article prepared for matching; the clauses that contain a term are looked up by position.

    Every clean piece of the article is a part of `pieces`.
    """

    def __init__(
        self,
        source: ArticleInput,
        folded: str,
        pieces: Pieces,
        chapter_kind: str,
        heading: str,
        found: list[Clause],
        terms: dict[int, list[int]],
    ) -> None:
        self.source = source
        self.folded = folded
        self.pieces = pieces
        self.chapter_kind = chapter_kind
        self.heading = heading
        self.clauses = found
        self.terms = terms
        self.hits: dict[str, list[Hit]] = {}
        self.promised: dict[str, list[Hit]] = {}
        self._digital: bool | None = None
        self._exemptions: list[Exemption] | None = None
        self._exceptions: ArticleExceptions | None = None
        self._starts = [clause.position for clause in found]
        self._children: dict[int, list[int]] = {}
        for index, clause in enumerate(found):
            for start, _ in clause.spans[:-1]:
                self._children.setdefault(start, []).append(index)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The article's numbered paragraphs; computed for articles with findings only."""
        return paragraphs(self.folded)

    def exemptions(self, language: CompiledLanguage) -> list[Exemption]:
        """Sentences that exempt single parties; looked for in articles with findings only."""
        if self._exemptions is None:
            self._exemptions = language.exemptions.find(self.clauses, self.pieces)
        return self._exemptions

    def exceptions(self, language: CompiledLanguage) -> ArticleExceptions:
        """What the clauses hold of exceptions; read in articles with findings only."""
        if self._exceptions is None:
            self._exceptions = ArticleExceptions(
                language.exceptions, self.clauses, self.paragraphs, self.pieces, attached_notes(self.folded)
            )
        return self._exceptions

    def has_digital_word(self, language: CompiledLanguage) -> bool:
        """Whether the agreement, the article's heading or its text has a digital word."""
        if self._digital is None:
            places = (
                plain_heading(self.source.agreement),
                self.heading,
                *(clause.low for clause in self.clauses),
            )
            self._digital = any(language.digital_word.search(place) for place in places)
        return self._digital

    def clauses_with(self, terms: frozenset[int]) -> list[int]:
        """Indices of the clauses that contain one of the terms, in their own words or in a lead-in; all clauses where
        no terms are given."""
        if not terms:
            return list(range(len(self.clauses)))
        found: set[int] = set()
        for term in terms & self.terms.keys():
            for position in self.terms[term]:
                index = max(0, bisect_right(self._starts, position) - 1)
                found.add(index)
                found.update(self._children.get(self._starts[index], ()))
        return sorted(found)
