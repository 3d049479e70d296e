"""The Data page's report on what looks wrong in the texts after reading, with the rate of false alarms of each kind."""

from collections.abc import Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.addresses import addresses_here
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.markup import Child, Markup, tag
from dashboard.parts.messages import Messages
from dashboard.views.data.method import percent
from tracker.queries import KindCount, Plausibility, plausibility

_KIND_COLUMNS = ("remark", "remark_texts", "remark_grave", "remark_alarms")
_TEXT_COLUMNS = ("remark_agreement", "remark", "remark_grave", "remark_count", "remark_of", "remark_where")


def show_plausibility(messages: Messages) -> None:
    """Draw the section: the kinds with their counts, and below them the texts with remarks."""
    layout.section(messages.say("data.plausibility"), messages.say("data.plausibility_intro"))
    found = ask(plausibility)
    if not found.looked_at and not found.not_looked_at:
        layout.notice(messages.say("data.plausibility_none"))
        return
    lines = [messages.say("data.plausibility_looked", texts=len(found.texts), looked=found.looked_at)]
    if found.not_looked_at:
        lines.append(messages.say("data.plausibility_not_looked", n=found.not_looked_at))
    st.html(tag("section", *(tag("p", line, class_="quiet") for line in lines)))
    _table(messages, "data.plausibility", _KIND_COLUMNS, [_kind_cells(messages, row) for row in found.kinds])
    if found.texts:
        st.html(finished(messages, "texts with remarks", (), lambda: _texts(messages, found)))

        def rows() -> list[tuple[object, ...]]:
            return [
                tuple(
                    messages.say("data.remark_is_grave") if cell is True else "" if cell is False else cell
                    for cell in row
                )
                for row in _rows(messages, found)
            ]

        columns = [messages.say(f"data.column_{name}") for name in _TEXT_COLUMNS]
        download(messages, "plausibility", columns, rows, "remarks.csv")


def _kind_cells(messages: Messages, row: KindCount) -> tuple[Child, ...]:
    alarms = messages.say("unknown") if row.false_alarms is None else percent(messages, row.false_alarms)
    return (
        messages.say(f"data.remark.{row.kind}"),
        messages.number(row.texts),
        messages.number(row.grave),
        alarms,
    )


def _rows(messages: Messages, found: Plausibility) -> list[tuple[object, ...]]:
    """One row a remark: agreement, kind, whether it is grave, count, of how many, places."""
    return [
        (
            text.name,
            messages.say(f"data.remark.{remark.kind}"),
            remark.grave,
            remark.count,
            remark.of or "",
            "; ".join(remark.where),
        )
        for text in found.texts
        for remark in text.remarks or ()
    ]


def _texts(messages: Messages, found: Plausibility) -> Markup:
    """The texts with remarks, folded: each a link to its agreement, and its remarks."""
    addresses = addresses_here()
    items = [
        tag(
            "li",
            tag("a", text.name, href=addresses.of("agreement", agreement=text.slug), target="_self"),
            tag(
                "ul",
                *(
                    tag("li", messages.say(f"data.remark.{remark.kind}"), ": ", messages.number(remark.count))
                    for remark in text.remarks or ()
                ),
            ),
        )
        for text in found.texts
    ]
    words = tag("summary", tag("span", messages.say("data.plausibility_texts"), class_="fold-name"))
    return tag("details", words, tag("ul", *items, class_="commitments"), class_="fold")


def _table(messages: Messages, name: str, columns: Sequence[str], rows: Sequence[tuple[Child, ...]]) -> None:
    head = [
        tag("th", messages.say(f"data.column_{column}"), scope="col", class_="number" if place else None)
        for place, column in enumerate(columns)
    ]
    body = [
        tag("tr", tag("th", first, scope="row"), *(tag("td", cell, class_="number") for cell in rest))
        for first, *rest in rows
    ]
    st.html(layout.table_frame(messages.say(name), head, body))
