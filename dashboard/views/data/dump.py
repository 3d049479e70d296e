"""The Data page's download of the dump, and how to cite the tool and its sources, with their licences."""

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.addresses import addresses_here
from dashboard.parts.facts import ask
from dashboard.parts.markup import Markup, tag, web_link
from dashboard.parts.messages import Messages
from tracker.export.bundle import FILE_NAME, Citation, bundle, citations, tool_citation
from tracker.queries import Status

_COLUMNS = ("title", "documents", "licence", "publication")


def show_dump(messages: Messages) -> None:
    """The download: made at the first request, then cached for all visitors until the data change."""
    layout.section(messages.say("data.dump"), messages.say("data.dump_intro"))
    st.html(tag("p", messages.say("data.dump_facts"), class_="quiet file-holds"))
    st.download_button(
        messages.say("data.dump_download"),
        data=lambda: ask(bundle),
        file_name=FILE_NAME,
        mime="application/zip",
        key="whole-database",
        on_click="ignore",
        icon=":material/download:",
    )


def show_citations(messages: Messages, now: Status) -> None:
    """How to cite the tool, and every source with its licence."""
    layout.section(messages.say("data.cite"), messages.say("data.cite_intro"))
    words = tool_citation(now, addresses_here().base or None)
    st.html(
        tag(
            "div",
            tag("p", messages.say("data.cite_tool")),
            tag("p", words, class_="citation", lang="en"),
            class_="file-holds",
        )
    )
    head = [tag("th", messages.say(f"data.column_{name}"), scope="col") for name in _COLUMNS]
    st.html(
        layout.table_frame(
            messages.say("data.cite"), head, [_row(messages, entry) for entry in ask(citations)]
        )
    )


def _row(messages: Messages, entry: Citation) -> Markup:
    return tag(
        "tr",
        # Titles and citations are stored, in English.
        tag("th", web_link(entry.url, entry.title), scope="row", lang="en"),
        tag("td", messages.number(entry.documents), class_="number"),
        tag("td", entry.licence or messages.say("data.no_licence")),
        tag("td", entry.publication, lang="en") if entry.publication else tag("td", messages.say("unknown")),
    )
