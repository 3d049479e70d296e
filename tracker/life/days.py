"""Days as sources know them: to the day, to the month, to the year, or only that they lie within some span."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.errors import BadInput

_ONE_DAY = timedelta(days=1)

LONG_AGO = date(1800, 1, 1)
"""Before any agreement we know: the first end of a span where nothing is known."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of which we know that it lies between `first` and `last` (both included; equal where it is known).

    Everything that is said of an agreement's life is proven from the two ends: something that began on this day has
    begun for certain from `last` on, and has not for certain before `first`.
    """

    first: date
    last: date

    @classmethod
    def on(cls, day: date) -> "Day":
        """A day that is known."""
        return cls(day, day)

    @classmethod
    def in_month(cls, year: int, month: int) -> "Day":
        """A day of which only the month is known."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def in_year(cls, year: int) -> "Day":
        """A day of which only the year is known."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def parse(cls, text: str) -> "Day":
        """The day written as `2020-06-12`, `2020-06` or `2020`. Raises BadInput for anything else."""
        parts = text.strip().split("-")
        widths = [len(part) for part in parts]
        if all(part.isdecimal() for part in parts) and widths == [4, 2, 2][: len(parts)]:
            numbers = [int(part) for part in parts]
            try:
                if len(numbers) == 1:
                    return cls.in_year(*numbers)
                return cls.in_month(*numbers) if len(numbers) == 2 else cls.on(date(*numbers))
            except ValueError:
                pass
        raise BadInput(f"{text!r} is no day; write 2020-06-12, or 2020-06 or 2020 where no more is known.")

    @property
    def exact(self) -> date | None:
        """The day itself; None where it is not known."""
        return self.first if self.first == self.last else None

    @property
    def year(self) -> int | None:
        """The year; None where not even that is known."""
        return self.first.year if self.first.year == self.last.year else None

    @property
    def is_dated(self) -> bool:
        """Whether a source gives the day, its month or its year: what may be shown as a date."""
        return self.first == self.last or self in (
            Day.in_month(self.first.year, self.first.month),
            Day.in_year(self.first.year),
        )

    @property
    def known(self) -> "KnownDay | None":
        """What may be shown: the day itself, else itself where month or year are known; None where no more is."""
        return self.exact or (self if self.is_dated else None)

    def isoformat(self) -> str:
        """As a date's: `2019-05` where only the month is known, `2019` where only the year is."""
        return str(self)

    @property
    def before(self) -> "Day":
        """The day before this one, known as well as it is."""
        return Day(self.first - _ONE_DAY, self.last - _ONE_DAY)

    @property
    def after(self) -> "Day":
        """The day after this one, known as well as it is."""
        return Day(self.first + _ONE_DAY, self.last + _ONE_DAY)

    def __str__(self) -> str:
        """As `parse` reads it; a wider span as `2019-05-01/2026-04-30`."""
        if self.first == self.last:
            return self.first.isoformat()
        if self == Day.in_month(self.first.year, self.first.month):
            return self.first.isoformat()[:7]
        if self == Day.in_year(self.first.year):
            return self.first.isoformat()[:4]
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


KnownDay = date | Day
"""A day as it may be shown: a date, or a Day of which only month or year are known. Both have `year`, `isoformat`."""


def first_of(day: KnownDay) -> date:
    """The first day that fits."""
    return day.first if isinstance(day, Day) else day


def last_of(day: KnownDay | None) -> date:
    """The last day that fits, from which on it is certain; `date.max` for None, which sorts it to the end."""
    if day is None:
        return date.max
    return day.last if isinstance(day, Day) else day


def exactly(day: KnownDay | None) -> date | None:
    """The day itself; None where only month or year are known."""
    return None if isinstance(day, Day) else day


def later_of(one: Day, other: Day) -> Day:
    """The later of two days, as far as it is known."""
    return Day(max(one.first, other.first), max(one.last, other.last))


def earlier_of(one: Day, other: Day) -> Day:
    """The earlier of two days, as far as it is known."""
    return Day(min(one.first, other.first), min(one.last, other.last))


def key_of(day: Day) -> tuple[date, date]:
    """For putting days in order."""
    return day.first, day.last
