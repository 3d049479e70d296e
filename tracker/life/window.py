"""When an agreement as such begins and ends to bind: from its own dates and state, before any party is looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tracker.life.days import LONG_AGO, Day, key_of, later_of
from tracker.life.facts import AgreementFacts, Ending

BeginReason = Literal["entry_into_force", "provisional_application", "accession", "entry_into_group"]
EndReason = Literal["withdrawal", "termination", "supersession", "exit_from_group", "joined_other_side"]

_END_REASONS: dict[str, EndReason] = {"terminated": "termination", "superseded": "supersession"}


@dataclass(frozen=True, slots=True)
class Start:
    """First day on which something binds, and from which it is fully in force (None: provisionally only)."""

    begin: Day
    reason: BeginReason
    in_force_from: Day | None


@dataclass(frozen=True, slots=True)
class End:
    """Last day on which something binds; `by`: the agreement in whose favour it ended."""

    day: Day
    reason: EndReason
    by: str | None = None


def agreement_start(facts: AgreementFacts) -> Start | None:
    """When the agreement begins to bind those who have no day of their own; None where it does not, or not known to.

    - A day of entry into force before the signature is not believed, unless as provisional application a source says
      so. (The WTO's list gives such a day for EU-Ukraine: unilateral preferences of the EU.)
    - Where provisional application is not before entry into force, one of the two is mistaken for the other, as the
      WTO's list does: the state says which.
    - In force by a source that gives no day: at some time between signature and the day on which it was said.
    """
    full, provisional = facts.in_force, facts.provisional
    if full is not None and facts.signed is not None and full.last < facts.signed.first:
        full = None
    if facts.state == "provisionally_applied" and (provisional is None or full == provisional):
        provisional, full = provisional or full, None
    if full is not None and provisional is not None and provisional.first >= full.first:
        provisional = None
    if provisional is not None:
        if full is None and facts.state == "in_force":
            full = later_of(some_day(facts), provisional)
        return Start(provisional, "provisional_application", full)
    if full is not None:
        return Start(full, "entry_into_force", full)
    if facts.state in ("in_force", "ended"):
        day = some_day(facts)
        return Start(day, "entry_into_force", day)
    if facts.state == "provisionally_applied":
        return Start(some_day(facts), "provisional_application", None)
    return None


def agreement_end(facts: AgreementFacts, start: Start | None) -> End | None:
    """The last day of the agreement for everybody; None where it goes on, or ends only for some."""
    whole = [ending for ending in facts.endings if not ending.parties and ending.kind != "lapsed"]
    ends = ends_of(ending for ending in whole if ending.day is not None)
    why = min(whole, key=lambda ending: (ending.kind != "superseded", ending.by or ""), default=None)
    reason = _END_REASONS[why.kind] if why else "termination"
    by = why.by if why else None
    if facts.ended is not None:
        ends.append(End(facts.ended, reason, by))
    if not ends and facts.state == "ended":
        first = start.begin.first if start is not None else some_day(facts).first
        ends.append(End(Day(first, max(first, facts.as_of)), reason, by))
    return earliest(ends)


def ends_of(endings: Iterable[Ending]) -> list[End]:
    """The ends that endings with a day make."""
    return [End(each.day, _END_REASONS[each.kind], each.by) for each in endings if each.day is not None]


def earliest(ends: Iterable[End]) -> End | None:
    """The end that comes first; of two on one day the one that says more (in whose favour).

    A day that a source gives stands against a span in which it lies ("ended by now"), for both are of one end.
    """
    known = list(ends)
    if len(known) > 1:
        dated = [end.day for end in known if end.day.is_dated]
        known = [end for end in known if end.day.is_dated or not any(_lies_in(day, end.day) for day in dated)]
    return min(
        known, key=lambda end: (*key_of(end.day), end.by is None, end.by or "", end.reason), default=None
    )


def _lies_in(day: Day, span: Day) -> bool:
    return span.first <= day.first and day.last <= span.last


def some_day(facts: AgreementFacts) -> Day:
    """Some day between signature and the day on which the state was known to hold."""
    first = facts.signed.first if facts.signed is not None else LONG_AGO
    return Day(min(first, facts.as_of), facts.as_of)
