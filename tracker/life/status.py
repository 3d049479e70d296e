"""Whether an agreement binds a party on a day: the one place that answers it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tracker.life.days import Day
from tracker.life.periods import Life, Period

Kind = Literal[
    "in_force",
    "provisionally_applied",
    "signed",
    "never_took_effect",
    "ended",
    "superseded",
    "under_negotiation",
    "not_a_party",
    "unknown",
]
"""- `signed`: signed and not (yet) in force for the party.
- `never_took_effect`: it did not bind the party, and no longer can.
- `under_negotiation`: no text is signed; it is negotiated, drafted or concluded, or not yet begun.
- `not_a_party`: the country is none, or not yet (before it accedes, or joins the group that is a party).
- `unknown`: the facts do not say. Never a guess."""

_BINDING = ("in_force", "provisionally_applied")
_UNSIGNED_STATES = ("negotiating", "draft", "concluded")
_WORST_FIRST: tuple[Kind, ...] = (
    "not_a_party",
    "never_took_effect",
    "superseded",
    "ended",
    "unknown",
    "under_negotiation",
    "signed",
    "provisionally_applied",
    "in_force",
)


@dataclass(frozen=True, slots=True)
class Status:
    """What an agreement is to a party on a day.

    - `since`, `until`: first and last day of this kind, None where it is not known (or, for `until`, lasts).
    - `by`: the key of the agreement that took its place.
    - `reason`: why it binds or no longer does (see `Period`), or what is not known.
    - `note`: `membership_suspended` where the party's membership of its group is.
    - `period`: the binding period the day lies in, for the day since which it binds at all.
    """

    kind: Kind
    since: Day | None = None
    until: Day | None = None
    by: str | None = None
    reason: str | None = None
    note: str | None = None
    period: Period | None = None

    @property
    def binds(self) -> bool:
        """Whether it is in force or provisionally applied."""
        return self.kind in _BINDING

    @property
    def provisional(self) -> bool:
        """Whether it binds only by provisional application."""
        return self.kind == "provisionally_applied"


def status(life: Life, party: str, day: date) -> Status:
    """What the agreement is to a party (ISO 3166 alpha-3) on a day."""
    periods = life.periods.get(party)
    if periods is None:
        return Status("not_a_party", reason="no_party")
    found = _in_periods(life, periods, day)
    if found is not None:
        suspended = life.suspended.get(party)
        if suspended is not None and found.binds and day >= suspended.last:
            return replace(found, note="membership_suspended")
        return found
    never = life.never.get(party)
    if never is not None and day >= never.first:
        if day < never.last:
            return Status("unknown", reason="day_not_known")
        return Status("never_took_effect", _shown(never), by=_in_favour_of(life))
    return _not_bound_yet(life, party, day)


def agreement_status(life: Life, day: date) -> Status:
    """What the agreement is on a day to whom it binds most: in force where it is in force for anybody.

    Where its parties are not known, by its own dates.
    """
    if not life.periods:
        return _in_periods(life, life.whole, day) or _unsigned(life, day) or _signed(life, day, None)
    seen: dict[int, Status] = {}
    for party, periods in life.periods.items():
        if id(periods) not in seen or not periods:
            found = status(life, party, day)
            seen[id(periods)] = max(seen.get(id(periods), found), found, key=_rank)
    return max(seen.values(), key=_rank)


def parties_bound(life: Life, day: date) -> tuple[str, ...]:
    """The parties (alpha-3, sorted) that the agreement binds for certain on a day."""
    return tuple(
        sorted(party for party, periods in life.periods.items() if any(each.holds(day) for each in periods))
    )


def between(life: Life, one: str, other: str, day: date) -> Status:
    """What the agreement is between two of its parties on a day: the lesser of what it is to each.

    An acceding party may be bound toward some and not yet toward others (the United Kingdom in CPTPP toward Canada):
    events that name whom they are `toward` say so.
    """
    weaker = min(status(life, one, day), status(life, other, day), key=_rank)
    if not weaker.binds:
        return weaker
    of_pair = [
        event
        for event in life.facts.events
        if (event.party == one and other in event.toward) or (event.party == other and one in event.toward)
    ]
    entries = [event.day for event in of_pair if event.event in ("entry", "provisional")]
    exits = [event.day for event in of_pair if event.event == "exit" and event.day is not None]
    if not entries:
        if any(event.event == "not_in_force" for event in of_pair):
            return Status("signed", reason="not_in_force_between_them")
    else:
        begin = min((each for each in entries if each is not None), key=lambda each: each.first, default=None)
        if begin is None or (begin.first <= day < begin.last):
            return Status("unknown", reason="day_not_known")
        if day < begin.first:
            return Status("signed", until=_shown(begin.before), reason="not_in_force_between_them")
    for end in exits:
        if day > end.first:
            since = _shown(end.after)
            return Status("ended", since, reason="withdrawal") if day > end.last else Status("unknown")
    return weaker


def _in_periods(life: Life, periods: Sequence[Period], day: date) -> Status | None:
    """The status of a day within or after periods; None before the first, or without any."""
    ended: Period | None = None
    unknown = False
    for period in periods:
        inside = period.holds(day)
        if inside:
            return _binding(period, day)
        unknown = unknown or inside is None
        if period.end is not None and period.end.last < day:
            ended = period
    if unknown:
        return Status("unknown", reason="day_not_known")
    if ended is None or ended.end is None:
        return None
    coming = _coming(periods, day)
    until = _shown(coming.begin.before) if coming is not None else None
    kind: Kind = "superseded" if ended.end_reason == "supersession" else "ended"
    return Status(kind, _shown(ended.end.after), until, ended.by, ended.end_reason)


def _binding(period: Period, day: date) -> Status:
    full = period.in_force_from
    until = _shown(period.end)
    if full is not None and day >= full.last:
        begun = (
            "entry_into_force" if period.begin_reason == "provisional_application" else period.begin_reason
        )
        return Status("in_force", _shown(full), until, period.by, begun, period=period)
    if full is not None and full.is_dated:
        until = full.before
    return Status(
        "provisionally_applied", _shown(period.begin), until, period.by, period.begin_reason, period=period
    )


def _not_bound_yet(life: Life, party: str, day: date) -> Status:
    """Before the first period, or without any: signed, or not even that."""
    periods = life.periods[party]
    coming = _coming(periods, day)
    joins = life.joined.get(party)
    if coming is not None and (
        party in life.later or coming.begin_reason in ("accession", "entry_into_group")
    ):
        joins = coming.begin
    if joins is not None and day < joins.last:
        return Status("not_a_party", until=_shown(joins.before), reason="not_yet_a_party")
    too_late = party in life.joined and life.whole  # a member that joined when the agreement had ended
    if not periods and (too_late or not _is_listed(life, party)):
        return Status("not_a_party", reason="no_party")
    unsigned = _unsigned(life, day)
    if unsigned is not None:
        return unsigned
    if party in life.unclear:
        return Status("unknown", reason="entry_not_known")
    if not_in_force_for(life, party) and life.facts.state != "unknown":
        return Status("signed", _shown(life.facts.signed))
    return _signed(life, day, coming)


def _signed(life: Life, day: date, coming: Period | None) -> Status:
    """Signed, where the facts prove that it was and did not bind."""
    facts = life.facts
    if coming is None and facts.state == "unknown":
        return Status("unknown", reason="state_not_known")
    if facts.signed is None and day < facts.as_of:
        return Status("unknown", reason="day_not_known")
    until = _shown(coming.begin.before) if coming is not None else None
    return Status("signed", _shown(facts.signed), until)


def _coming(periods: Sequence[Period], day: date) -> Period | None:
    return next((period for period in periods if period.begin.first > day), None)


def _unsigned(life: Life, day: date) -> Status | None:
    """The status of a day on which the agreement is not signed, or not known to be; None where it is."""
    facts = life.facts
    if facts.signed is None:
        if facts.state in _UNSIGNED_STATES:
            return Status("under_negotiation", reason=facts.state)
        return None
    if day < facts.signed.first:
        return Status("under_negotiation", until=_shown(facts.signed.before), reason="not_signed_yet")
    return Status("unknown", reason="day_not_known") if day < facts.signed.last else None


def _is_listed(life: Life, party: str) -> bool:
    return any(each.iso3 == party and (each.original or each.current) for each in life.facts.parties)


def not_in_force_for(life: Life, party: str) -> bool:
    """Whether a source says of a party that the agreement is not in force for it."""
    return any(event.party == party and event.event == "not_in_force" for event in life.facts.events)


def _in_favour_of(life: Life) -> str | None:
    return next((ending.by for ending in life.facts.endings if ending.by is not None), None)


def _shown(day: Day | None) -> Day | None:
    return day if day is not None and day.is_dated else None


def _rank(found: Status) -> int:
    return _WORST_FIRST.index(found.kind)
