"""The agreements in force by year of signature and reading state: bars and their table."""

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import data_table, download
from dashboard.parts.coverage_chart import years_chart
from dashboard.parts.messages import Messages
from tracker.queries import Coverage
from tracker.queries.core.reading import READING_STATES


def show_years(messages: Messages, found: Coverage) -> None:
    """The bars, and beneath them in a fold the table, where a year that is not known has a row of its own."""
    layout.section(messages.say("read.years"), messages.say("read.years_intro"))
    columns = [
        messages.say("column.year"),
        *(messages.say(f"coverage.one_{state}") for state in READING_STATES),
    ]
    unknown = messages.say("unknown")
    rows = [
        (str(row.year) if row.year else unknown, *(row.by_state[state] for state in READING_STATES))
        for row in found.by_year
    ]
    recent = next((row for row in found.by_year if row.year), None)
    st.vega_lite_chart(
        spec=years_chart(messages, found.by_year),
        width="stretch",
        key="chart-years",
        alt=messages.say("read.years_alt", year=recent.year if recent else unknown),
    )
    with st.expander(messages.say("table.form_table")):
        data_table(columns, rows)
    download(messages, "years", columns, rows, "coverage-years.csv")
