"""What a night's new and changed agreements mean: what they close and open, for whom, and what is stricter than the
reference.

Only what verdicts and findings of the night prove. What was open before is known only where the night compared with
stored its verdicts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from tracker.nightly.changes import AgreementNews, Changes, Closing, Opening, ProvisionChange
from tracker.nightly.openings import openings
from tracker.nightly.state import Detail, State
from tracker.nightly.verdicts import CLOSED, RESTRICTED, Verdicts, verdict_of
from tracker.queries.agreement.reference import reference_agreement, stricter_than
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.country.policies import is_stricter


def with_news(session: Session, changes: Changes, before: State, now: State) -> Changes:
    """The changes with what each new or changed agreement means, and with scope and basis of each clause."""
    touched = list(_touched(changes))
    index = {entry.slug: entry for entry in agreement_index(session)}
    closings = dict(_closings(before.verdicts, now.verdicts or {}, set(touched)))
    opened = _openings(changes, before, now, {slug: index[slug] for slug in touched if slug in index})
    reference = reference_agreement(session)
    stricter = stricter_than(session, touched, reference.slug) if reference else {}
    changed = {(row.slug, row.provision) for row in changes.provisions if row.cause != "reading"}
    news = tuple(
        AgreementNews(
            slug,
            tuple(closings.get(slug, ())),
            tuple(code for code in stricter.get(slug, ()) if (slug, code) in changed),
            reference.short_name if reference and reference.slug != slug else None,
            index[slug].reading if slug in index else "not_read",
            now.agreements[slug].legal_status,
            before.verdicts is not None,
            None if opened is None else opened.get(slug, ()),
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
            was = None if before is None else verdict_of(before, iso3, policy).state
            if was is not None and not is_stricter(verdict.state, was):
                continue
            for slug in touched & set(verdict.by):
                found[slug][policy, verdict.state, was].append(iso3)
    for slug, rows in found.items():
        yield slug, [Closing(*key, tuple(countries)) for key, countries in rows.items()]


def _openings(
    changes: Changes, before: State, now: State, touched: Mapping[str, AgreementFacts]
) -> dict[str, tuple[Opening, ...]] | None:
    """What each no longer closes; None where it is not known what was closed before."""
    if before.verdicts is None:
        return None
    return openings(before.verdicts, now.verdicts or {}, changes, touched)


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
