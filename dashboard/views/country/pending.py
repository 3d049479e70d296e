"""The Country page's pending agreements: signed but not in force, or under negotiation, and what they would add."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_cells, basis_chip, basis_words
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.markup import Child, Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, provision_name, side_names, signed_cell, signed_on
from dashboard.parts.reach import REACH_COLUMNS, reach_cells, reach_chips, uncertain_word
from dashboard.parts.report_error import report_link
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from dashboard.views.country.policies import state_chip
from tracker.queries import AddedCommitment, PendingAgreement, country_pending, policy_facts

_COLUMNS = (
    "agreement",
    "state",
    "provision",
    "now",
    "then",
    "exception",
    "article",
    "reference",
    "basis",
    "basis_source",
    *REACH_COLUMNS,
)

Names = Mapping[str, str]


def show_pending(messages: Messages, iso3: str, names: Names) -> None:
    """One card per pending agreement; nothing where there is none."""
    rows = ask(country_pending, iso3)
    if not rows:
        return
    layout.section(messages.say("coming.title"), messages.say("coming.intro"))
    st.html(finished(messages, "pending", iso3, lambda: join(_card(messages, row, names) for row in rows)))
    columns = [messages.say(f"coming.column_{column}") for column in _COLUMNS]
    download(messages, "pending", columns, lambda: _table(messages, rows, names), f"pending-{iso3}.csv")


def _card(messages: Messages, row: PendingAgreement, names: Names) -> Markup:
    agreement = row.agreement
    chip = tag("span", messages.say(f"state.{agreement.state}"), class_=f"chip chip-state-{agreement.state}")
    facts = [messages.say("country.toward", sides=side_names(messages, agreement.toward))]
    if signed_cell(agreement):
        facts.append(messages.say("country.signed_on", day=signed_on(messages, agreement)))
    if row.participation == "submitted":
        facts.append(messages.say("coming.submitted"))
    return tag(
        "article",
        tag("h3", page_link("agreement", names[agreement.slug], agreement=agreement.slug), " ", chip),
        tag("p", " · ".join(facts), class_="quiet"),
        _policies(messages, row),
        _adds(messages, row),
        class_="card",
    )


def _policies(messages: Messages, row: PendingAgreement) -> Markup | None:
    """The policies that would become more restricted, in words."""
    titles = {facts.code: facts.title for facts in policy_facts(messages.language)}
    lines = [
        tag(
            "li",
            tag("span", titles[change.policy], class_="found-name"),
            " ",
            state_chip(messages, change.then),
        )
        for change in row.policies
    ]
    if not lines:
        return None
    return join([tag("p", messages.count("coming.policies", len(lines))), tag("ul", *lines, class_="found")])


def _adds(messages: Messages, row: PendingAgreement) -> Markup:
    already_bound = (
        messages.count("coming.already_binding", row.already_binding) if row.already_binding else None
    )
    if not row.adds:
        return tag("p", messages.say("coming.nothing_new"), class_="quiet")
    head = [
        tag("th", messages.say(f"coming.column_{name}"), scope="col")
        for name in ("provision", "now", "then", "article")
    ]
    summary = tag("span", messages.count("coming.adds", len(row.adds)), class_="fold-name")
    table = layout.table_frame(
        messages.count("coming.adds", len(row.adds)),
        head,
        [_line(messages, row, added) for added in row.adds],
    )
    return tag(
        "details",
        tag("summary", summary),
        table,
        tag("p", already_bound, class_="quiet") if already_bound else None,
        class_="fold",
    )


def _line(messages: Messages, row: PendingAgreement, added: AddedCommitment) -> Markup:
    then: list[Child] = [
        strength_chip(messages, added.provision, added.strength),
        " ",
        exception_chip(messages, added.exception),
        " ",
        reach_chips(messages, added),
        " ",
        basis_chip(messages, added.basis),
    ]
    link = page_link(
        "agreement",
        article_name(messages, added.article),
        agreement=row.agreement.slug,
        article=added.article.link,
    )
    return tag(
        "tr",
        tag("th", provision_name(messages, added.provision), scope="row"),
        tag("td", _now(messages, added)),
        tag("td", *then),
        tag("td", link, " ", report_link(messages, added.provision, row.agreement.slug, added.article)),
    )


def _now(messages: Messages, added: AddedCommitment) -> str:
    if added.now_strength is None:
        return messages.say("coming.free")
    said = [
        strength_word(messages, added.provision, added.now_strength),
        exception_word(messages, added.now_exception),
    ]
    if not added.now_basis.is_read:
        said.append(basis_words(messages, added.now_basis))
    if added.now_sector is not None:
        said.append(messages.say("inconsistencies.only", topic=messages.say(f"scope.{added.now_sector}")))
    said.append(uncertain_word(messages, added.now_uncertain))
    return ", ".join(word for word in said if word)


def _table(messages: Messages, rows: Sequence[PendingAgreement], names: Names) -> list[tuple[object, ...]]:
    return [
        (
            names[row.agreement.slug],
            messages.say(f"state.{row.agreement.state}"),
            provision_name(messages, added.provision),
            _now(messages, added),
            strength_word(messages, added.provision, added.strength),
            exception_word(messages, added.exception),
            article_name(messages, added.article),
            added.article.reference,
            *basis_cells(messages, added.basis),
            *reach_cells(messages, added),
        )
        for row in rows
        for added in row.adds
    ]
