"""The choices of the Spread page: view, provision, what to count and which agreements; all are in the link."""

from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from dashboard.parts.filters import choose_party, choose_status, choose_topic, choose_years, link_parameters
from dashboard.parts.messages import Messages
from dashboard.parts.names import provision_name
from dashboard.parts.state import LinkState
from dashboard.parts.world_chart import AREAS
from tracker.queries import Basis, MatrixColumns, Reach, SpreadFilter, TemplateFacts, Unit

DEFAULT_PROVISION = "data_flows"
VIEWS = ("years", "map", "heatmap")
UNITS: tuple[Unit, ...] = ("agreements", "countries")
BASES: tuple[Basis, ...] = ("in_force", "signed")
REACHES: tuple[Reach, ...] = ("general", "all")
COLUMNS: tuple[MatrixColumns, ...] = ("template", "all")
S = TypeVar("S", bound=str)


@dataclass(frozen=True, slots=True)
class Choice:
    """The visitor's choices. `area` is one of `AREAS`, for the map; `columns` is for the heatmap."""

    view: str
    provision: str
    unit: Unit
    cumulative: bool
    area: str
    columns: MatrixColumns
    filter: SpreadFilter


def choose(messages: Messages, state: LinkState, facts: TemplateFacts) -> Choice:
    """Show the controls of the present view and return their values."""
    unit, cumulative, area, columns = UNITS[0], True, next(iter(AREAS)), COLUMNS[0]
    provision = DEFAULT_PROVISION
    with st.container(key="controls"):
        view = state.switch(
            messages.say("spread.view"),
            "view",
            VIEWS,
            default="years",
            shown=lambda name: messages.say(f"spread.view_{name}"),
        )
        if view != "heatmap":
            provision = _choose_provision(messages, state, facts)
        with st.container(horizontal=True, key="counting"):
            if view == "years":
                unit = _one(state, messages, "unit", UNITS)
                cumulative = _one(state, messages, "count", ("total", "new")) == "total"
            elif view == "heatmap":
                columns = _one(state, messages, "columns", COLUMNS)
            basis = _one(state, messages, "by", BASES)
            reach = _one(state, messages, "reach", REACHES)
            if view == "map":
                unit, area = "countries", _choose_area(messages, state)
        with st.expander(messages.say("filter.more"), key="more-filters"):
            chosen = _filters(messages, state, basis, reach)
    return Choice(view, provision, unit, cumulative, area, columns, chosen)


def parameters(choice: Choice, provision: str) -> dict[str, str | None]:
    """The present view's address with another provision."""
    chosen = choice.filter
    on_map = choice.view == "map"
    return {
        "view": choice.view if choice.view != VIEWS[0] else None,
        "provision": provision if provision != DEFAULT_PROVISION else None,
        "unit": choice.unit if choice.unit != UNITS[0] and not on_map else None,
        "count": None if choice.cumulative else "new",
        "area": choice.area if choice.area != next(iter(AREAS)) else None,
        "by": chosen.basis if chosen.basis != BASES[0] else None,
        "reach": chosen.reach if chosen.reach != REACHES[0] else None,
        **link_parameters(
            party=chosen.party,
            legal_statuses=chosen.legal_statuses,
            topics=chosen.topics,
            year_from=chosen.year_from,
            year_to=chosen.year_to,
        ),
    }


def _one(state: LinkState, messages: Messages, name: str, options: tuple[S, ...]) -> S:
    return state.switch(
        messages.say(f"filter.{name}"),
        name,
        options,
        default=options[0],
        shown=lambda option: messages.say(f"filter.{name}_{option}"),
    )


def _choose_provision(messages: Messages, state: LinkState, facts: TemplateFacts) -> str:
    return (
        state.select(
            messages.say("filter.provision"),
            "provision",
            [provision.code for provision in facts.provisions],
            default=DEFAULT_PROVISION,
            shown=lambda code: provision_name(messages, code),
        )
        or DEFAULT_PROVISION
    )


def _filters(messages: Messages, state: LinkState, basis: Basis, reach: Reach) -> SpreadFilter:
    party = choose_party(messages, state)
    statuses = choose_status(messages, state)
    topics = choose_topic(messages, state)
    years = choose_years(messages, state, basis)
    return SpreadFilter(
        basis=basis,
        party=party,
        legal_statuses=statuses,
        year_from=years.start,
        year_to=years.end,
        topics=topics,
        reach=reach,
    )


def _choose_area(messages: Messages, state: LinkState) -> str:
    world = next(iter(AREAS))
    chosen = state.select(
        messages.say("filter.area"),
        "area",
        list(AREAS),
        default=world,
        shown=lambda name: messages.say(f"map.area_{name}"),
    )
    return chosen or world
