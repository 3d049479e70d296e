"""The chart of a provision's years: how many have it, and of which years that is not known."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt

from dashboard.parts.charts import CURVE_HEIGHT, DATA, INK, Spec, finished, strength_colour
from dashboard.parts.messages import Messages
from dashboard.parts.strength import FILLS, ORDER, strength_kind, strength_word
from dashboard.parts.unread import Unread, YearMark, mark_words, year_marks
from tracker.queries import ReadYear, SpreadPoint

_UNREAD = "unread"
"""Name of the years of which texts are missing."""
_BROKEN = "broken"
"""Name of the places where the curve is broken."""
_FAINTEST, _DARKEST = 0.08, 0.5
"""Opacity of the shade of a year of which nearly all is read, and of one of which nothing is."""
_PALE = 0.3
"""Opacity of the curve in a year of which it is not known whether the number rose."""
_HALF_YEAR = 0.5

Values = list[dict[str, Any]]

NOTHING_UNREAD = Unread()


def spread_chart(
    messages: Messages,
    provision: str,
    points: Sequence[SpreadPoint],
    *,
    cumulative: bool,
    unread: Unread = NOTHING_UNREAD,
) -> Spec:
    """Stacked bars of a provision by year, hard below and soft on top: the total (`cumulative`) or a year's new ones.

    - Behind years of which texts are missing (`unread`) lies a shade, the darker, the more are.
    - Where in such a year nothing that was read changes the number, it is not known whether it rose: the total goes on
      pale under a dashed edge, and in place of new ones stands a question mark. It never runs flat as if nothing had
      happened.
    """
    marks = year_marks(points, unread)
    words: dict[str, str] = {name: strength_word(messages, provision, name) for name in ORDER}
    kinds: dict[str, str] = {strength_kind(provision, name): word for name, word in words.items()}
    values = _values(messages, words, points, marks, unread, cumulative=cumulative)
    layers = [_bars(messages, kinds, values)]
    broken = _broken(values, marks)
    if unread.years:
        layers.insert(0, _unread_shade(messages))
    if broken:
        layers.append(_edge() if cumulative else _question())
    spec = finished(alt.layer(*layers).properties(height=CURVE_HEIGHT), values)
    spec["datasets"][_UNREAD] = [_shade(year) for year in unread.years]
    spec["datasets"][_BROKEN] = broken
    return spec


def _values(
    messages: Messages,
    strengths: Mapping[str, str],
    points: Iterable[SpreadPoint],
    marks: dict[int, YearMark],
    unread: Unread,
    *,
    cumulative: bool,
) -> Values:
    """One row per year and strength, with the place of its bar: from one year to the next, on those below it."""
    words = {year: mark_words(messages, year, marks, unread) for year in marks}
    heights: dict[int, int] = {}
    rows: Values = []
    for point in sorted(points, key=lambda one: (one.year, ORDER.index(one.strength))):
        number = point.total if cumulative else point.new
        bottom = heights.get(point.year, 0)
        heights[point.year] = bottom + number
        pale = cumulative and marks[point.year] == "not_known"
        rows.append(
            {
                "year": point.year,
                "from": point.year - _HALF_YEAR,
                "to": point.year + _HALF_YEAR,
                "strength": strengths[point.strength],
                "number": number,
                "bottom": bottom,
                "top": bottom + number,
                "opacity": _PALE if pale else 1,
                "known": words[point.year],
            }
        )
    return rows


def _broken(values: Values, marks: dict[int, YearMark]) -> Values:
    """The top of the curve in each year in which it may have risen."""
    tops: dict[int, int] = {}
    for row in values:
        tops[row["year"]] = max(tops.get(row["year"], 0), row["top"])
    return [
        {"year": year, "from": year - _HALF_YEAR, "to": year + _HALF_YEAR, "top": tops[year], "sign": "?"}
        for year, mark in marks.items()
        if mark == "not_known"
    ]


def _bars(messages: Messages, strengths: Mapping[str, str], values: Values) -> Any:
    return (
        alt.Chart(alt.NamedData(DATA))
        .mark_rect()
        .encode(
            x=alt.X(
                "from:Q",
                scale=alt.Scale(nice=False, zero=False),
                axis=alt.Axis(format="d", tickMinStep=1, title=None, grid=False, labelFlush=True),
            ),
            x2=alt.X2("to:Q"),
            y=alt.Y("bottom:Q", axis=alt.Axis(title=None, tickMinStep=1, format="d")),
            y2=alt.Y2("top:Q"),
            color=strength_colour(strengths, values),
            opacity=alt.Opacity("opacity:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("year:Q", title=messages.say("column.year"), format="d"),
                alt.Tooltip("strength:N", title=messages.say("column.strength")),
                alt.Tooltip("number:Q", title=messages.say("column.number")),
                alt.Tooltip("known:N", title=messages.say("unread.column_mark")),
            ],
        )
    )


def _edge() -> Any:
    """A dashed edge on the curve where it may have risen."""
    return (
        alt.Chart(alt.NamedData(_BROKEN))
        .mark_rule(strokeDash=[3, 3], strokeWidth=1.5, color=INK)
        .encode(x=alt.X("from:Q"), x2=alt.X2("to:Q"), y=alt.Y("top:Q"))
    )


def _question() -> Any:
    """A question mark in place of new ones."""
    return (
        alt.Chart(alt.NamedData(_BROKEN))
        .mark_text(dy=-6, fontSize=10, color=INK)
        .encode(x=alt.X("year:Q"), y=alt.Y("top:Q"), text=alt.Text("sign:N"))
    )


def _shade(year: ReadYear) -> dict[str, Any]:
    return {
        "from": year.year - _HALF_YEAR,
        "to": year.year + _HALF_YEAR,
        "shade": round(_FAINTEST + (_DARKEST - _FAINTEST) * year.missing, 3),
        "year": year.year,
        "known": year.known,
        "read": year.read,
    }


def _unread_shade(messages: Messages) -> Any:
    """Grey behind each year of which texts are missing, over the chart's height."""
    return (
        alt.Chart(alt.NamedData(_UNREAD))
        .mark_rect(color=FILLS["unrated"])
        .encode(
            x=alt.X("from:Q"),
            x2=alt.X2("to:Q"),
            opacity=alt.Opacity("shade:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("year:Q", title=messages.say("column.year"), format="d"),
                alt.Tooltip("known:Q", title=messages.say("unread.column_known")),
                alt.Tooltip("read:Q", title=messages.say("unread.column_read")),
            ],
        )
    )
