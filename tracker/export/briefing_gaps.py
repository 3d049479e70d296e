"""What a country's briefing has no clause of: its agreements in force that were read without one, or not read."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy.orm import Session

from tracker.export.coverage import missing_words, words
from tracker.parties import country_name
from tracker.queries import CoverageRow, agreement_index, coverage
from tracker.queries.core.agreement_index import AgreementFacts
from tracker.queries.country.countries import binding_state, may_bind

MOST_NAMED = 6
"""So many countries are named one by one."""

_SAID = {
    "read": "read: no such clause found",
    "coded": "coded by hand: no such clause found",
    "partly_read": "read in part{lacks}: no such clause found in what was read",
    "reported": "known by reports only: a clause may be in it that was not reported",
    "not_read": "not read: what it says is not known",
}


def without_clause(
    session: Session, countries: Collection[str], having: Collection[str], agreement: str | None = None
) -> list[CoverageRow]:
    """The agreements in force for any of the countries (ISO alpha-3) of which no clause is in the briefing, by name.

    `having` are the slugs of those that have one, `agreement` a slug that the briefing is limited to.
    """
    rows = {row.slug: row for country in countries for row in coverage(session, iso3=country).rows}
    return sorted(
        (row for row in rows.values() if row.slug not in having and agreement in (None, row.slug)),
        key=lambda row: row.name,
    )


def reason(row: CoverageRow) -> str:
    """Why an agreement has no clause in a briefing, and whether one may be in it all the same."""
    parts = missing_words(row.missing)
    return _SAID[row.reading].format(lacks=f" (lacks {parts})" if parts else "")


def summary(rows: Iterable[CoverageRow]) -> str:
    """How many agreements have no clause in it, by reading state; "" for none."""
    counts = Counter(row.reading for row in rows)
    listed = ", ".join(f"{number} {words(state)}" for state, number in counts.items())
    total = sum(counts.values())
    noun = "agreement" if total == 1 else "agreements"
    return f"{total} more {noun} in force without such a clause: {listed}" if total else ""


def explanation(
    session: Session,
    countries: Sequence[str],
    *,
    agreement: str | None = None,
    provision: str | None = None,
    clauses: int,
    gaps: int,
) -> str | None:
    """What a briefing with `clauses` clauses and `gaps` agreements without one leaves unsaid: the agreements that are
    not in force or known to hold no such rules, and why a briefing is empty. None where there is nothing to add.

    `countries` are ISO alpha-3, `agreement` is a slug; without either the briefing is about everything.
    """
    index = agreement_index(session)
    if not index:
        return "no agreement is stored here yet; `tracker up` loads those that are shipped"
    if countries:
        return _of_countries(index, countries, agreement, empty=not clauses and not gaps)
    if agreement is not None:
        index = [one for one in index if one.slug == agreement]
    if clauses:
        return None
    about = f"no clause of {provision} was found" if provision else "no clause was found"
    if agreement is not None:
        return f"{about} in {index[0].name}: {words(index[0].reading)}{_unread(index)}" if index else None
    return f"{about} in the {len(index):,} agreements stored here{_unread(index)}"


def _unread(agreements: Sequence[AgreementFacts]) -> str:
    unread = sum(not one.fully_known for one in agreements)
    if not unread:
        return ""
    many = "it is" if len(agreements) == 1 else f"{unread:,} of them are"
    return f"; {many} not fully known, so that one may be in what was not read"


def _of_countries(
    index: Sequence[AgreementFacts], countries: Sequence[str], agreement: str | None, *, empty: bool
) -> str | None:
    names = {member.iso3: member.name for one in index for member in one.members}
    named = ", ".join(names.get(iso3) or country_name(iso3) for iso3 in countries)
    whose = named if len(countries) <= MOST_NAMED else f"these {len(countries):,} countries"
    own = [
        one
        for one in index
        if agreement in (None, one.slug) and any(one.member(iso3) is not None for iso3 in countries)
    ]
    if not own:
        if agreement is not None:
            return f"the agreement does not name {whose} as a party"
        return f"no agreement of {whose} is known here: neither a text nor a source's list names one"
    parts = []
    counts = Counter(_state(one, countries) for one in own)
    for state, said in _NOT_COUNTED.items():
        if counts[state]:
            parts.append(f"{counts[state]:,} {said}")
    if not parts:
        return None
    many = "agreement" if len(own) == 1 else "agreements"
    listed = f"of {len(own):,} {many} of {whose} known here: {', '.join(parts)}"
    return f"no clause is in force; {listed}" if empty else listed


NO_RULES = (
    "the clauses found are exceptions and definitions: no rule on digital trade was found in what was read"
)
"""Said of a briefing whose clauses bind nobody to anything."""

_NOT_COUNTED = {
    "without rules": "in force and known to hold no rules on digital trade",
    "not known": "of which it is not known whether they are in force",
    "pending": "signed and not in force",
    "ended": "no longer binding, or never",
    "draft": "under negotiation",
}


def _state(agreement: AgreementFacts, countries: Sequence[str]) -> str:
    """How it stands with any of the countries, the firmest answer first."""
    states = {binding_state(agreement, iso3) for iso3 in countries if agreement.member(iso3) is not None}
    if "in_force" in states:
        return "without rules" if agreement.known_without_rules else "in force"
    if any(may_bind(agreement, iso3) for iso3 in countries if agreement.member(iso3) is not None):
        return "not known"
    return "pending" if "pending" in states else "draft" if "draft" in states else "ended"
