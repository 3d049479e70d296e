"""The Agreement page's roll-up: the strongest commitment on each provision, with the article that makes it."""

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_cells, basis_chip
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.markup import join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, chapter_name, provision_name
from dashboard.parts.provision_link import provision_link
from dashboard.parts.reach import REACH_COLUMNS, reach_cells, reach_chips
from dashboard.parts.strength import exception_word, strength_chip, strength_word
from tracker.queries import AgreementHeader, strongest_commitments

_COLUMNS = ("provision", "strength", "exception", "article", "chapter", "since", "articles")


def show_strongest(messages: Messages, header: AgreementHeader) -> None:
    """A folded table of the strongest commitments, and its download."""
    rows = ask(strongest_commitments, agreements=(header.slug,))
    if not rows:
        return
    head = [
        tag(
            "th", messages.say(f"column.{name}"), scope="col", class_=None if name in _COLUMNS[:4] else "wide"
        )
        for name in _COLUMNS
    ]
    body = [
        tag(
            "tr",
            tag(
                "th",
                provision_name(messages, row.provision),
                " ",
                provision_link(messages, row.provision, brief=True),
                scope="row",
            ),
            tag(
                "td",
                join(
                    [
                        strength_chip(messages, row.provision, row.strength),
                        reach_chips(messages, row),
                        basis_chip(messages, row.basis),
                    ],
                    " ",
                ),
            ),
            tag("td", exception_word(messages, row.exception)),
            tag(
                "td",
                page_link(
                    "agreement",
                    article_name(messages, row.article),
                    agreement=header.slug,
                    article=row.article.link,
                ),
            ),
            tag(
                "td",
                chapter_name(messages, row.article.chapter_number, row.article.chapter_heading),
                class_="wide",
            ),
            tag("td", str(row.since or row.year_signed or messages.say("unknown")), class_="wide"),
            tag("td", row.articles, class_="number wide"),
        )
        for row in rows
    ]
    summary = tag("summary", tag("span", messages.say("agreement.strongest"), class_="fold-name"))
    table = layout.table_frame(messages.say("agreement.strongest"), head, body)
    st.html(tag("details", summary, table, class_="fold"))
    download(
        messages,
        "strongest",
        [messages.say(f"column.{name}") for name in (*_COLUMNS, "basis", "basis_source", *REACH_COLUMNS)],
        [
            (
                provision_name(messages, row.provision),
                strength_word(messages, row.provision, row.strength),
                exception_word(messages, row.exception),
                article_name(messages, row.article),
                chapter_name(messages, row.article.chapter_number, row.article.chapter_heading),
                row.since or row.year_signed,
                row.articles,
                *basis_cells(messages, row.basis),
                *reach_cells(messages, row),
            )
            for row in rows
        ],
        f"strongest-{header.slug}.csv",
        label="agreement.strongest_download",
    )
