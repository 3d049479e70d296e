"""The Coverage page: which agreements in force have been read, which have not, and where their texts are."""

from collections.abc import Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.facts import ask
from dashboard.parts.language import messages_here
from dashboard.parts.markup import Markup, join, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, party
from dashboard.parts.reading import reading_counts
from dashboard.parts.state import LinkState
from dashboard.views.coverage.countries import show_countries
from dashboard.views.coverage.wanted import show_wanted
from dashboard.views.coverage.years import show_years
from tracker.queries import Coverage, UnclearRow, coverage


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    layout.page_head(messages.say("coverage.title"), messages.say("coverage.intro"))
    found = ask(coverage)
    if not found.stored:
        layout.empty_database(messages)
        return
    problems = st.container()
    st.html(summary(messages, found))
    show_wanted(messages, state, found)
    show_countries(messages, state, found)
    show_years(messages, state, found)
    _show_unclear(messages, found.unclear)
    layout.section(messages.say("read.send"), messages.say("read.send_intro"))
    with problems:
        layout.report_problems(messages, state.problems)


def summary(messages: Messages, found: Coverage) -> Markup:
    """How many agreements are in force, and how many of them are in each reading state."""
    counts = reading_counts(messages, found.by_state)
    head = tag("strong", messages.count("read.in_force", len(found.rows), day=day(messages, found.day)))
    lines = [
        woven(messages.template("named"), name=head, words=f"{counts}.") if counts else join([head, "."])
    ]
    if found.provisional:
        lines.append(join([messages.count("read.provisional", found.provisional)]))
    lines.append(join([messages.count("read.fully", len(found.rows) - len(found.wanted))]))
    if found.without_rules:
        lines.append(join([messages.count("read.without_rules", found.without_rules)]))
    return tag("section", *(tag("p", line) for line in lines))


def _show_unclear(messages: Messages, rows: Sequence[UnclearRow]) -> None:
    """The agreements of which it is not known whether they bind, in a fold."""
    if not rows:
        return
    listed = [
        tag(
            "li",
            page_link("agreement", row.name, agreement=row.slug),
            f" ({', '.join(party(messages, code, code) for code in row.countries)})"
            if row.for_some
            else None,
        )
        for row in rows
    ]
    words = messages.count("read.unclear", len(rows))
    st.html(
        tag(
            "details",
            tag("summary", tag("span", words, class_="fold-name")),
            tag("ul", *listed, class_="commitments"),
            class_="fold",
        )
    )
