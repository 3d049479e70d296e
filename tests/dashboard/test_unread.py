"""Years of which texts are missing: counted by basis, said in words, shaded behind the curve."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from dashboard.parts.messages import Messages
from dashboard.parts.spread_chart import spread_chart
from dashboard.parts.unread import (
    UnreadYear,
    mark_words,
    unread_cells,
    unread_sentence,
    unread_years,
    year_marks,
)
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
    spec = spread_chart(Messages(), "data_flows", [POINT], cumulative=True, unread=years)
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["rect", "rect"]
    shaded = spec["datasets"]["unread"]
    assert [(row["from"], row["to"]) for row in shaded] == [(2019.5, 2020.5), (2025.5, 2026.5)]
    assert 0 < shaded[0]["shade"] < shaded[1]["shade"] <= 0.5
    bare = spread_chart(Messages(), "data_flows", [POINT], cumulative=True)
    assert len(bare["layer"]) == 1 and bare["datasets"]["unread"] == []


STEPS = [
    SpreadPoint(year, "agreements", strength, new, total)
    for year, hard, soft in (
        (2018, (1, 1), (0, 0)),
        (2019, (0, 1), (0, 0)),
        (2020, (0, 1), (0, 0)),
        (2021, (0, 1), (1, 1)),
        (2022, (0, 0), (0, 1)),
        (2023, (0, 0), (0, 1)),
    )
    for strength, (new, total) in (("hard", hard), ("soft", soft))
]
"""One hard in 2018 until 2022, one soft from 2021 on."""
MISSING = tuple(UnreadYear(year, 3, 1) for year in (2018, 2020, 2021, 2022, 2023))


def test_a_year_that_nothing_read_changes_is_not_known_where_texts_are_missing() -> None:
    """2019 is flat and read; 2020 and 2023 are flat and not read; 2018, 2021 and 2022 change and are lower bounds."""
    marks = year_marks(STEPS, MISSING)
    assert marks == {
        2018: "at_least",
        2019: "complete",
        2020: "not_known",
        2021: "at_least",
        2022: "at_least",
        2023: "not_known",
    }
    words = [mark_words(Messages(), year, marks, MISSING) for year in (2018, 2019, 2020)]
    assert words == [
        "at least: 2 of 3 agreements of the year not read",
        "all known agreements read",
        "not known whether it rose: 2 of 3 agreements of the year not read",
    ]


def test_the_curve_is_broken_where_it_would_run_flat_unread() -> None:
    total = spread_chart(Messages(), "data_flows", STEPS, cumulative=True, unread=MISSING)
    pale = {row["year"] for row in total["datasets"]["rows"] if row["opacity"] < 1}
    assert pale == {2020, 2023}
    assert total["layer"][-1]["mark"]["strokeDash"]
    assert [(row["year"], row["top"]) for row in total["datasets"]["broken"]] == [(2020, 1), (2023, 1)]
    new = spread_chart(Messages(), "data_flows", STEPS, cumulative=False, unread=MISSING)
    assert new["layer"][-1]["mark"]["type"] == "text"
    assert [(row["year"], row["sign"]) for row in new["datasets"]["broken"]] == [(2020, "?"), (2023, "?")]
