"""The Compare page: two to six agreements or countries side by side, provision by provision."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_cells, basis_chip
from dashboard.parts.chart_table import download
from dashboard.parts.country_choice import all_countries
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.language import messages_here
from dashboard.parts.markup import Child, Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import all_agreement_names, article_name, provision_name
from dashboard.parts.reach import REACH_COLUMNS, reach_cells, reach_chips
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from dashboard.views.compare.clauses import article_parameter, show_clauses
from tracker.queries import (
    AgreementRow,
    ComparedCell,
    ComparedProvision,
    agreement_header,
    agreement_list,
    compare_agreements,
    compare_countries,
    country_coverage,
    template_facts,
)
from tracker.queries.core.days import newest_first
from tracker.queries.core.reading import COMPLETE

FEWEST, MOST = 2, 6
KINDS = ("agreements", "countries")
SHOWN = ("all", "differences")


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides compared: their `kind`, keys (slugs or ISO codes) and names, in the order of the link."""

    kind: str
    keys: tuple[str, ...]
    names: tuple[str, ...]


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    layout.page_head(messages.say("compare.title"), messages.say("compare.intro"))
    agreements = ask(agreement_list)
    if not agreements:
        layout.empty_database(messages)
        return
    problems = st.container()
    sides = _choose(messages, state, agreements)
    if len(sides.keys) < FEWEST:
        _show_start(messages, agreements)
    else:
        _show_comparison(messages, state, sides)
    with problems:
        layout.report_problems(messages, state.problems)


def _choose(messages: Messages, state: LinkState, agreements: Sequence[AgreementRow]) -> Sides:
    with st.container(key="controls"):
        kind = state.switch(
            messages.say("compare.kind"),
            "kind",
            KINDS,
            default=KINDS[0],
            shown=lambda name: messages.say(f"filter.unit_{name}"),
        )
        if kind == "countries":
            names = all_countries(messages)
        else:
            listed = all_agreement_names(messages)
            read = [row for row in agreements if not row.facts_only]
            names = {row.slug: listed[row.slug] for row in sorted(read, key=_order)}
        keys = state.several(
            messages.say(f"compare.choose_{kind}", most=MOST),
            kind,
            list(names),
            most=MOST,
            shown=names.__getitem__,
            placeholder=messages.say(f"compare.placeholder_{kind}"),
        )
    return Sides(kind, keys, tuple(names[key] for key in keys))


def _order(row: AgreementRow) -> tuple[int, str]:
    return newest_first(row), row.name


def _show_start(messages: Messages, agreements: Sequence[AgreementRow]) -> None:
    """Instructions, and a first pair: the two agreements with the highest template scores."""
    first = sorted(agreements, key=lambda row: (-(row.score or 0), row.name))[:FEWEST]
    example = None
    if len(first) == FEWEST and first[-1].score:
        link = page_link(
            "compare",
            messages.say("compare.pair", one=first[0].name, other=first[1].name),
            agreements=",".join(row.slug for row in first),
        )
        example = tag("p", messages.say("compare.example"), " ", link)
    layout.notice(tag("p", messages.say("compare.start", fewest=FEWEST, most=MOST)), example)


def _show_comparison(messages: Messages, state: LinkState, sides: Sides) -> None:
    chosen_articles = _chosen_articles(sides)
    if sides.kind == "countries":
        rows = ask(compare_countries, sides.keys)
    else:
        rows = ask(compare_agreements, sides.keys, chosen_articles)
    if not rows:
        layout.notice(messages.say("compare.nothing"))
        return
    unread = _unread(messages, sides)
    if unread:
        layout.notice(*unread, kind="note")
    differing = [row for row in rows if row.differs]
    layout.section(
        messages.say("compare.table"),
        " ".join(_differing(messages, rows, unread=bool(unread))),
    )
    shown = state.switch(
        messages.say("compare.rows"),
        "rows",
        SHOWN,
        default=SHOWN[0],
        shown=lambda name: messages.say(f"compare.rows_{name}"),
        quiet=True,
    )
    chosen = differing if shown == "differences" else rows
    if chosen:
        parameters = (sides, shown, chosen_articles)
        st.html(finished(messages, "comparison", parameters, lambda: _table(messages, sides, chosen, shown)))
    else:
        layout.notice(messages.say("compare.same"))
    columns = _download_columns(messages)
    download(messages, "compare", columns, lambda: _download_rows(messages, sides, rows), "comparison.csv")
    slugs = sides.keys if sides.kind == "agreements" else ()
    show_clauses(messages, state, sides.names, rows, slugs, (sides, chosen_articles))


def _differing(messages: Messages, rows: Sequence[ComparedProvision], *, unread: bool) -> list[str]:
    """On how many provisions they differ, as far as is known where not all is read (`unread`), and how often by nothing
    having been found for a side."""
    differing = [row for row in rows if row.differs]
    one_sided = sum(not all(row.cells) for row in differing)
    read = messages.say("spread.as_known") if unread else ""
    said = [messages.say("compare.table_intro", differing=len(differing), n=len(rows), read=read)]
    if one_sided:
        said.append(messages.say("compare.table_one_sided", n=one_sided))
    return [*said, messages.say("compare.table_choose")]


def _unread(messages: Messages, sides: Sides) -> list[Child]:
    """Of which sides not all is read: what is not found for them may bind all the same."""
    lines = []
    for key, name in zip(sides.keys, sides.names, strict=True):
        if sides.kind == "countries":
            covered = ask(country_coverage, key)
            if covered.unknown:
                said = messages.say("compare.unread_country", n=len(covered.unknown), all=covered.in_force)
                lines.append(messages.say("named", name=name, words=said))
        else:
            header = ask(agreement_header, key)
            if header is not None and header.reading not in COMPLETE:
                said = messages.say(f"coverage.one_{header.reading}")
                lines.append(messages.say("named", name=name, words=said))
    if not lines:
        return []
    return [messages.say("compare.unread"), " ", "; ".join(lines), "."]


def _chosen_articles(sides: Sides) -> tuple[tuple[str, str, str], ...]:
    """The articles that the address names, as `compare_agreements` takes them: each parameter of `article_parameter`
    has an article's link."""
    named = ((key.partition("."), value) for key, value in st.query_params.to_dict().items())
    return tuple(
        sorted((slug, code, value) for (code, dot, slug), value in named if dot and slug in sides.keys)
    )


def _table(messages: Messages, sides: Sides, rows: Sequence[ComparedProvision], shown: str) -> Markup:
    """One row per provision under the headings of the template's groups, one column per side."""
    facts = template_facts(messages.language)
    page = "country" if sides.kind == "countries" else "agreement"  # also the name of its parameter
    head = [tag("th", messages.say("column.provision"), scope="col")]
    head += [
        tag("th", page_link(page, name, **{page: key}), scope="col")
        for key, name in zip(sides.keys, sides.names, strict=True)
    ]
    body: list[Markup] = []
    group = None
    articles = {article_parameter(code, slug): link_of for slug, code, link_of in _chosen_articles(sides)}
    for row in rows:
        if facts.provision(row.provision).group != group:
            group = facts.provision(row.provision).group
            title = messages.say(f"group.{group.replace(' ', '_')}")
            body.append(tag("tr", tag("th", title, colspan=len(head), scope="colgroup"), class_="group"))
        link = page_link(
            "compare",
            provision_name(messages, row.provision),
            **{sides.kind: ",".join(sides.keys)},
            kind=sides.kind if sides.kind != KINDS[0] else None,
            rows=shown if shown != SHOWN[0] else None,
            provision=row.provision,
            **articles,
        )
        cells = (
            tag("td", _cell(messages, sides.kind, row.provision, cell), data_label=name)
            for name, cell in zip(sides.names, row.cells, strict=True)
        )
        body.append(tag("tr", tag("th", link, scope="row"), *cells))
    return tag(
        "div", layout.table_frame(messages.say("compare.table"), head, body), class_="comparison stacked"
    )


def _cell(messages: Messages, kind: str, provision: str, cell: ComparedCell | None) -> Child:
    if cell is None:
        return tag("span", messages.say("unknown"), class_="quiet", title=messages.say("strength.none"))
    chips: list[Child] = [strength_chip(messages, provision, cell.strength)]
    if cell.pending:
        word = strength_word(messages, provision, cell.strength)
        chips = [tag("span", messages.say("country.pending_chip", strength=word), class_="chip chip-pending")]
    chips += [
        exception_chip(messages, cell.exception),
        reach_chips(messages, cell),
        basis_chip(messages, cell.basis),
    ]
    link = page_link(
        "agreement",
        article_name(messages, cell.article),
        agreement=cell.agreement,
        article=cell.article.link,
    )
    where: list[Child] = [link]
    if kind == "countries":
        where = [f"{cell.agreement_name}, ", link]
        if cell.agreements > 1:
            where.append(f" ({messages.count('number.agreements', cell.agreements)})")
    if cell.since or cell.year_signed:
        where.append(f", {cell.since.year if cell.since else cell.year_signed}")
    return join([tag("p", join(chips, " ")), tag("p", *where, class_="quiet")])


def _download_columns(messages: Messages) -> list[str]:
    names = [
        "provision",
        "strength",
        "exception",
        "state",
        "since",
        "agreement",
        "article",
        "reference",
        "basis",
        "basis_source",
    ]
    return [
        messages.say("compare.side"),
        *(messages.say(f"column.{name}") for name in (*names, *REACH_COLUMNS)),
    ]


def _download_rows(
    messages: Messages, sides: Sides, rows: Sequence[ComparedProvision]
) -> list[tuple[object, ...]]:
    """One row per provision and side."""
    return [
        (name, provision_name(messages, row.provision), *_facts(messages, row.provision, cell))
        for row in rows
        for name, cell in zip(sides.names, row.cells, strict=True)
    ]


def _facts(messages: Messages, provision: str, cell: ComparedCell | None) -> tuple[object, ...]:
    if cell is None:
        return (messages.say("strength.none"), *([""] * 11))
    return (
        strength_word(messages, provision, cell.strength),
        exception_word(messages, cell.exception),
        messages.say("state.pending") if cell.pending else "",
        cell.since or cell.year_signed,
        cell.agreement_name,
        article_name(messages, cell.article),
        cell.article.reference,
        *basis_cells(messages, cell.basis),
        *reach_cells(messages, cell),
    )
