"""Which clauses of an article the patterns of a provision match, and with what force."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from tracker.matching.article import Hit, PreparedArticle
from tracker.matching.compiled import CompiledLanguage, CompiledPattern, CompiledProvision
from tracker.matching.segments import Clause
from tracker.matching.types import STRUCTURE, Strength

_DEFINED_WITHIN = 200
"""Characters of a clause within which "means" must occur for the clause to be a definition."""

_MOST_IN_CLAUSE = 32
"""Most hits of one pattern in one clause; no clause of the corpus has more than 19. Each is read with its clause, so
that without a limit the time would grow with the square of the clause."""

_MOST_IN_ARTICLE = 500
"""Most hits of one provision in an article; no article of the corpus has as many."""

_PROMISED = 0.85
"""Score of the finding that an article promises to talk about something."""


def definition_test(article: PreparedArticle, language: CompiledLanguage) -> Callable[[Clause], bool]:
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


def try_patterns(
    provision: CompiledProvision,
    patterns: Iterable[CompiledPattern],
    article: PreparedArticle,
    language: CompiledLanguage,
    is_definition: Callable[[Clause], bool],
) -> None:
    """Try patterns of one provision on the article; hits are added to `article.hits`."""
    patterns = [
        pattern for pattern in patterns if not pattern.conditional or _allowed(pattern, article, language)
    ]
    if not patterns:
        return
    hits: list[Hit] = []
    for index in article.clauses_with(language.gates[provision.provision.code]):
        clause = article.clauses[index]
        low = provision.read_from(clause.low)
        here: list[Hit] = []
        for pattern in patterns:
            words = provision.read_from(clause.raw) if pattern.reads_references else low
            if pattern.regex.may_match(words):
                here += _clause_hits(pattern, index, clause, words, language)
        if not here or any(veto.search(clause.low) for veto in provision.unless):
            continue
        defines = is_definition(clause)
        here = [hit for hit in here if hit.in_definitions or not defines]
        if provision.provision.for_all:
            here = [hit for hit in here if not language.bound.read([(clause, hit.end)])]
        if provision.provision.has_strength:
            here = _in_force(provision, article, clause, here, language)
        hits.extend(here)
        if hits and not provision.provision.has_strength:
            break  # of structure only the first clause is shown
        if len(hits) >= _MOST_IN_ARTICLE:
            break
    if hits:
        article.hits[provision.provision.code] = hits


def _in_force(
    provision: CompiledProvision,
    article: PreparedArticle,
    clause: Clause,
    hits: list[Hit],
    language: CompiledLanguage,
) -> list[Hit]:
    """The hits that are rules. Remembered are promises to talk about what could close a policy, and to write an annex
    about any subject. Of rules that limit the Parties what a Party may do is left out, and aims are soft."""
    rules = []
    limits = provision.provision.limits_parties
    closes = provision.provision.has_exception
    for hit in hits:
        if (closes and language.force.promises(clause, hit.start)) or language.force.to_be_drafted(
            clause, hit.start
        ):
            article.promised.setdefault(provision.provision.code, []).append(hit)
        elif hit.only_promised:
            continue
        elif not limits:
            rules.append(hit)
        elif not language.force.permits(clause, hit.start, hit.end):
            aim = hit.strength == "hard" and language.force.aims(clause, hit.start)
            rules.append(replace(hit, strength="soft") if aim else hit)
    return rules


def note_promises(article: PreparedArticle) -> None:
    """Let an article that only promises to talk about a provision say so (CODEBOOK2, convention 16).

    The finding of a dialogue carries the note where there is one; an article without any finding becomes one of
    structure. `finding_of` writes the notes.
    """
    for code in list(article.promised):
        if code in article.hits:
            del article.promised[code]
    if article.promised and not article.hits:
        first = min((hit for hits in article.promised.values() for hit in hits), key=lambda hit: hit.clause)
        structural = replace(first, strength=None, weight=_PROMISED, signal="mandate", in_definitions=True)
        article.hits[STRUCTURE] = [structural]


def _allowed(pattern: CompiledPattern, article: PreparedArticle, language: CompiledLanguage) -> bool:
    """Whether the other findings in the article, and its words, allow the pattern to be tried."""
    if pattern.source.only_alone and article.hits:
        return False
    if any(code in article.hits for code in pattern.source.unless_found):
        return False
    return not pattern.source.digital_word or article.has_digital_word(language)


def _clause_hits(
    pattern: CompiledPattern, index: int, clause: Clause, words: str, language: CompiledLanguage
) -> list[Hit]:
    """The hits of one pattern in a clause whose `words` have the literals it needs; most have none."""
    found: list[Hit] = []
    for match in pattern.regex.matches(words):
        start, end = match.span()
        if end <= clause.own or end == start:
            continue  # wholly in the lead-in, which is a clause of its own
        if not found and any(veto.search(clause.low) for veto in pattern.unless):
            break
        source = pattern.source
        strength: Strength | None
        if source.strength == "read":
            strength = language.deontics.read(clause, end)
        elif source.strength == "none":
            strength = None
        else:
            strength = source.strength
        found.append(
            Hit(
                index,
                start,
                end,
                strength,
                source.weight,
                pattern.signal,
                source.definitions,
                source.promised,
            )
        )
        if len(found) == _MOST_IN_CLAUSE:
            break
    return found
