"""The WTO page's section on accession: what it would add for a country to what binds it today, by provision."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_cells, basis_chip, basis_sources, basis_words
from dashboard.parts.chart_table import data_table, form_switch
from dashboard.parts.evidence import marked
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.markup import Child, Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import (
    SHOWN_SIDES,
    all_agreement_names,
    article_name,
    day,
    party,
    provision_name,
    sorting_key,
)
from dashboard.parts.provision_link import provision_link
from dashboard.parts.reach import REACH_COLUMNS, reach_cells, reach_chips, reach_words
from dashboard.parts.report_error import report_link
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from dashboard.parts.unread import as_known_of
from dashboard.views.country.policies import state_chip
from tracker.queries import (
    DIFFERENCES,
    Accession,
    AccessionClause,
    AccessionRow,
    Difference,
    PlurilateralText,
    accession,
    country_list,
    policy_facts,
)

_COLUMNS = (
    "provision",
    "difference",
    "now",
    "now_exception",
    "now_agreement",
    "now_article",
    "since",
    "now_basis",
    "now_basis_source",
    "text",
    "text_exception",
    "text_article",
    "text_basis",
    "text_basis_source",
    "partners",
    "beyond",
    "policies",
)

Names = Mapping[str, str]


def show_accession(
    messages: Messages, state: LinkState, text: PlurilateralText, country: str | None, name: str | None
) -> None:
    """The section with its chart table; without a country it says how to choose one."""
    if country is None or name is None:
        layout.section(messages.say("wto.accession"))
        layout.notice(messages.say("wto.accession_choose"))
        return
    layout.section(messages.say("wto.accession_for", name=name), messages.say("wto.accession_intro"))
    answer = ask(accession, text.slug, country)
    if answer is None or not answer.rows:
        layout.notice(messages.say("wto.accession_nothing"))
        return
    names = all_agreement_names(messages)
    countries = {row.iso3: row.name for row in ask(country_list)}
    open_at = state.one_of("provision", [row.provision for row in answer.rows], None)
    summary = tag("p", _summary(messages, answer, name), class_="quiet")
    st.html(
        join(
            [
                *_lost(messages, answer, name, as_known_of(messages, [country])),
                summary,
                tag("p", _toward(messages, answer, countries), class_="quiet"),
            ]
        )
    )
    place = st.container()
    columns = [messages.say(f"wto.column_{column}") for column in _COLUMNS] + [
        messages.say(
            "basis.column", what=messages.say(f"wto.column_{side}"), basis=messages.say(f"column.{name}")
        )
        for side in ("now", "text")
        for name in REACH_COLUMNS
    ]
    table = partial(_table, messages, answer.rows, names, countries)
    as_table = form_switch(messages, state, "list", "joining", columns, table, f"wto-joining-{country}.csv")
    with place:
        if as_table:
            data_table(columns, table)
        else:
            st.html(
                finished(
                    messages,
                    "accession",
                    (text.slug, country, open_at),
                    lambda: join(
                        _fold(messages, row, names, countries, is_open=row.provision == open_at)
                        for row in _by_difference(answer.rows)
                    ),
                )
            )
    st.html(
        tag(
            "p",
            messages.say("wto.accession_rule"),
            " ",
            page_link("country", messages.say("wto.to_country", name=name), country=country),
            class_="quiet",
        )
    )


def _by_difference(rows: Sequence[AccessionRow]) -> list[AccessionRow]:
    """Rows by what they would take from the country: the most policies lost first, then by difference, the greatest
    change first, then in the template's order."""
    return sorted(rows, key=lambda row: (-len(row.policies), DIFFERENCES.index(row.difference)))


def _lost(messages: Messages, answer: Accession, name: str, read: str) -> list[Markup]:
    """The policies that accession would close or restrict beyond today, each with what it is today."""
    titles = {facts.code: facts.title for facts in policy_facts(messages.language)}
    if answer.bound:
        return []
    if not answer.policies:
        return [tag("p", tag("strong", messages.say("wto.policies_none", name=name, read=read)))]
    closed = sum(change.then == "closed" for change in answer.policies)
    said = messages.say(
        "wto.policies_lost", name=name, closed=closed, restricted=len(answer.policies) - closed, read=read
    )
    lines = [
        tag(
            "li",
            tag("span", titles[change.policy], class_="found-name"),
            " ",
            state_chip(messages, change.now),
            " → ",
            state_chip(messages, change.then),
        )
        for change in answer.policies
    ]
    return [tag("p", tag("strong", said)), tag("ul", *lines, class_="found policies-lost")]


def _summary(messages: Messages, answer: Accession, name: str) -> str:
    parts = [
        messages.count(f"wto.sum_{difference}", number)
        for difference, number in answer.counts.items()
        if number
    ]
    key = "wto.summary_bound" if answer.bound else "wto.summary"
    return messages.say(
        key, name=name, rules=messages.count("wto.rules", len(answer.rows)), parts=", ".join(parts)
    )


def _toward(messages: Messages, answer: Accession, countries: Names) -> str:
    if not answer.participants:
        return messages.say("wto.toward_nobody")
    return messages.say("wto.toward", names=_listed(messages, answer.participants, countries))


def _listed(messages: Messages, codes: Sequence[str], countries: Names) -> str:
    """Countries by name, at most SHOWN_SIDES of them."""
    names = sorted((party(messages, code, countries.get(code, code)) for code in codes), key=sorting_key)
    if len(names) <= SHOWN_SIDES:
        return ", ".join(names)
    shown = names[: SHOWN_SIDES - 1]
    return messages.say("sides.more", names=", ".join(shown), n=len(names) - len(shown))


def difference_chip(messages: Messages, difference: Difference) -> Markup:
    """A label that names the difference."""
    kind = "free" if difference == "nothing" else "pending"
    return tag("span", messages.say(f"wto.difference_{difference}"), class_=f"chip chip-{kind}")


def _fold(messages: Messages, row: AccessionRow, names: Names, countries: Names, *, is_open: bool) -> Markup:
    note = messages.say(
        "wto.from_to",
        now=said_of(messages, row.provision, row.now),
        text=said_of(messages, row.provision, row.text),
    )
    return tag(
        "details",
        tag(
            "summary",
            tag("span", provision_name(messages, row.provision), class_="fold-name"),
            tag(
                "span",
                difference_chip(messages, row.difference),
                *_weight(messages, row),
                class_="fold-chips",
            ),
            tag("span", note, class_="fold-note"),
        ),
        tag(
            "p",
            _explained(messages, row, countries),
            " ",
            provision_link(messages, row.provision),
            class_="fold-explainer",
        ),
        tag(
            "div",
            _side(messages, "wto.today", row.provision, row.now, names),
            _side(messages, "wto.in_text", row.provision, row.text, names),
            class_="two-sides wto-sides",
        ),
        class_="fold",
        open=is_open,
    )


def _weight(messages: Messages, row: AccessionRow) -> list[Child]:
    """How many of the policies lost this provision would take."""
    if not row.policies:
        return []
    return [" ", tag("span", messages.count("wto.takes", len(row.policies)), class_="chip chip-pending")]


def said_of(messages: Messages, provision: str, clause: AccessionClause | None) -> str:
    """A clause in words: strength, exception, whom it reaches and binds, how sure and how known it is."""
    if clause is None:
        return messages.say("coming.free")
    said = (
        strength_word(messages, provision, clause.strength),
        exception_word(messages, clause.exception),
        *reach_words(messages, clause),
        "" if clause.basis.is_read else basis_words(messages, clause.basis),
    )
    return ", ".join(word for word in said if word)


def _explained(messages: Messages, row: AccessionRow, countries: Names) -> str:
    """The change in a sentence, and the countries toward which an equally strict rule is in force today."""
    said = [messages.say(f"wto.why_{row.difference}")]
    if row.partners:
        said.append(
            messages.say(
                "wto.bound_already",
                countries=messages.count("number.countries", len(row.partners)),
                agreements=messages.count("number.agreements", row.agreements),
            )
        )
        if row.beyond:
            said.append(messages.say("wto.beyond", names=_listed(messages, row.beyond, countries)))
    return " ".join(said)


def _side(
    messages: Messages, title: str, provision: str, clause: AccessionClause | None, names: Names
) -> Markup:
    head = tag("h3", messages.say(title))
    if clause is None:
        return tag("section", head, tag("p", messages.say("coming.free"), class_="quiet"))
    chips: list[Child] = [
        strength_chip(messages, provision, clause.strength),
        exception_chip(messages, clause.exception),
        reach_chips(messages, clause),
        basis_chip(messages, clause.basis),
    ]
    article = page_link(
        "agreement",
        article_name(messages, clause.article),
        agreement=clause.slug,
        article=clause.article.link,
    )
    facts: list[Child] = [names[clause.slug], article]
    if clause.since:
        facts.append(messages.say("country.in_force_since", day=day(messages, clause.since)))
    words: Child = tag("p", messages.say("provision.no_text"), class_="quiet")
    if clause.wording is not None:
        words = tag(
            "blockquote",
            tag("p", marked(clause.wording.text or "", clause.wording.marks), class_="full-text"),
            lang=clause.wording.language,
        )
    return tag(
        "section",
        head,
        tag("p", join(chips, " ")),
        tag(
            "p",
            join(facts, " · "),
            " ",
            report_link(messages, provision, clause.slug, clause.article),
            class_="quiet",
        ),
        basis_sources(messages, clause.basis),
        words,
    )


def _table(
    messages: Messages, rows: Sequence[AccessionRow], names: Names, countries: Names
) -> list[tuple[object, ...]]:
    """One row per provision, in the template's order."""

    def listed(codes: Sequence[str]) -> str:
        return ", ".join(party(messages, code, countries.get(code, code)) for code in codes)

    titles = {facts.code: facts.title for facts in policy_facts(messages.language)}
    return [
        (
            provision_name(messages, row.provision),
            messages.say(f"wto.difference_{row.difference}"),
            strength_word(messages, row.provision, row.now.strength) if row.now else "",
            exception_word(messages, row.now.exception) if row.now else "",
            names[row.now.slug] if row.now else "",
            article_name(messages, row.now.article) if row.now else "",
            row.now.since if row.now else None,
            *(basis_cells(messages, row.now.basis) if row.now else ("", None)),
            strength_word(messages, row.provision, row.text.strength),
            exception_word(messages, row.text.exception),
            article_name(messages, row.text.article),
            *basis_cells(messages, row.text.basis),
            listed(row.partners),
            listed(row.beyond),
            "; ".join(titles[policy] for policy in row.policies),
            *(reach_cells(messages, row.now) if row.now else ("", "", "")),
            *reach_cells(messages, row.text),
        )
        for row in rows
    ]
