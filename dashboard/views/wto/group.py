"""The WTO page's section on accession for a group of countries: for how many members each rule of the text is new."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import data_table, form_switch
from dashboard.parts.country_choice import Chosen, all_countries
from dashboard.parts.facts import ask
from dashboard.parts.markup import Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import party, provision_name, sorting_key
from dashboard.parts.state import LinkState
from dashboard.parts.strength import strength_word
from dashboard.parts.unread import as_known_of
from dashboard.views.country.policies import state_chip
from dashboard.views.wto.accession import said_of
from tracker.queries import (
    DIFFERENCES,
    Accession,
    AccessionRow,
    Difference,
    PlurilateralText,
    PolicyState,
    accession,
    country_coverage,
    policy_facts,
)

_COLUMNS = ("provision", "difference", "now", "text", "policies")

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
    known = all_countries(messages)
    names = {iso3: known.get(iso3) or party(messages, iso3, iso3) for iso3 in answers}
    names = dict(sorted(names.items(), key=lambda entry: sorting_key(entry[1])))
    unread = sum(bool(ask(country_coverage, iso3).unknown) for iso3 in names)
    if unread:
        st.html(tag("p", messages.say("wto.group_unread", n=unread, all=len(names)), class_="quiet"))
    st.html(join(_lost(messages, answers, names)))
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
    """Rules that take most policies from members first, then those that are new for most, stricter for most, and so
    on."""

    def changes(entry: tuple[str, Mapping[str, AccessionRow]]) -> list[int]:
        lost = sum(len(row.policies) for row in entry[1].values())
        return [-lost, *(-len(_members(entry[1], difference)) for difference in DIFFERENCES[:-1])]

    return sorted(rows.items(), key=changes)


def _lost(messages: Messages, answers: Answers, names: Names) -> list[Markup]:
    """The policies that accession would close or restrict beyond today for members, those of most members first, with
    which members: what is lost counts, not how many rules there are."""
    changes: dict[tuple[str, PolicyState], list[str]] = {}
    for iso3, answer in answers.items():
        for change in () if answer.bound else answer.policies:
            changes.setdefault((change.policy, change.then), []).append(iso3)
    read = as_known_of(messages, (iso3 for iso3, answer in answers.items() if not answer.bound))
    newly_bound = sum(not answer.bound for answer in answers.values())
    if not changes:
        return (
            [tag("p", tag("strong", messages.say("wto.group_lost_none", read=read)))] if newly_bound else []
        )
    titles = {facts.code: facts.title for facts in policy_facts(messages.language)}
    ordered = sorted(changes.items(), key=lambda entry: (-len(entry[1]), entry[0][1] != "closed"))
    policies = {policy for policy, _ in changes}
    lines = [
        tag(
            "li",
            tag("span", titles[policy], class_="found-name"),
            " → ",
            state_chip(messages, then),
            " ",
            messages.say("wto.group_lost_for", n=len(members), all=newly_bound),
            tag("span", ": ", ", ".join(names[iso3] for iso3 in names if iso3 in members), class_="quiet")
            if len(members) < newly_bound
            else None,
        )
        for (policy, then), members in ordered
    ]
    said = messages.count("wto.group_lost", len(policies), read=read)
    return [tag("p", tag("strong", said)), tag("ul", *lines, class_="found policies-lost")]


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
    losing = sum(bool(row.policies) for row in own.values())
    if losing:
        chips.append(tag("span", messages.count("wto.group_takes", losing), class_="chip chip-pending"))
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
            f"{messages.say('wto.in_text')}: {strength_word(messages, code, text.strength)}",
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
    titles = {facts.code: facts.title for facts in policy_facts(messages.language)}
    return columns, [
        (
            name,
            iso3,
            provision_name(messages, code),
            messages.say(f"wto.difference_{row.difference}"),
            said_of(messages, code, row.now),
            said_of(messages, code, row.text),
            "; ".join(titles[policy] for policy in row.policies),
        )
        for code, own in _most_changed(rows)
        for iso3, name in names.items()
        if (row := own.get(iso3)) is not None
    ]
