"""What changed from one night to the next for each country: only in clauses that bind it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.nightly.changes import CountryChange
from tracker.nightly.marks import DRAFT, mark_rank, strongest
from tracker.nightly.state import AgreementState, Detail, State
from tracker.queries.core.bound import binds
from tracker.queries.core.template_facts import template_facts

_NOBODY_BOUND = ("in_negotiation", "draft_text")
_ENDED = ("inactive", "never_took_effect")

_Clause = tuple[str, str]
"""(agreement's slug, provision)"""


@dataclass(frozen=True, slots=True)
class _Bond:
    """The clause that counts of an agreement for a country. `proven`: it is for every sector and certain, so that it
    can be compared with what other agreements have."""

    mark: str
    proven: bool


def strongest_findings(state: State) -> dict[str, dict[str, str]]:
    """The strongest mark by agreement and provision, over all its texts."""
    found: dict[str, dict[str, str]] = {}
    for slug, agreement in state.agreements.items():
        marks: dict[str, list[str]] = defaultdict(list)
        for document in agreement.documents.values():
            for provision, places in document.findings.items():
                for one_place in places.values():
                    marks[provision] += one_place
        found[slug] = {provision: best for provision, all_ in marks.items() if (best := strongest(all_))}
    return found


def kind_of(before: str | None, now: str | None) -> str:
    return "appeared" if before is None else "disappeared" if now is None else "changed"


def country_changes(before: State, now: State, causes: Mapping[str, str]) -> Iterator[CountryChange]:
    """The changes for each country that is a party, by provision; `causes` by agreement's slug."""
    was, is_ = _by_country(before, now), _by_country(now, now)
    for iso3 in sorted(was.keys() | is_.keys()):
        earlier, later = was.get(iso3, {}), is_.get(iso3, {})
        overall_before, overall_now = _overall(earlier), _overall(later)
        for clause in sorted(earlier.keys() | later.keys()):
            old, new = earlier.get(clause), later.get(clause)
            if old == new or (old and new and old.mark == new.mark):
                continue
            slug, provision = clause
            marks = old.mark if old else None, new.mark if new else None
            yield CountryChange(
                iso3,
                slug,
                (now.agreements.get(slug) or before.agreements[slug]).name,
                provision,
                kind_of(*marks),
                *marks,
                overall_before.get(provision),
                overall_now.get(provision),
                _cause(iso3, slug, before, now, causes),
                all(bond.proven for bond in (old, new) if bond),
            )


def _by_country(state: State, now: State) -> dict[str, dict[_Clause, _Bond]]:
    """The clauses that bind each country, or would once signed (of a draft, marked as such)."""
    found: dict[str, dict[_Clause, _Bond]] = defaultdict(dict)
    strictest = strongest_findings(state)
    for slug, agreement in state.agreements.items():
        if agreement.legal_status in _ENDED:
            continue
        suffix = DRAFT if agreement.legal_status in _NOBODY_BOUND else ""
        rules = _rules(agreement, now.agreements.get(slug), strictest[slug])
        for iso3 in agreement.parties:
            for provision, details in rules.items():
                bond = _bond(provision, details, iso3)
                if bond is not None:
                    found[iso3][(slug, provision)] = _Bond(bond.mark + suffix, bond.proven)
    return found


def _rules(
    agreement: AgreementState, now: AgreementState | None, strictest: Mapping[str, str]
) -> Mapping[str, tuple[Detail, ...]]:
    """The clauses of an agreement. A state of an older version has their marks only: where these are today's, so are
    the clauses; else they count as binding everybody."""
    if agreement.rules is not None:
        return agreement.rules
    if now is not None and now.rules is not None and _findings(agreement) == _findings(now):
        return now.rules
    return {provision: (Detail(mark, None, "read", False),) for provision, mark in strictest.items()}


def _findings(agreement: AgreementState) -> dict[str, object]:
    return {key: document.findings for key, document in agreement.documents.items()}


def _bond(provision: str, details: tuple[Detail, ...], iso3: str) -> _Bond | None:
    """As `tracker.queries.core.binding`: certain before uncertain clauses, those for every sector before those for one,
    then the strictest."""
    sectoral = template_facts().provision(provision).sectoral
    own = [
        (sectoral or one.scope is None, not one.uncertain, mark_rank(one.mark), one.mark)
        for one in details
        if binds(one.bound, iso3)
    ]
    if not own:
        return None
    general, certain, _, mark = max(own)
    return _Bond(mark, general and certain)


def _overall(clauses: Mapping[_Clause, _Bond]) -> dict[str, str]:
    """The strongest mark by provision over everything signed, of certain rules for every sector."""
    marks: dict[str, list[str]] = defaultdict(list)
    for (_, provision), bond in clauses.items():
        if bond.proven and not bond.mark.endswith(DRAFT):
            marks[provision].append(bond.mark)
    return {provision: best for provision, all_ in marks.items() if (best := strongest(all_))}


def _cause(iso3: str, slug: str, before: State, now: State, causes: Mapping[str, str]) -> str:
    """The cause of a country's change: accession, withdrawal or a new status where the agreement's own texts did not
    change."""
    earlier, later = before.agreements.get(slug), now.agreements.get(slug)
    if earlier is not None and later is not None:
        if (iso3 in earlier.parties) != (iso3 in later.parties):
            return "party"
        if causes[slug] == "reading" and earlier.legal_status != later.legal_status:
            return "status"
    return causes[slug]
