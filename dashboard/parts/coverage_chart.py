"""Bars by year: how many agreements are in each reading state."""

from collections.abc import Iterable

import altair as alt

from dashboard.parts.charts import CURVE_HEIGHT, DATA, Spec, finished
from dashboard.parts.messages import Messages
from tracker.queries import YearCoverage
from tracker.queries.core.reading import READING_STATES

FILLS = {
    "read": "#1D3557",
    "coded": "#4D7EA8",
    "partly_read": "#8FB3CF",
    "reported": "#E3B27E",
    "not_read": "#A5442B",
}
"""Fill of each reading state: blue for what was read, red for what was not."""


def years_chart(messages: Messages, years: Iterable[YearCoverage]) -> Spec:
    """Stacked bars by year of signature, what was read below; agreements whose year is not known are not in it."""
    words = {state: messages.say(f"coverage.one_{state}") for state in READING_STATES}
    values = [
        {"year": row.year, "state": words[state], "order": at, "number": row.by_state[state]}
        for row in years
        if row.year is not None
        for at, state in enumerate(READING_STATES)
        if row.by_state[state]
    ]
    present = {value["state"] for value in values}
    shown = [state for state in READING_STATES if words[state] in present]
    chart = (
        alt.Chart(alt.NamedData(DATA))
        .mark_bar()
        .encode(
            x=alt.X("year:Q", scale=alt.Scale(zero=False), axis=alt.Axis(format="d", title=None, grid=False)),
            y=alt.Y("number:Q", stack="zero", axis=alt.Axis(title=None, tickMinStep=1, format="d")),
            color=alt.Color(
                "state:N",
                scale=alt.Scale(
                    domain=[words[state] for state in shown], range=[FILLS[state] for state in shown]
                ),
                legend=alt.Legend(title=None, orient="top", symbolType="square", labelLimit=220),
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("year:Q", title=messages.say("column.year"), format="d"),
                alt.Tooltip("state:N", title=messages.say("read.column_reading")),
                alt.Tooltip("number:Q", title=messages.say("column.agreements")),
            ],
        )
        .properties(height=CURVE_HEIGHT)
    )
    return finished(chart, values)
