"""The list on the Provision page: every agreement that has it, newest first, with its clauses in folds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_cells, basis_chip, basis_sources
from dashboard.parts.chart_table import data_table, form_switch
from dashboard.parts.endings import ended_cell, ended_note
from dashboard.parts.evidence import Span, excerpts, highlighted
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.markup import Child, Markup, join, page_link, tag, web_link
from dashboard.parts.messages import Messages
from dashboard.parts.names import (
    article_name,
    article_title,
    day,
    party,
    provision_name,
    side_names,
    signed_cell,
    signed_on,
)
from dashboard.parts.notes import note_name
from dashboard.parts.reach import REACH_COLUMNS, reach_cells, reach_chips, uncertain_chip
from dashboard.parts.report_error import report_link
from dashboard.parts.state import LinkState
from dashboard.parts.strength import (
    exception_chip,
    exception_word,
    shows_strength,
    strength_chip,
    strength_word,
)
from tracker.addresses import is_web_address
from tracker.queries import (
    ArticleRef,
    ArticleWords,
    FindingBasis,
    ProvisionClause,
    ProvisionRow,
    article_words,
    provision_clauses,
)
from tracker.queries.core.days import last_known

SHOWN = 60
"""Most agreements shown with their clauses; the table and the download have all."""

SHOWN_OPEN = 8
"""Most of them shown on a phone before the rest is unfolded."""

_COLUMNS = (
    "agreement",
    "signed_on",
    "status",
    "parties",
    "strength",
    "exception",
    "article",
    "heading",
    "reference",
    "link",
    "source",
    "basis",
    "basis_source",
    *REACH_COLUMNS,
    "ending",
)

Clauses = Mapping[str, Sequence[ProvisionClause]]
"""Clauses by slug of their agreement."""


def show_clauses(
    messages: Messages, state: LinkState, code: str, rows: Sequence[ProvisionRow], names: dict[str, str]
) -> None:
    """The list with its chart table; `rows` as `provision_rows` gives them, `names` by slug."""
    ordered = _newest_first(rows)
    clauses: defaultdict[str, list[ProvisionClause]] = defaultdict(list)
    for clause in ask(provision_clauses, code):
        clauses[clause.slug].append(clause)
    layout.section(messages.count("provision.list", len(rows)), messages.say("provision.list_intro"))
    place = st.container()
    table = partial(_table, messages, code, ordered, clauses, names)
    columns = [messages.say(f"column.{name}") for name in _COLUMNS]
    as_table = form_switch(
        messages, state, "list", "clauses", columns, table, f"provision-{code}.csv", parameter="list"
    )
    with place:
        if as_table:
            data_table(columns, table)
        else:
            st.html(
                finished(messages, "clauses", code, lambda: _cards(messages, code, ordered, clauses, names))
            )
            if len(ordered) > SHOWN:
                layout.notice(messages.say("provision.rest", shown=SHOWN, n=len(ordered)))


def _newest_first(rows: Sequence[ProvisionRow]) -> list[ProvisionRow]:
    """Newest first; agreements without any date stay at the end."""
    dated = [row for row in rows if last_known(row) is not None]
    return [*reversed(dated), *(row for row in rows if last_known(row) is None)]


def _cards(
    messages: Messages, code: str, ordered: Sequence[ProvisionRow], clauses: Clauses, names: dict[str, str]
) -> Markup:
    shown = ordered[:SHOWN]
    ids = tuple(clause.article.article_id for row in shown for clause in clauses[row.slug])
    words = {entry.article_id: entry for entry in ask(article_words, ids)}
    cards = [_card(messages, code, row, clauses[row.slug], names[row.slug], words) for row in shown]
    rest = cards[SHOWN_OPEN:]
    return join(
        [
            *cards[:SHOWN_OPEN],
            layout.phone_fold(messages, *rest, label=messages.count("provision.more", len(rest)))
            if rest
            else None,
        ]
    )


def _card(
    messages: Messages,
    code: str,
    row: ProvisionRow,
    clauses: Sequence[ProvisionClause],
    name: str,
    words: Mapping[int, ArticleWords],
) -> Markup:
    facts = (
        messages.say(f"status.{row.legal_status}"),
        side_names(messages, row.sides),
        signed_on(messages, row) if signed_cell(row) else day(messages, row.date_in_force),
    )
    return tag(
        "article",
        tag("h3", page_link("agreement", name, agreement=row.slug, provision=code)),
        tag(
            "p",
            _chips(
                messages,
                _strength(messages, code, row.strength),
                row.exception,
                _reach(messages, row),
                row.basis,
            ),
        ),
        tag("p", " · ".join(filter(None, facts)), class_="quiet"),
        tag("p", messages.say("replaced.everywhere"), class_="replaced") if row.replaced else None,
        ended_note(messages, row.slug),
        tag("p", _places(messages, clauses), class_="places"),
        tag(
            "details",
            tag(
                "summary",
                tag("span", messages.count("provision.clauses", len(clauses)), class_="fold-name"),
            ),
            *(_clause(messages, code, clause, words.get(clause.article.article_id)) for clause in clauses),
            class_="fold",
        ),
        class_="card",
    )


def _reach(messages: Messages, row: ProvisionRow) -> Markup:
    """That the agreement has the provision for one sector only, and that it rests on uncertain findings."""
    sectoral = tag("span", messages.say("scope_sectoral"), class_="chip chip-scope") if row.sectoral else None
    return join([sectoral, uncertain_chip(messages, row.uncertain)], " ")


def _chips(
    messages: Messages,
    strength: Markup | None,
    exception: bool | None,
    reach: Markup | None,
    basis: FindingBasis,
) -> Markup:
    return join([strength, exception_chip(messages, exception), reach, basis_chip(messages, basis)], " ")


def _strength(messages: Messages, code: str, strength: str, notes: Sequence[str] = ()) -> Markup | None:
    """The chip of a strength; nothing for a provision that has none, as definitions."""
    return strength_chip(messages, code, strength, notes) if shows_strength(code, notes) else None


def _places(messages: Messages, clauses: Sequence[ProvisionClause]) -> Markup:
    """Links to the articles, then to the places where the agreement is published."""
    links = [
        tag("span", article_link(messages, clause.slug, clause.article), lang=clause.language)
        for clause in clauses
    ]
    addresses = dict.fromkeys(clause.source_url for clause in clauses)
    links += [
        web_link(url, messages.say("provision.source")) for url in addresses if url and is_web_address(url)
    ]
    return join(links, " · ")


def article_link(messages: Messages, slug: str, article: ArticleRef) -> Markup:
    """A link to one article's own page, by number and heading."""
    return page_link("agreement", article_title(messages, article), agreement=slug, article=article.link)


def _clause(messages: Messages, code: str, clause: ProvisionClause, words: ArticleWords | None) -> Markup:
    """One clause: its article, strength, exception, details noted, and its text with the evidence marked."""
    body = tag("p", messages.say("provision.no_text"), class_="quiet")
    if words is not None:
        title = provision_name(messages, code)
        spans = [Span(start, end, clause.strength, title) for start, end in clause.spans]
        body = tag("blockquote", _evidence(messages, words.text, spans), lang=clause.language)
    details = join((note_name(messages, note) for note in clause.notes), ", ")
    return tag(
        "section",
        tag(
            "p",
            tag("strong", article_title(messages, clause.article), lang=clause.language),
            " ",
            _chips(
                messages,
                _strength(messages, code, clause.strength, clause.notes),
                clause.exception,
                reach_chips(messages, clause),
                clause.basis,
            ),
            " ",
            report_link(messages, code, clause.slug, clause.article),
        ),
        body,
        tag("p", messages.say("provision.noted", details=details), class_="quiet") if details else None,
        basis_sources(messages, clause.basis),
    )


def _evidence(messages: Messages, text: str, spans: Sequence[Span]) -> Child:
    """The paragraphs with the evidence; the whole text where no evidence is stored."""
    return excerpts(messages, text, spans) or highlighted(text, ())


def _table(
    messages: Messages,
    code: str,
    ordered: Sequence[ProvisionRow],
    clauses: Clauses,
    names: dict[str, str],
) -> list[tuple[object, ...]]:
    """One row per clause, newest agreement first."""
    return [
        (
            names[row.slug],
            signed_on(messages, row),
            messages.say(f"status.{row.legal_status}"),
            ", ".join(party(messages, side.code, side.name) for side in row.sides),
            strength_word(messages, code, clause.strength, clause.notes),
            exception_word(messages, clause.exception),
            article_name(messages, clause.article),
            clause.article.heading,
            clause.article.reference,
            row.slug,
            clause.source_url,
            *basis_cells(messages, clause.basis),
            *reach_cells(messages, clause),
            ended_cell(messages, row.slug),
        )
        for row in ordered
        for clause in clauses[row.slug]
    ]
