"""The matcher: articles in, findings out."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from tracker.matching.bound import others
from tracker.matching.compiled import CompiledLanguage, CompiledPattern, CompiledProvision
from tracker.matching.endnotes import notes_begin
from tracker.matching.exceptions import ArticleExceptions
from tracker.matching.exemptions import Exemption, concerning
from tracker.matching.normalise import (
    fold,
    lower,
    plain,
    without_interruptions,
    without_next_heading,
    word_edits,
)
from tracker.matching.paragraphs import Paragraph, paragraphs
from tracker.matching.segments import Clause, clauses
from tracker.matching.types import (
    DIALOGUE,
    EXEMPT,
    MANDATE,
    STRUCTURE,
    TRANSITION,
    ArticleInput,
    Finding,
    Strength,
)
from tracker.template.model import Language, Scope, Template

_DEFINED_WITHIN = 200
"""Characters of a clause within which "means" must occur for the clause to be a definition."""

_MAX_SPANS = 12

_TIMED_WITHIN = 200
"""Characters around a rule's own words within which a time to comply applies to it."""

POLICY_SPACE = "policy space"
"""The group of provisions that are exceptions."""

_REFERRED_TO = 4
"""Clauses before one that refers back to them in which its sector may be named."""

_PROMISED = 0.85
"""Score of the finding that an article promises to talk about something."""

NOTED_WITHIN = 12
"""Clauses before and after a hit in which a detail is taken to apply to it."""


@dataclass(slots=True)
class _Hit:
    """One clause that one pattern (or prototype) matched."""

    clause: int
    start: int
    end: int
    strength: Strength | None
    weight: float
    signal: str
    in_definitions: bool


class _Article:
    """An article prepared for matching; the clauses that contain a term are looked up by position."""

    def __init__(
        self,
        source: ArticleInput,
        folded: str,
        chapter_kind: str,
        heading: str,
        found: list[Clause],
        terms: dict[int, list[int]],
    ) -> None:
        self.source = source
        self.folded = folded
        self.chapter_kind = chapter_kind
        self.heading = heading
        self.clauses = found
        self.terms = terms
        self.hits: dict[str, list[_Hit]] = {}
        self.promised: dict[str, list[_Hit]] = {}
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
            self._exemptions = language.exemptions.find(self.clauses)
        return self._exemptions

    def exceptions(self, language: CompiledLanguage) -> ArticleExceptions:
        """What the clauses hold of exceptions; read in articles with findings only."""
        if self._exceptions is None:
            self._exceptions = ArticleExceptions(language.exceptions, self.clauses, self.paragraphs)
        return self._exceptions

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


class Matcher:
    """The compiled template. Build it once per process: a language is compiled when it is first used."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self._languages: dict[str, CompiledLanguage] = {}
        self._kinds: dict[tuple[str, str, str], str] = {}

    def language(self, code: str) -> CompiledLanguage | None:
        """The compiled rules of a language; None where the template has none."""
        if code not in self.template.words:
            return None
        if code not in self._languages:
            known: Language = code
            self._languages[code] = CompiledLanguage(self.template, known)
        return self._languages[code]

    def preload(self, code: str) -> None:
        """Compile all patterns of a language now, not when each is first used."""
        language = self.language(code)
        for provision in language.provisions if language else ():
            for pattern in provision.patterns:
                _ = (pattern.regex, pattern.heading, pattern.unless)
            _ = (provision.unless, provision.prototypes, provision.notes)

    def chapter_kind(self, language: CompiledLanguage, chapter: str, agreement: str) -> str:
        """The kind of chapter, by its heading (cached: an agreement has few chapters).

        In an agreement that is itself about digital trade, a chapter whose heading names no kind is digital.
        """
        key = (language.words.language, chapter, agreement)
        if key not in self._kinds:
            kind = language.chapter_kind(chapter)
            if kind in ("other", "exceptions") and language.chapter_kind(agreement) == "digital":
                kind = "digital"
            self._kinds[key] = kind
        return self._kinds[key]


def match_article(article: ArticleInput, matcher: Matcher) -> list[Finding]:
    """The provisions found in one article, in the template's order; [] for an unknown language.

    What stands in notes printed after the article is no rule of it.
    """
    findings = _match(article, matcher)
    last = max((end for finding in findings for _, end in finding.spans), default=0)
    begin = notes_begin(fold(article.text)) if last else None
    if begin is None or last <= begin:
        return findings
    return _match(replace(article, text=article.text[:begin]), matcher)


def _match(article: ArticleInput, matcher: Matcher) -> list[Finding]:
    language = matcher.language(article.language)
    if language is None:
        return []
    kind = matcher.chapter_kind(language, article.chapter, article.agreement)
    folded = without_next_heading(without_interruptions(fold(article.text)))
    low = lower(folded)
    heading = plain(article.heading)
    if not language.gate.any_in(low) and not language.always_read(kind, heading):
        return []
    mended = language.repair.mended(low)
    terms = language.terms.find_mended(low, word_edits(low, mended))
    found = clauses(folded, low, language.reference_words, mended)
    if not found:
        return []
    kind = language.article_kind(kind, heading, low)
    prepared = _Article(article, folded, kind, heading, found, terms)
    is_definition = _definition_test(prepared, language)
    recitals = any(language.preamble.match(place) for place in (plain(article.chapter), heading))
    for provision in language.worth_trying(terms):
        if not (recitals and provision.provision.has_strength):
            _try(provision, prepared, language, is_definition)
    _note_promises(prepared)
    return [
        _finding(provision, prepared, language)
        for provision in language.provisions
        if provision.provision.code in prepared.hits
    ]


def match_many(articles: Iterable[ArticleInput], matcher: Matcher) -> list[list[Finding]]:
    """`match_article` for each article, in order."""
    return [match_article(article, matcher) for article in articles]


def _definition_test(article: _Article, language: CompiledLanguage) -> Callable[[Clause], bool]:
    """A test whether a clause defines a term: by its own words, by the lead-in of its list, or because it is in an
    article of definitions and commits nobody."""
    of_definitions = language.definition_heading.search(article.heading) is not None
    known: dict[int, bool] = {}

    def is_definition(clause: Clause) -> bool:
        if clause.position not in known:
            low, own = clause.low, clause.own
            known[clause.position] = bool(
                language.definition_clause.search(low[own : own + _DEFINED_WITHIN])
                or (own and language.definition_chapeau.search(low[: own - 1]))
                or (of_definitions and not language.commitment_clause.search(low))
            )
        return known[clause.position]

    return is_definition


def _try(
    provision: CompiledProvision,
    article: _Article,
    language: CompiledLanguage,
    is_definition: Callable[[Clause], bool],
) -> None:
    """Try one provision on the article; hits are added to `article.hits`."""
    patterns = [
        pattern
        for pattern in provision.patterns_for(article.chapter_kind, article.heading)
        if _allowed(pattern, article, language)
    ]
    if not patterns:
        return
    hits: list[_Hit] = []
    for index in article.clauses_with(language.gates[provision.provision.code]):
        clause = article.clauses[index]
        low = provision.read_from(clause.low)
        here: list[_Hit] = []
        for pattern in patterns:
            words = provision.read_from(clause.raw) if pattern.reads_references else low
            if pattern.regex.may_match(words):
                here.extend(_clause_hits(pattern, index, clause, words, language))
        if not here or any(veto.search(clause.low) for veto in provision.unless):
            continue
        defines = is_definition(clause)
        here = [hit for hit in here if hit.in_definitions or not defines]
        if provision.provision.for_all:
            here = [hit for hit in here if not language.bound.read([(clause, hit.end)])]
        if provision.provision.has_exception:
            here = _in_force(provision, article, clause, here, language)
        hits.extend(here)
        if hits and not provision.provision.has_strength:
            break  # of structure only the first clause is shown
    if hits:
        article.hits[provision.provision.code] = hits


def _in_force(
    provision: CompiledProvision,
    article: _Article,
    clause: Clause,
    hits: list[_Hit],
    language: CompiledLanguage,
) -> list[_Hit]:
    """The hits that are rules: promises to talk are remembered. Of rules that limit the Parties what a Party may do is
    left out, and aims are soft."""
    rules = []
    limits = provision.provision.limits_parties
    for hit in hits:
        if language.force.promises(clause, hit.start):
            article.promised.setdefault(provision.provision.code, []).append(hit)
        elif not limits:
            rules.append(hit)
        elif not language.force.permits(clause, hit.start, hit.end):
            aim = hit.strength == "hard" and language.force.aims(clause, hit.start)
            rules.append(replace(hit, strength="soft") if aim else hit)
    return rules


def _note_promises(article: _Article) -> None:
    """Let an article that only promises to talk about a provision say so (CODEBOOK2, convention 16).

    The finding of a dialogue carries the note where there is one; an article without any finding becomes one of
    structure. `_finding` writes the notes.
    """
    for code in list(article.promised):
        if code in article.hits:
            del article.promised[code]
    if article.promised and not article.hits:
        first = min((hit for hits in article.promised.values() for hit in hits), key=lambda hit: hit.clause)
        structural = replace(first, strength=None, weight=_PROMISED, signal="mandate", in_definitions=True)
        article.hits[STRUCTURE] = [structural]


def _allowed(pattern: CompiledPattern, article: _Article, language: CompiledLanguage) -> bool:
    """Whether the other findings in the article, and its words, allow the pattern to be tried."""
    if pattern.source.only_alone and article.hits:
        return False
    if pattern.source.digital_word and not _is_digital(article, language):
        return False
    return not any(code in article.hits for code in pattern.source.unless_found)


def _is_digital(article: _Article, language: CompiledLanguage) -> bool:
    """Whether the agreement, the article's heading or its text has a digital word."""
    places = (plain(article.source.agreement), article.heading, *(clause.low for clause in article.clauses))
    return any(language.digital_word.search(place) for place in places)


def _clause_hits(
    pattern: CompiledPattern, index: int, clause: Clause, words: str, language: CompiledLanguage
) -> Iterable[_Hit]:
    for match in pattern.regex.regex.finditer(words):
        start, end = match.span()
        if end <= clause.own or end == start:
            continue  # wholly in the lead-in, which is a clause of its own
        if any(veto.search(clause.low) for veto in pattern.unless):
            return
        reading = pattern.source.strength
        strength: Strength | None
        if reading == "read":
            strength = language.deontics.read(clause, end)
        elif reading == "none":
            strength = None
        else:
            strength = reading
        yield _Hit(
            index, start, end, strength, pattern.source.weight, pattern.signal, pattern.source.definitions
        )


def _finding(provision: CompiledProvision, article: _Article, language: CompiledLanguage) -> Finding:
    entry = provision.provision
    hits = article.hits[entry.code]
    hard = [hit for hit in hits if hit.strength == "hard"]
    strength: Strength | None = None
    if entry.has_strength:
        strength = "hard" if hard else "soft"
    main_hits = hard or hits
    indices = list(dict.fromkeys(hit.clause for hit in main_hits))
    texts = [article.clauses[index].low for index in indices]
    _, prototype, similarity = provision.prototypes.closest(texts)
    exception = None
    notes: set[str] = set(_notes(provision, hits, article))
    if entry.has_exception:
        places = ((hit.clause, hit.start, hit.end) for hit in hits)
        about = set(article.clauses_with(language.gates[entry.code]))
        exception, kinds = article.exceptions(language).read(
            places, about, _of_others(provision, article, language)
        )
        notes.update(kinds)
    bound: tuple[str, ...] = ()
    if entry.has_strength:
        bound, exempt = _bound(main_hits, article, language)
        notes.update(exempt)
    if entry.group == POLICY_SPACE:
        notes.update(_covered(indices, article, language))
    if entry.code in (STRUCTURE, DIALOGUE):
        notes.update(MANDATE + code for code in article.promised)
        if given_time := _given_time(hits, article, language):
            notes.add(TRANSITION)
            bound = given_time
    best = max(main_hits, key=lambda hit: hit.weight)
    return Finding(
        code=entry.code,
        strength=strength,
        exception=exception,
        score=round(best.weight, 3),
        spans=_spans(hits, article),
        prototype=prototype,
        similarity=round(similarity, 1),
        signal=best.signal,
        notes=tuple(sorted(notes)),
        scope=_scope(provision, main_hits, article, language) if entry.has_strength else None,
        bound=bound,
    )


def _of_others(provision: CompiledProvision, article: _Article, language: CompiledLanguage) -> set[int]:
    """Clauses in which an exception is one from another provision of the article alone: they name that provision's
    subject and not this one's."""
    others = {
        index
        for other in language.provisions
        if other.provision.own_exceptions and other.provision.code in article.hits and other is not provision
        for index in article.clauses_with(language.gates[other.provision.code])
    }
    return (
        others.difference(article.clauses_with(language.gates[provision.provision.code]))
        if others
        else others
    )


def _scope(
    provision: CompiledProvision, hits: list[_Hit], article: _Article, language: CompiledLanguage
) -> Scope:
    rules = (
        (article.clauses[hit.clause].low, hit.start, hit.end, _referred_to(hit.clause, article, language))
        for hit in hits
    )
    return language.scope.read(article.chapter_kind, article.heading, rules, provision.provision.scope)


def _referred_to(index: int, article: _Article, language: CompiledLanguage) -> str:
    """The words before a clause, where it refers back to them; else ""."""
    if not article.exceptions(language).refers_back(index):
        return ""
    return " ".join(
        clause.low[clause.own :] for clause in article.clauses[max(0, index - _REFERRED_TO) : index]
    )


def _bound(
    hits: list[_Hit], article: _Article, language: CompiledLanguage
) -> tuple[tuple[str, ...], set[str]]:
    """(codes of the parties bound, () where all are; notes on who is exempt or has time).

    Of names only those of the agreement's parties count, where they are known. Who is exempt for good is not bound,
    where the parties are known and each of the rules exempts it.
    """
    source = article.source
    rules = [article.clauses[hit.clause] for hit in hits]
    named = language.bound.read(zip(rules, (hit.end for hit in hits), strict=True), source.parties)
    notes: set[str] = set()
    for hit, clause in zip(hits, rules, strict=True):
        if language.transition.search(
            clause.low, max(0, clause.own - _TIMED_WITHIN), hit.end + _TIMED_WITHIN
        ):
            notes.add(TRANSITION)
            notes.update(f"{TRANSITION}:{code}" for code in named)
    free: list[set[str]] = []
    exemptions = article.exemptions(language)
    for hit in hits if exemptions else ():
        there = concerning(exemptions, article.clauses, hit.clause, article.folded, article.paragraphs)
        for exemption in there:
            kind = TRANSITION if exemption.for_a_time else EXEMPT
            notes.update((kind, *(f"{kind}:{code}" for code in exemption.parties)))
        free.append({code for exemption in there if not exemption.for_a_time for code in exemption.parties})
    bound = named or source.between
    exempt = set.intersection(*free) if free else set()
    if exempt:
        bound = tuple(code for code in bound if code not in exempt) or others(exempt, source.parties)
    return bound, notes


def _covered(indices: list[int], article: _Article, language: CompiledLanguage) -> frozenset[str]:
    """Notes on what an exception covers, by its own clauses; where they name nothing, by the rest of its article."""
    own = language.coverage.read(article.clauses[index].low for index in indices)
    return own or language.coverage.read(clause.low for clause in article.clauses)


def _given_time(hits: list[_Hit], article: _Article, language: CompiledLanguage) -> tuple[str, ...]:
    """Codes of the parties that clauses of structure name and exempt for a time (CODEBOOK2, convention 20)."""
    delayed = [hit for hit in hits if language.transition.search(article.clauses[hit.clause].low)]
    return language.bound.read(
        ((article.clauses[hit.clause], hit.end) for hit in delayed), article.source.parties
    )


def _notes(provision: CompiledProvision, hits: list[_Hit], article: _Article) -> Iterator[str]:
    """Codes of the details that the provision's data file names and that are found near the hits."""
    if not provision.notes:
        return
    near = {
        index
        for hit in hits
        for index in range(max(0, hit.clause - NOTED_WITHIN), hit.clause + NOTED_WITHIN + 1)
        if index < len(article.clauses)
    }
    for note, regex in provision.notes:
        clauses_near = (article.clauses[index] for index in near)
        if any(regex.search(clause.raw if note.references else clause.low) for clause in clauses_near):
            yield note.code


def _spans(hits: list[_Hit], article: _Article) -> tuple[tuple[int, int], ...]:
    """Whole sentences and list items with their lead-ins, in the original text: sorted, overlaps joined.

    Binding clauses come first where there are more than `_MAX_SPANS`; of structure only the first is shown.
    """
    if all(hit.strength is None for hit in hits):
        hits = hits[:1]
    spans: dict[tuple[int, int], None] = {}
    for hit in sorted(hits, key=lambda hit: hit.strength != "hard"):
        if len(spans) < _MAX_SPANS:
            spans.update(dict.fromkeys(article.clauses[hit.clause].shown_spans(hit.start, hit.end)))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
