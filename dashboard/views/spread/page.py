"""The Spread page: one provision over the years or on the map, the whole template at a glance, and the heatmap."""

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import chart_with_table
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished_chart
from dashboard.parts.language import messages_here
from dashboard.parts.markup import tag
from dashboard.parts.messages import Messages
from dashboard.parts.state import LinkState
from dashboard.views.spread.choice import Choice, choose
from dashboard.views.spread.curve import curve_of
from dashboard.views.spread.head import known, sentence, show_explanation, show_head
from dashboard.views.spread.heatmap import show_heatmap
from dashboard.views.spread.map import show_map
from dashboard.views.spread.start import show_start
from dashboard.views.spread.template import show_template
from tracker.queries import (
    SpreadTotal,
    TemplateFacts,
    spread_curve,
    spread_totals,
    spread_years,
    template_facts,
)

__all__ = ["show"]


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    show_start(messages)
    if ask(spread_years) is None:
        layout.empty_database(messages)
        return
    problems = st.container()
    _show_choice(messages, state, template_facts(messages.language))
    with problems:
        layout.report_problems(messages, state.problems)


def _show_choice(messages: Messages, state: LinkState, facts: TemplateFacts) -> None:
    """The answer first, then the controls that change it, then what explains it."""
    answer = st.container(key="answer")
    choice = choose(messages, state, facts)
    with answer:
        totals = _show_answer(messages, state, facts, choice)
    if totals is None:
        return
    show_explanation(messages, facts, choice)
    show_template(messages, facts, choice, totals)


def _show_answer(
    messages: Messages, state: LinkState, facts: TemplateFacts, choice: Choice
) -> list[SpreadTotal] | None:
    """Heatmap, map or curve; the totals of all provisions, where they are to be listed beneath."""
    if choice.view == "heatmap":
        show_heatmap(messages, state, choice)
        return None
    totals = ask(spread_totals, choice.filter)
    if not any(total.agreements for total in totals):
        layout.notice(messages.say("spread.nothing"))
        return None
    total = next(total for total in totals if total.provision == choice.provision)
    if choice.view == "map":
        show_map(messages, state, facts, choice, total)
    else:
        _show_curve(messages, state, facts, choice, total)
    return totals


def _show_curve(
    messages: Messages, state: LinkState, facts: TemplateFacts, choice: Choice, total: SpreadTotal
) -> None:
    show_head(messages, facts, choice, total)
    points = [
        point for point in ask(spread_curve, choice.provision, choice.filter) if point.unit == choice.unit
    ]
    if not points:
        layout.notice(messages.say("spread.none_of_it"))
        return
    curve = curve_of(points, choice.provision, choice.filter, cumulative=choice.cumulative)
    chart_with_table(
        messages,
        state,
        "curve",
        finished_chart(messages, "curve", choice, lambda: curve.chart(messages)),
        *curve.table(messages),
        f"spread-{choice.provision}-{choice.unit}.csv",
        title=_curve_title(messages, facts, choice),
        alternative=f"{sentence(messages, choice, total)} {curve.missing(messages)}".strip(),
    )
    notes = [*known(messages, total), curve.missing(messages)]
    st.html(tag("p", " ".join(note for note in notes if note), class_="quiet"))


def _curve_title(messages: Messages, facts: TemplateFacts, choice: Choice) -> str:
    """The title of the curve's picture: the provision, what is counted, by which year."""
    counted = ", ".join(
        messages.say(f"filter.{name}").lower()
        for name in (
            f"unit_{choice.unit}",
            f"count_{'total' if choice.cumulative else 'new'}",
            f"by_{choice.filter.basis}",
        )
    )
    return messages.say("named", name=facts.provision(choice.provision).title, words=counted)
