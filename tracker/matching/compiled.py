"""The template's rules for one language, compiled once per process."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from tracker.matching.bound import BoundReader
from tracker.matching.coverage import CoverageReader
from tracker.matching.deontics import DeonticReader
from tracker.matching.exceptions import ExceptionReader
from tracker.matching.exemptions import ExemptionReader
from tracker.matching.force import ForceReader
from tracker.matching.literals import GuardedRegex, Pieces, WordFinder
from tracker.matching.normalise import plain, plain_heading
from tracker.matching.repair import WordRepair
from tracker.matching.scope import ScopeReader
from tracker.matching.similarity import PrototypeSet
from tracker.matching.structure import StructureReader
from tracker.matching.terms import TermIndex
from tracker.matching.vocabulary import Vocabulary
from tracker.template.macros import expand
from tracker.template.model import LanguageRules, Note, Pattern, Provision, Template
from tracker.template.words import Language

_FINDER_PAYS_FROM = 100
"""Articles of one language from which on a pass that finds all words which patterns need saves more than its making."""

ALWAYS_READ = frozenset({"digital", "digital_mixed", "data_protection"})
"""Kinds of chapter whose articles are matched even where no gate term occurs (scope, relation to others)."""


_KINDS_OF_ARTICLES = frozenset(
    {
        "digital",
        "customs",
        "standards",
        "intellectual_property",
        "telecommunications",
        "financial",
        "procurement",
    }
)
"""Kinds of chapter that the heading of a single article names, where the chapter's own names none."""


@dataclass(frozen=True)
class CompiledPattern:
    """One pattern; its regular expressions are compiled at first use."""

    source: Pattern
    macros: dict[str, str]

    @cached_property
    def signal(self) -> str:
        """The pattern's name in findings."""
        return f"pattern:{self.source.id}"

    @cached_property
    def regex(self) -> GuardedRegex:
        """The pattern itself."""
        return GuardedRegex(expand(self.source.regex, self.macros))

    @cached_property
    def reads_references(self) -> bool:
        """Whether the titles of articles referred to are read too."""
        return self.source.references

    @cached_property
    def conditional(self) -> bool:
        """Whether other findings in the article, or its words, decide if the pattern is tried."""
        source = self.source
        return bool(source.only_alone or source.unless_found or source.digital_word)

    @cached_property
    def heading(self) -> GuardedRegex | None:
        """The regular expression the article's heading must match, if any."""
        return GuardedRegex(expand(self.source.heading, self.macros)) if self.source.heading else None

    @cached_property
    def unless(self) -> tuple[GuardedRegex, ...]:
        """Vetoes on the clause."""
        return tuple(GuardedRegex(expand(veto, self.macros)) for veto in self.source.unless)

    def fits_chapter(self, chapter_kind: str) -> bool:
        """Whether the pattern is to be tried in such a chapter."""
        if self.source.chapters and chapter_kind not in self.source.chapters:
            return False
        return chapter_kind not in self.source.not_chapters

    def fits_heading(self, heading: str) -> bool:
        """Whether the pattern is to be tried under such a heading."""
        return self.heading is None or self.heading.search(heading) is not None


@dataclass(frozen=True)
class CompiledProvision:
    """One provision in one language."""

    provision: Provision
    rules: LanguageRules
    macros: dict[str, str]

    @cached_property
    def gate(self) -> tuple[str, ...]:
        """Literal terms, one of which a clause must contain for the patterns to be tried on it."""
        return minimal_terms(plain(term) for term in self.rules.gate)

    @cached_property
    def gate_outside(self) -> tuple[str, ...]:
        """Terms, one of which an article outside digital chapters must contain to be matched at all."""
        if all(p.chapters and set(p.chapters) <= ALWAYS_READ for p in self.rules.patterns):
            return ()
        return minimal_terms(plain(term) for term in self.rules.gate_outside or self.rules.gate)

    @cached_property
    def patterns(self) -> tuple[CompiledPattern, ...]:
        """Patterns in the order of the file."""
        return tuple(CompiledPattern(pattern, self.macros) for pattern in self.rules.patterns)

    @cached_property
    def _in_chapters(self) -> dict[tuple[str, WordFinder | None], tuple[tuple[int, CompiledPattern], ...]]:
        """By kind of chapter and finder: the patterns to be tried there, each with the sets of words it needs."""
        return {}

    def patterns_for(self, chapter_kind: str, heading: str, pieces: Pieces) -> list[CompiledPattern]:
        """The patterns to be tried in such a chapter under such a heading, in the order of the file.

        Those that cannot match what is put together from the article's `pieces` are left out.
        """
        finder = pieces.finder
        known = self._in_chapters.get((chapter_kind, finder))
        if known is None:
            fitting = [pattern for pattern in self.patterns if pattern.fits_chapter(chapter_kind)]
            known = tuple((finder.needs(pattern.regex) if finder else 0, pattern) for pattern in fitting)
            self._in_chapters[chapter_kind, finder] = known
        lacks = ~pieces.has  # tested here, in one loop, because it is asked of every article
        return [
            pattern
            for needs, pattern in known
            if not needs & lacks
            and (finder or pieces.may_match(pattern.regex))
            and (pattern.heading is None or pattern.fits_heading(heading))
        ]

    @cached_property
    def unless(self) -> tuple[GuardedRegex, ...]:
        """Vetoes on the clause that hold for every pattern."""
        return tuple(GuardedRegex(expand(veto, self.macros)) for veto in self.rules.unless)

    @cached_property
    def passed_over(self) -> GuardedRegex | None:
        """Words of a clause that do not count; None where the provision names none."""
        regexes = [f"(?:{expand(regex, self.macros)})" for regex in self.rules.passed_over]
        return GuardedRegex("|".join(regexes)) if regexes else None

    def read_from(self, words: str) -> str:
        """The words of a clause with those passed over blanked; the length stays."""
        if self.passed_over is None or not self.passed_over.may_match(words):
            return words
        return self.passed_over.regex.sub(lambda match: " " * len(match.group()), words)

    @cached_property
    def prototypes(self) -> PrototypeSet:
        """Prototype clauses."""
        return PrototypeSet.of(self.rules.prototypes)

    @cached_property
    def notes(self) -> tuple[tuple[Note, GuardedRegex], ...]:
        """Details and the regular expressions that find them."""
        return tuple((note, GuardedRegex(expand(note.regex, self.macros))) for note in self.rules.notes)

    @cached_property
    def turn(self) -> int:
        """0 to 3: provisions that depend on other findings in the article are matched after these, structure last."""
        if any(pattern.only_alone for pattern in self.rules.patterns):
            return 2 if self.provision.has_strength else 3
        return int(any(pattern.unless_found for pattern in self.rules.patterns))


class CompiledLanguage:
    """All provisions and the words of one language."""

    def __init__(self, template: Template, language: Language) -> None:
        words = template.words[language]
        self.words = words
        self.bound = BoundReader.of(words)
        self.exemptions = ExemptionReader.of(words, self.bound)
        self.only_between = GuardedRegex(expand(words.bound.only_between, words.macros))
        self.instead = re.compile(expand(words.bound.instead, words.macros))
        self.transition = GuardedRegex(expand(words.transition, words.macros))
        self.definition_clause = GuardedRegex(expand(words.definition_clause, words.macros))
        self.definition_chapeau = GuardedRegex(expand(words.definition_chapeau, words.macros))
        self.definition_heading = GuardedRegex(expand(words.definition_heading, words.macros))
        self.preamble = re.compile(expand(words.preamble, words.macros))
        self.commitment_clause = GuardedRegex(expand(words.commitment_clause, words.macros))
        self.digital_article = GuardedRegex(expand(words.digital_article, words.macros))
        self.digital_word = GuardedRegex(expand(words.digital_word, words.macros))
        self.chapter_kinds = tuple(
            (kind, re.compile(expand(regex, words.macros))) for kind, regex in words.chapter_kinds.items()
        )
        provisions = [
            CompiledProvision(provision, provision.languages[language], words.macros)
            for provision in template.provisions
            if language in provision.languages
        ]
        self.provisions = tuple(sorted(provisions, key=lambda entry: entry.turn))
        self.repair = WordRepair(
            (text for entry in provisions for text in (*entry.prototypes.texts, *entry.gate)),
            words.small_words,
            words.glued,
            words.glued_to_previous,
        )
        self.reference_words = frozenset(words.reference_words)
        outside = minimal_terms(term for entry in provisions for term in entry.gate_outside)
        self.terms = TermIndex((*outside, *(term for entry in provisions for term in entry.gate)))
        self.gate = TermIndex(outside)
        self.gates = {entry.provision.code: self.terms.numbers(entry.gate) for entry in provisions}
        self._ungated = [place for place, entry in enumerate(self.provisions) if not entry.gate]
        self._by_heading = tuple(
            pattern
            for place in self._ungated
            for pattern in self.provisions[place].patterns
            if pattern.source.heading
        )
        # Headings come again and again.
        self._kind_of = lru_cache(maxsize=4096)(self._read_kind)
        self.always_read = lru_cache(maxsize=4096)(self._read_always)
        self.vocabulary = Vocabulary(self.repair)
        self._articles = 0
        self._by_term: dict[int, list[int]] = {}
        for place, entry in enumerate(self.provisions):
            for number in self.gates[entry.provision.code]:
                self._by_term.setdefault(number, []).append(place)

    # Who only asks what articles say of others (`container`, `delays`) needs none of these.

    @cached_property
    def deontics(self) -> DeonticReader:
        """How firmly a clause binds."""
        return DeonticReader.of(self.words)

    @cached_property
    def exceptions(self) -> ExceptionReader:
        """What lets a Party depart from a rule."""
        return ExceptionReader.of(self.words)

    @cached_property
    def scope(self) -> ScopeReader:
        """Whom a rule reaches."""
        return ScopeReader.of(self.words)

    @cached_property
    def coverage(self) -> CoverageReader:
        """What an exception covers."""
        return CoverageReader.of(self.words)

    @cached_property
    def force(self) -> ForceReader:
        """What is only promised, permitted or aimed at."""
        return ForceReader.of(self.words, self.bound)

    @cached_property
    def structure(self) -> StructureReader:
        """What holds no commitment by itself, in any chapter; asked for when articles are coded only."""
        return StructureReader.of(self.words)

    def count_article(self) -> None:
        """Note that one more article is matched: from some number on, preparing for many pays."""
        self._articles += 1
        if self._articles == _FINDER_PAYS_FROM and self.vocabulary.finder is None:
            self.make_finder()

    def preload(self) -> None:
        """Compile now what is otherwise compiled when it is first used."""
        _ = (self.deontics, self.exceptions, self.scope, self.coverage, self.force)
        for provision in self.provisions:
            for pattern in provision.patterns:
                _ = (pattern.regex.openings, pattern.heading, pattern.unless)
            _ = (provision.unless, provision.prototypes, provision.notes)
        self.make_finder()

    def make_finder(self) -> None:
        """Prepare for many articles: all words that patterns need are looked up in one pass from now on."""
        finder = WordFinder(
            (
                *(pattern.regex for provision in self.provisions for pattern in provision.patterns),
                *(phrase.regex for phrase in self.exceptions.near),
                *self.exemptions.exempt,
            )
        )
        self.vocabulary = Vocabulary(self.repair, finder)

    def _read_always(self, chapter_kind: str, heading: str) -> bool:
        """Whether an article is matched even where no gate term occurs: in a chapter that is digital, or under a
        heading by which a provision without gate is found. `heading` is plain lower-case text.
        """
        return chapter_kind in ALWAYS_READ or any(
            pattern.fits_chapter(chapter_kind) and pattern.fits_heading(heading)
            for pattern in self._by_heading
        )

    def worth_trying(self, terms: Iterable[int]) -> Iterator[CompiledProvision]:
        """The provisions that have one of these terms (by number) in their gate, in the template's order."""
        places = set(self._ungated)
        for number in terms:
            places.update(self._by_term.get(number, ()))
        return (self.provisions[place] for place in sorted(places))

    def chapter_kind(self, heading: str) -> str:
        """The kind of a chapter by its heading, a path like "Services / Regulation / Telecommunications".

        - The innermost part that names a kind decides.
        - A part that only names exceptions leaves it to the part around it.
        - A section on services within a chapter on services and electronic commerce has the chapter's mixed kind,
          because most sources print only the chapter's heading.
        - A section on trade facilitation within a chapter on electronic commerce is digital.
        """
        found = [self._kind_of(part) for part in reversed(plain_heading(heading).split(" / "))]
        specific = [kind for kind in found if kind not in ("other", "exceptions")]
        if "digital" in specific and specific[0] == "customs":
            return "digital"
        if "digital_mixed" in specific and specific[0] not in ("digital", "data_protection"):
            return "digital_mixed"
        return (specific or [kind for kind in found if kind != "other"] or ["other"])[0]

    def innermost_kind(self, chapter: str) -> str:
        """The kind that the innermost part of a chapter's plain path names, of the parts that name one; else other."""
        found = (self._kind_of(part) for part in reversed(chapter.split(" / ")))
        return next((kind for kind in found if kind not in ("other", "exceptions")), "other")

    def article_kind(self, chapter_kind: str, heading: str, low: str) -> str:
        """The kind of chapter an article belongs to, by its own words where the chapter's heading names no kind.

        With an article heading on digital matters, customs or another sector it counts as part of such a chapter; with
        digital words in its text, as part of a mixed one. `heading` and `low` are plain lower-case texts.
        """
        if chapter_kind != "other":
            return chapter_kind
        own = self._kind_of(heading)
        if own in _KINDS_OF_ARTICLES:
            return own
        return "digital_mixed" if self.digital_article.search(low) else "other"

    def _read_kind(self, low: str) -> str:
        """The first kind of the language file that matches one part of a heading."""
        for kind, regex in self.chapter_kinds:
            if regex.search(low):
                return kind
        return "other"


def minimal_terms(terms: Iterable[str]) -> tuple[str, ...]:
    """The terms without those that contain another one: a text with the longer term also has the shorter one."""
    unique = sorted(set(terms), key=lambda term: (len(term), term))
    kept: list[str] = []
    for term in unique:
        if not any(shorter in term for shorter in kept):
            kept.append(term)
    return tuple(kept)
