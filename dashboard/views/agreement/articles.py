"""The articles of the Agreement page: the flagged ones with evidence, a list of all, or a single one."""

from collections.abc import Iterable, Iterator, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.applicable import exceptions_of
from dashboard.parts.basis import (
    basis_cells,
    basis_chip,
    basis_paragraph,
    basis_sentence,
    basis_sources,
)
from dashboard.parts.chart_table import data_table, form_switch
from dashboard.parts.evidence import Span, excerpts, highlighted
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.found import found_list
from dashboard.parts.markup import Child, Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, article_title, chapter_name, provision_name
from dashboard.parts.reach import REACH_COLUMNS, reach_cells, uncertain_note
from dashboard.parts.replaced import replaced_note, replaced_words
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_word, strength_word
from dashboard.views.agreement.about import source_links
from dashboard.views.agreement.why import why_flagged
from tracker.queries import (
    AgreementHeader,
    ArticleRef,
    ArticleRow,
    ArticleWords,
    ChapterRow,
    FindingRow,
    article_words,
    count_bases,
)


def show_flagged(
    messages: Messages,
    state: LinkState,
    header: AgreementHeader,
    chapters: Sequence[ChapterRow],
    provision: str | None,
) -> None:
    """Every article with a finding (of `provision`, if given), evidence marked, or the same as a table."""
    shown = [(chapter, [row for row in chapter.articles if _wanted(row, provision)]) for chapter in chapters]
    rows = [row for _, flagged in shown for row in flagged]
    if not chapters:
        return  # nothing of it was read, as the page has said: that nothing was found in it would say more
    layout.section(messages.count("agreement.flagged", len(rows)), messages.say("agreement.flagged_intro"))
    if not rows:
        layout.notice(messages.say("agreement.nothing"))
        return
    known = count_bases(
        f.basis.firmness for row in rows for f in row.findings if provision in (None, f.provision)
    )
    counted = basis_paragraph(basis_sentence(messages, known, "counted_cells"))
    if counted is not None:
        st.html(counted)
    doubtful = uncertain_note(messages, _uncertain(rows, provision))
    if doubtful is not None:
        st.html(doubtful)

    def sections() -> Markup:
        words = _words(rows)
        return join(
            tag(
                "section",
                tag("h3", chapter_name(messages, chapter.number, chapter.heading)),
                layout.phone_fold(
                    messages,
                    *(
                        _card(messages, header, row, words.get(row.article.article_id), provision)
                        for row in flagged
                    ),
                    label=messages.count("agreement.flagged", len(flagged)),
                ),
                class_="chapter",
            )
            for chapter, flagged in shown
            if flagged
        )

    place = st.container()
    columns, table = _chart_table(messages, header, shown, provision)
    as_table = form_switch(
        messages, state, "list", "agreement", columns, table, f"agreement-{header.slug}.csv"
    )
    with place:
        if as_table:
            data_table(columns, table)
        else:
            st.html(finished(messages, "flagged", (header.slug, provision), sections))


def _uncertain(rows: Iterable[ArticleRow], provision: str | None) -> int:
    """How many of the articles shown have nothing but uncertain findings."""
    return sum(all(f.uncertain for f in row.findings if provision in (None, f.provision)) for row in rows)


def _wanted(row: ArticleRow, provision: str | None) -> bool:
    return any(provision is None or finding.provision == provision for finding in row.findings)


def _words(rows: Iterable[ArticleRow]) -> dict[int, ArticleWords]:
    ids = tuple(row.article.article_id for row in rows)
    return {words.article_id: words for words in ask(article_words, ids)}


def _card(
    messages: Messages,
    header: AgreementHeader,
    row: ArticleRow,
    words: ArticleWords | None,
    provision: str | None,
) -> Markup:
    findings = [f for f in row.findings if provision is None or f.provision == provision]
    link = page_link(
        "agreement",
        article_title(messages, row.article),
        agreement=header.slug,
        article=row.article.link,
    )
    return tag(
        "article",
        tag("h4", link, lang=_language(header, row.article)),
        replaced_note(messages, header, row.replaced),
        found_list(messages, findings, header.slug, row.article),
        tag(
            "blockquote",
            excerpts(messages, words.text, _spans(messages, findings)),
            lang=_language(header, row.article),
        )
        if words
        else None,
        class_="card",
    )


def _language(header: AgreementHeader, article: ArticleRef) -> str | None:
    """The language of an article, so that screen readers pronounce it correctly."""
    languages = {document.document_id: document.language for document in header.documents}
    return languages.get(article.document_id)


def _spans(messages: Messages, findings: Iterable[FindingRow]) -> list[Span]:
    return [
        Span(start, end, finding.strength, provision_name(messages, finding.provision))
        for finding in findings
        for start, end in finding.spans
    ]


def show_single(
    messages: Messages, header: AgreementHeader, chapters: Sequence[ChapterRow], row: ArticleRow
) -> None:
    """One whole article, with links to the previous and the next one."""
    chapter = next(chapter for chapter in chapters if row in chapter.articles)
    words = _words([row]).get(row.article.article_id)
    body: Child = tag("p", messages.say("agreement.article_no_text"), class_="quiet")
    if words is not None:
        body = tag(
            "div",
            highlighted(words.text, _spans(messages, row.findings)),
            class_="full-text",
            lang=_language(header, row.article),
        )
    st.html(
        tag(
            "article",
            tag("p", page_link("agreement", messages.say("agreement.back"), agreement=header.slug)),
            tag("p", chapter_name(messages, chapter.number, chapter.heading), class_="quiet"),
            tag("h2", article_title(messages, row.article), lang=_language(header, row.article)),
            replaced_note(messages, header, row.replaced),
            found_list(messages, row.findings, header.slug, row.article)
            if row.findings
            else _label(messages, row),
            *_sources(messages, row),
            body,
            exceptions_of(messages, header, row.article.article_id),
            why_flagged(messages, row, _language(header, row.article)),
            tag("p", _neighbours(messages, header, chapters, row), class_="neighbours"),
            tag("p", messages.say("agreement.source"), " ", *source_links(messages, header), class_="quiet"),
            class_="single",
        )
    )


def _label(messages: Messages, row: ArticleRow) -> Markup | None:
    """How an article without findings came here, where that is not from a text of the agreement."""
    chip = basis_chip(messages, row.basis)
    return tag("p", chip) if chip is not None else None


def _sources(messages: Messages, row: ArticleRow) -> list[Markup]:
    """The sources of what was not read in any text, each once."""
    bases = dict.fromkeys(finding.basis for finding in row.findings)
    return [links for basis in bases if (links := basis_sources(messages, basis)) is not None]


def _neighbours(
    messages: Messages, header: AgreementHeader, chapters: Sequence[ChapterRow], row: ArticleRow
) -> Markup:
    ordered = [article for chapter in chapters for article in chapter.articles]
    at = ordered.index(row)
    links = []
    for key, place in (("previous", at - 1), ("next", at + 1)):
        if 0 <= place < len(ordered):
            label = messages.say(f"agreement.{key}", title=article_title(messages, ordered[place].article))
            target = ordered[place].article.link
            links.append(page_link("agreement", label, agreement=header.slug, article=target))
    return join(links, " ")


def show_contents(messages: Messages, header: AgreementHeader, chapters: Sequence[ChapterRow]) -> None:
    """All articles by chapter, with the findings of each."""
    layout.section(messages.count("agreement.contents", sum(len(chapter.articles) for chapter in chapters)))
    if not chapters:
        return  # of an agreement of which only facts are known; the page has said so
    st.html(finished(messages, "contents", header.slug, lambda: join(_chapters(messages, header, chapters))))


def _chapters(
    messages: Messages, header: AgreementHeader, chapters: Sequence[ChapterRow]
) -> Iterator[Markup]:
    """One foldable list for each chapter."""
    for chapter in chapters:
        yield tag(
            "details",
            tag(
                "summary",
                tag("span", chapter_name(messages, chapter.number, chapter.heading), class_="fold-name"),
                tag("span", messages.count("agreement.articles", len(chapter.articles)), class_="fold-note"),
            ),
            tag(
                "ul", *(_contents_line(messages, header, row) for row in chapter.articles), class_="contents"
            ),
            class_="fold",
            open=any(row.findings for row in chapter.articles),
        )


def _contents_line(messages: Messages, header: AgreementHeader, row: ArticleRow) -> Markup:
    link = page_link(
        "agreement", article_title(messages, row.article), agreement=header.slug, article=row.article.link
    )
    names = join((provision_name(messages, finding.provision) for finding in row.findings), ", ")
    return tag(
        "li",
        tag("span", link, lang=_language(header, row.article)),
        tag("span", " ", names, class_="quiet") if names else None,
        " ",
        basis_chip(messages, row.basis),
        replaced_note(messages, header, row.replaced),
    )


def _chart_table(
    messages: Messages,
    header: AgreementHeader,
    shown: Sequence[tuple[ChapterRow, Sequence[ArticleRow]]],
    provision: str | None,
) -> tuple[list[str], list[tuple[object, ...]]]:
    """The findings shown, one row each."""
    names = (
        "chapter", "article", "heading", "provision", "strength", "exception", "score", "reference", "replaced",
        "basis", "basis_source", *REACH_COLUMNS,
    )  # fmt: skip
    columns = [messages.say(f"column.{name}") for name in names]
    rows: list[tuple[object, ...]] = [
        (
            chapter_name(messages, chapter.number, chapter.heading),
            article_name(messages, row.article),
            row.article.heading,
            provision_name(messages, finding.provision),
            strength_word(messages, finding.provision, finding.strength, finding.notes),
            exception_word(messages, finding.exception),
            round(finding.score, 2),
            row.article.reference,
            replaced_words(messages, header, row.replaced),
            *basis_cells(messages, finding.basis),
            *reach_cells(messages, finding),
        )
        for chapter, flagged in shown
        for row in flagged
        for finding in row.findings
        if provision is None or finding.provision == provision
    ]
    return columns, rows
