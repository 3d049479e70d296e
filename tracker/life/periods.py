"""What the life of an agreement is: for every party the periods in which it binds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.life.days import Day
from tracker.life.facts import AgreementFacts
from tracker.life.window import BeginReason, EndReason


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which an agreement binds one party: from `begin` to `end`, both included; `end` None while it lasts.

    `in_force_from` is the first day on which it is fully in force, None as long as it is only applied provisionally.
    `by`: the agreement that took its place.
    """

    begin: Day
    begin_reason: BeginReason
    in_force_from: Day | None
    end: Day | None = None
    end_reason: EndReason | None = None
    by: str | None = None

    def holds(self, day: date) -> bool | None:
        """Whether the period includes the day; None where it is not known."""
        if day < self.begin.first or (self.end is not None and day > self.end.last):
            return False
        if day >= self.begin.last and (self.end is None or day <= self.end.first):
            return True
        return None


@dataclass(frozen=True, slots=True)
class Life:
    """The life of one agreement.

    - `periods`: for every party the periods in which it binds, in order; empty for one it never bound.
    - `whole`: the period by the agreement's own dates, whoever its parties are.
    - `unclear`: parties of which it is not known whether it binds them.
    - `never`: parties that it can no longer come to bind, with the first day on which that was certain.
    - `joined`: parties that are in only as members of a group, and joined it after it had signed, with that day.
    - `later`: parties in their own right that did not sign it: none before they came in.
    - `suspended`: parties whose membership of their group is suspended, with the first day: they count as members.
    """

    facts: AgreementFacts
    periods: Mapping[str, tuple[Period, ...]]
    whole: tuple[Period, ...] = ()
    unclear: frozenset[str] = frozenset()
    never: Mapping[str, Day] = field(default_factory=dict)
    joined: Mapping[str, Day] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    suspended: Mapping[str, Day] = field(default_factory=dict)
