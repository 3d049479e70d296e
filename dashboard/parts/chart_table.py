"""A chart with its chart table, and both as files (CSV, PNG, SVG): nothing is shown as a picture only."""

import json
from collections.abc import Callable, Sequence
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from dashboard.parts.charts import Spec
from dashboard.parts.finished import FinishedChart
from dashboard.parts.messages import Messages
from dashboard.parts.picture import FORMS, WIDTH, Caption, Form, picture
from dashboard.parts.source_line import source_line
from dashboard.parts.state import LinkState
from tracker.export.csv_safe import csv_text

Rows = Sequence[Sequence[object]]
LateRows = Rows | Callable[[], Rows]
"""Rows, or what makes them when they are asked for: most visitors look at the chart or list only."""

KEPT_CHARTS = 64
"""Charts that are kept as they are sent, of 10 to 700 kB."""


def chart_with_table(
    messages: Messages,
    state: LinkState,
    key: str,
    chart: FinishedChart,
    columns: Sequence[str],
    rows: LateRows,
    file_name: str,
    *,
    title: str,
    alternative: str,
    note: str = "",
    drawn: Callable[[int], Spec] | None = None,
    parameter: str = "form",
    more: Callable[[], None] | None = None,
) -> None:
    """The chart (made only when shown); below it a switch to the same data as a table, and their downloads.

    - `alternative` says in words what the chart shows, for screen readers.
    - A picture file has `title`, these words, its source and `note` on it.
    - `drawn` makes the chart for the picture where that needs a width in pixels.
    - On a page with two charts the second one's form is in another `parameter` of the address.
    - `more` draws further buttons.
    """
    place = st.container(key=f"place-{key}")
    caption = Caption(title, alternative, _source(messages, note))

    def pictures() -> None:
        _pictures(messages, key, lambda: drawn(WIDTH) if drawn else chart(), caption, file_name)
        if more is not None:
            more()

    as_table = form_switch(
        messages, state, "chart", key, columns, rows, file_name, parameter=parameter, more=pictures
    )
    with place:
        if as_table:
            data_table(columns, rows)
        else:
            _show(chart.text(), f"chart-{key}", alternative)


@st.cache_resource(show_spinner=False, max_entries=KEPT_CHARTS)
def _show(chart: str, key: str, alternative: str) -> None:
    """The chart of a specification with its data in JSON. Streamlit keeps what it makes of it and sends that again: the
    conversion of a map takes 35 ms of processor time."""
    st.vega_lite_chart(spec=json.loads(chart), width="stretch", key=key, alt=alternative)


def _pictures(
    messages: Messages, key: str, chart: Callable[[], Spec], caption: Caption, file_name: str
) -> None:
    """Buttons that draw the chart as a picture when they are pressed."""
    for form, mime in FORMS.items():
        st.download_button(
            messages.say(f"picture.{form}"),
            data=_on_demand(chart, caption, form),
            file_name=f"{file_name.removesuffix('.csv')}.{form}",
            mime=mime,
            key=f"picture-{form}-{key}",
            on_click="ignore",
            icon=":material/image:",
        )


def _on_demand(chart: Callable[[], Spec], caption: Caption, form: Form) -> Callable[[], bytes]:
    return lambda: picture(chart(), caption, form)


def _source(messages: Messages, note: str) -> tuple[str, ...]:
    """The lines with which a picture shared alone can be checked: origin, date of the data, licence."""
    return (
        *_address(),
        source_line(messages),
        *([note] if note else []),
        messages.say("foot.sources"),
        messages.say("picture.licence"),
    )


def _address() -> tuple[str, ...]:
    """The link of the present view; nothing where the browser has not sent its address."""
    here = st.context.url
    if not here:
        return ()
    parts = urlsplit(here)
    query = urlencode(st.query_params.to_dict())
    return (urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, "")),)


def form_switch(
    messages: Messages,
    state: LinkState,
    usual: str,
    key: str,
    columns: Sequence[str],
    rows: LateRows,
    file_name: str,
    parameter: str = "form",
    more: Callable[[], None] | None = None,
) -> bool:
    """The row below a chart or list: its `usual` form or a table (True), the download, and `more` buttons.

    On a page with two such rows the second one's form is in another `parameter` of the address.
    """
    with st.container(horizontal=True, key=f"below-{key}", vertical_alignment="center"):
        form = state.switch(
            messages.say("table.form"),
            parameter,
            (usual, "table"),
            default=usual,
            shown=lambda name: messages.say(f"table.form_{name}"),
            quiet=True,
        )
        download(messages, key, columns, rows, file_name)
        if more is not None:
            more()
    return form == "table"


def data_table(columns: Sequence[str], rows: LateRows) -> None:
    """A plain table of any length that can be sorted, searched and scrolled within its own frame."""
    rows = _made(rows)
    st.dataframe(
        {column: _alike([row[at] for row in rows]) for at, column in enumerate(columns)},
        width="stretch",
        height=min(38 * (len(rows) + 1), 480) if rows else "auto",
        hide_index=True,
    )


def _made(rows: LateRows) -> Rows:
    return rows() if callable(rows) else rows


def _alike(values: list[object]) -> list[object]:
    """A column with values of one type, as the table needs it: dates and numbers keep their type, so that they sort.

    Where types are mixed (some dates, some bare years), all become text.
    """
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) > 1 and not kinds <= {int, float}:
        return [None if value is None else str(value) for value in values]
    return values


def download(
    messages: Messages,
    key: str,
    columns: Sequence[str],
    rows: LateRows,
    file_name: str,
    label: str = "table.download",
) -> None:
    """A button that downloads the rows as CSV; the file is written (and `rows` called) when it is pressed."""
    st.download_button(
        messages.say(label),
        data=lambda: csv_text(columns, _made(rows)).encode("utf-8"),
        file_name=file_name,
        mime="text/csv",
        key=f"download-{key}",
        on_click="ignore",
        icon=":material/download:",
    )
