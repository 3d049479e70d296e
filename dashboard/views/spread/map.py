"""The map of the Spread page: countries bound by a provision, with strength, number of agreements and date."""

import streamlit as st

from dashboard.geo import world
from dashboard.parts import layout
from dashboard.parts.basis import basis_cells, basis_chip
from dashboard.parts.chart_table import chart_with_table
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished, finished_chart
from dashboard.parts.map_chart import map_chart
from dashboard.parts.markup import Markup, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, party, sorting_key, year
from dashboard.parts.reach import sector_word, sectoral_chip, uncertain_chip, uncertain_word
from dashboard.parts.state import LinkState
from dashboard.parts.strength import ORDER, strength_chip, strength_word
from dashboard.views.spread.choice import Choice
from dashboard.views.spread.head import known, sentence, show_head
from tracker.queries import CountrySpread, SpreadTotal, TemplateFacts, country_list, spread_countries

COLUMNS = (
    "country",
    "iso3",
    "strength",
    "agreements",
    "since",
    "agreement",
    "basis",
    "basis_source",
    "scope",
    "uncertain",
)


def show_map(
    messages: Messages, state: LinkState, facts: TemplateFacts, choice: Choice, total: SpreadTotal
) -> None:
    """The map with its chart table, what is not on it, and every country with a link to its page."""
    show_head(messages, facts, choice, total)
    rows = ask(spread_countries, choice.provision, choice.filter)
    if not rows:
        layout.notice(messages.say("spread.none_of_it"))
        return
    parties = {row.iso3: party(messages, row.iso3, row.name) for row in ask(country_list)}
    ordered = sorted(rows, key=lambda row: (ORDER.index(row.strength), sorting_key(parties[row.iso3])))
    chart_with_table(
        messages,
        state,
        "map",
        finished_chart(
            messages,
            "map",
            choice,
            lambda: map_chart(messages, rows, parties, choice.area, provision=choice.provision),
        ),
        [messages.say(f"column.{name}") for name in COLUMNS],
        lambda: [
            (
                parties[row.iso3],
                row.iso3,
                strength_word(messages, choice.provision, row.strength),
                row.agreements,
                day(messages, row.since),
                row.agreement,
                *basis_cells(messages, row.basis),
                sector_word(messages, row.sectoral),
                uncertain_word(messages, row.uncertain),
            )
            for row in ordered
        ],
        f"spread-{choice.provision}-map.csv",
        title=messages.say("map.title", provision=facts.provision(choice.provision).title),
        alternative=sentence(messages, choice, total),
        note=messages.say("map.borders"),
        drawn=lambda width: map_chart(
            messages, rows, parties, choice.area, width, provision=choice.provision
        ),
    )
    st.html(tag("p", " ".join(known(messages, total)), " ", *_notes(messages, rows, parties), class_="quiet"))
    st.html(
        finished(
            messages,
            "countries of the map",
            choice,
            lambda: _list(messages, choice.provision, ordered, parties),
        )
    )


def _notes(messages: Messages, rows: list[CountrySpread], parties: dict[str, str]) -> list[object]:
    """How to read the dots, whose borders these are, and who is not on the map."""
    notes: list[object] = [messages.say("map.dots"), " ", messages.say("map.borders")]
    bound = {row.iso3 for row in rows}
    missing = world().missing(parties)
    for key, codes in (
        ("map.missing_bound", [code for code in missing if code in bound]),
        ("map.missing", [code for code in missing if code not in bound]),
    ):
        if codes:
            notes += [" ", messages.say(key, names=", ".join(parties[code] for code in codes))]
    return notes


def _list(messages: Messages, provision: str, rows: list[CountrySpread], parties: dict[str, str]) -> Markup:
    """Every country bound, in a fold: its link, strength, number of agreements, first one."""
    head = [
        tag("th", messages.say(f"column.{name}"), scope="col", class_=style)
        for name, style in (
            ("country", None),
            ("strength", None),
            ("agreements", "number"),
            ("since", "number"),
            ("agreement", "wide"),
        )
    ]
    body = [
        tag(
            "tr",
            tag("th", page_link("country", parties[row.iso3], country=row.iso3), scope="row"),
            tag(
                "td",
                strength_chip(messages, provision, row.strength),
                " ",
                sectoral_chip(messages, row.sectoral),
                " ",
                uncertain_chip(messages, row.uncertain),
            ),
            tag("td", messages.number(row.agreements), class_="number"),
            tag("td", year(messages, row.since), class_="number"),
            tag(
                "td",
                page_link("agreement", row.agreement, agreement=row.slug),
                " ",
                basis_chip(messages, row.basis),
                class_="wide",
            ),
        )
        for row in rows
    ]
    title = messages.count("map.list", len(rows))
    return tag(
        "details",
        tag("summary", tag("span", title, class_="fold-name")),
        layout.table_frame(title, head, body),
        class_="fold",
    )
