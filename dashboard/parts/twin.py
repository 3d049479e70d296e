"""A chart with its table twin and a CSV download: nothing is shown as a picture only."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.parts.charts import Spec
from dashboard.parts.messages import Messages
from dashboard.parts.state import LinkState
from tracker.export.csv_safe import csv_text

Rows = Sequence[Sequence[object]]


def chart_with_table(
    messages: Messages,
    state: LinkState,
    key: str,
    chart: Callable[[], Spec],
    columns: Sequence[str],
    rows: Rows,
    file_name: str,
    *,
    alternative: str,
) -> None:
    """The chart (made only when shown); below it a switch to the same data as a table, and their download.

    `alternative` says in words what the chart shows, for those who do not see it.
    """
    place = st.container(key=f"place-{key}")
    as_table = form_switch(messages, state, "chart", key, columns, rows, file_name)
    with place:
        if as_table:
            data_table(columns, rows)
        else:
            st.vega_lite_chart(spec=chart(), width="stretch", key=f"chart-{key}", alt=alternative)


def form_switch(
    messages: Messages,
    state: LinkState,
    usual: str,
    key: str,
    columns: Sequence[str],
    rows: Rows,
    file_name: str,
    parameter: str = "form",
) -> bool:
    """The row below a chart or list: its `usual` form or a table (True), and the download.

    A page with two such rows keeps the second one's form in another `parameter` of its address.
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
    return form == "table"


def data_table(columns: Sequence[str], rows: Rows) -> None:
    """A plain table of any length that can be sorted, searched and scrolled within its own frame."""
    st.dataframe(
        {column: [row[at] for row in rows] for at, column in enumerate(columns)},
        width="stretch",
        height=min(38 * (len(rows) + 1), 480) if rows else "auto",
        hide_index=True,
    )


def download(
    messages: Messages,
    key: str,
    columns: Sequence[str],
    rows: Rows | Callable[[], Rows],
    file_name: str,
    label: str = "table.download",
) -> None:
    """A button that downloads the rows as CSV; the file is written (and `rows` called) when it is asked for."""
    st.download_button(
        messages.say(label),
        data=lambda: csv_text(columns, rows() if callable(rows) else rows).encode("utf-8"),
        file_name=file_name,
        mime="text/csv",
        key=f"download-{key}",
        on_click="ignore",
        icon=":material/download:",
    )
