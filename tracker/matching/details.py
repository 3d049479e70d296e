"""What the hits of a provision in one article make: a finding with exceptions, scope, parties bound and notes."""

from collections.abc import Iterator

from tracker.matching.article import Hit, PreparedArticle
from tracker.matching.bound import others
from tracker.matching.compiled import CompiledLanguage, CompiledProvision
from tracker.matching.exemptions import concerning
from tracker.matching.normalise import plain_heading
from tracker.matching.paragraphs import paragraph_at
from tracker.matching.types import (
    ASPIRATION,
    DIALOGUE,
    EXEMPT,
    LIMITED,
    MANDATE,
    STRUCTURE,
    TRANSITION,
    Finding,
    Strength,
)
from tracker.template.words import Scope

_MAX_SPANS = 12

_TIMED_WITHIN = 200
"""Characters around a rule's own words within which a time to comply applies to it."""

POLICY_SPACE = "policy space"
"""The group of provisions that are exceptions."""

_REFERRED_TO = 4
"""Clauses before one that refers back to them in which its sector may be named."""

NOTED_WITHIN = 12
"""Clauses before and after a hit in which a detail is taken to apply to it."""


def finding_of(provision: CompiledProvision, article: PreparedArticle, language: CompiledLanguage) -> Finding:
    """The finding of one provision, from its hits in the article."""
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
        places = [(hit.clause, hit.start, hit.end) for hit in hits]
        about = set(article.clauses_with(language.gates[entry.code]))
        exception, kinds = article.exceptions(language).read(
            places, about, _of_others(provision, article, language)
        )
        notes.update(kinds)
        if not exception and article.exceptions(language).limited(places):
            exception = None
            notes.add(LIMITED)
        if strength == "soft" and all(_aspires(hit, article, language) for hit in hits):
            notes.add(ASPIRATION)
    bound: tuple[str, ...] = ()
    if entry.has_strength:
        bound, exempt = _bound(main_hits, article, language)
        notes.update(exempt)
        if entry.group != POLICY_SPACE:
            notes.update(_delayed(main_hits, article))
    if entry.group == POLICY_SPACE:
        notes.update(_covered(indices, article, language))
    if entry.code in (STRUCTURE, DIALOGUE):
        notes.update(MANDATE + code for code in article.promised)
        if given_time := _given_time(hits, article, language):
            notes.update((TRANSITION, *(f"{TRANSITION}:{code}" for code in given_time)))
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


def _aspires(hit: Hit, article: PreparedArticle, language: CompiledLanguage) -> bool:
    return language.force.aspires(article.clauses[hit.clause], hit.start)


def _of_others(
    provision: CompiledProvision, article: PreparedArticle, language: CompiledLanguage
) -> set[int]:
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
    provision: CompiledProvision, hits: list[Hit], article: PreparedArticle, language: CompiledLanguage
) -> Scope:
    rules = (
        (article.clauses[hit.clause].low, hit.start, hit.end, _referred_to(hit.clause, article, language))
        for hit in hits
    )
    chapter = plain_heading(article.source.chapter)
    kind = article.chapter_kind
    if kind == "digital_mixed":  # a section on one sector of a chapter on services and electronic commerce
        kind = language.innermost_kind(chapter)
    return language.scope.read(kind, chapter, article.heading, rules, provision.provision.scope)


def _referred_to(index: int, article: PreparedArticle, language: CompiledLanguage) -> str:
    """The words before a clause, where it refers back to them; else ""."""
    if not article.exceptions(language).refers_back(index):
        return ""
    return " ".join(
        clause.low[clause.own :] for clause in article.clauses[max(0, index - _REFERRED_TO) : index]
    )


def _bound(
    hits: list[Hit], article: PreparedArticle, language: CompiledLanguage
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


def _delayed(hits: list[Hit], article: PreparedArticle) -> Iterator[str]:
    """Notes on who has time to comply with one of these rules, as another article says."""
    for delay in article.source.delays:
        if not delay.paragraph or any(
            article.paragraphs[paragraph_at(article.paragraphs, article.clauses[hit.clause].position)].number
            == delay.paragraph
            for hit in hits
        ):
            yield TRANSITION
            yield from (f"{TRANSITION}:{code}" for code in delay.parties)


def _covered(indices: list[int], article: PreparedArticle, language: CompiledLanguage) -> frozenset[str]:
    """Notes on what an exception covers, by its own clauses; where they name nothing, by the rest of its article."""
    own = language.coverage.read(article.clauses[index].low for index in indices)
    return own or language.coverage.read(clause.low for clause in article.clauses)


def _given_time(hits: list[Hit], article: PreparedArticle, language: CompiledLanguage) -> tuple[str, ...]:
    """Codes of the parties that an article of structure names and exempts for a time (CODEBOOK2, convention 20).

    Of structure only the first clause is a hit, so where that one exempts a party the others are read too.
    """
    if not any(language.transition.search(article.clauses[hit.clause].low) for hit in hits):
        return ()
    delayed = (
        (clause, match.end())
        for clause in article.clauses
        if (match := language.transition.search(clause.low)) is not None
    )
    return language.bound.read(delayed, article.source.parties)


def _notes(provision: CompiledProvision, hits: list[Hit], article: PreparedArticle) -> Iterator[str]:
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


def _spans(hits: list[Hit], article: PreparedArticle) -> tuple[tuple[int, int], ...]:
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
