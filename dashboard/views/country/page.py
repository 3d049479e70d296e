"""The Country page: what a country can still do, its inconsistencies, what is pending, what binds it."""

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import download
from dashboard.parts.country_choice import (
    CountryChoice,
    asked_for,
    choose_country,
    countries_and_groups,
)
from dashboard.parts.facts import ask
from dashboard.parts.language import messages_here
from dashboard.parts.markup import page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import all_agreement_names
from dashboard.parts.state import LinkState
from dashboard.parts.subscribe import subscribe_link
from dashboard.views.country.agreements import show_agreements
from dashboard.views.country.commitments import show_commitments
from dashboard.views.country.group import show_group
from dashboard.views.country.inconsistencies import show_inconsistencies
from dashboard.views.country.pending import show_pending
from dashboard.views.country.policies import show_policies
from tracker.queries import (
    CountryRow,
    country_agreements,
    country_commitments,
    plurilateral_texts,
)


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    choice = countries_and_groups(messages)
    asked = asked_for(messages, choice, state)
    layout.page_head(
        messages.say("country.title_one", name=asked.name) if asked else messages.say("country.title"),
        messages.say("country.intro"),
    )
    if not choice.countries:
        layout.empty_database(messages)
        return
    problems = st.container()
    found = choose_country(messages, state, choice)
    if found is None:
        with problems:
            _report_unknown(messages, state)
        _show_list(messages, choice)
        return
    if found.group is not None:
        show_group(messages, state, found)
    else:
        _show_country(messages, state, choice.rows[found.code], found.name)
    with problems:
        layout.report_problems(messages, state.problems)


def _report_unknown(messages: Messages, state: LinkState) -> None:
    for _, value in state.problems:
        layout.notice(messages.say("country.unknown", value=value), kind="warning")


def _show_list(messages: Messages, choice: CountryChoice) -> None:
    names, rows = choice.countries, [choice.rows[iso3] for iso3 in choice.countries]
    layout.section(messages.say("groups.title"), messages.say("groups.intro"))
    links = (page_link("country", name, country=code) for code, name in choice.groups.items())
    st.html(tag("ul", *(tag("li", link) for link in links), class_="columns"))
    layout.section(messages.say("country.all"), messages.say("country.all_intro"))
    numbers = ("in_force", "pending", "provisions_hard", "provisions_soft")
    head = [tag("th", messages.say("column.country"), scope="col")]
    classes = {
        name: "number wide" if name in ("pending", "provisions_soft") else "number" for name in numbers
    }
    head += [tag("th", messages.say(f"column.{name}"), scope="col", class_=classes[name]) for name in numbers]
    body = [
        tag(
            "tr",
            tag("th", page_link("country", names[row.iso3], country=row.iso3), scope="row"),
            *(tag("td", messages.number(getattr(row, name)), class_=classes[name]) for name in numbers),
        )
        for row in rows
    ]
    st.html(layout.table_frame(messages.say("country.all"), head, body))
    columns = [messages.say(f"column.{name}") for name in ("country", "iso3", *numbers, "ended")]
    download(
        messages,
        "countries",
        columns,
        [(names[row.iso3], row.iso3, *(getattr(row, name) for name in numbers), row.ended) for row in rows],
        "countries.csv",
    )


def _show_country(messages: Messages, state: LinkState, row: CountryRow, name: str) -> None:
    names = all_agreement_names(messages)
    show_policies(messages, state, row.iso3, name, names)
    show_inconsistencies(messages, state, row.iso3, names)
    show_pending(messages, row.iso3, names)
    _show_wto_link(messages, row.iso3)
    show_commitments(messages, state, row, name, ask(country_commitments, row.iso3))
    show_agreements(messages, row.iso3, ask(country_agreements, row.iso3))
    st.html(subscribe_link(messages, "country", row.iso3))


def _show_wto_link(messages: Messages, iso3: str) -> None:
    """A link to what accession to the WTO text would add, where that text is stored."""
    if ask(plurilateral_texts):
        st.html(tag("p", page_link("wto", messages.say("wto.from_country"), country=iso3)))
