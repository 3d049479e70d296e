"""Years of which texts are missing: counted by basis, said in words, shaded behind the curve."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from dashboard.parts.charts import spread_chart
from dashboard.parts.messages import Messages
from dashboard.parts.unread import UnreadYear, unread_cells, unread_sentence, unread_years
from tracker.queries import Coverage, SpreadPoint

POINT = SpreadPoint(2019, "agreements", "hard", 1, 1)


def coverage(*rows: tuple[int | None, int, bool]) -> Coverage:
    """Agreements by year of signature, year of entry into force, and whether all is known of them."""
    listed: list[Any] = [
        SimpleNamespace(year_signed=signed, since=date(entered, 1, 1), fully_known=known)
        for signed, entered, known in rows
    ]
    return cast("Coverage", SimpleNamespace(rows=listed))


FOUND = coverage(
    (2018, 2020, False), (2019, 2020, True), (2019, 2021, True), (2020, 2022, False), (None, 2022, False)
)


def test_years_are_those_of_the_basis() -> None:
    assert unread_years(FOUND, "in_force", 2000) == (UnreadYear(2020, 2, 1), UnreadYear(2022, 2, 0))
    assert unread_years(FOUND, "signed", 2000) == (UnreadYear(2018, 1, 0), UnreadYear(2020, 1, 0))
    assert unread_years(FOUND, "signed", 2019) == (UnreadYear(2020, 1, 0),)


def test_words_name_the_years_of_which_less_than_half_is_read() -> None:
    messages = Messages()
    years = [UnreadYear(year, 3, 1) for year in (2001, 2019, 2020, 2021)] + [UnreadYear(2022, 3, 2)]
    said = unread_sentence(messages, years)
    assert "(9 in all)" in said and said.endswith("Less than half is read of 2001, 2019–2021.")
    assert "Less than half" not in unread_sentence(messages, years[-1:])
    assert unread_sentence(messages, ()) == ""
    assert unread_cells(2022, years) == (3, 2) and unread_cells(2018, years) == (None, None)


def test_shade_lies_behind_the_curve_and_goes_on_after_its_end() -> None:
    years = (UnreadYear(2020, 4, 3), UnreadYear(2026, 5, 0))
    spec = spread_chart(Messages(), [POINT], cumulative=True, unread=years)
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["rect", "area"]
    shaded = spec["datasets"]["unread"]
    assert [(row["from"], row["to"]) for row in shaded] == [(2019.5, 2020.5), (2025.5, 2026.5)]
    assert 0 < shaded[0]["shade"] < shaded[1]["shade"] <= 0.5
    assert "layer" not in spread_chart(Messages(), [POINT], cumulative=True)
