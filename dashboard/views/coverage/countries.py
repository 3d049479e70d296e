"""How much of what binds each country has been read: a map, its chart table, and a list."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import chart_with_table
from dashboard.parts.charts import Spec
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished, finished_chart
from dashboard.parts.markup import Markup, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import party, sorting_key
from dashboard.parts.state import LinkState
from dashboard.parts.world_chart import Shade, Shading, world_chart
from tracker.queries import CountryCoverageRow, Coverage, country_list
from tracker.queries.core.reading import READING_STATES

Band = Literal["all", "most", "some", "none"]
"""Of what binds a country is known: all in full, half or more, less than half, nothing."""

_LOOKS: dict[Band, tuple[str, str, str]] = {
    "all": ("#1D3557", "#0E1B2C", "circle"),
    "most": ("#4D7EA8", "#1D3557", "square"),
    "some": ("#E3B27E", "#7A430A", "triangle-up"),
    "none": ("#A5442B", "#5E1F10", "diamond"),
}
"""Fill, edge and shape of the dots; lightness falls toward both ends, so that the middle stands apart in grey."""


def band_of(row: CountryCoverageRow) -> Band:
    """The band of a country that at least one agreement binds."""
    known = row.agreements - row.wanted
    if not row.wanted:
        return "all"
    if not known:
        return "none"
    return "most" if 2 * known >= row.agreements else "some"


def show_countries(messages: Messages, state: LinkState, found: Coverage) -> None:
    """The map with its chart table, and every country in a fold with links."""
    layout.section(messages.say("read.countries"), messages.say("read.countries_intro"))
    rows = sorted(found.by_country, key=lambda row: sorting_key(party(messages, row.iso3, row.name)))
    if not rows:
        return
    columns = [
        messages.say("column.country"),
        messages.say("column.iso3"),
        messages.say("read.column_in_force"),
        messages.say("read.column_known"),
        *(messages.say(f"coverage.one_{state}") for state in READING_STATES),
    ]
    parties = [row.iso3 for row in ask(country_list)]
    chart_with_table(
        messages,
        state,
        "map",
        finished_chart(messages, "coverage map", (), lambda: coverage_map(messages, rows, parties)),
        columns,
        lambda: [
            (
                party(messages, row.iso3, row.name),
                row.iso3,
                row.agreements,
                row.agreements - row.wanted,
                *(row.by_state[state] for state in READING_STATES),
            )
            for row in rows
        ],
        "coverage-countries.csv",
        title=messages.say("read.countries"),
        alternative=_in_words(messages, rows),
        note=messages.say("map.borders"),
        drawn=lambda width: coverage_map(messages, rows, parties, width),
    )
    st.html(tag("p", messages.say("map.borders"), class_="quiet"))
    st.html(finished(messages, "coverage by country", (), lambda: _list(messages, rows)))


def coverage_map(
    messages: Messages, rows: Iterable[CountryCoverageRow], parties: Iterable[str], width: int | None = None
) -> Spec:
    """Countries by how much is known of the agreements that bind them."""
    shading = Shading(
        [
            Shade(band, messages.say(f"read.band_{band}"), fill, edge, shape)
            for band, (fill, edge, shape) in _LOOKS.items()
        ],
        messages.say("read.band_empty"),
        [
            ("country", messages.say("column.country")),
            ("shade", messages.say("read.column_known")),
            ("known", messages.say("read.column_known_of")),
        ],
    )
    return world_chart(
        shading,
        {row.iso3: _facts(messages, row) for row in rows},
        lambda code: _nothing(messages, code),
        parties,
        "world",
        width,
    )


def _facts(messages: Messages, row: CountryCoverageRow) -> dict[str, Any]:
    band = band_of(row)
    return {
        "country": party(messages, row.iso3, row.name),
        "kind": band,
        "shade": messages.say(f"read.band_{band}"),
        "known": _known(messages, row),
    }


def _nothing(messages: Messages, code: str) -> dict[str, Any]:
    return {
        "country": party(messages, code, code),
        "shade": messages.say("read.band_empty"),
        "known": messages.say("unknown"),
    }


def _known(messages: Messages, row: CountryCoverageRow) -> str:
    return messages.say("read.known_of", known=row.agreements - row.wanted, n=row.agreements)


def _in_words(messages: Messages, rows: Sequence[CountryCoverageRow]) -> str:
    """How many countries are in each band."""
    bands = [band_of(row) for row in rows]
    return "; ".join(
        messages.say(
            "named", name=messages.say(f"read.band_{band}"), words=messages.number(bands.count(band))
        )
        for band in _LOOKS
    )


def _list(messages: Messages, rows: Sequence[CountryCoverageRow]) -> Markup:
    head = [
        tag("th", messages.say(name), scope="col", class_=style)
        for name, style in (("column.country", None), ("read.column_known_of", "number"))
    ]
    body = [
        tag(
            "tr",
            tag(
                "th",
                page_link("country", party(messages, row.iso3, row.name), country=row.iso3),
                scope="row",
            ),
            tag("td", _known(messages, row), class_="number"),
        )
        for row in rows
    ]
    title = messages.count("map.list", len(rows))
    return tag(
        "details",
        tag("summary", tag("span", title, class_="fold-name")),
        layout.table_frame(title, head, body),
        class_="fold",
    )
