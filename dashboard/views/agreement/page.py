"""The Agreement page: status and parties, the template score, and every flagged article with its evidence."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_columns, basis_note, basis_numbers, basis_paragraph, basis_sentence
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.language import messages_here
from dashboard.parts.markup import Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.missing import missing_words
from dashboard.parts.names import (
    all_agreement_names,
    provision_name,
    side_names,
    signed_cell,
    signed_in,
    signed_on,
)
from dashboard.parts.official_names import agreement_name
from dashboard.parts.score import score_words, why_at_least
from dashboard.parts.state import LinkState
from dashboard.parts.strength import not_found_chip, strength_chip
from dashboard.views.agreement.about import show_about, source_links
from dashboard.views.agreement.articles import show_contents, show_flagged, show_single
from dashboard.views.agreement.origins import show_origins
from dashboard.views.agreement.reference import show_reference
from dashboard.views.agreement.rollup import show_strongest
from dashboard.views.agreement.versions import show_versions
from tracker.queries import (
    AgreementHeader,
    AgreementRow,
    ArticleRow,
    PrincipleScore,
    TemplateFacts,
    TemplateScore,
    agreement_header,
    agreement_list,
    agreement_outline,
    agreement_score,
    canonical_slug,
    template_facts,
)

VIEWS = ("flagged", "all", "reference", "origins", "versions")
ARTICLE_VIEWS = ("flagged", "all")
"""Views that list articles and have the filter by provision."""

_COLUMNS = ("agreement", "signed_on", "status", "provisions_hard", "provisions_soft", "score")
_WIDE = ("signed_on", "status", "provisions_soft")
"""Columns of the list of agreements, and those that a narrow window leaves out."""


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    rows = {row.slug: row for row in ask(agreement_list)}
    names = all_agreement_names(messages)
    asked = known_slug(state.text("agreement"), rows)
    if asked in rows:
        layout.page_head(agreement_name(messages, asked, rows[asked].name), _intro(messages, rows[asked]))
    else:
        layout.page_head(messages.say("agreement.title"), messages.say("agreement.intro"))
    if not rows:
        layout.empty_database(messages)
        return
    problems = st.container()
    chosen = state.select(
        messages.say("agreement.choose"),
        "agreement",
        list(rows),
        default=None,
        shown=names.__getitem__,
        placeholder=messages.say("agreement.placeholder"),
    )
    if chosen is None:
        with problems:
            for _, value in state.problems:
                layout.notice(messages.say("agreement.unknown", value=value), kind="warning")
        _show_list(messages, list(rows.values()), names)
        return
    header = ask(agreement_header, chosen)
    if header is not None:
        _show_agreement(messages, state, header)
    with problems:
        layout.report_problems(messages, state.problems)


def known_slug(asked: str | None, rows: Mapping[str, AgreementRow]) -> str | None:
    """The agreement a link asks for; a slug from before a merge becomes the present one."""
    if asked is None or asked in rows:
        return asked
    present = ask(canonical_slug, asked)
    if present is not None:
        st.query_params["agreement"] = present
    return present


def _intro(messages: Messages, row: AgreementRow) -> str:
    return " · ".join(
        (
            messages.say(f"status.{row.legal_status}"),
            side_names(messages, row.sides),
            signed_in(messages, row),
        )
    )


def _show_list(messages: Messages, rows: Sequence[AgreementRow], names: dict[str, str]) -> None:
    listed = sum(row.facts_only for row in rows)
    title = messages.say("agreement.all", n=len(rows) - listed)
    intro = messages.say("agreement.all_intro")
    if listed:
        intro = f"{intro} {messages.count('agreement.facts_only_too', listed)}"
    if any(row.incomplete and not row.facts_only for row in rows):
        intro = f"{intro} {messages.say('agreement.at_least_intro')}"
    layout.section(title, intro)
    st.html(finished(messages, "agreements", (), lambda: _list(messages, title, rows, names)))
    download(
        messages,
        "agreements",
        [messages.say(f"column.{name}") for name in (*_COLUMNS, "articles", "link")]
        + basis_columns(messages)
        + [messages.say(name) for name in ("score.column", "read.column_reading", "read.column_missing")],
        lambda: [
            (
                row.name,
                signed_cell(row),
                messages.say(f"status.{row.legal_status}"),
                None if row.facts_only else row.provisions_hard,
                None if row.facts_only else row.provisions_soft,
                None if row.score is None else round(100 * row.score),
                row.articles,
                row.slug,
                *basis_numbers(row.bases),
                _bound(messages, row),
                messages.say(f"coverage.one_{row.reading}"),
                missing_words(messages, row.missing, whole=True),
            )
            for row in rows
        ],
        "agreements.csv",
    )


def _list(messages: Messages, title: str, rows: Sequence[AgreementRow], names: Mapping[str, str]) -> Markup:
    """The newest agreement first."""
    head = layout.table_head(messages, "column.", _COLUMNS, _WIDE)
    body = [
        tag(
            "tr",
            tag(
                "th",
                page_link("agreement", names[row.slug], agreement=row.slug),
                tag("span", " ", messages.say("agreement.facts_only"), class_="quiet")
                if row.facts_only
                else _known(messages, row),
                scope="row",
            ),
            tag("td", signed_on(messages, row), class_="wide"),
            tag("td", messages.say(f"status.{row.legal_status}"), class_="wide"),
            *(
                tag("td", _count_words(messages, row, number), class_=kind)
                for number, kind in ((row.provisions_hard, "number"), (row.provisions_soft, "number wide"))
            ),
            tag("td", _score_cell(messages, row), class_="number"),
        )
        for row in reversed(rows)
    ]
    return layout.table_frame(title, head, body)


def _count_words(messages: Messages, row: AgreementRow, number: int) -> str:
    """A number of provisions, "at least" where its text here is not complete."""
    if row.facts_only:
        return messages.say("unknown")
    return messages.say("score.at_least", n=number) if row.incomplete else messages.number(number)


def _score_cell(messages: Messages, row: AgreementRow) -> str:
    if row.score is None:
        return messages.say("unknown")
    return score_words(messages, row.score, at_least=row.score_at_least)


def _bound(messages: Messages, row: AgreementRow) -> str:
    """Whether the numbers of a row are exact or lower bounds, for its file; nothing where there are none."""
    if row.facts_only:
        return ""
    return messages.say(f"score.bound_{'least' if row.incomplete or row.score_at_least else 'exact'}")


def _known(messages: Messages, row: AgreementRow) -> Markup | None:
    """That it is read in part, and how many of its provisions rest on something weaker than a text of its own read
    here."""
    notes = [
        messages.say("coverage.one_partly_read") if row.reading == "partly_read" else "",
        basis_note(messages, row.bases),
    ]
    said = ", ".join(note for note in notes if note)
    return tag("span", f" ({said})", class_="quiet") if said else None


def _show_agreement(messages: Messages, state: LinkState, header: AgreementHeader) -> None:
    chapters = ask(agreement_outline, header.slug)
    score = ask(agreement_score, header.slug)
    articles = {row.article.link: row for chapter in chapters for row in chapter.articles}
    found = {finding.provision for row in articles.values() for finding in row.findings}
    single = _single_article(state, articles)
    if not header.has_text:
        layout.notice(messages.say("agreement.no_text"), " ", *source_links(messages, header), kind="note")
    if single is not None:
        show_single(messages, header, chapters, single)
        return
    articles_wanted = (state.text("view") or VIEWS[0]) not in VIEWS[len(ARTICLE_VIEWS) :]
    provision = None
    with st.container(horizontal=True, key="controls"):
        if articles_wanted:
            provision = state.select(
                messages.say("filter.provision"),
                "provision",
                template_facts().sorted_codes(found),
                default=None,
                shown=lambda code: provision_name(messages, code),
                placeholder=messages.say("filter.all_provisions"),
            )
        view = state.switch(
            messages.say("agreement.view"),
            "view",
            VIEWS,
            default="flagged",
            shown=lambda name: messages.say(f"agreement.view_{name}"),
        )
    if articles_wanted and provision is None and score is not None:
        st.html(_score(messages, header, score))
        show_strongest(messages, header)
    if view == "reference":
        show_reference(messages, state, header)
    elif view == "origins":
        show_origins(messages, state, header)
    elif view == "versions":
        show_versions(messages, state, header)
    elif view == "all":
        show_contents(messages, header, chapters)
    else:
        show_flagged(messages, state, header, chapters, provision)
    show_about(messages, header)


def _single_article(state: LinkState, articles: dict[str, ArticleRow]) -> ArticleRow | None:
    link = state.one_of("article", list(articles), None)
    return articles[link] if link else None


def _score(messages: Messages, header: AgreementHeader, score: TemplateScore) -> Markup:
    """The 24 principles as a strip of squares, and in words below it."""
    squares, lines = [], []
    facts = template_facts(messages.language)
    for principle in score.principles:
        unclear = principle.text_detectable == "no" or principle.doubtful
        kind = "unreadable" if unclear else principle.strength or "none"
        title = messages.say(
            "principle.numbered", number=principle.number, title=facts.principle(principle.number).title
        )
        squares.append(tag("span", principle.number, title=title, class_=f"square square-{kind}"))
        lines.append(_principle_line(messages, facts, header, principle, title))
    return tag(
        "section",
        tag(
            "p",
            tag(
                "strong",
                messages.say(
                    "score.value", percent=score_words(messages, score.score, at_least=score.at_least)
                ),
            ),
            " ",
            join(why_at_least(messages, score, header.missing), " "),
            " ",
            messages.say("score.explained", counted=score.counted),
        ),
        basis_paragraph(basis_sentence(messages, score.bases, "counted_provisions")),
        tag("div", *squares, class_="squares", aria_hidden="true"),
        tag(
            "details",
            tag("summary", tag("span", messages.say("score.principles"), class_="fold-name")),
            tag("ul", *lines, class_="principles"),
            class_="fold",
        ),
        class_="score",
    )


def _principle_line(
    messages: Messages,
    facts: TemplateFacts,
    header: AgreementHeader,
    principle: PrincipleScore,
    title: str,
) -> Markup:
    """One principle: its strength and provisions, or why it is not text-detectable."""
    if principle.text_detectable == "no":
        note = f"{messages.say('principle.no')} {facts.principle(principle.number).why_not_fully}"
        return tag("li", title, tag("p", note, class_="not-detectable"))
    links = [
        page_link("agreement", provision_name(messages, code), agreement=header.slug, provision=code)
        for code in principle.provisions
    ]
    partly = messages.say("principle.partly") if principle.text_detectable == "partly" else None
    return tag(
        "li",
        title,
        " ",
        tag("span", messages.say("score.doubtful"), class_="chip chip-uncertain")
        if principle.doubtful
        else _principle_strength(messages, principle),
        tag("span", " ", join(links, ", "), class_="quiet") if links else None,
        tag("span", " ", partly, class_="quiet") if partly else None,
    )


def _principle_strength(messages: Messages, principle: PrincipleScore) -> Markup:
    """The strength that counts of a principle: hard or soft by one of its provisions, or that none was found."""
    if principle.strength is None:
        return not_found_chip(messages)
    return strength_chip(messages, principle.provisions[0], principle.strength)
