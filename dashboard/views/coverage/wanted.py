"""The texts wanted most: agreements in force that are not fully known, and where they are published."""

from urllib.parse import urlsplit

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import data_table, form_switch
from dashboard.parts.finished import finished
from dashboard.parts.markup import Child, Markup, join, page_link, tag, web_link, woven
from dashboard.parts.messages import Messages
from dashboard.parts.missing import missing_shown, missing_words
from dashboard.parts.names import day, party
from dashboard.parts.official_names import agreement_name
from dashboard.parts.state import LinkState
from tracker.addresses import is_web_address
from tracker.queries import Coverage, CoverageRow

SHOWN = 20
"""So many are listed at first; the table and the file have all."""
_ADDRESSES = 3
"""Links of one agreement in the list."""
_COLUMNS = ("agreement", "reading", "missing", "countries", "bound", "since", "applied", "published", "link")


def show_wanted(messages: Messages, state: LinkState, found: Coverage) -> None:
    """The list, those that bind most countries first; as a table and a file with all of them."""
    layout.section(messages.say("read.wanted"), messages.say("read.wanted_intro"))
    rows = found.wanted
    if not rows:
        layout.notice(messages.say("read.nothing_wanted"))
        return
    place = st.container()
    columns = [messages.say(f"read.column_{name}") for name in _COLUMNS]

    def cells() -> list[tuple[object, ...]]:
        return [_cells(messages, row) for row in rows]

    as_table = form_switch(
        messages, state, "list", "wanted", columns, cells, "wanted-texts.csv", parameter="list"
    )
    with place:
        if as_table:
            data_table(columns, cells)
            return
        st.html(finished(messages, "wanted texts", (), lambda: _list(messages, rows[:SHOWN])))
        if len(rows) > SHOWN:
            st.html(tag("p", messages.say("read.more", n=len(rows) - SHOWN), class_="quiet"))


def _list(messages: Messages, rows: tuple[CoverageRow, ...]) -> Markup:
    head = [
        tag("th", messages.say(f"read.column_{name}"), scope="col", class_=style)
        for name, style in (
            ("agreement", None),
            ("countries", "number"),
            ("reading", None),
            ("published", None),
        )
    ]
    body = [
        tag(
            "tr",
            tag(
                "th",
                page_link(
                    "agreement",
                    row.short_name or agreement_name(messages, row.slug, row.name),
                    agreement=row.slug,
                ),
                scope="row",
            ),
            tag(
                "td",
                messages.number(len(row.bound)) if row.bound else messages.say("unknown"),
                class_="number",
                data_label=messages.say("read.column_countries"),
                data_short=True,
            ),
            tag("td", _reading(messages, row)),
            tag("td", _published(messages, row), class_="sites"),
        )
        for row in rows
    ]
    return tag("div", layout.table_frame(messages.say("read.wanted"), head, body), class_="stacked")


def _link(messages: Messages, row: CoverageRow) -> Markup:
    name = row.short_name or agreement_name(messages, row.slug, row.name)
    return page_link("agreement", name, agreement=row.slug)


def _reading(messages: Messages, row: CoverageRow) -> Child:
    words = messages.say(f"coverage.one_{row.reading}")
    if not row.missing:
        return words
    missing = woven(messages.template("coverage.missing"), parts=missing_shown(messages, row.missing))
    return join([words, missing], "; ")


def _published(messages: Messages, row: CoverageRow) -> Markup:
    """Links to where sources say the text is published, by site, numbered where one site has several; that no address
    is known where none is."""
    addresses = [address for address in row.addresses if is_web_address(address)][:_ADDRESSES]
    sites = [urlsplit(address).netloc.removeprefix("www.") for address in addresses]
    links = [
        web_link(address, site if sites.count(site) == 1 else f"{site} ({sites[:at].count(site) + 1})")
        for at, (address, site) in enumerate(zip(addresses, sites, strict=True))
    ]
    return join(links, " · ") if links else tag("span", messages.say("read.no_address"), class_="quiet")


def _cells(messages: Messages, row: CoverageRow) -> tuple[object, ...]:
    return (
        row.shown_name,
        messages.say(f"coverage.one_{row.reading}"),
        missing_words(messages, row.missing, whole=True),
        len(row.bound) or None,
        ", ".join(party(messages, code, code) for code in row.bound),
        day(messages, row.since),
        messages.say("read.provisionally" if row.provisional else "read.finally"),
        " ".join(row.addresses),
        row.slug,
    )
