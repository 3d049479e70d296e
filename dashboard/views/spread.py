"""The Spread page: one provision over the years, the whole template at a glance, and the heatmap."""

from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.charts import heatmap, spread_chart
from dashboard.parts.clause_link import clause_link
from dashboard.parts.facts import ask
from dashboard.parts.filters import choose_party, choose_status, choose_topic, choose_years, link_parameters
from dashboard.parts.language import messages_here
from dashboard.parts.markup import Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, provision_name
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_word, strength_bar, strength_word
from dashboard.parts.twin import chart_with_table
from tracker.queries import (
    Basis,
    Matrix,
    ProvisionFacts,
    SpreadFilter,
    SpreadPoint,
    SpreadTotal,
    TemplateFacts,
    Unit,
    spread_curve,
    spread_matrix,
    spread_totals,
    spread_years,
    template_facts,
)

DEFAULT_PROVISION = "data_flows"
VIEWS = ("years", "heatmap")
UNITS: tuple[Unit, ...] = ("agreements", "countries")
BASES: tuple[Basis, ...] = ("signed", "in_force")
S = TypeVar("S", bound=str)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor wants to see."""

    view: str
    provision: str
    unit: Unit
    cumulative: bool
    filter: SpreadFilter


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    layout.page_head(messages.say("spread.title"), messages.say("spread.lead"))
    if ask(spread_years) is None:
        layout.empty_database(messages)
        return
    problems = st.container()
    _show_choice(messages, state, template_facts(messages.language))
    with problems:
        layout.report_problems(messages, state.problems)


def _show_choice(messages: Messages, state: LinkState, facts: TemplateFacts) -> None:
    choice = _controls(messages, state, facts)
    totals = ask(spread_totals, choice.filter)
    if not any(total.agreements for total in totals):
        layout.notice(messages.say("spread.nothing"))
        return
    if choice.view == "heatmap":
        _show_heatmap(messages, state, ask(spread_matrix, choice.filter))
    else:
        _show_curve(messages, state, facts, choice, totals)
        _show_template(messages, facts, choice, totals)


def _controls(messages: Messages, state: LinkState, facts: TemplateFacts) -> Choice:
    with st.container(key="controls"):
        view = state.switch(
            messages.say("spread.view"),
            "view",
            VIEWS,
            default="years",
            shown=lambda name: messages.say(f"spread.view_{name}"),
        )
        provision, unit, cumulative = DEFAULT_PROVISION, UNITS[0], True
        if view == "years":
            provision = _choose_provision(messages, state, facts)
            with st.container(horizontal=True, key="counting"):
                unit = _one(state, messages, "unit", UNITS)
                cumulative = _one(state, messages, "count", ("total", "new")) == "total"
                basis = _one(state, messages, "by", BASES)
        else:
            basis = _one(state, messages, "by", BASES)
        with st.expander(messages.say("filter.more"), key="more-filters"):
            chosen = _filters(messages, state, basis)
    return Choice(view, provision, unit, cumulative, chosen)


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


def _filters(messages: Messages, state: LinkState, basis: Basis) -> SpreadFilter:
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
    )


def _show_curve(
    messages: Messages, state: LinkState, facts: TemplateFacts, choice: Choice, totals: list[SpreadTotal]
) -> None:
    total = next(total for total in totals if total.provision == choice.provision)
    provision = facts.provision(choice.provision)
    st.html(
        tag(
            "section",
            tag("h2", provision.title),
            tag("p", provision.explainer),
            *_asked(messages, facts, provision),
            tag("p", _sentence(messages, choice, total), class_="figure-line"),
            tag("p", clause_link(messages, choice.provision)),
            class_="provision-head",
        )
    )
    points = [
        point for point in ask(spread_curve, choice.provision, choice.filter) if point.unit == choice.unit
    ]
    if not points:
        layout.notice(messages.say("spread.none_of_it"))
        return
    chart_with_table(
        messages,
        state,
        "curve",
        lambda: spread_chart(messages, points, cumulative=choice.cumulative),
        [messages.say(f"column.{name}") for name in ("year", "strength", "new", "total")],
        _curve_rows(messages, points),
        f"spread-{choice.provision}-{choice.unit}.csv",
        alternative=_sentence(messages, choice, total),
    )


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


def _curve_rows(messages: Messages, points: list[SpreadPoint]) -> list[tuple[object, ...]]:
    return [(point.year, strength_word(messages, point.strength), point.new, point.total) for point in points]


def _sentence(messages: Messages, choice: Choice, total: SpreadTotal) -> str:
    if not total.agreements:
        return messages.say("spread.sentence_none")
    parts = [
        messages.say(
            f"spread.sentence_{choice.filter.basis}",
            agreements=messages.count("number.agreements", total.agreements),
            countries=messages.count("number.countries", total.countries),
            hard=total.agreements_hard,
            soft=total.agreements_soft,
        )
    ]
    if total.first_year:
        parts.append(messages.say("spread.sentence_first", year=str(total.first_year)))
    if total.without_exception is not None:
        kind = "some"
        if total.without_exception in (0, total.agreements):
            kind = "none" if total.without_exception == 0 else "all"
        parts.append(messages.say(f"spread.without_exception_{kind}", n=total.without_exception))
    return " ".join(parts)


def _show_template(
    messages: Messages, facts: TemplateFacts, choice: Choice, totals: list[SpreadTotal]
) -> None:
    layout.section(messages.say("spread.template"), messages.say("spread.template_lead"))
    by_code = {total.provision: total for total in totals}
    longest = max(_numbers(total, choice.unit)["all"] for total in totals)
    blocks = []
    for principle in facts.principles:
        rows = [_row(messages, choice, by_code[code], longest) for code in principle.provisions]
        blocks.append(
            _block(
                messages,
                messages.say("principle.numbered", number=principle.number, title=principle.title),
                rows,
                principle.why_not_fully if principle.text_detectable != "yes" else None,
                principle.text_detectable,
            )
        )
    listed = {code for principle in facts.principles for code in principle.provisions}
    for group in dict.fromkeys(facts.provision(t.provision).group for t in totals):
        codes = [
            t.provision
            for t in totals
            if facts.provision(t.provision).group == group and t.provision not in listed
        ]
        if codes:
            rows = [_row(messages, choice, by_code[code], longest) for code in codes]
            blocks.append(
                _block(messages, messages.say(f"group.{group.replace(' ', '_')}"), rows, None, "yes")
            )
    st.html(tag("div", *blocks, class_="template-grid"))


def _block(messages: Messages, title: str, rows: list[Markup], why: str | None, detectable: str) -> Markup:
    note = (
        tag("p", tag("strong", messages.say(f"principle.{detectable}")), " ", why, class_="not-detectable")
        if why
        else None
    )
    table = tag("table", tag("tbody", *rows), class_="bars") if rows and detectable != "no" else None
    return tag("section", tag("h3", title), note, table, class_="principle")


def _row(messages: Messages, choice: Choice, total: SpreadTotal, longest: int) -> Markup:
    numbers = _numbers(total, choice.unit)
    link = page_link(
        "spread", provision_name(messages, total.provision), **_parameters(choice, total.provision)
    )
    chosen = "chosen" if total.provision == choice.provision else None
    words = join(
        [
            messages.count(f"spread.bar_{name}", numbers[name])
            for name in ("hard", "soft", "unrated")
            if numbers[name]
        ]
        or [messages.say("strength.none")],
        ", ",
    )
    return tag(
        "tr",
        tag("th", link, scope="row"),
        tag(
            "td",
            strength_bar(numbers, longest),
            tag("span", words, " · ", clause_link(messages, total.provision, brief=True), class_="bar-words"),
        ),
        class_=chosen,
    )


def _numbers(total: SpreadTotal, unit: Unit) -> dict[str, int]:
    if unit == "agreements":
        return {
            "hard": total.agreements_hard,
            "soft": total.agreements_soft,
            "unrated": total.agreements_unrated,
            "all": total.agreements,
        }
    return {
        "hard": total.countries_hard,
        "soft": total.countries_soft,
        "unrated": total.countries_unrated,
        "all": total.countries,
    }


def _parameters(choice: Choice, provision: str) -> dict[str, str | None]:
    """The present view's address with another provision."""
    chosen = choice.filter
    return {
        "provision": provision if provision != DEFAULT_PROVISION else None,
        "unit": choice.unit if choice.unit != UNITS[0] else None,
        "count": None if choice.cumulative else "new",
        "by": chosen.basis if chosen.basis != BASES[0] else None,
        **link_parameters(
            party=chosen.party,
            legal_statuses=chosen.legal_statuses,
            topics=chosen.topics,
            year_from=chosen.year_from,
            year_to=chosen.year_to,
        ),
    }


def _show_heatmap(messages: Messages, state: LinkState, matrix: Matrix) -> None:
    layout.section(
        messages.say("spread.heatmap", agreements=len(matrix.agreements)), messages.say("spread.heatmap_lead")
    )
    chart_with_table(
        messages,
        state,
        "heatmap",
        lambda: heatmap(messages, matrix),
        *_heatmap_table(messages, matrix),
        "spread-heatmap.csv",
        alternative=messages.say("spread.heatmap_lead"),
    )


def _heatmap_table(messages: Messages, matrix: Matrix) -> tuple[list[str], list[tuple[object, ...]]]:
    """One row per agreement, one column per provision."""
    cells = {(cell.slug, cell.provision): cell for cell in matrix.cells}
    columns = [messages.say("column.agreement"), messages.say("column.date"), messages.say("column.status")]
    columns += [provision_name(messages, code) for code in matrix.provisions]
    rows = []
    for row in matrix.agreements:
        shown: list[object] = [row.name, day(messages, row.date), messages.say(f"status.{row.legal_status}")]
        for code in matrix.provisions:
            cell = cells.get((row.slug, code))
            words = (
                [strength_word(messages, cell.strength), exception_word(messages, cell.exception)]
                if cell
                else []
            )
            shown.append(", ".join(word for word in words if word))
        rows.append(tuple(shown))
    return columns, rows
