"""The Country page: what binds a country, what is coming, what has ended, what was not found."""

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.clause_link import clause_link
from dashboard.parts.facts import ask
from dashboard.parts.language import messages_here
from dashboard.parts.markup import Child, Markup, join, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import (
    article_name,
    chapter_name,
    country_names,
    day,
    party,
    provision_name,
    side_names,
    year,
)
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from dashboard.parts.twin import data_table, download, form_switch
from tracker.queries import (
    Commitment,
    CommitmentArticle,
    CountryAgreement,
    CountryProvision,
    CountryRow,
    TemplateFacts,
    country_agreements,
    country_commitments,
    country_list,
    country_provisions,
    template_facts,
)

STATES = ("in_force", "pending", "ended")


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    countries = {row.iso3: row for row in ask(country_list)}
    names = country_names(messages, countries.values())
    asked = (state.text("country") or "").upper()
    if asked in countries and asked != state.text("country"):
        st.query_params["country"] = asked
    name = names.get(asked)
    layout.page_head(
        messages.say("country.title_one", name=name) if name else messages.say("country.title"),
        messages.say("country.lead"),
    )
    if not countries:
        layout.empty_database(messages)
        return
    problems = st.container()
    chosen = state.select(
        messages.say("country.choose"),
        "country",
        list(names),
        default=None,
        shown=names.__getitem__,
        placeholder=messages.say("country.placeholder"),
    )
    if chosen is None:
        with problems:
            _report_unknown(messages, state)
        _show_list(messages, names, [countries[iso3] for iso3 in names])
        return
    _show_country(messages, state, countries[chosen], names[chosen])
    with problems:
        layout.report_problems(messages, state.problems)


def _report_unknown(messages: Messages, state: LinkState) -> None:
    for _, value in state.problems:
        layout.notice(messages.say("country.unknown", value=value), kind="warning")


def _show_list(messages: Messages, names: dict[str, str], rows: Sequence[CountryRow]) -> None:
    layout.section(messages.say("country.all"), messages.say("country.all_lead"))
    numbers = ("in_force", "pending", "provisions_hard", "provisions_soft")
    head = [tag("th", messages.say("column.country"), scope="col")]
    classes = {
        name: "number wide" if name in ("pending", "provisions_soft") else "number" for name in numbers
    }
    head += [tag("th", messages.say(f"column.{name}"), scope="col", class_=classes[name]) for name in numbers]
    body = [
        tag(
            "tr",
            tag("th", page_link("country", names[row.iso3], country=row.iso3), scope="row"),
            *(tag("td", messages.number(getattr(row, name)), class_=classes[name]) for name in numbers),
        )
        for row in rows
    ]
    st.html(layout.table_frame(messages.say("country.all"), head, body))
    columns = [messages.say(f"column.{name}") for name in ("country", "iso3", *numbers, "ended")]
    download(
        messages,
        "countries",
        columns,
        [(names[row.iso3], row.iso3, *(getattr(row, name) for name in numbers), row.ended) for row in rows],
        "countries.csv",
    )


def _show_country(messages: Messages, state: LinkState, row: CountryRow, name: str) -> None:
    commitments = ask(country_commitments, row.iso3)
    agreements = ask(country_agreements, row.iso3)
    provisions = country_provisions(commitments)
    facts = template_facts(messages.language)
    open_at = state.one_of("provision", [p.provision for p in provisions], None)
    _show_summary(messages, row, provisions)
    by_provision: defaultdict[str, list[Commitment]] = defaultdict(list)
    for commitment in commitments:
        by_provision[commitment.provision].append(commitment)
    layout.section(messages.say("country.bound"), messages.say("country.bound_lead"))
    bound = [p for p in provisions if p.agreements or p.pending]
    if not bound:
        layout.notice(messages.say("country.nothing", name=name))
    place = st.container()
    columns, rows = _table_twin(messages, commitments)
    as_table = form_switch(messages, state, "list", "country", columns, rows, f"country-{row.iso3}.csv")
    with place:
        if as_table:
            data_table(columns, rows)
        elif bound:
            st.html(join(_grouped(messages, facts, bound, by_provision, open_at)))
    st.html(_not_found(messages, facts, bound))
    _show_agreements(messages, agreements)


def _show_summary(messages: Messages, row: CountryRow, provisions: Sequence[CountryProvision]) -> None:
    figures = (
        ("in_force", row.in_force),
        ("pending", row.pending),
        ("provisions_hard", sum(p.strength == "hard" for p in provisions)),
        ("provisions_soft", sum(p.strength == "soft" for p in provisions)),
    )
    st.html(
        layout.figures(
            messages, [(messages.say(f"country.figure_{name}"), number) for name, number in figures]
        )
    )


def _grouped(
    messages: Messages,
    facts: TemplateFacts,
    provisions: Sequence[CountryProvision],
    commitments: dict[str, list[Commitment]],
    open_at: str | None,
) -> list[Markup]:
    """One foldable row per provision, under the headings of the template's groups."""
    groups: dict[str, list[Markup]] = {}
    for provision in provisions:
        group = facts.provision(provision.provision).group
        groups.setdefault(group, []).append(
            _foldable(messages, facts, provision, commitments[provision.provision], open_at)
        )
    return [
        tag(
            "section", tag("h3", messages.say(f"group.{group.replace(' ', '_')}")), *rows, class_="fold-group"
        )
        for group, rows in groups.items()
    ]


def _foldable(
    messages: Messages,
    facts: TemplateFacts,
    provision: CountryProvision,
    commitments: Sequence[Commitment],
    open_at: str | None,
) -> Markup:
    chips: list[Child] = []
    notes = []
    if provision.strength:
        chips += [
            strength_chip(messages, provision.strength),
            exception_chip(messages, provision.exception),
        ]
        since = year(messages, provision.since)
        notes.append(messages.count("country.since", provision.agreements, year=since))
    if provision.pending_strength:
        word = strength_word(messages, provision.pending_strength)
        chips.append(
            tag("span", messages.say("country.pending_chip", strength=word), class_="chip chip-pending")
        )
        notes.append(messages.count("country.pending", provision.pending))
    head = tag(
        "summary",
        tag("span", provision_name(messages, provision.provision), class_="fold-name"),
        tag("span", *chips, class_="fold-chips"),
        tag("span", "; ".join(notes), class_="fold-note"),
    )
    return tag(
        "details",
        head,
        tag(
            "p",
            facts.provision(provision.provision).explainer,
            " ",
            clause_link(messages, provision.provision),
            class_="fold-explainer",
        ),
        tag("ul", *(_commitment(messages, c) for c in commitments), class_="commitments"),
        open=provision.provision == open_at,
        class_="fold",
        id=f"provision-{provision.provision}",
    )


def _commitment(messages: Messages, commitment: Commitment) -> Markup:
    agreement = commitment.agreement
    link = page_link("agreement", agreement.name, agreement=agreement.slug, provision=commitment.provision)
    facts = [messages.say("country.toward", sides=side_names(messages, agreement.toward))]
    facts.append(_since(messages, agreement))
    articles = join((_article(messages, agreement, article) for article in commitment.articles), "; ")
    return tag(
        "li",
        tag(
            "p",
            link,
            " ",
            strength_chip(messages, commitment.strength),
            " ",
            exception_chip(messages, commitment.exception),
            " ",
            tag("span", messages.say(f"state.{agreement.state}"), class_=f"chip chip-state-{agreement.state}")
            if agreement.state != "in_force"
            else None,
        ),
        tag("p", " · ".join(facts), class_="quiet"),
        tag("p", articles, class_="quiet"),
        class_=f"state-{agreement.state}",
    )


def _article(messages: Messages, agreement: CountryAgreement, found: CommitmentArticle) -> Markup:
    article = found.article
    label = article_name(messages, article)
    if article.chapter_number or article.chapter_heading:
        label += f", {chapter_name(messages, article.chapter_number, article.chapter_heading)}"
    return page_link("agreement", label, agreement=agreement.slug, article=article.link)


def _since(messages: Messages, agreement: CountryAgreement) -> str:
    if agreement.state == "pending":
        return messages.say("country.signed_on", day=day(messages, agreement.date_signed))
    if agreement.state == "ended" and agreement.date_inactive:
        return messages.say(
            "country.from_to",
            start=day(messages, agreement.date_in_force),
            end=day(messages, agreement.date_inactive),
        )
    return messages.say("country.in_force_since", day=day(messages, agreement.date_in_force))


def _not_found(messages: Messages, facts: TemplateFacts, bound: Sequence[CountryProvision]) -> Markup:
    """The template's provisions this country is not bound to, and what texts cannot tell."""
    held = {provision.provision for provision in bound}
    free = [p.code for p in facts.provisions if p.group == "template" and p.code not in held]
    unreadable = [p for p in facts.principles if p.text_detectable == "no"]
    if not free and not unreadable:
        return tag("p", messages.say("country.all_found"), class_="quiet")
    return tag(
        "section",
        tag("h3", messages.say("country.not_found")),
        tag("p", messages.say("country.not_found_lead"), class_="quiet"),
        tag(
            "p",
            join(
                (tag("span", provision_name(messages, code), class_="chip chip-free") for code in free), " "
            ),
        ),
        *(
            tag(
                "p",
                woven(
                    messages.template("told"),
                    name=tag("strong", principle.title),
                    words=principle.why_not_fully,
                ),
                class_="not-detectable",
            )
            for principle in unreadable
        ),
        class_="fold-group",
    )


def _table_twin(
    messages: Messages, commitments: Sequence[Commitment]
) -> tuple[list[str], list[tuple[object, ...]]]:
    """The commitments as a table: one row per article."""
    names = "provision strength exception state agreement toward since chapter article reference"
    columns = [messages.say(f"column.{name}") for name in names.split()]
    rows: list[tuple[object, ...]] = [
        (
            provision_name(messages, commitment.provision),
            strength_word(messages, found.strength),
            exception_word(messages, found.exception),
            messages.say(f"state.{commitment.agreement.state}"),
            commitment.agreement.name,
            ", ".join(party(messages, side.code, side.name) for side in commitment.agreement.toward),
            commitment.since,
            chapter_name(messages, found.article.chapter_number, found.article.chapter_heading),
            article_name(messages, found.article),
            found.article.reference,
        )
        for commitment in commitments
        for found in commitment.articles
    ]
    return columns, rows


def _show_agreements(messages: Messages, agreements: Sequence[CountryAgreement]) -> None:
    layout.section(messages.say("country.agreements"))
    for state in STATES:
        chosen = [agreement for agreement in agreements if agreement.state == state]
        if not chosen:
            continue
        head = [
            tag("th", messages.say(f"column.{name}"), scope="col")
            for name in ("agreement", "toward", "signed_on", "in_force_on")
        ]
        body = [
            tag(
                "tr",
                tag("th", page_link("agreement", agreement.name, agreement=agreement.slug), scope="row"),
                tag("td", side_names(messages, agreement.toward), class_="wide"),
                tag("td", day(messages, agreement.date_signed), class_="wide"),
                tag("td", day(messages, agreement.date_in_force)),
            )
            for agreement in reversed(chosen)
        ]
        head[1] = tag("th", messages.say("column.toward"), scope="col", class_="wide")
        head[2] = tag("th", messages.say("column.signed_on"), scope="col", class_="wide")
        st.html(
            tag(
                "details",
                tag(
                    "summary",
                    tag("span", messages.say(f"country.list_{state}", n=len(chosen)), class_="fold-name"),
                ),
                layout.table_frame(messages.say(f"country.list_{state}", n=len(chosen)), head, body),
                class_="fold",
                open=state == "in_force",
            )
        )
