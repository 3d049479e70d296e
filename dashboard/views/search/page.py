"""The Search page: full text over all articles, with filters, snippets and links to the clauses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_cells, basis_chip, sourced_words
from dashboard.parts.chart_table import download
from dashboard.parts.endings import ended_cell, ended_note
from dashboard.parts.evidence import marked
from dashboard.parts.facts import ask
from dashboard.parts.filters import choose_party, choose_topic, choose_years, link_parameters
from dashboard.parts.found import found_list
from dashboard.parts.language import link_language, messages_here
from dashboard.parts.markup import Child, Markup, join, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import (
    article_name,
    article_title,
    chapter_name,
    provision_name,
    signed_cell,
    signed_in,
)
from dashboard.parts.reach import reach_words
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_word, strength_word
from dashboard.views.search.beside import show_also, show_named, show_suggestion
from tracker.queries import (
    LONGEST_QUERY,
    SHORTEST_PREFIX,
    CitedFinding,
    SearchFilter,
    SearchHit,
    SearchResult,
    agreement_index,
    cited_findings,
    named,
    progress,
    search_articles,
    suggestion,
    template_facts,
)

HITS_SHOWN = 20
"""Hits on one page."""

HITS_DOWNLOADED = 1_000
"""Most hits in one download; with more, a search returns most of the corpus."""

EXAMPLES = ("example_phrase", "example_either", "example_without", "example_article")
_LAST_TYPED = "last-search"
_COLUMNS = ("agreement", "signed_on", "chapter", "article", "heading", "provision")

Findings = Mapping[int, Sequence[CitedFinding]]


@dataclass(frozen=True, slots=True)
class Asked:
    """The visitor's search, and the same as parameters of a link."""

    typed: str
    choice: SearchFilter
    link: tuple[tuple[str, str], ...]
    exact: bool = False
    """Whether only the typed words are looked for, not the same terms in other languages."""

    @property
    def filtered(self) -> bool:
        """Whether the search has a filter."""
        return self.choice != SearchFilter()


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    layout.page_head(messages.say("search.title"), messages.say("search.intro"))
    now = ask(progress)
    if not now.documents:
        layout.empty_database(messages)
        return
    if not now.articles_with_text:
        layout.notice(messages.say("search.no_text", documents=now.documents))
        return
    problems = st.container()
    asked = _controls(messages, state)
    number = state.page()
    _go_to_named(asked)
    if not asked.typed:
        _show_start(messages, asked)
    else:
        _show_result(messages, state, asked, number)
    with problems:
        _report(messages, state)


def _go_to_named(asked: Asked) -> None:
    """Go to the one article that the visitor just typed (`TPP 14.11`).

    Only what is typed goes there: a link with such a search, or the way back to it, stays on this page.
    """
    before = st.session_state.get(_LAST_TYPED, asked.typed)
    st.session_state[_LAST_TYPED] = asked.typed
    if before == asked.typed or not asked.typed or asked.filtered:
        return
    articles = ask(named, asked.typed).articles
    if len(articles) == 1:
        [one] = articles
        place = {"agreement": one.slug, "article": one.article.link, **link_language()}
        st.switch_page("routes/agreement.py", query_params=place)


def _report(messages: Messages, state: LinkState) -> None:
    """Report unusable parameters; a search that was cut is reported differently from values that are ignored."""
    if any(name == "q" for name, _ in state.problems):
        layout.notice(messages.say("search.cut", longest=LONGEST_QUERY), kind="warning")
    layout.report_problems(messages, [problem for problem in state.problems if problem[0] != "q"])


def _controls(messages: Messages, state: LinkState) -> Asked:
    with st.container(key="controls"):
        typed = state.typed(
            messages.say("search.box"),
            "q",
            longest=LONGEST_QUERY,
            placeholder=messages.say("search.placeholder"),
        )
        narrowed = any(state.text(name) for name in ("party", "provision", "topic", "from", "to"))
        with st.expander(messages.say("search.filters"), key="more-filters", expanded=narrowed):
            choice = _filters(messages, state)
    link = {
        "provision": choice.provision,
        **link_parameters(
            party=choice.party, topics=choice.topics, year_from=choice.year_from, year_to=choice.year_to
        ),
    }
    exact = state.one_of("exact", ("1",), None) is not None
    link["exact"] = "1" if exact else None
    return Asked(typed, choice, tuple((name, value) for name, value in link.items() if value), exact)


def _filters(messages: Messages, state: LinkState) -> SearchFilter:
    party = choose_party(messages, state)
    provision = state.select(
        messages.say("filter.provision"),
        "provision",
        [provision.code for provision in template_facts(messages.language).provisions],
        default=None,
        shown=lambda code: provision_name(messages, code),
        placeholder=messages.say("filter.any"),
    )
    topics = choose_topic(messages, state)
    years = choose_years(messages, state)
    return SearchFilter(
        party=party, year_from=years.start, year_to=years.end, provision=provision, topics=topics
    )


def _show_start(messages: Messages, asked: Asked) -> None:
    """For an empty search: example searches, and the syntax."""
    links = [
        tag("li", page_link("search", words, **{"q": words, **dict(asked.link)}))
        for words in (messages.say(f"search.{name}") for name in EXAMPLES)
    ]
    layout.notice(
        tag("p", messages.say("search.start")),
        tag("ul", *links),
        tag("p", messages.say("search.how"), class_="quiet"),
    )


def _show_result(messages: Messages, state: LinkState, asked: Asked, number: int) -> None:
    result = _page_of(asked, number)
    if number > 1 and result.total and not result.hits:
        state.problems.append(("page", str(number)))
        number, result = 1, _page_of(asked, 1)
    if not result.understood:
        layout.notice(messages.say("search.unreadable", typed=asked.typed), kind="warning")
        return
    found_by_name = show_named(messages, ask(named, asked.typed))
    if result.too_broad:
        words = messages.say("search.too_broad", letters=SHORTEST_PREFIX)
        layout.notice(words, kind="warning")
        return
    show_suggestion(messages, ask(suggestion, asked.typed, asked.choice, total=result.total), asked.link)
    show_also(messages, result.also, asked.typed, asked.link)
    if not result.total:
        if not found_by_name:
            _show_nothing(messages, asked)
        return
    layout.section(
        messages.count("search.hits", result.total), _range(messages, number, len(result.hits), result.total)
    )
    findings = _findings(result.hits)
    st.html(join(_card(messages, hit, findings.get(hit.article.article_id, ())) for hit in result.hits))
    _show_pages(messages, asked, number, result.total)
    download(
        messages,
        "search",
        [*(messages.say(f"column.{name}") for name in _COLUMNS), *_last_columns(messages)],
        lambda: _table(messages, asked),
        "search.csv",
    )
    if result.total > HITS_DOWNLOADED:
        st.html(tag("p", messages.say("search.download_cut", n=HITS_DOWNLOADED), class_="quiet"))


def _page_of(asked: Asked, number: int) -> SearchResult:
    offset = (number - 1) * HITS_SHOWN
    return ask(search_articles, asked.typed, asked.choice, limit=HITS_SHOWN, offset=offset, exact=asked.exact)


def _show_nothing(messages: Messages, asked: Asked) -> None:
    name = "nothing_filtered" if asked.filtered else "nothing"
    wider = page_link("search", messages.say("search.without_filters"), q=asked.typed)
    layout.notice(
        tag("strong", messages.say(f"search.{name}", typed=asked.typed)),
        " ",
        messages.say("search.nothing_help"),
        *([" ", wider] if asked.filtered else []),
    )


def _range(messages: Messages, number: int, shown: int, total: int) -> str:
    if total <= HITS_SHOWN:
        return messages.say("search.all_shown")
    first = (number - 1) * HITS_SHOWN + 1
    return messages.say("search.range", first=first, last=first + shown - 1)


def _findings(hits: Iterable[SearchHit]) -> Findings:
    """The findings in the articles found, by article."""
    slugs = {hit.slug for hit in hits}
    ids = tuple(agreement.id for agreement in ask(agreement_index) if agreement.slug in slugs)
    by_article: defaultdict[int, list[CitedFinding]] = defaultdict(list)
    for finding in ask(cited_findings, agreement_ids=ids):
        by_article[finding.article.article_id].append(finding)
    return by_article


def _card(messages: Messages, hit: SearchHit, findings: Sequence[CitedFinding]) -> Markup:
    where = [f"{hit.agreement} ({signed_in(messages, hit)})" if signed_cell(hit) else hit.agreement]
    if hit.article.chapter_number or hit.article.chapter_heading:
        where.append(chapter_name(messages, hit.article.chapter_number, hit.article.chapter_heading))
    return tag(
        "article",
        tag(
            "h3",
            page_link(
                "agreement",
                article_title(messages, hit.article),
                agreement=hit.slug,
                article=hit.article.link,
            ),
            class_="hit-title",
            lang=hit.language,
        ),
        tag("p", " · ".join(where), " ", basis_chip(messages, hit.basis), class_="quiet hit-where"),
        ended_note(messages, hit.slug),
        found_list(messages, findings, hit.slug, hit.article) if findings else None,
        _passage(messages, hit),
        class_="card",
    )


def _passage(messages: Messages, hit: SearchHit) -> Markup:
    found = hit.snippet
    words: list[Child] = [
        "… " if found.cut_before else None,
        marked(found.text, found.marks),
        " …" if found.cut_after else None,
    ]
    in_heading = None if found.marks else tag("p", messages.say("search.heading_only"), class_="quiet")
    in_full = messages.say("search.in_full")
    link = page_link("agreement", in_full, agreement=hit.slug, article=hit.article.link)
    remark = woven(messages.template("search.excerpt"), article=link) if found.excerpt else None
    # The quotation is in the document's language, the remarks below it in the visitor's.
    quoted = (
        tag("blockquote", tag("p", *words, class_="full-text"), lang=hit.language) if found.text else None
    )
    return join([quoted, in_heading, tag("p", remark, class_="quiet") if remark else None])


def _show_pages(messages: Messages, asked: Asked, number: int, total: int) -> None:
    pages = -(-total // HITS_SHOWN)
    if pages == 1:
        return

    def turn(name: str, to: int) -> Markup:
        if not 1 <= to <= pages:
            return tag("span")
        parameters = {"q": asked.typed, **dict(asked.link), "page": str(to) if to > 1 else None}
        return page_link("search", messages.say(f"search.{name}"), **parameters)

    st.html(
        tag(
            "nav",
            turn("previous", number - 1),
            tag("span", messages.say("search.page", n=number, pages=pages)),
            turn("next", number + 1),
            class_="neighbours",
            aria_label=messages.say("search.pages"),
        )
    )


def _last_columns(messages: Messages) -> list[str]:
    names = ("column.link", "column.reference", "column.basis", "column.basis_source", "column.ending")
    return [messages.say("search.passage"), *(messages.say(name) for name in names)]


def _table(messages: Messages, asked: Asked) -> list[tuple[object, ...]]:
    """All hits (up to HITS_DOWNLOADED) as rows of the download."""
    hits = ask(search_articles, asked.typed, asked.choice, limit=HITS_DOWNLOADED, exact=asked.exact).hits
    findings = _findings(hits)
    return [
        (
            hit.agreement,
            signed_cell(hit),
            chapter_name(messages, hit.article.chapter_number, hit.article.chapter_heading),
            article_name(messages, hit.article),
            hit.article.heading,
            "; ".join(_in_words(messages, found) for found in findings.get(hit.article.article_id, ())),
            hit.snippet.plain,
            hit.slug,
            hit.article.link,
            *basis_cells(messages, hit.basis),
            ended_cell(messages, hit.slug),
        )
        for hit in hits
    ]


def _in_words(messages: Messages, finding: CitedFinding) -> str:
    details = [
        strength_word(messages, finding.provision, finding.strength, finding.notes),
        exception_word(messages, finding.exception),
        *reach_words(messages, finding),
        "" if finding.basis.is_read else sourced_words(messages, finding.basis),
    ]
    listed = ", ".join(word for word in details if word)
    name = provision_name(messages, finding.provision)
    return f"{name} ({listed})" if listed else name
