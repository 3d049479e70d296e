"""Days known to the day, the month, the year, or not at all."""

from datetime import date

import pytest

from tracker.errors import BadInput
from tracker.life import Day
from tracker.life.days import earlier_of, later_of


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_day_is_what_is_written_of_it(written: str, first: date, last: date) -> None:
    found = Day.parse(written)
    assert (found.first, found.last) == (first, last)
    assert str(found) == written and found.is_dated
    assert found.exact == (first if first == last else None)


@pytest.mark.parametrize(
    "written", ["", "2023-02-29", "2023-13", "June 2020", "20-06-01", "2020-6-1", "2020-01-01-01"]
)
def test_what_is_no_day_is_refused_with_what_to_write(written: str) -> None:
    with pytest.raises(BadInput, match="is no day; write 2020-06-12"):
        Day.parse(written)


def test_a_span_wider_than_a_year_is_no_date_to_show() -> None:
    span = Day(date(2019, 5, 1), date(2026, 4, 30))
    assert not span.is_dated and span.exact is None and span.year is None
    assert str(span) == "2019-05-01/2026-04-30"
    assert Day.in_year(2020).year == 2020


def test_the_later_of_two_days_is_known_as_well_as_both_allow() -> None:
    year, spring = Day.in_year(2020), Day.parse("2020-04-01")
    assert later_of(year, spring) == Day(date(2020, 4, 1), date(2020, 12, 31))
    assert earlier_of(year, spring) == Day(date(2020, 1, 1), date(2020, 4, 1))
    assert spring.before == Day.parse("2020-03-31") and spring.after == Day.parse("2020-04-02")
