"""The Country page's inconsistencies: what the country accepted in one agreement and not, or less, in another."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, day, party, provision_name, side_names
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from dashboard.parts.twin import data_table, form_switch
from tracker.queries import Inconsistency, Stance, country_inconsistencies

SHOWN_STANCES = 10
"""So many agreements are listed on either side; the table and the download have all."""

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
)

Names = Mapping[str, str]


def show_stances(messages: Messages, state: LinkState, iso3: str, names: Names) -> None:
    """One foldable row per provision with its table twin; `differs` in the address opens one."""
    rows = ask(country_inconsistencies, iso3)
    layout.section(messages.say("stances.title"), messages.say("stances.lead"))
    open_at = state.one_of("differs", [row.provision for row in rows], None)
    if not rows:
        layout.notice(messages.say("stances.nothing"))
        return
    place = st.container()
    columns = [messages.say(f"stances.column_{column}") for column in _COLUMNS]
    table = _table(messages, rows, names)
    as_table = form_switch(
        messages, state, "list", "stances", columns, table, f"inconsistencies-{iso3}.csv", parameter="stances"
    )
    with place:
        if as_table:
            data_table(columns, table)
        else:
            st.html(join(_foldable(messages, row, names, is_open=row.provision == open_at) for row in rows))


def _foldable(messages: Messages, row: Inconsistency, names: Names, *, is_open: bool) -> Markup:
    note = messages.say("stances.counts", accepted=len(row.accepted), weaker=len(row.weaker))
    head = tag(
        "summary",
        tag("span", provision_name(messages, row.provision), class_="fold-name"),
        tag(
            "span",
            tag("span", messages.say(f"stances.{row.trend}"), class_="chip chip-free"),
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
    """The newest of either side in one sentence."""
    accepted, weaker = row.accepted[0], row.weaker[0]
    return messages.say(
        "stances.sentence",
        accepted=names[accepted.agreement.slug],
        how=_words(messages, accepted),
        weaker=names[weaker.agreement.slug],
        instead=_words(messages, weaker),
    )


def _words(messages: Messages, stance: Stance) -> str:
    if stance.strength is None:
        return messages.say("stances.absent")
    said = [strength_word(messages, stance.strength), exception_word(messages, stance.exception)]
    if stance.sector is not None:
        said.append(messages.say("stances.only", topic=messages.say(f"topic.{stance.sector}")))
    return ", ".join(word for word in said if word)


def _side(
    messages: Messages, side: str, row: Inconsistency, stances: Sequence[Stance], names: Names
) -> Markup:
    lines = [_stance(messages, row, stance, names) for stance in stances[:SHOWN_STANCES]]
    rest = len(stances) - SHOWN_STANCES
    return tag(
        "section",
        tag("h3", messages.say(f"stances.{side}")),
        tag("ul", *lines, class_="commitments"),
        tag("p", messages.say("stances.rest", n=rest), class_="quiet") if rest > 0 else None,
    )


def _stance(messages: Messages, row: Inconsistency, stance: Stance, names: Names) -> Markup:
    agreement = stance.agreement
    chips: list[Child] = [
        strength_chip(messages, stance.strength),
        exception_chip(messages, stance.exception),
    ]
    if stance.sector is not None:
        only = messages.say("stances.only", topic=messages.say(f"topic.{stance.sector}"))
        chips.append(tag("span", only, class_="chip chip-free"))
    if agreement.state != "in_force":
        chips.append(
            tag("span", messages.say(f"state.{agreement.state}"), class_=f"chip chip-state-{agreement.state}")
        )
    where: list[Child] = [messages.say("country.toward", sides=side_names(messages, agreement.toward))]
    where.append(messages.say("country.signed_on", day=day(messages, stance.day)))
    if stance.article is not None:
        label = article_name(messages, stance.article)
        where.append(page_link("agreement", label, agreement=agreement.slug, article=stance.article.link))
    link = page_link(
        "agreement",
        names[agreement.slug],
        agreement=agreement.slug,
        provision=row.provision if stance.article else None,
    )
    return tag("li", tag("p", link, " ", join(chips, " ")), tag("p", join(where, " · "), class_="quiet"))


def _table(messages: Messages, rows: Sequence[Inconsistency], names: Names) -> list[tuple[object, ...]]:
    """One row per provision and agreement."""
    return [
        (
            provision_name(messages, row.provision),
            messages.say(f"stances.{row.trend}"),
            messages.say(f"stances.{side}"),
            names[stance.agreement.slug],
            ", ".join(party(messages, other.code, other.name) for other in stance.agreement.toward),
            stance.day,
            _words(messages, stance) if stance.strength is None else strength_word(messages, stance.strength),
            exception_word(messages, stance.exception),
            article_name(messages, stance.article) if stance.article else "",
        )
        for row in rows
        for side, stances in (("accepted", row.accepted), ("weaker", row.weaker))
        for stance in stances
    ]
