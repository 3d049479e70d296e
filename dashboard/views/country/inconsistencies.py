"""The Country page's inconsistencies: what the country accepted in one agreement and weaker, or not, in another."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_cells, basis_chip, basis_words
from dashboard.parts.chart_table import data_table, form_switch
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.markup import Child, Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, day, party, provision_name, side_names, signed_on
from dashboard.parts.report_error import report_link
from dashboard.parts.state import LinkState
from dashboard.parts.strength import (
    exception_chip,
    exception_word,
    not_found_chip,
    strength_chip,
    strength_word,
)
from tracker.queries import AgreementPosition, Inconsistency, country_inconsistencies

SHOWN_POSITIONS = 10
"""Most agreements listed on either side; the table and the download have all."""

_COLUMNS = (
    "provision",
    "trend",
    "side",
    "agreement",
    "toward",
    "signed_on",
    "strength",
    "exception",
    "article",
    "basis",
    "basis_source",
)

Names = Mapping[str, str]


def show_inconsistencies(messages: Messages, state: LinkState, iso3: str, names: Names) -> None:
    """One foldable row per provision, or the chart table; `differs` in the address opens a row."""
    rows = ask(country_inconsistencies, iso3)
    layout.section(messages.say("inconsistencies.title"), messages.say("inconsistencies.intro"))
    open_at = state.one_of("differs", [row.provision for row in rows], None)
    if not rows:
        layout.notice(messages.say("inconsistencies.nothing"))
        return
    place = st.container()
    columns = [messages.say(f"inconsistencies.column_{column}") for column in _COLUMNS]
    columns.append(messages.say("column.scope"))
    table = partial(_table, messages, rows, names)
    as_table = form_switch(
        messages, state, "list", "stances", columns, table, f"inconsistencies-{iso3}.csv", parameter="stances"
    )
    with place:
        if as_table:
            data_table(columns, table)
        else:
            st.html(
                finished(
                    messages,
                    "inconsistencies",
                    (iso3, open_at),
                    lambda: join(
                        _foldable(messages, row, names, is_open=row.provision == open_at) for row in rows
                    ),
                )
            )


def _foldable(messages: Messages, row: Inconsistency, names: Names, *, is_open: bool) -> Markup:
    note = messages.say("inconsistencies.counts", accepted=len(row.accepted), weaker=len(row.weaker))
    head = tag(
        "summary",
        tag("span", provision_name(messages, row.provision), class_="fold-name"),
        tag(
            "span",
            tag("span", messages.say(f"inconsistencies.{row.trend}"), class_="chip chip-free"),
            class_="fold-chips",
        ),
        tag("span", note, class_="fold-note"),
    )
    return tag(
        "details",
        head,
        tag("p", _sentence(messages, row, names), class_="fold-explainer"),
        tag(
            "div",
            _side(messages, "accepted", row, row.accepted, names),
            _side(messages, "weaker", row, row.weaker, names),
            class_="two-sides",
        ),
        open=is_open,
        class_="fold",
        id=f"differs-{row.provision}",
    )


def _sentence(messages: Messages, row: Inconsistency, names: Names) -> str:
    """The newest agreement of either side in one sentence."""
    accepted, weaker = row.accepted[0], row.weaker[0]
    return messages.say(
        "inconsistencies.sentence",
        accepted=names[accepted.agreement.slug],
        how=_words(messages, row.provision, accepted),
        weaker=names[weaker.agreement.slug],
        instead=_words(messages, row.provision, weaker),
    )


def _words(messages: Messages, provision: str, position: AgreementPosition) -> str:
    if position.strength is None:
        return messages.say("inconsistencies.absent")
    said = [
        strength_word(messages, provision, position.strength),
        exception_word(messages, position.exception),
    ]
    if not position.basis.is_read:
        said.append(basis_words(messages, position.basis))
    if position.sector is not None:
        said.append(messages.say("inconsistencies.only", topic=messages.say(f"scope.{position.sector}")))
    return ", ".join(word for word in said if word)


def _side(
    messages: Messages, side: str, row: Inconsistency, positions: Sequence[AgreementPosition], names: Names
) -> Markup:
    lines = [_position(messages, row, position, names) for position in positions[:SHOWN_POSITIONS]]
    rest = len(positions) - SHOWN_POSITIONS
    return tag(
        "section",
        tag("h3", messages.say(f"inconsistencies.{side}")),
        tag("ul", *lines, class_="commitments"),
        tag("p", messages.say("inconsistencies.rest", n=rest), class_="quiet") if rest > 0 else None,
    )


def _position(messages: Messages, row: Inconsistency, position: AgreementPosition, names: Names) -> Markup:
    agreement = position.agreement
    chips: list[Child] = [
        strength_chip(messages, row.provision, position.strength)
        if position.strength
        else not_found_chip(messages),
        exception_chip(messages, position.exception),
        basis_chip(messages, position.basis),
    ]
    if position.sector is not None:
        only = messages.say("inconsistencies.only", topic=messages.say(f"scope.{position.sector}"))
        chips.append(tag("span", only, class_="chip chip-free"))
    if agreement.state != "in_force":
        chips.append(
            tag("span", messages.say(f"state.{agreement.state}"), class_=f"chip chip-state-{agreement.state}")
        )
    where: list[Child] = [messages.say("country.toward", sides=side_names(messages, agreement.toward))]
    where.append(messages.say("country.signed_on", day=_when(messages, position)))
    if position.article is not None:
        label = article_name(messages, position.article)
        where.append(page_link("agreement", label, agreement=agreement.slug, article=position.article.link))
    link = page_link(
        "agreement",
        names[agreement.slug],
        agreement=agreement.slug,
        provision=row.provision if position.article else None,
    )
    report: Child = None
    if position.article is not None:
        report = report_link(messages, row.provision, agreement.slug, position.article)
    return tag(
        "li", tag("p", link, " ", join(chips, " ")), tag("p", join(where, " · "), " ", report, class_="quiet")
    )


def _when(messages: Messages, position: AgreementPosition) -> str:
    """The day by which it is placed among the others, the year where only that is known."""
    return day(messages, position.day) if position.day else signed_on(messages, position.agreement)


def _sector(messages: Messages, position: AgreementPosition) -> str:
    """The sectors that a clause is for; nothing where there is none."""
    if position.article is None:
        return ""
    return messages.say(f"scope.{position.sector or 'general'}")


def _table(messages: Messages, rows: Sequence[Inconsistency], names: Names) -> list[tuple[object, ...]]:
    """One row per provision and agreement."""
    return [
        (
            provision_name(messages, row.provision),
            messages.say(f"inconsistencies.{row.trend}"),
            messages.say(f"inconsistencies.{side}"),
            names[position.agreement.slug],
            ", ".join(party(messages, other.code, other.name) for other in position.agreement.toward),
            position.day or position.agreement.year_signed,
            _words(messages, row.provision, position)
            if position.strength is None
            else strength_word(messages, row.provision, position.strength),
            exception_word(messages, position.exception),
            article_name(messages, position.article) if position.article else "",
            *(basis_cells(messages, position.basis) if position.article else ("", None)),
            _sector(messages, position),
        )
        for row in rows
        for side, positions in (("accepted", row.accepted), ("weaker", row.weaker))
        for position in positions
    ]
