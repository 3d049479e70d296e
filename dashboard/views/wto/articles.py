"""The WTO page's text article by article: findings, principles, comparison with the reference, and what is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import BASES, basis_cells, basis_chip, basis_paragraph, basis_sentence
from dashboard.parts.chart_table import data_table, form_switch
from dashboard.parts.evidence import Span, excerpts
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished
from dashboard.parts.markup import Child, Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, article_title, chapter_name, provision_name
from dashboard.parts.provision_link import provision_link
from dashboard.parts.reach import REACH_COLUMNS, reach_cells, reach_chips
from dashboard.parts.report_error import report_link
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from tracker.queries import (
    AgreementHeader,
    ArticleRow,
    ArticleWords,
    BasisCounts,
    ChapterRow,
    FindingRow,
    ProvisionFacts,
    ReferenceAgreement,
    ReferenceRow,
    TemplateFacts,
    article_words,
    compare_with_reference,
    count_bases,
    template_facts,
)
from tracker.queries.core.template_facts import TEMPLATE_GROUPS

_COLUMNS = (
    "chapter",
    "article",
    "heading",
    "provision",
    "strength",
    "exception",
    "principle",
    "against",
    "reference",
    "basis",
    "basis_source",
)

Verdicts = Mapping[str, ReferenceRow]
"""By provision, how the text compares with the reference agreement; empty where that is not stored."""


def show_articles(
    messages: Messages,
    state: LinkState,
    header: AgreementHeader,
    outline: Sequence[ChapterRow],
    reference: ReferenceAgreement | None,
) -> None:
    """Every article in the text's order, with its findings and its words in a fold; or all as a table."""
    facts = template_facts(messages.language)
    verdicts = _verdicts(header, reference)
    flagged = [row for chapter in outline for row in chapter.articles if rules(row, facts)]
    layout.section(messages.say("wto.articles"), messages.say("wto.articles_intro"))
    if not flagged:
        layout.notice(messages.say("agreement.nothing"))
    elif reference is None:
        st.html(tag("p", messages.say("reference.not_loaded"), class_="quiet"))
    name = reference.short_name if reference else messages.say("unknown")
    columns = [messages.say(f"wto.column_{column}", name=name) for column in _COLUMNS]
    columns += [messages.say(f"column.{column}") for column in REACH_COLUMNS]
    table = partial(_table, messages, outline, facts, verdicts, reference)
    place = st.container()
    as_table = form_switch(
        messages,
        state,
        "list",
        "articles",
        columns,
        table,
        f"wto-articles-{header.slug}.csv",
        parameter="articles",
    )
    with place:
        if as_table:
            data_table(columns, table)
            return

        def chapters() -> Markup:
            ids = tuple(row.article.article_id for row in flagged)
            words = {entry.article_id: entry for entry in ask(article_words, ids)}
            languages = {document.document_id: document.language for document in header.documents}
            page = _Page(messages, header, facts, verdicts, reference, words, languages)
            return layout.phone_fold(messages, *(page.chapter(chapter) for chapter in outline))

        st.html(finished(messages, "wto articles", (header.slug, reference and reference.slug), chapters))


def rules(row: ArticleRow, facts: TemplateFacts) -> list[FindingRow]:
    """Findings of an article that are rules: definitions and scope are not."""
    return [finding for finding in row.findings if facts.provision(finding.provision).has_strength]


def _verdicts(header: AgreementHeader, reference: ReferenceAgreement | None) -> Verdicts:
    if reference is None or reference.slug == header.slug:
        return {}
    return {row.provision: row for row in ask(compare_with_reference, header.slug, reference.slug)}


def principle_words(messages: Messages, code: str, facts: TemplateFacts) -> str:
    """The principles a provision belongs to; the name of its group where it belongs to none."""
    provision = facts.provision(code)
    if not provision.principles:
        return messages.say(f"group.{provision.group.replace(' ', '_')}")
    return "; ".join(
        messages.say("wto.principle", number=number, title=facts.principle(number).title)
        for number in provision.principles
    )


class _Page:
    """What all cards have in common, and the cards."""

    def __init__(
        self,
        messages: Messages,
        header: AgreementHeader,
        facts: TemplateFacts,
        verdicts: Verdicts,
        reference: ReferenceAgreement | None,
        words: Mapping[int, ArticleWords],
        languages: Mapping[int, str],
    ) -> None:
        self.messages, self.header, self.facts = messages, header, facts
        self.verdicts, self.reference = verdicts, reference
        self.words, self.languages = words, languages

    def chapter(self, chapter: ChapterRow) -> Markup:
        """Its articles with findings as cards, the others by name."""
        folds = [self._fold(row) for row in chapter.articles if rules(row, self.facts)]
        others = [self._link(row, chapter) for row in chapter.articles if not rules(row, self.facts)]
        rest = tag("p", self.messages.say("wto.others"), " ", join(others, " · "), class_="quiet")
        return tag(
            "section",
            tag("h3", chapter_name(self.messages, chapter.number, chapter.heading)),
            *folds,
            rest if others else None,
            class_="chapter",
        )

    def _link(self, row: ArticleRow, chapter: ChapterRow) -> Markup:
        """A link to an article by its name; where it has none (a preamble, an annex) by that of its chapter."""
        title = article_title(self.messages, row.article)
        if not row.article.number and not row.article.heading:
            title = chapter_name(self.messages, chapter.number, chapter.heading)
        return page_link("agreement", title, agreement=self.header.slug, article=row.article.link)

    def _fold(self, row: ArticleRow) -> Markup:
        """A fold with one line per finding; opened, it shows the words with the evidence marked, and links."""
        found = rules(row, self.facts)
        words = self.words.get(row.article.article_id)
        body: Child = tag("p", self.messages.say("provision.no_text"), class_="quiet")
        if words is not None:
            spans = [
                Span(start, end, finding.strength, provision_name(self.messages, finding.provision))
                for finding in found
                for start, end in finding.spans
            ]
            body = tag(
                "blockquote",
                excerpts(self.messages, words.text, spans),
                lang=self.languages.get(row.article.document_id),
            )
        full_article = page_link(
            "agreement",
            self.messages.say("wto.whole_article"),
            agreement=self.header.slug,
            article=row.article.link,
        )
        return tag(
            "details",
            tag(
                "summary",
                tag(
                    "span",
                    article_title(self.messages, row.article),
                    class_="fold-name",
                    lang=self.languages.get(row.article.document_id),
                ),
                tag("span", *(self._line(row, finding) for finding in found), class_="wto-lines"),
            ),
            tag(
                "div",
                tag("ul", *(self._more(row, finding) for finding in found), class_="wto-found"),
                body,
                tag("p", full_article),
                class_="wto-open",
            ),
            class_="fold",
        )

    def _line(self, row: ArticleRow, finding: FindingRow) -> Markup:
        """One finding in a line: provision, strength, exception, principle, and the comparison with the reference."""
        provision = self.facts.provision(finding.provision)
        reported = [
            self.messages.say("wto.principle_number", number=number) for number in provision.principles
        ]
        verdict = verdict_words(self.messages, self.verdicts, self.reference, finding.provision, row)
        pieces: list[Child] = [
            provision_name(self.messages, finding.provision),
            strength_chip(self.messages, finding.provision, finding.strength, finding.notes),
            exception_chip(self.messages, finding.exception),
            reach_chips(self.messages, finding),
            basis_chip(self.messages, finding.basis),
            tag("span", " · ".join([*reported, *([verdict] if verdict else [])]), class_="quiet"),
        ]
        return tag("span", join(pieces, " "), class_="wto-line")

    def _more(self, row: ArticleRow, finding: FindingRow) -> Markup:
        """Links of a finding: its principle in full, the provision's page, both wordings."""
        links: list[Child] = [
            provision_link(self.messages, finding.provision),
            report_link(self.messages, finding.provision, self.header.slug, row.article),
        ]
        if verdict_words(self.messages, self.verdicts, self.reference, finding.provision, row):
            name = self.reference.short_name if self.reference else ""
            links.append(
                page_link(
                    "agreement",
                    self.messages.say("wto.both_wordings", name=name),
                    agreement=self.header.slug,
                    view="reference",
                    clause=finding.provision,
                    class_="clause-link",
                )
            )
        name = provision_name(self.messages, finding.provision)
        words = principle_words(self.messages, finding.provision, self.facts)
        return tag("li", self.messages.say("named", name=name, words=words), " ", join(links, " · "))


def verdict_words(
    messages: Messages,
    verdicts: Verdicts,
    reference: ReferenceAgreement | None,
    provision: str,
    row: ArticleRow,
) -> str:
    """How the text compares with the reference on a provision, shown at its main clause only."""
    verdict = verdicts.get(provision)
    if verdict is None or reference is None or verdict.here is None:
        return ""
    if verdict.here.article.article_id != row.article.article_id:
        return ""
    if template_facts().provision(provision).group not in TEMPLATE_GROUPS:
        return ""  # provisions that preserve policy space are not compared by strictness
    return messages.say(f"wto.against_{verdict.verdict}", name=reference.short_name)


def _table(
    messages: Messages,
    outline: Sequence[ChapterRow],
    facts: TemplateFacts,
    verdicts: Verdicts,
    reference: ReferenceAgreement | None,
) -> list[tuple[object, ...]]:
    """One row per finding; one row for an article without findings."""
    table: list[tuple[object, ...]] = []
    for chapter in outline:
        for row in chapter.articles:
            place = (
                chapter_name(messages, chapter.number, chapter.heading),
                article_name(messages, row.article),
                row.article.heading,
            )
            found = rules(row, facts)
            table += [
                (
                    *place,
                    provision_name(messages, finding.provision),
                    strength_word(messages, finding.provision, finding.strength, finding.notes),
                    exception_word(messages, finding.exception),
                    principle_words(messages, finding.provision, facts),
                    verdict_words(messages, verdicts, reference, finding.provision, row),
                    row.article.reference,
                    *basis_cells(messages, finding.basis),
                    *reach_cells(messages, finding),
                )
                for finding in found
            ]
            if not found:
                table.append((*place, "", "", "", "", "", row.article.reference, "", None, "", "", ""))
    return table


def missing_provisions(outline: Sequence[ChapterRow], facts: TemplateFacts) -> list[ProvisionFacts]:
    """Provisions of the template that were not found in the text, in the template's order."""
    found = {finding.provision for chapter in outline for row in chapter.articles for finding in row.findings}
    return [one for one in facts.provisions if one.group == "template" and one.code not in found]


def show_figures(messages: Messages, outline: Sequence[ChapterRow]) -> None:
    """How many rules the text has by their strongest clause, and how many of the template's it does not have."""
    facts = template_facts(messages.language)
    strongest: dict[str, str] = {}
    for chapter in outline:
        for row in chapter.articles:
            for finding in row.findings:
                if (
                    facts.provision(finding.provision).group in TEMPLATE_GROUPS
                    and finding.strength != "unrated"
                ):
                    known = strongest.get(finding.provision)
                    strongest[finding.provision] = "hard" if known == "hard" else finding.strength
    counted = Counter(strongest.values())
    numbers = [(messages.say(f"wto.figure_{name}"), counted[name]) for name in ("hard", "soft")]
    missing = len(missing_provisions(outline, facts))
    st.html(layout.figures(messages, [*numbers, (messages.say("wto.figure_missing"), missing)]))
    known = basis_paragraph(basis_sentence(messages, _bases(outline, strongest), "counted_provisions"))
    if known is not None:
        st.html(known)


def _bases(outline: Sequence[ChapterRow], strongest: Mapping[str, str]) -> BasisCounts:
    """On what the strongest clause of each provision rests, of several the firmest."""
    kinds: dict[str, set[str]] = {code: set() for code in strongest}
    for chapter in outline:
        for row in chapter.articles:
            for finding in row.findings:
                if strongest.get(finding.provision) == finding.strength:
                    kinds[finding.provision].add(finding.basis.firmness)
    return count_bases(min(found, key=BASES.index) for found in kinds.values())


def show_missing(
    messages: Messages,
    header: AgreementHeader,
    outline: Sequence[ChapterRow],
    reference: ReferenceAgreement | None,
) -> None:
    """Provisions of the template that were not found in the text, with what the reference agreement has on them."""
    facts = template_facts(messages.language)
    found = {finding.provision for chapter in outline for row in chapter.articles for finding in row.findings}
    missing = [one for one in facts.provisions if one.group == "template" and one.code not in found]
    if not missing:
        return
    verdicts = _verdicts(header, reference)
    layout.section(messages.count("wto.missing", len(missing)), messages.say("wto.missing_intro"))
    items = []
    for provision in missing:
        row = verdicts.get(provision.code)
        there = row.reference if row else None
        chips: list[Child] = [
            tag("span", provision_name(messages, provision.code), class_="found-name"),
            provision_link(messages, provision.code, brief=True),
        ]
        said = principle_words(messages, provision.code, facts)
        if there is not None and reference is not None:
            strength = strength_word(messages, provision.code, there.strength)
            said += " · " + messages.say("wto.there", name=reference.short_name, strength=strength)
        items.append(tag("li", join(chips, " "), tag("p", said, class_="quiet")))
    st.html(layout.phone_fold(messages, tag("ul", *items, class_="principles wto-found")))
