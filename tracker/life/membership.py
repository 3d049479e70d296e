"""Who was in a group when, as far as the agreements of the group bind its members."""

from collections.abc import Iterable
from functools import cache

from tracker.life.days import Day
from tracker.life.facts import PartyFact
from tracker.parties import group, groups

Span = tuple[Day, Day | None]
"""First and last day on which a group's agreements bind a member; None while it is one."""


def covers(span: Span, begin: Day) -> bool:
    """Whether a member belongs to its group from before the beginning until today."""
    joined, left = span
    return left is None and joined.last <= begin.first


@cache
def members_of(code: str) -> tuple[PartyFact, ...]:
    """Everyone who was ever a member, as parties that came in through the group."""
    return tuple(
        PartyFact(iso3, code, original=False, current=False) for iso3 in sorted(group(code).ever_members())
    )


@cache
def _spans_in(code: str) -> dict[str, tuple[Span, ...]]:
    found: dict[str, tuple[Span, ...]] = {}
    if code not in groups():
        return found
    for span in sorted(group(code).memberships, key=lambda each: each.joined):
        until = span.bound_until or span.left
        days = (Day.on(span.joined), Day.on(until) if until is not None else None)
        found[span.iso3] = (*found.get(span.iso3, ()), days)
    return found


def spans_of(code: str, iso3: str) -> tuple[Span, ...]:
    """A country's memberships of a group, in order; none for what is no group."""
    return _spans_in(code).get(iso3, ())


@cache
def joiners(code: str) -> tuple[tuple[str, Day], ...]:
    """Everyone who was ever a member with the day on which each first became one, the latest first."""
    first = [(iso3, spans[0][0]) for iso3, spans in _spans_in(code).items()]
    return tuple(sorted(first, key=lambda each: (each[1].first, each[0]), reverse=True))


@cache
def _suspended(code: str) -> dict[str, Day]:
    return {
        span.iso3: Day.on(span.suspended)
        for span in group(code).memberships
        if span.suspended is not None and span.left is None
    }


def suspensions(parties: Iterable[PartyFact]) -> dict[str, Day]:
    """Parties whose membership of the group they came in through is suspended."""
    return {
        party.iso3: days[party.iso3]
        for party in parties
        if party.via is not None and (days := _suspended(party.via)) and party.iso3 in days
    }
