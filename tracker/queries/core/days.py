"""When an agreement is there: its day of signature, else its year without a day, else its entry into force.

The one place that knows that the day of signature may be missing: every order, year and "earlier than" asks it.
"""

from datetime import date
from typing import Protocol

from tracker.life import KnownDay, first_of, last_of


class Dated(Protocol):
    """What is known of the days of an agreement; `year_signed` is given only where the day is not known."""

    @property
    def date_signed(self) -> date | None:
        """Day of signature."""

    @property
    def year_signed(self) -> int | None:
        """Year of signature."""

    @property
    def date_in_force(self) -> KnownDay | None:
        """First day in force, or its month or year."""


def first_known(facts: Dated) -> date | None:
    """The day from which it is there: that of signature, the first of a year of signature without a day, that of entry
    into force where nothing of the signature is known."""
    year = date(facts.year_signed, 1, 1) if facts.year_signed else None
    began = facts.date_in_force
    return facts.date_signed or year or (first_of(began) if began else None)


def last_known(facts: Dated) -> date | None:
    """The same with the last day of a year of signature without a day."""
    year = date(facts.year_signed, 12, 31) if facts.year_signed else None
    began = facts.date_in_force
    return facts.date_signed or year or (last_of(began) if began else None)


def newest_first(facts: Dated) -> int:
    """Sort key: the newest agreement first, those without any date at the end."""
    known = last_known(facts)
    return -known.toordinal() if known else 0
