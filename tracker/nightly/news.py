"""What a night's new and changed agreements mean: what they close, for whom, and what is stricter than the reference.

Only what verdicts and findings of the night prove. What was open before is known only where the night compared with
stored its verdicts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from tracker.nightly.changes import AgreementNews, Changes, Closing, ProvisionChange
from tracker.nightly.state import Detail, State
from tracker.nightly.verdicts import OPEN, Verdicts
from tracker.queries.agreement.reference import reference_agreement, stricter_than
from tracker.queries.core.agreement_index import agreement_index

CLOSED, RESTRICTED = "closed", "restricted"
_STRICTER = {OPEN: 0, "not_known": 1, RESTRICTED: 2, CLOSED: 3}


def with_news(session: Session, changes: Changes, before: State, now: State) -> Changes:
    """The changes with what each new or changed agreement means, and with scope and basis of each clause."""
    touched = list(_touched(changes))
    closings = dict(_closings(before.verdicts, now.verdicts or {}, set(touched)))
    reference = reference_agreement(session)
    stricter = stricter_than(session, touched, reference.slug) if reference else {}
    changed = {(row.slug, row.provision) for row in changes.provisions if row.cause != "reading"}
    readings = {entry.slug: entry.reading for entry in agreement_index(session)}
    news = tuple(
        AgreementNews(
            slug,
            tuple(closings.get(slug, ())),
            tuple(code for code in stricter.get(slug, ()) if (slug, code) in changed),
            reference.short_name if reference and reference.slug != slug else None,
            readings.get(slug, "not_read"),
            now.agreements[slug].legal_status,
            before.verdicts is not None,
        )
        for slug in touched
        if slug in now.agreements
    )
    return replace(changes, news=news, provisions=tuple(_detailed(changes.provisions, now)))


def _touched(changes: Changes) -> Iterator[str]:
    """The agreements that are new, or of which a text, a fact or a party changed: not those only read otherwise."""
    slugs = [row.slug for row in changes.new_agreements]
    slugs += [row.slug for row in changes.texts]
    slugs += [row.slug for row in changes.facts]
    slugs += [row.slug for row in changes.provisions if row.cause != "reading"]
    yield from dict.fromkeys(slugs)


def _closings(
    before: Verdicts | None, now: Verdicts, touched: set[str]
) -> Iterator[tuple[str, list[Closing]]]:
    """By agreement, the policies that are stricter now because of it."""
    found: dict[str, dict[tuple[str, str, str | None], list[str]]] = defaultdict(lambda: defaultdict(list))
    for iso3, policies in now.items():
        for policy, verdict in policies.items():
            if verdict.state not in (CLOSED, RESTRICTED):
                continue
            was = None if before is None else _state(before, iso3, policy)
            if was is not None and _STRICTER[was] >= _STRICTER[verdict.state]:
                continue
            for slug in touched & set(verdict.by):
                found[slug][policy, verdict.state, was].append(iso3)
    for slug, rows in found.items():
        yield slug, [Closing(*key, tuple(countries)) for key, countries in rows.items()]


def _state(verdicts: Verdicts, iso3: str, policy: str) -> str:
    """The state of a policy for a country; of one that was a party to nothing it is not known."""
    if iso3 not in verdicts:
        return "not_known"
    found = verdicts[iso3].get(policy)
    return found.state if found else OPEN


def _detailed(rows: Iterable[ProvisionChange], now: State) -> Iterator[ProvisionChange]:
    """Each change with scope, basis, certainty and parties bound of its clause, where it is there now."""
    for row in rows:
        detail = _detail(row, now)
        yield (
            replace(
                row,
                scope=detail.scope,
                basis=detail.basis,
                uncertain=detail.uncertain,
                bound=detail.bound,
            )
            if detail
            else row
        )


def _detail(row: ProvisionChange, now: State) -> Detail | None:
    agreement = now.agreements.get(row.slug)
    if agreement is None or row.now is None:
        return None
    texts = (
        [agreement.documents[row.text]] if row.text in agreement.documents else agreement.documents.values()
    )
    details = [
        detail
        for text in texts
        for place, found in text.details.get(row.provision, {}).items()
        if row.article in (None, place)
        for detail in found
        if detail.mark == row.now
    ]
    # Of several equally strict ones a certain one for every sector and party, as the verdicts have it.
    return min(details, key=lambda one: (one.uncertain, one.scope is not None, bool(one.bound)), default=None)
