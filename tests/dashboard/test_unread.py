"""Years of which texts are missing: counted by basis, said in words, shaded behind the curve."""

from dashboard.parts.messages import Messages
from dashboard.parts.spread_chart import spread_chart
from dashboard.parts.unread import (
    Unread,
    mark_words,
    unread_cells,
    unread_of,
    unread_sentence,
    year_marks,
)
from tracker.queries import ReadYear, ReadYears, SpreadPoint

POINT = SpreadPoint(2019, "agreements", "hard", 1, 1)


FOUND = ReadYears((ReadYear(2018, 1, 0), ReadYear(2019, 4, 4), ReadYear(2020, 2, 1)), undated=3)


def test_what_is_not_read_of_a_curve_begins_with_its_first_year() -> None:
    assert unread_of(FOUND, 2000) == Unread((FOUND.years[0], FOUND.years[2]), 0, 3)
    assert unread_of(FOUND, 2019) == Unread((FOUND.years[2],), 1, 3)
    assert not unread_of(ReadYears((ReadYear(2019, 4, 4),), 0), 2000).anything


def test_words_name_the_years_of_which_less_than_half_is_read() -> None:
    messages = Messages()
    years = (*(ReadYear(year, 3, 1) for year in (2001, 2019, 2020, 2021)), ReadYear(2022, 3, 2))
    said = unread_sentence(messages, Unread(years))
    assert "(9 in all" in said and said.endswith("Less than half is read of 2001, 2019–2021.")
    assert "Less than half" not in unread_sentence(messages, Unread(years[-1:]))
    assert unread_sentence(messages, Unread()) == ""
    assert unread_cells(2022, Unread(years)) == (3, 2) and unread_cells(2018, Unread(years)) == (None, None)


def test_words_name_what_is_missing_of_earlier_and_of_unknown_years() -> None:
    assert unread_sentence(Messages(), Unread(earlier=2, undated=1)) == (
        "2 agreements of earlier years are not read in full either. "
        "1 more is not read in full, and its year is not known."
    )


def test_shade_lies_behind_the_curve_and_goes_on_after_its_end() -> None:
    years = Unread((ReadYear(2020, 4, 3), ReadYear(2026, 5, 0)))
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
MISSING = Unread(tuple(ReadYear(year, 3, 1) for year in (2018, 2020, 2021, 2022, 2023)))


def test_a_year_that_nothing_read_changes_is_not_known_where_texts_are_missing() -> None:
    """2019 is flat and read, but 2018 is not; 2020 and 2023 are flat and not read; the others are lower bounds."""
    marks = year_marks(STEPS, MISSING)
    assert marks == {
        2018: "at_least",
        2019: "earlier",
        2020: "not_known",
        2021: "at_least",
        2022: "at_least",
        2023: "not_known",
    }
    words = [mark_words(Messages(), year, marks, MISSING) for year in (2018, 2019, 2020)]
    assert words == [
        "at least: 2 of 3 agreements of the year not read",
        "all known agreements of the year read; the total is at least so high, for texts of earlier years are missing",
        "not known whether it rose: 2 of 3 agreements of the year not read",
    ]


def test_a_curve_is_complete_only_where_nothing_before_is_missing() -> None:
    assert set(year_marks(STEPS, Unread()).values()) == {"complete"}
    for missing in (Unread(earlier=1), Unread(undated=1)):
        assert set(year_marks(STEPS, missing).values()) == {"earlier"}
    late = year_marks(STEPS, Unread((ReadYear(2021, 2, 1),)))
    assert [late[year] for year in range(2018, 2024)] == [*["complete"] * 3, "at_least", *["earlier"] * 2]


def test_the_curve_is_broken_where_it_would_run_flat_unread() -> None:
    total = spread_chart(Messages(), "data_flows", STEPS, cumulative=True, unread=MISSING)
    pale = {row["year"] for row in total["datasets"]["rows"] if row["opacity"] < 1}
    assert pale == {2020, 2023}
    assert total["layer"][-1]["mark"]["strokeDash"]
    assert [(row["year"], row["top"]) for row in total["datasets"]["broken"]] == [(2020, 1), (2023, 1)]
    new = spread_chart(Messages(), "data_flows", STEPS, cumulative=False, unread=MISSING)
    assert new["layer"][-1]["mark"]["type"] == "text"
    assert [(row["year"], row["sign"]) for row in new["datasets"]["broken"]] == [(2020, "?"), (2023, "?")]
