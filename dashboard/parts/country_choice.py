"""Choosing a country, a group of countries, or a list of one's own: the parameters `country` and `countries`."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.parts.facts import ask
from dashboard.parts.finished import finished_names
from dashboard.parts.kept_country import COUNTRY, OWN, kept_choice
from dashboard.parts.messages import Messages
from dashboard.parts.names import country_names, party
from dashboard.parts.state import LinkState
from tracker.queries import CountryGroup, CountryRow, country_group, country_list, group_choices, own_group

MOST = 60
"""Most countries of a list of one's own."""

NAMED = 4
"""So many of them are named in its title."""


@dataclass(frozen=True)
class CountryChoice:
    """What can be chosen: countries and groups by code, each with its name in the visitor's language."""

    countries: Mapping[str, str]
    groups: Mapping[str, str]
    rows: Mapping[str, CountryRow]

    def country(self, iso3: str) -> str:
        """The name of a country, also of one that is a party to no stored agreement."""
        return self.countries[iso3]


@dataclass(frozen=True)
class Chosen:
    """What was chosen: a country by its code, or the `group`."""

    code: str
    name: str
    group: CountryGroup | None = None

    @property
    def link(self) -> dict[str, str]:
        """The choice as parameters of a link."""
        if self.group is not None and self.group.code is None:
            return {OWN: ",".join(self.group.members)}
        return {"country": self.code}


def countries_and_groups(messages: Messages) -> CountryChoice:
    """All that can be chosen."""
    groups = finished_names(messages, "names of groups", (), lambda: _group_options(messages))
    return CountryChoice(all_countries(messages), groups, {row.iso3: row for row in ask(country_list)})


def all_countries(messages: Messages) -> dict[str, str]:
    """Every country by its code, in the order of their names."""
    return finished_names(
        messages, "names of countries", (), lambda: country_names(messages, ask(country_list))
    )


def _group_options(messages: Messages) -> dict[str, str]:
    return {
        code: messages.count("groups.option", number, name=group_name(messages, code))
        for code, number in ask(group_choices).items()
    }


def group_name(messages: Messages, code: str) -> str:
    """The name of a group with the short form people type, where it has one in the language."""
    name, short = party(messages, code, code), messages.find(f"groups.short.{code}")
    return f"{name} ({short})" if short else name


def asked_for(messages: Messages, choice: CountryChoice, state: LinkState) -> Chosen | None:
    """What the address names, in capitals or not; None for nothing known. The address gets its capitals."""
    known = {*choice.countries, *choice.groups}
    for parameter in ("country", OWN):
        given = state.text(parameter) or ""
        if given != given.upper() and known.intersection(given.upper().split(",")):
            st.query_params[parameter] = given.upper()
    code = state.text("country")
    if code in choice.countries or code in choice.groups:
        return chosen(messages, choice, str(code))
    members = tuple(
        iso3 for iso3 in dict.fromkeys((state.text(OWN) or "").split(",")) if iso3 in choice.countries
    )
    return own_list(messages, choice, members[:MOST]) if members and code is None else None


def take_kept_country(choice: CountryChoice, page: str) -> None:
    """Put the country, group or list last looked at into the address of a page that needs one and is opened without: a
    typed address, a bookmark. Once per visit and page, so that who takes the choice away is not given it again."""
    taken = f"country-taken-{page}"
    if taken in st.session_state:
        return
    st.session_state[taken] = True
    if COUNTRY not in st.query_params and OWN not in st.query_params:
        for parameter, value in kept_choice().items():
            if all(code in choice.countries or code in choice.groups for code in value.split(",")):
                st.query_params[parameter] = value


def named_group(messages: Messages, choice: CountryChoice, parameters: Mapping[str, str]) -> Chosen | None:
    """The group or list that the parameters of an address name, without touching the address; None for none."""
    code = parameters.get("country", "").upper()
    if code in choice.groups:
        return chosen(messages, choice, code)
    listed = dict.fromkeys(parameters.get(OWN, "").upper().split(","))
    members = tuple(iso3 for iso3 in listed if iso3 in choice.countries)
    return own_list(messages, choice, members[:MOST]) if members and not code else None


def choose_country(
    messages: Messages, state: LinkState, choice: CountryChoice, label: str = ""
) -> Chosen | None:
    """The box of countries and groups, and below it, while nothing is chosen there, that of a list of one's own."""
    names = {**choice.countries, **choice.groups}
    code = state.select(
        label or messages.say("country.choose"),
        "country",
        list(names),
        default=None,
        shown=names.__getitem__,
        placeholder=messages.say("country.placeholder"),
    )
    if code is not None:
        return chosen(messages, choice, code)
    with st.expander(messages.say("groups.own"), key="own-list", expanded=bool(state.text(OWN))):
        members = choose_own(messages, state, choice)
    return own_list(messages, choice, members) if members else None


def choose_own(messages: Messages, state: LinkState, choice: CountryChoice) -> tuple[str, ...]:
    """The box of a list of one's own."""
    return state.several(
        messages.say("groups.own_choose"),
        OWN,
        list(choice.countries),
        most=MOST,
        shown=choice.countries.__getitem__,
        placeholder=messages.say("country.placeholder"),
    )


def chosen(messages: Messages, choice: CountryChoice, code: str) -> Chosen:
    """A country or group of those that can be chosen."""
    if code in choice.countries:
        return Chosen(code, choice.countries[code])
    return Chosen(code, group_name(messages, code), ask(country_group, code))


def own_list(messages: Messages, choice: CountryChoice, members: tuple[str, ...]) -> Chosen:
    """A list of one's own, a single country of which is that country."""
    if len(members) == 1:
        return chosen(messages, choice, members[0])
    group = ask(own_group, members)
    name = ", ".join(choice.countries[iso3] for iso3 in members[:NAMED])
    if len(members) > NAMED:
        name = messages.say("sides.more", names=name, n=len(members) - NAMED)
    return Chosen("-".join(members), name, group)
