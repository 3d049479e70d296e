"""The WTO page's list of papers: symbol, date, title, who submitted it, and its address."""

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, join, page_link, tag, web_link
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, party
from tracker.queries import PaperRow, PlurilateralText, papers, papers_of

SHOWN = 40
"""Most papers listed; the download has all."""

_COLUMNS = ("symbol", "issued", "title", "members", "kind", "language", "link")


def show_papers(messages: Messages, text: PlurilateralText | None) -> None:
    """All papers on e-commerce, newest first; those of the text shown are marked."""
    rows = ask(papers)
    if not rows:
        if text is not None:
            layout.section(messages.say("wto.papers"))
            layout.notice(messages.say("wto.papers_none"))
        return
    own = {row.id for row in ask(papers_of, text.slug)} if text else set()
    layout.section(messages.count("wto.papers_count", len(rows)), messages.say("wto.papers_intro"))
    head = layout.table_head(messages, "wto.paper_", _COLUMNS[:4], wide=("members",))
    body = [
        tag(
            "tr",
            tag("th", _symbol(messages, row, own=row.id in own), scope="row"),
            tag("td", day(messages, row.issued), class_="tight"),
            tag("td", tag("span", row.title, lang=row.language)),
            tag("td", _members(messages, row), class_="wide"),
        )
        for row in rows[:SHOWN]
    ]
    st.html(layout.table_frame(messages.count("wto.papers_count", len(rows)), head, body))
    if len(rows) > SHOWN:
        layout.notice(messages.say("wto.papers_more", shown=SHOWN, n=len(rows)))
    download(
        messages,
        "papers",
        [messages.say(f"wto.paper_{name}") for name in _COLUMNS],
        [
            (
                row.symbol,
                row.issued,
                row.title,
                _members(messages, row),
                messages.say(f"wto.kind_{row.kind}"),
                row.language,
                row.url,
            )
            for row in rows
        ],
        "wto-papers.csv",
    )


def _symbol(messages: Messages, row: PaperRow, *, own: bool) -> Child:
    """The symbol as a link to the paper's address, and to the articles read from it."""
    pieces: list[Child] = [web_link(row.url, row.symbol)]
    if own:
        pieces.append(tag("span", messages.say("wto.paper_own"), class_="chip chip-pending"))
    elif row.slug:
        pieces.append(page_link("wto", messages.say("wto.paper_read"), text=row.slug, class_="clause-link"))
    return join(pieces, " ")


def _members(messages: Messages, row: PaperRow) -> str:
    return ", ".join(party(messages, code, code) for code in row.members)
