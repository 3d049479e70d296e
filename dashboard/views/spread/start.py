"""The start page's beginning: whose template this is and why it matters, "find your country", three headlines."""

from collections.abc import Iterator

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.country_choice import all_countries
from dashboard.parts.facts import ask
from dashboard.parts.language import link_language
from dashboard.parts.markup import Markup, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import day
from dashboard.parts.official_names import agreement_name
from tracker.queries import Headlines, headlines, template_facts

COUNTRY_ROUTE = "routes/country.py"
"""Where the choice of a country leads, relative to the app's file."""


def show_start(messages: Messages) -> None:
    """For a visitor without a choice all of it; with one in the address the title alone."""
    arrived = not any(name != "lang" for name in st.query_params)
    if not arrived:
        layout.page_head(messages.say("spread.title"), messages.say("spread.intro"))
        return
    layout.page_head(messages.say("spread.title"), messages.say("start.why"))
    names = all_countries(messages)
    if not names:
        return
    with st.container(key="start", horizontal=True):
        chosen = st.selectbox(
            messages.say("start.find"),
            list(names),
            index=None,
            key="find-country",
            format_func=names.__getitem__,
            placeholder=messages.say("country.placeholder"),
        )
        st.html(_headlines(messages, ask(headlines)))
    if chosen:
        st.switch_page(COUNTRY_ROUTE, query_params={"country": chosen, **link_language()})


def _headlines(messages: Messages, found: Headlines) -> Markup:
    lines = [tag("li", line) for line in _lines(messages, found)]
    return tag(
        "section",
        tag("h2", messages.say("start.headlines")),
        tag("ul", *lines) if lines else None,
        class_="headlines",
        aria_label=messages.say("start.headlines"),
    )


def _lines(messages: Messages, found: Headlines) -> Iterator[Markup]:
    """Each with a link to what it rests on."""
    facts = template_facts(messages.language)
    if found.bound_most is not None:
        yield woven(
            messages.template("start.bound_most"),
            countries=messages.count("number.countries", found.bound_most.countries),
            agreements=messages.count("number.agreements", found.bound_most.agreements),
            rule=page_link(
                "provision",
                facts.provision(found.bound_most.provision).title,
                provision=found.bound_most.provision,
            ),
        )
    if found.spread_most is not None:
        yield woven(
            messages.template("start.spread_most"),
            since=str(found.spread_most.since),
            agreements=messages.count("number.agreements", found.spread_most.agreements),
            rule=page_link(
                "spread",
                facts.provision(found.spread_most.provision).title,
                provision=found.spread_most.provision,
                count="new",
            ),
        )
    if found.newest is not None:
        yield woven(
            messages.template("start.newest"),
            agreement=page_link(
                "agreement",
                agreement_name(messages, found.newest.slug, found.newest.name),
                agreement=found.newest.slug,
            ),
            day=day(messages, found.newest.day),
            rules=messages.count(
                "start.rules_at_least" if found.newest.at_least else "start.rules", found.newest.provisions
            ),
        )
