"""The flagged articles of a draft: evidence, strength, exception, and the nearest existing clauses with a redline."""

import re
from collections.abc import Iterator, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import download
from dashboard.parts.draft_session import DraftSession
from dashboard.parts.evidence import Span, excerpts
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, join, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_title, chapter_name, day, provision_name
from dashboard.parts.notes import found_name, note_name
from dashboard.parts.reach import REACH_COLUMNS, reach_cells, reach_chips
from dashboard.parts.redline import redline
from dashboard.parts.state import LinkState
from dashboard.parts.strength import (
    exception_chip,
    exception_word,
    shows_strength,
    strength_chip,
    strength_word,
)
from dashboard.views.draft.report import aside
from tracker.drafts import DraftArticle, DraftFinding, DraftReport
from tracker.queries import (
    ArticleRef,
    NearestClause,
    nearest_wordings,
    provision_wordings,
    template_facts,
)
from tracker.queries.core.wording import ALIKE, compare_wordings, quotation

SHOWN = 15
"""Flagged articles on one page of the list."""

_COLUMNS = ("chapter", "article", "heading", "provision", "strength", "exception", *REACH_COLUMNS)
_NEAREST = ("details", "evidence", "nearest", "nearest_date", "nearest_article", "nearest_strength", "alike")

_GAPS = re.compile(r"\s*\n\s*")

Flagged = Sequence[tuple[int, DraftArticle]]
"""Articles with their index in the report."""


def show_clauses(messages: Messages, state: LinkState, draft: DraftSession, report: DraftReport) -> None:
    """The list, narrowed to one provision and cut into pages, and its download."""
    flagged = [(at, article) for at, article in enumerate(report.articles) if article.findings]
    layout.section(messages.count("draft.flagged", len(flagged)), messages.say("draft.flagged_intro"))
    with st.container(horizontal=True, key="draft-filters"):
        provision = state.select(
            messages.say("filter.provision"),
            "provision",
            _codes(flagged),
            default=None,
            shown=lambda code: provision_name(messages, code),
            placeholder=messages.say("filter.all_provisions"),
        )
        kept = [
            (at, article)
            for at, article in flagged
            if provision is None or any(finding.provision == provision for finding in article.findings)
        ]
        shown = _page(messages, state, kept)
    st.html(join(_card(messages, draft, report, at, article, provision) for at, article in shown))
    columns = [messages.say(f"column.{name}") for name in _COLUMNS]
    columns += [messages.say(f"draft.column.{name}") for name in _NEAREST]
    download(
        messages,
        "draft",
        columns,
        lambda: list(_table(messages, draft)),
        "draft-findings.csv",
        label="draft.download",
    )


def _codes(flagged: Flagged) -> list[str]:
    return template_facts().sorted_codes(
        finding.provision for _, article in flagged for finding in article.findings
    )


def _page(messages: Messages, state: LinkState, flagged: Flagged) -> Flagged:
    """The articles of the page in the address, with a box to choose a page if there are several."""
    pages = [str(number + 1) for number in range(-(-len(flagged) // SHOWN))]
    if len(pages) < 2:
        return flagged

    def words(page: str) -> str:
        first = (int(page) - 1) * SHOWN + 1
        last = min(first + SHOWN - 1, len(flagged))
        return messages.say("draft.range", first=first, last=last, n=len(flagged))

    number = int(state.select(messages.say("draft.page"), "page", pages, default="1", shown=words) or 1)
    return flagged[(number - 1) * SHOWN : number * SHOWN]


def _card(
    messages: Messages,
    draft: DraftSession,
    report: DraftReport,
    at: int,
    article: DraftArticle,
    provision: str | None,
) -> Markup:
    findings = [
        (place, finding)
        for place, finding in enumerate(article.findings)
        if provision is None or finding.provision == provision
    ]
    spans = [
        Span(start, end, finding.strength or "unrated", provision_name(messages, finding.provision))
        for _, finding in findings
        for start, end in finding.spans
    ]
    chapter = article.chapter_number or article.chapter_heading
    where = chapter_name(messages, article.chapter_number, article.chapter_heading) if chapter else None
    return tag(
        "article",
        tag("h3", _title(messages, report, article)),
        tag("p", where, class_="quiet") if where else None,
        tag("ul", *(tag("li", _chips(messages, finding)) for _, finding in findings), class_="found"),
        tag("blockquote", excerpts(messages, article.text, spans), lang=report.language),
        *(_nearest(messages, draft, report, at, place) for place, _ in findings),
        class_="card",
    )


def _title(messages: Messages, report: DraftReport, article: DraftArticle) -> str:
    if report.undivided:
        return messages.say("draft.whole_text")
    return article_title(messages, _reference(article))


def _reference(article: DraftArticle) -> ArticleRef:
    """The draft's article in the form from which names are made; it has no address."""
    return ArticleRef(
        0,
        article.number,
        article.heading,
        article.chapter_number,
        article.chapter_heading,
        "other",
        0,
        None,
        "",
        cited_levels=article.cited_levels,
    )


def _chips(messages: Messages, finding: DraftFinding) -> Markup:
    name = tag("span", found_name(messages, finding.provision, finding.notes), class_="found-name")
    strength = (
        strength_chip(messages, finding.provision, finding.strength, finding.notes)
        if shows_strength(finding.provision)
        else None
    )
    details = join((note_name(messages, note) for note in finding.notes), ", ")
    noted = tag("span", details, class_="quiet") if details else None
    reach = reach_chips(messages, finding)
    return join([name, strength, exception_chip(messages, finding.exception), reach, noted], " ")


def _look_up(draft: DraftSession, report: DraftReport, at: int, place: int) -> list[NearestClause]:
    """The nearest clauses of one finding, looked up once and stored in the draft session.

    Only the provision's code is passed to the shared reader, which caches results; the draft's words are not.
    """
    if (at, place) not in draft.nearest:
        article = report.articles[at]
        finding = article.findings[place]
        draft.nearest[at, place] = nearest_wordings(
            ask(provision_wordings, finding.provision),
            quotation(article.text, finding.spans).text,
            article.text,
            report.language,
            least=ALIKE,
            similarities=draft.similarities,
        )
    return draft.nearest[at, place]


def _nearest(
    messages: Messages, draft: DraftSession, report: DraftReport, at: int, place: int
) -> Markup | None:
    """The nearest existing clause of one finding in a fold, with the draft's changes to it."""
    article = report.articles[at]
    finding = article.findings[place]
    found = _look_up(draft, report, at, place)
    name = found_name(messages, finding.provision, finding.notes)
    if not found:
        return tag(
            "p", messages.say("draft.no_nearest", provision=name, percent=round(100 * ALIKE)), class_="quiet"
        )
    first, *others = found
    return tag(
        "details",
        tag(
            "summary",
            tag("span", messages.say("draft.nearest", provision=name), class_="fold-name"),
            tag("span", _reported(messages, first), class_="fold-note"),
        ),
        tag("p", _source(messages, finding.provision, first)),
        _comparison(messages, report, first),
        _others(messages, finding.provision, others) if others else None,
        class_="fold",
    )


def _reported(messages: Messages, near: NearestClause) -> str:
    return messages.say("draft.nearest_alike", agreement=near.wording.agreement, percent=_percent(near))


def _percent(near: NearestClause) -> str:
    return f"{100 * near.similarity:.0f}"


def _source(messages: Messages, provision: str, near: NearestClause) -> Markup:
    wording = near.wording
    link = aside(
        "agreement",
        messages.say("named", name=wording.agreement, words=article_title(messages, wording.article)),
        agreement=wording.slug,
        article=wording.article.link,
    )
    strength = strength_chip(messages, provision, wording.strength) if shows_strength(provision) else None
    exception = exception_chip(messages, wording.exception)
    when = day(messages, wording.date) if wording.date or not wording.year else str(wording.year)
    return join([link, "·", when, strength, exception], " ")


def _comparison(messages: Messages, report: DraftReport, near: NearestClause) -> Markup:
    """The existing clause with the draft's changes as a redline."""
    marked: Child = redline(messages, compare_wordings(_lines(near.stored), _lines(near.given)))
    return join(
        [
            tag("p", messages.say("draft.legend"), class_="quiet"),
            tag("blockquote", tag("p", marked, class_="full-text"), lang=report.language),
        ]
    )


def _lines(text: str) -> str:
    """The text without empty lines, which only stretch a redline."""
    return _GAPS.sub("\n", text.strip())


def _others(messages: Messages, provision: str, others: Sequence[NearestClause]) -> Markup:
    lines = [
        tag(
            "li", _source(messages, provision, near), " ", messages.say("draft.alike", percent=_percent(near))
        )
        for near in others
    ]
    return join([tag("p", messages.say("draft.others"), class_="quiet"), tag("ul", *lines)])


def _table(messages: Messages, draft: DraftSession) -> Iterator[tuple[object, ...]]:
    """One row per finding, with its nearest clause; none once the draft session was deleted.

    Streamlit keeps the download's function for a while, so the function must not have a reference to the report.
    """
    report = draft.report
    if report is None:
        return
    for at, article in enumerate(report.articles):
        for place, finding in enumerate(article.findings):
            found = _look_up(draft, report, at, place)
            near = found[0] if found else None
            wording = near.wording if near else None
            yield (
                chapter_name(messages, article.chapter_number, article.chapter_heading),
                _title(messages, report, article),
                article.heading,
                found_name(messages, finding.provision, finding.notes),
                strength_word(messages, finding.provision, finding.strength, finding.notes),
                exception_word(messages, finding.exception),
                *reach_cells(messages, finding),
                ", ".join(note_name(messages, note) for note in finding.notes),
                quotation(article.text, finding.spans).text,
                wording.agreement if wording else None,
                wording.date if wording else None,
                article_title(messages, wording.article) if wording else None,
                strength_word(messages, finding.provision, wording.strength) if wording else None,
                _percent(near) if near else None,
            )
