"""The WTO page's section on accession for a group of countries: for how many members each rule of the text is new."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import data_table, form_switch
from dashboard.parts.country_choice import Chosen
from dashboard.parts.facts import ask
from dashboard.parts.markup import Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import country_names, party, provision_name, sorting_key
from dashboard.parts.state import LinkState
from dashboard.parts.strength import strength_word
from tracker.queries import (
    DIFFERENCES,
    Accession,
    AccessionRow,
    Difference,
    PlurilateralText,
    accession,
    country_coverage,
    country_list,
)

_COLUMNS = ("provision", "difference", "now", "text")

Names = Mapping[str, str]
Answers = Mapping[str, Accession]
Rows = Mapping[str, Mapping[str, AccessionRow]]
"""The rows of the members by provision, then by country."""


def show_group_accession(
    messages: Messages, state: LinkState, text: PlurilateralText, chosen: Chosen
) -> None:
    """One row per rule of the text: for how many members it is new, stricter and so on, and for which. `chosen` is a
    group."""
    group = chosen.group
    assert group is not None, "a group is asked for"
    layout.section(
        messages.say("wto.accession_for", name=chosen.name),
        messages.say("wto.group_intro"),
    )
    answers = {iso3: found for iso3 in group.members if (found := ask(accession, text.slug, iso3))}
    rows = _by_provision(answers)
    if not rows:
        layout.notice(messages.say("wto.accession_nothing"))
        return
    known = country_names(messages, ask(country_list))
    names = {iso3: known.get(iso3) or party(messages, iso3, iso3) for iso3 in answers}
    names = dict(sorted(names.items(), key=lambda entry: sorting_key(entry[1])))
    unread = sum(bool(ask(country_coverage, iso3).unknown) for iso3 in names)
    if unread:
        st.html(tag("p", messages.say("wto.group_unread", n=unread, all=len(names)), class_="quiet"))
    open_at = state.one_of("provision", list(rows), None)
    place = st.container()
    columns, table = _table(messages, rows, names)
    as_table = form_switch(
        messages, state, "list", "joining", columns, table, f"wto-joining-{chosen.code}.csv"
    )
    with place:
        if as_table:
            data_table(columns, table)
        else:
            st.html(
                join(
                    _fold(messages, code, own, names, is_open=code == open_at)
                    for code, own in _most_changed(rows)
                )
            )
    link = page_link("country", messages.say("wto.to_country", name=chosen.name), **chosen.link)
    st.html(tag("p", messages.say("wto.accession_rule"), " ", link, class_="quiet"))


def _by_provision(answers: Answers) -> Rows:
    rows: dict[str, dict[str, AccessionRow]] = {}
    for iso3, answer in answers.items():
        for row in answer.rows:
            rows.setdefault(row.provision, {})[iso3] = row
    return rows


def _most_changed(rows: Rows) -> list[tuple[str, Mapping[str, AccessionRow]]]:
    """Rules that are new for most members first, then those that are stricter for most, and so on."""

    def changes(entry: tuple[str, Mapping[str, AccessionRow]]) -> list[int]:
        return [-len(_members(entry[1], difference)) for difference in DIFFERENCES[:-1]]

    return sorted(rows.items(), key=changes)


def _members(own: Mapping[str, AccessionRow], difference: Difference) -> list[str]:
    return [iso3 for iso3, row in own.items() if row.difference == difference]


def _fold(
    messages: Messages, code: str, own: Mapping[str, AccessionRow], names: Names, *, is_open: bool
) -> Markup:
    """One rule: how many members each difference has; opened, which, with links to what it would mean for each."""
    found = {difference: members for difference in DIFFERENCES if (members := set(_members(own, difference)))}
    chips = [
        tag(
            "span",
            f"{messages.say(f'wto.difference_{difference}')} {messages.number(len(members))}",
            class_=f"chip chip-{'free' if difference == 'nothing' else 'pending'}",
        )
        for difference, members in found.items()
    ]
    listed = [
        tag(
            "p",
            tag("strong", messages.say(f"wto.difference_{difference}"), ": "),
            join(
                (
                    page_link("wto", name, country=iso3, provision=code)
                    for iso3, name in names.items()
                    if iso3 in members
                ),
                " · ",
            ),
        )
        for difference, members in found.items()
    ]
    text = next(iter(own.values())).text
    return tag(
        "details",
        tag(
            "summary",
            tag("span", provision_name(messages, code), class_="fold-name"),
            tag("span", join(chips, " "), class_="wto-lines"),
        ),
        tag(
            "p",
            f"{messages.say('wto.in_text')}: {strength_word(messages, text.strength)}",
            class_="fold-explainer",
        ),
        tag("div", *listed, class_="wto-open"),
        class_="fold",
        id=f"accession-{code}",
        open=is_open,
    )


def _table(messages: Messages, rows: Rows, names: Names) -> tuple[list[str], Sequence[tuple[object, ...]]]:
    """One row per rule and member."""
    columns = [messages.say("column.country"), messages.say("column.iso3")]
    columns += [messages.say(f"wto.column_{name}") for name in _COLUMNS]
    return columns, [
        (
            name,
            iso3,
            provision_name(messages, code),
            messages.say(f"wto.difference_{row.difference}"),
            strength_word(messages, row.now.strength) if row.now else messages.say("coming.free"),
            strength_word(messages, row.text.strength),
        )
        for code, own in _most_changed(rows)
        for iso3, name in names.items()
        if (row := own.get(iso3)) is not None
    ]
