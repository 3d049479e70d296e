"""The Briefings page: a country on two printable pages, and the spreadsheets of `tracker export briefing`."""

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.addresses import addresses_here
from dashboard.parts.country_choice import (
    Chosen,
    asked_for,
    choose_country,
    countries_and_groups,
    take_kept_country,
)
from dashboard.parts.facts import ask, ask_once
from dashboard.parts.finished import finished
from dashboard.parts.language import messages_here
from dashboard.parts.markup import Markup, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import all_agreement_names, provision_name
from dashboard.parts.sheet_file import SHEET_STYLE, sheet_file
from dashboard.parts.state import LinkState
from dashboard.views.briefings.group_sheet import group_sheet
from dashboard.views.briefings.sheet import asked_brief, briefing_sheet
from dashboard.views.briefings.sheet_parts import SheetFacts
from tracker.export.briefing import briefing_csv, default_name
from tracker.queries import CountryGroup, spread_totals, status

SEPARATORS = {"comma": ",", "semicolon": ";"}


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    layout.page_head(messages.say("briefings.title"), messages.say("briefings.intro"))
    choice = countries_and_groups(messages)
    if not choice.countries:
        layout.empty_database(messages)
        return
    st.html(SHEET_STYLE)
    take_kept_country(choice, "briefings")
    asked_for(messages, choice, state)
    names = all_agreement_names(messages)
    problems = st.container()
    with st.container(key="off-paper-choice"):
        layout.section(messages.say("briefings.sheet_title"), messages.say("briefings.sheet_intro"))
        chosen = choose_country(messages, state, choice)
    with problems:
        for _, value in state.problems:
            layout.notice(messages.say("country.unknown", value=value), kind="warning")
    reported = len(state.problems)
    if chosen is None:
        layout.notice(messages.say("briefings.choose_first"))
    else:
        _show_sheet(messages, chosen, names)
    with st.container(key="off-paper-files"):
        _show_files(messages, state, chosen, names)
    with problems:
        layout.report_problems(messages, state.problems[reported:])


def _show_sheet(messages: Messages, chosen: Chosen, names: Mapping[str, str]) -> None:
    """The print hint, the file, and the sheet as printed."""
    today = datetime.now(UTC).date()
    facts = SheetFacts(chosen.name, today, ask(status), names, addresses_here())
    parameters = (*chosen.link.items(), today)
    sheet = finished(
        messages,
        "sheet",
        parameters,
        lambda: (
            briefing_sheet(messages, asked_brief(chosen.code), facts)
            if chosen.group is None
            else group_sheet(messages, chosen, facts)
        ),
    )
    title = messages.say("named", name=messages.say("briefings.title"), words=chosen.name)
    with st.container(key="off-paper-hint"):
        st.html(tag("p", messages.say("briefings.print_hint"), class_="print-hint"))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                messages.say("briefings.file"),
                data=lambda: sheet_file(title, sheet, messages.language),
                file_name=f"briefing-{chosen.code}-{messages.language}-{today.isoformat()}.html",
                mime="text/html",
                key="sheet-file",
                on_click="ignore",
                icon=":material/description:",
            )
            st.html(tag("p", messages.say("briefings.file_hint"), class_="quiet"))
    st.html(sheet)


def _show_files(
    messages: Messages,
    state: LinkState,
    chosen_country: Chosen | None,
    names: Mapping[str, str],
) -> None:
    """The four spreadsheets with their content and the choices they need."""
    layout.section(messages.say("briefings.csv_title"), messages.say("briefings.csv_intro"))
    chosen = state.switch(
        messages.say("briefings.separator"),
        "separator",
        tuple(SEPARATORS),
        default="comma",
        shown=lambda name: messages.say(f"briefings.separator_{name}"),
    )
    st.html(tag("p", messages.say("briefings.separator_hint"), class_="quiet"))
    delimiter = SEPARATORS[chosen]
    _holds(messages, "of_country")
    if chosen_country is None:
        st.html(tag("p", messages.say("briefings.of_country_none"), class_="quiet"))
    else:
        st.html(tag("p", page_link("country", chosen_country.name, **chosen_country.link)))
        if chosen_country.group is None:
            _file(messages, delimiter, country=chosen_country.code)
        else:
            _file(messages, delimiter, group=chosen_country.group)
    _holds(messages, "of_provision")
    codes = [total.provision for total in ask(spread_totals)]
    provision = state.select(
        messages.say("provision.choose"),
        "provision",
        codes,
        default=None,
        shown=lambda code: provision_name(messages, code),
        placeholder=messages.say("provision.placeholder"),
    )
    if provision is not None:
        _file(messages, delimiter, provision=provision)
    _holds(messages, "of_agreement")
    agreement = state.select(
        messages.say("briefings.choose_agreement"),
        "agreement",
        list(names),
        default=None,
        shown=lambda slug: names[slug],
        placeholder=messages.say("briefings.placeholder_agreement"),
    )
    if agreement is not None:
        _file(messages, delimiter, agreement=agreement)
    _holds(messages, "of_all")
    _file(messages, delimiter)


def _holds(messages: Messages, name: str) -> None:
    st.html(_holds_words(messages, name))


def _holds_words(messages: Messages, name: str) -> Markup:
    return tag(
        "div",
        tag("h3", messages.say(f"briefings.{name}")),
        tag("p", messages.say(f"briefings.{name}_holds")),
        class_="file-holds",
    )


def _file(
    messages: Messages,
    delimiter: str,
    *,
    country: str | None = None,
    group: CountryGroup | None = None,
    provision: str | None = None,
    agreement: str | None = None,
) -> None:
    """A button whose file is made when it is pressed; its bytes are those of the export command."""
    name = default_name(country, agreement, provision, group)
    about = {"country": country or group, "provision": provision, "agreement": agreement}
    subject = next((key for key, value in about.items() if value), "all")
    st.download_button(
        messages.say("briefings.download", file=name),
        data=lambda: ask_once(
            briefing_csv,
            country=country,
            group=group,
            agreement=agreement,
            provision=provision,
            delimiter=delimiter,
        ),
        file_name=name,
        mime="text/csv",
        key=f"file-{subject}",
        on_click="ignore",
        icon=":material/download:",
    )
