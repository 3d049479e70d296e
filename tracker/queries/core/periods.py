"""Periods: from when until when an agreement counts, and each country in it, by signature or by entry into force.

They are as of today: what is yet to begin has not begun, what is yet to end lasts.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Literal

from tracker.life import last_of
from tracker.parties import group, is_group_code
from tracker.queries.core.agreement_index import AgreementFacts

Basis = Literal["signed", "in_force"]
"""Which date counts: `signed` (without an end) or `in_force` (until the agreement ends)."""


PartyPeriod = tuple[str, date, date | None]
"""A country, its first day as a party, and the day from which it no longer counts."""


def basis_date(agreement: AgreementFacts, basis: Basis) -> date | None:
    """The date from which an agreement counts; the last day of a year of signature without a day, entry into force
    where nothing of the signature is known; the first day certain where only month or year of the entry into force are
    known. None for an entry into force that is yet to come."""
    if basis == "in_force":
        began = last_of(agreement.date_in_force)
        return began if began <= date.today() else None
    return agreement.last_known


def agreement_period(agreement: AgreementFacts, basis: Basis) -> tuple[date, date | None]:
    """First day of an agreement, and the day from which it no longer counts.

    Raises ValueError for an agreement that lacks the date of its basis.
    """
    began = basis_date(agreement, basis)
    if began is None:
        raise ValueError(f"{agreement.slug} has no date for {basis}")
    if basis == "signed" or agreement.date_inactive is None or agreement.date_inactive > date.today():
        return began, None
    return began, max(agreement.date_inactive, began)


def party_periods(agreement: AgreementFacts, basis: Basis) -> Iterator[PartyPeriod]:
    """Each country of an agreement with its first day as a party and the day from which it no longer counts.

    A country that is a party through a group counts from the day it joined the group, with basis `in_force` until it
    left the group; one whose day of accession is unknown is left out.
    """
    if basis == "in_force":
        yield from _binding_periods(agreement)
        return
    start, _ = agreement_period(agreement, basis)
    for member in agreement.members:
        joined, _ = _group_days(member.via_group, member.iso3)
        if not member.original and joined is None:
            continue
        yield member.iso3, start if member.original else max(start, joined or start), None


def _binding_periods(agreement: AgreementFacts) -> Iterator[PartyPeriod]:
    """The periods in which the agreement binds each country, by the days on which it does so for certain."""
    if agreement.life is None:
        return
    today = date.today()
    for member in agreement.members:
        for period in agreement.life.periods.get(member.iso3, ()):
            end = period.end.first + timedelta(days=1) if period.end is not None else None
            begin = last_of(period.begin.known)
            if begin <= today:
                yield member.iso3, begin, end if end is None or end <= today else None


@cache
def _group_days(code: str | None, iso3: str) -> tuple[date | None, date | None]:
    """Days on which a country joined and left the group it is bound through."""
    if code is None or not is_group_code(code):
        return None, None
    periods = [stay for stay in group(code).memberships if stay.iso3 == iso3]
    if not periods:
        return None, None
    lefts = [stay.left for stay in periods]
    return min(stay.joined for stay in periods), None if None in lefts else max(filter(None, lefts))
