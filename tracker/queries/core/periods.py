"""From when until when an agreement counts, and each country within it: by signature or by force."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Literal

from tracker.parties import group, is_group_code
from tracker.queries.core.agreement_index import AgreementFacts

Basis = Literal["signed", "in_force"]
"""Which date counts: `signed` (never taken back) or `in_force` (until the agreement ends)."""


def basis_date(agreement: AgreementFacts, basis: Basis) -> date | None:
    """The date an agreement counts from; entry into force stands in for an unknown day of signature."""
    if basis == "in_force":
        return agreement.date_in_force
    return agreement.date_signed or agreement.date_in_force


def term(agreement: AgreementFacts, basis: Basis) -> tuple[date, date | None]:
    """First day of an agreement, and the day from which it no longer counts.

    Raises ValueError for an agreement that lacks the date of its basis.
    """
    began = basis_date(agreement, basis)
    if began is None:
        raise ValueError(f"{agreement.slug} has no date for {basis}")
    if basis == "signed" or agreement.date_inactive is None:
        return began, None
    return began, max(agreement.date_inactive, began)


def stays(agreement: AgreementFacts, basis: Basis) -> Iterator[tuple[str, date, date | None]]:
    """Each country of an agreement with its first day in it and the day from which it no longer counts.

    A country that came in through a group counts from the day it joined the group, with basis `in_force` until
    it left it; one whose day of accession is unknown is left out.
    """
    start, end = term(agreement, basis)
    for member in agreement.members:
        joined, left = _group_days(member.via_group, member.iso3)
        if not member.original and joined is None:
            continue
        since = start if member.original else max(start, joined or start)
        until = end
        if basis == "in_force" and not member.current and left is not None:
            until = max(left, since) if end is None else min(end, max(left, since))
        yield member.iso3, since, until


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
