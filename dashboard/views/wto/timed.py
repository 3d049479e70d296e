"""The WTO page's section on time to comply and reviews, in the words of the text."""

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.evidence import marked
from dashboard.parts.facts import ask
from dashboard.parts.markup import Markup, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_title
from tracker.queries import TimedClause, timed_clauses


def show_timed(messages: Messages, slug: str) -> None:
    """The paragraphs that give parties time to comply or promise a review; that none was found, where none was."""
    clauses = ask(timed_clauses, slug)
    layout.section(messages.say("wto.timed"), messages.say("wto.timed_intro"))
    if not clauses:
        layout.notice(messages.say("wto.timed_none"))
        return
    st.html(tag("div", *(_clause(messages, slug, clause) for clause in clauses), class_="timed"))


def _clause(messages: Messages, slug: str, clause: TimedClause) -> Markup:
    title = article_title(messages, clause.article)
    return tag(
        "details",
        tag(
            "summary",
            tag("span", title, class_="fold-name"),
            tag(
                "span",
                tag("span", messages.say(f"wto.timed_{clause.kind}"), class_="chip chip-free"),
                class_="fold-chips",
            ),
        ),
        tag(
            "blockquote",
            tag("p", marked(clause.text, clause.marks), class_="full-text"),
            lang=clause.language,
        ),
        tag("p", page_link("agreement", title, agreement=slug, article=clause.article.link), class_="quiet"),
        class_="fold",
    )
