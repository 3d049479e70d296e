"""The agreements in force by year of signature and reading state: bars and their table."""

from dashboard.parts import layout
from dashboard.parts.chart_table import chart_with_table
from dashboard.parts.coverage_chart import years_chart
from dashboard.parts.finished import finished_chart
from dashboard.parts.messages import Messages
from dashboard.parts.state import LinkState
from tracker.queries import Coverage
from tracker.queries.core.reading import READING_STATES


def show_years(messages: Messages, state: LinkState, found: Coverage) -> None:
    """The bars, or the table, where a year that is not known has a row of its own; pictures and file of both."""
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
    chart_with_table(
        messages,
        state,
        "years",
        finished_chart(messages, "coverage years", (), lambda: years_chart(messages, found.by_year)),
        columns,
        rows,
        "coverage-years.csv",
        title=messages.say("read.years"),
        alternative=messages.say("read.years_alt", year=recent.year if recent else unknown),
        parameter="years",
    )
