"""The filters of pages: party, status, chapters' topic, years; all are in the link."""

from dataclasses import dataclass

import streamlit as st

from dashboard.parts.country_choice import choose_own, countries_and_groups
from dashboard.parts.facts import ask
from dashboard.parts.kept_country import OWN
from dashboard.parts.messages import Messages
from dashboard.parts.names import topic_name
from dashboard.parts.state import LinkState
from tracker.queries import Basis, chapter_topics, spread_years

STATUSES = ("in_force", "signed", "inactive", "draft_text", "in_negotiation")


@dataclass(frozen=True, slots=True)
class Years:
    """The years chosen, both included; None where there is no limit."""

    start: int | None = None
    end: int | None = None


def choose_party(messages: Messages, state: LinkState) -> str | None:
    """Code of the country or group that must be a party, codes with commas between them of several of which one must;
    None for any."""
    choice = countries_and_groups(messages)
    names = {**choice.countries, **choice.groups}
    party = state.select(
        messages.say("filter.party"),
        "party",
        list(names),
        default=None,
        shown=names.__getitem__,
        placeholder=messages.say("filter.any"),
    )
    if party is not None:
        return party
    return ",".join(choose_own(messages, state, choice)) or None


def choose_status(messages: Messages, state: LinkState) -> tuple[str, ...]:
    """The legal status agreements must have, empty for any."""
    status = state.select(
        messages.say("filter.status"),
        "status",
        STATUSES,
        default=None,
        shown=lambda name: messages.say(f"status.{name}"),
        placeholder=messages.say("filter.any"),
    )
    return (status,) if status else ()


def choose_topic(messages: Messages, state: LinkState) -> tuple[str, ...]:
    """The topic of the chapters to look into, empty for all chapters."""
    topic = state.select(
        messages.say("filter.topic"),
        "topic",
        ask(chapter_topics),
        default=None,
        shown=lambda name: topic_name(messages, name),
        placeholder=messages.say("filter.any"),
    )
    return (topic,) if topic else ()


def choose_years(messages: Messages, state: LinkState, basis: Basis = "signed") -> Years:
    """The years of signature (or entry into force); choosing the first or the last year sets no limit there."""
    span = ask(spread_years, basis)
    if span is None:
        return Years()
    low, high = span
    with st.container(horizontal=True, key="years"):
        start, end = state.years((messages.say("filter.from"), messages.say("filter.to")), low, high)
    return Years(start if start > low else None, end if end < high else None)


def link_parameters(
    *,
    party: str | None = None,
    legal_statuses: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    year_from: int | None = None,
    year_to: int | None = None,
) -> dict[str, str | None]:
    """The same choices as parameters of a link."""
    several = party is not None and "," in party
    return {
        "party": None if several else party,
        OWN: party if several else None,
        "status": legal_statuses[0] if legal_statuses else None,
        "topic": topics[0] if topics else None,
        "from": str(year_from) if year_from else None,
        "to": str(year_to) if year_to else None,
    }
