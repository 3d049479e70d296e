"""The clauses behind a comparison: the words of one provision side by side, and how they differ."""

from collections.abc import Hashable, Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.applicable import exceptions_of
from dashboard.parts.basis import basis_chip, basis_sources
from dashboard.parts.evidence import marked
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.markup import Child, Markup, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, provision_name
from dashboard.parts.reach import reach_chips
from dashboard.parts.redline import redline
from dashboard.parts.report_error import report_link
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_chip, strength_chip, strength_word
from tracker.queries import (
    ClauseWording,
    ComparedCell,
    ComparedProvision,
    agreement_header,
    clause_wordings,
    compared_articles,
    template_facts,
)
from tracker.queries.core.orders import clause_sector, comparable_clause, strongest
from tracker.queries.core.wording import ALIKE, compare_wordings, similarity

WORDINGS = ("changes", "plain")


def show_clauses(
    messages: Messages,
    state: LinkState,
    names: Sequence[str],
    rows: Sequence[ComparedProvision],
    slugs: Sequence[str],
    compared: Hashable,
) -> None:
    """One provision's clauses: the first side's unchanged, the others as redlines against it.

    - `slugs` are those of the agreements compared, for which an article can be chosen where several have the provision.
    - `compared`: all that the rows depend on.
    """
    layout.section(messages.say("compare.clauses"), messages.say("compare.clauses_intro"))
    by_code = {row.provision: row for row in rows}
    with st.container(horizontal=True, key="clause-controls", vertical_alignment="bottom"):
        code = state.select(
            messages.say("filter.provision"),
            "provision",
            list(by_code),
            default=_first(rows),
            shown=lambda code: provision_name(messages, code),
        )
        form = state.switch(
            messages.say("compare.wording"),
            "wording",
            WORDINGS,
            default=WORDINGS[0],
            shown=lambda name: messages.say(f"compare.wording_{name}"),
        )
    if code is None:
        return
    _choose_articles(messages, state, names, slugs, code)
    row = by_code[code]
    facts = template_facts(messages.language).provision(code)
    st.html(tag("p", tag("strong", facts.title), " ", facts.explainer, class_="fold-explainer"))
    parameters = (compared, code, form)
    st.html(
        finished(messages, "compared clauses", parameters, lambda: _side_by_side(messages, names, row, form))
    )


def _side_by_side(messages: Messages, names: Sequence[str], row: ComparedProvision, form: str) -> Markup:
    code = row.provision
    ids = tuple(cell.article.article_id for cell in row.cells if cell)
    words = {entry.article_id: entry for entry in ask(clause_wordings, code, ids)}
    compared = [
        (name, cell, words.get(cell.article.article_id) if cell else None)
        for name, cell in zip(names, row.cells, strict=True)
    ]
    base = next((entry for entry in compared if entry[2] is not None and entry[2].text), None)
    cards = [
        _card(messages, code, name, cell, wording, base if form == "changes" else None)
        for name, cell, wording in compared
    ]
    return tag("div", *cards, class_="side-by-side")


def article_parameter(code: str, slug: str) -> str:
    """The parameter of the address that names the article compared of an agreement on a provision."""
    return f"{code}.{slug}"


def _choose_articles(
    messages: Messages, state: LinkState, names: Sequence[str], slugs: Sequence[str], code: str
) -> None:
    """A box for each agreement in which several articles have the provision; its main clause is taken by default."""
    several = [
        (slug, name, articles)
        for slug, name in zip(slugs, names, strict=False)
        if len(articles := ask(compared_articles, slug, code)) > 1
    ]
    if not several:
        return
    with st.container(horizontal=True, key="article-controls", vertical_alignment="bottom"):
        for slug, name, articles in several:
            by_link = {cell.article.link: cell for cell in articles}
            state.select(
                messages.say("compare.choose_article", name=name),
                article_parameter(code, slug),
                list(by_link),
                default=strongest(articles, comparable_clause).article.link,
                shown=partial(_article_choice, messages, code, by_link),
            )


def _article_choice(
    messages: Messages, provision: str, by_link: Mapping[str, ComparedCell], link: str
) -> str:
    """An article with its strength, and the one sector that it reaches, if any."""
    cell = by_link[link]
    said = [article_name(messages, cell.article), strength_word(messages, provision, cell.strength)]
    sector = clause_sector(cell)
    if sector is not None:
        said.append(messages.say(f"scope.{sector}"))
    return ", ".join(said)


def _first(rows: Sequence[ComparedProvision]) -> str:
    """The provision shown at first: the first one that all sides have and that differs, else the first of all."""
    shared = [row for row in rows if all(row.cells)]
    return next((row.provision for row in (*(r for r in shared if r.differs), *shared, *rows)), "")


ComparedClause = tuple[str, ComparedCell | None, ClauseWording | None]


def _card(
    messages: Messages,
    provision: str,
    name: str,
    cell: ComparedCell | None,
    wording: ClauseWording | None,
    base: ComparedClause | None,
) -> Markup:
    if cell is None:
        return tag(
            "article",
            tag("h3", name),
            tag("p", messages.say("compare.not_found"), class_="quiet"),
            class_="card",
        )
    link = page_link(
        "agreement",
        article_name(messages, cell.article),
        agreement=cell.agreement,
        article=cell.article.link,
    )
    return tag(
        "article",
        tag("h3", name),
        tag(
            "p",
            strength_chip(messages, provision, cell.strength),
            " ",
            exception_chip(messages, cell.exception),
            " ",
            reach_chips(messages, cell),
            " ",
            basis_chip(messages, cell.basis),
        ),
        tag("p", f"{cell.agreement_name}, " if cell.agreement_name != name else None, link, class_="quiet"),
        basis_sources(messages, cell.basis),
        report_link(messages, provision, cell.agreement, cell.article),
        *_words(messages, name, wording, base),
        _exceptions(messages, provision, cell),
        class_="card",
    )


def _exceptions(messages: Messages, provision: str, cell: ComparedCell) -> Markup | None:
    """What lets a Party depart from the rule of just this article, in it or elsewhere in its agreement."""
    header = ask(agreement_header, cell.agreement)
    return exceptions_of(messages, header, cell.article.article_id, provision) if header else None


def _words(
    messages: Messages, name: str, wording: ClauseWording | None, base: ComparedClause | None
) -> list[Child]:
    """The clause, plain or as a redline; where neither is possible, the reason."""
    if wording is None or wording.text is None:
        return [tag("p", messages.say("provision.no_text"), class_="quiet")]
    words = marked(wording.text, wording.marks)
    plain = tag("blockquote", tag("p", words, class_="full-text"), lang=wording.language)
    first = base[2] if base else None
    if base is None or first is None or first.text is None:
        return [plain]
    if base[0] == name:
        return [tag("p", messages.say("compare.base"), class_="quiet"), plain]
    if first.language != wording.language:
        return [tag("p", messages.say("compare.other_language", name=base[0]), class_="quiet"), plain]
    alike = similarity(first.text, wording.text)
    share = f"{100 * alike:.0f}"
    if alike < ALIKE:
        return [tag("p", messages.say("compare.apart", percent=share, name=base[0]), class_="quiet"), plain]
    changes = redline(messages, compare_wordings(first.text, wording.text))
    return [
        tag("p", messages.say("compare.similarity", percent=share, name=base[0]), class_="quiet"),
        tag("blockquote", tag("p", changes, class_="full-text"), lang=wording.language),
    ]
