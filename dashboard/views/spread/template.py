"""The whole template on the Spread page: every principle with its provisions, each a bar and a link."""

from collections.abc import Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_note
from dashboard.parts.finished import finished
from dashboard.parts.markup import Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import provision_name
from dashboard.parts.provision_link import provision_link
from dashboard.parts.strength import ORDER, strength_bar, strength_kind
from dashboard.views.spread.choice import Choice, parameters
from tracker.queries import SpreadTotal, TemplateFacts, Unit


def show_template(
    messages: Messages, facts: TemplateFacts, choice: Choice, totals: list[SpreadTotal]
) -> None:
    """The template's provisions with the numbers of the present choice; `totals` has one row for each."""
    intro = messages.say("map.template_intro" if choice.view == "map" else "spread.template_intro")
    layout.section(messages.say("spread.template"), intro)
    st.html(finished(messages, "template", choice, lambda: _grid(messages, facts, choice, totals)))


def _grid(messages: Messages, facts: TemplateFacts, choice: Choice, totals: Sequence[SpreadTotal]) -> Markup:
    """One block per principle, then one per group of the other provisions."""
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
    return layout.phone_fold(messages, tag("div", *blocks, class_="template-grid"))


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
        "spread", provision_name(messages, total.provision), **parameters(choice, total.provision)
    )
    chosen = "chosen" if total.provision == choice.provision else None
    words = join(
        [
            messages.count(f"spread.bar_{strength_kind(total.provision, name)}", numbers[name])
            for name in ORDER
            if numbers[name]
        ]
        or [messages.say("strength.none")],
        ", ",
    )
    by_agreement = choice.unit == "agreements"
    note = basis_note(messages, total.bases if by_agreement else total.country_bases)
    if total.sectoral and by_agreement:
        words = join([words, messages.count("spread.bar_sectoral", total.sectoral)], ", ")
    doubtful = total.uncertain if by_agreement else total.country_uncertain
    if doubtful:
        said = f"{messages.number(doubtful)} {messages.say('uncertain.chip')}"
        note = f"{note}, {said}" if note else said
    return tag(
        "tr",
        tag("th", link, scope="row"),
        tag(
            "td",
            strength_bar(total.provision, numbers, longest),
            tag(
                "span",
                words,
                f" ({note})" if note else None,
                " · ",
                provision_link(messages, total.provision, brief=True),
                class_="bar-words",
            ),
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
