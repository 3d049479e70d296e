"""The head of a provision's chart or map on the Spread page: what it says, who asked for it, one line of figures."""

from collections.abc import Iterable

import streamlit as st

from dashboard.parts.basis import basis_sentence
from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from dashboard.parts.provision_link import provision_link
from dashboard.parts.reach import uncertain_sentence
from dashboard.parts.strength import strengths_listed
from dashboard.parts.unread import as_known
from dashboard.views.spread.choice import Choice
from tracker.queries import ProvisionFacts, SpreadTotal, TemplateFacts


def show_head(messages: Messages, facts: TemplateFacts, choice: Choice, total: SpreadTotal) -> None:
    """Title and sentence of the chosen provision, with the link to its page."""
    provision = facts.provision(choice.provision)
    st.html(
        tag(
            "section",
            tag("h2", provision.title),
            tag("p", " ".join(counted(messages, choice, total)), class_="figure-line"),
            class_="provision-head",
        )
    )


def show_explanation(messages: Messages, facts: TemplateFacts, choice: Choice) -> None:
    """What the chosen provision says, who asked for it and what it takes off the table, with the link to its page."""
    provision = facts.provision(choice.provision)
    st.html(
        tag(
            "section",
            tag("p", provision.explainer),
            *_asked(messages, facts, provision),
            tag("p", provision_link(messages, choice.provision)),
            class_="provision-head",
        )
    )


def sentence(messages: Messages, choice: Choice, total: SpreadTotal) -> str:
    """How many agreements and countries have the provision, since when, how often without exception, and how all that
    is known."""
    return " ".join(
        [*counted(messages, choice, total), *(known(messages, total) if total.agreements else [])]
    )


def counted(messages: Messages, choice: Choice, total: SpreadTotal) -> list[str]:
    """How many agreements and countries have the provision, how often without exception, since when; then what is not
    counted."""
    basis = choice.filter.basis
    beside = _said(messages, (("sectoral", total.sectoral), (f"undated_{basis}", total.undated)))
    if not total.agreements:
        return [messages.say("spread.sentence_none"), *beside]
    parts = [
        messages.say(
            f"spread.sentence_{basis}",
            agreements=messages.count("number.agreements", total.agreements),
            countries=messages.count("number.countries", total.countries),
            read=as_known(messages),
            parts=strengths_listed(
                messages,
                total.provision,
                total.agreements_hard,
                total.agreements_soft,
                total.agreements_unrated,
            ),
        ),
        *_said(messages, (("sectoral_counted", total.sectoral_counted),)),
        *_exceptions(messages, total),
    ]
    if total.first_year:
        parts.append(messages.say(f"spread.sentence_first_{basis}", year=str(total.first_year)))
    return parts + beside


def _said(messages: Messages, numbers: Iterable[tuple[str, int]]) -> list[str]:
    """A sentence for each number that is not 0."""
    return [messages.count(f"spread.{name}", number) for name, number in numbers if number]


def _exceptions(messages: Messages, total: SpreadTotal) -> list[str]:
    """In how many of the agreements counted the clause has no exception, and of how many that is not known."""
    free = total.without_exception
    if free is None:
        return []
    kind = "all" if free == total.agreements else "some"
    if free == 0 and not total.exception_unknown:
        kind = "none"
    return [
        messages.say(f"spread.without_exception_{kind}", n=free),
        *_said(messages, (("exception_unknown", total.exception_unknown),)),
    ]


def known(messages: Messages, total: SpreadTotal) -> list[str]:
    """On what the counted agreements rest, and how many of them on uncertain findings only; the countries too where not
    all of them rest on texts read here."""
    said = [basis_sentence(messages, total.bases)]
    if any(basis != "read" for basis, _ in total.country_bases):
        said.append(basis_sentence(messages, total.country_bases, "counted_countries"))
    said.append(uncertain_sentence(messages, total.uncertain))
    return [sentence for sentence in said if sentence]


def _asked(messages: Messages, facts: TemplateFacts, provision: ProvisionFacts) -> list[Markup]:
    """Who asked for the principles behind a provision, and what they take off the table."""
    return [
        tag(
            "p",
            tag("strong", messages.say("principle.asked_by")),
            f" {principle.asked_by} ",
            tag("strong", messages.say("principle.takes_away")),
            f" {principle.takes_away}",
            class_="asked",
        )
        for principle in facts.principles
        if principle.number in provision.principles
    ]
