"""The Agreement page's lineage: where the words of each clause stood before, and in which later ones they stand."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.lineage import (
    Names,
    agreement_link,
    article_link,
    relative_cells,
    share_shown,
    signed_shown,
    status_shown,
)
from dashboard.parts.markup import Child, Markup, join, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import all_agreement_names, article_name, provision_name
from dashboard.parts.state import LinkState
from dashboard.views.agreement.reference import pair_card
from tracker.queries import (
    AgreementHeader,
    ClauseLineage,
    Relative,
    StoredWording,
    agreement_lineage,
    wordings_of,
)
from tracker.queries.lineage.state import NEAREST

MOST_NAMED = 3
"""Number of agreements named as those most often alike."""

SHOWN = 40
"""Most later clauses listed below a clause; the download has all."""

NAMED_UNORDERED = 8
"""Most agreements named whose days do not say which was earlier; the download has all."""

_COLUMNS = ("provision", "article", "model", "model_article", "signed_on", "status", "share", "later")
_WIDE = frozenset({"article", "model_article", "signed_on", "status"})
_LATER = ("agreement", "article", "signed_on", "status", "of_these", "of_its_own")
_FILE = ("provision", "article", "order", *_LATER)

Wordings = dict[int, StoredWording]
"""Words of clauses, by article."""


def show_origins(messages: Messages, state: LinkState, header: AgreementHeader) -> None:
    """One row per provision; `clause` in the address names the provision whose clauses are shown with their words."""
    found = ask(agreement_lineage, header.slug)
    layout.section(messages.say("lineage.title"), messages.say("lineage.intro"))
    if found.pending:
        named = ", ".join(provision_name(messages, code) for code in found.pending)
        layout.notice(messages.say("lineage.pending", provisions=named), kind="warning")
    if found.nearest_only:
        named = ", ".join(provision_name(messages, code) for code in found.nearest_only)
        layout.notice(messages.say("lineage.nearest_only", n=NEAREST, provisions=named), kind="warning")
    if not found.clauses:
        if not found.pending:
            layout.notice(messages.say("lineage.nothing"))
        return
    names = all_agreement_names(messages)
    main = [one for one in found.clauses if one.main]
    chosen = state.one_of("clause", [one.clause.provision for one in main], None)
    st.html(_summary(messages, main, names))
    if chosen is not None:
        _show_chosen(
            messages, header, [one for one in found.clauses if one.clause.provision == chosen], names
        )
    st.html(_table(messages, header, main, names))
    columns = [messages.say(f"lineage.column_{name}") for name in _FILE]
    download(
        messages,
        "origins",
        columns,
        lambda: list(_file_rows(messages, found.clauses, names)),
        f"lineage-{header.slug}.csv",
    )


def _summary(messages: Messages, main: Sequence[ClauseLineage], names: Names) -> Markup:
    """How many clauses have relatives either way, and in which agreements most often."""
    earlier = Counter(one.nearest.clause.slug for one in main if one.nearest)
    later = Counter(slug for one in main for slug in {each.clause.slug for each in one.descendants})
    counts = {
        "found_earlier": (sum(earlier.values()), earlier),
        "found_later": (sum(bool(one.descendants) for one in main), later),
    }
    return join(
        tag(
            "p",
            messages.say(f"lineage.{key}", n=number, of=len(main)),
            *(
                (" ", messages.say("lineage.most_often"), " ", _counted(messages, most, names))
                if most
                else ()
            ),
            class_="figure-line",
        )
        for key, (number, most) in counts.items()
    )


def _counted(messages: Messages, found: Counter[str], names: Names) -> Markup:
    links: list[Child] = [
        join([page_link("agreement", names[slug], agreement=slug), f" ({messages.number(number)})"])
        for slug, number in found.most_common(MOST_NAMED)
    ]
    return join(links, ", ")


def _show_chosen(
    messages: Messages, header: AgreementHeader, clauses: Sequence[ClauseLineage], names: Names
) -> None:
    """The clauses on one provision, each with the nearest earlier one and all later ones."""
    provision = clauses[0].clause.provision
    slugs = {one.nearest.clause.slug for one in clauses if one.nearest} | {header.slug}
    words = {
        one.article.article_id: one for one in ask(wordings_of, provision, agreements=tuple(sorted(slugs)))
    }
    for one in clauses:
        st.html(_pair(messages, header, one, words, names))
        if one.descendants:
            st.html(_later(messages, one, names))
        if one.unordered:
            st.html(tag("p", _unordered(messages, one.unordered, names), class_="quiet"))


def _pair(
    messages: Messages, header: AgreementHeader, one: ClauseLineage, words: Wordings, names: Names
) -> Markup:
    own = words.get(one.clause.article.article_id)
    title = woven(
        messages.template("named"),
        name=article_name(messages, one.clause.article),
        words=provision_name(messages, one.clause.provision),
    )
    near = one.nearest
    if near is None:
        text = own and tag("blockquote", tag("p", own.text, class_="full-text"), lang=own.language)
        none = tag("p", messages.say("lineage.no_earlier"), class_="quiet")
        return tag("article", tag("h3", title), none, text, class_="card")
    earlier = (near.clause.slug, names[near.clause.slug], words.get(near.clause.article.article_id))
    return pair_card(
        messages,
        title,
        earlier,
        (header.slug, messages.say("reference.this_agreement"), own),
        near.similarity,
        said=_said(messages, near, names),
    )


def _said(messages: Messages, near: Relative, names: Names) -> Markup:
    """How many words stand in the nearest earlier clause, and how firm that one is."""
    said: list[Child] = [
        woven(
            messages.template("lineage.share"),
            percent=share_shown(near.share),
            words=messages.number(near.of),
            model=agreement_link(near.clause, names),
            article=article_name(messages, near.clause.article),
            own=share_shown(near.own_share),
        ),
        messages.say(
            "lineage.signed",
            day=signed_shown(messages, near.clause),
            status=status_shown(messages, near.clause),
        ),
    ]
    if near.clause.uncertain:
        said.append(messages.say("lineage.uncertain"))
    return join([*said, messages.say("lineage.marks")], " ")


def _later(messages: Messages, one: ClauseLineage, names: Names) -> Markup:
    """The later clauses in which its words stand, those with most of them first."""
    name = article_name(messages, one.clause.article)
    head = layout.table_head(messages, "lineage.column_", _LATER, _WIDE)
    body = [
        tag(
            "tr",
            tag("th", agreement_link(later.clause, names), scope="row"),
            tag("td", article_link(messages, later.clause), class_="wide tight"),
            tag("td", signed_shown(messages, later.clause), class_="wide tight"),
            tag("td", status_shown(messages, later.clause), class_="wide"),
            tag("td", share_shown(later.share), class_="number"),
            tag("td", share_shown(later.own_share), class_="number"),
        )
        for later in one.descendants[:SHOWN]
    ]
    title = messages.count("lineage.later", len(one.descendants), article=name)
    more = len(one.descendants) - len(body)
    rest = tag("p", messages.count("lineage.more", more), class_="quiet") if more else None
    return join([tag("h3", title), layout.table_frame(title, head, body), rest])


def _unordered(messages: Messages, relatives: Sequence[Relative], names: Names) -> Markup:
    slugs = list(dict.fromkeys(one.clause.slug for one in relatives))
    links: list[Child] = [
        page_link("agreement", names[slug], agreement=slug) for slug in slugs[:NAMED_UNORDERED]
    ]
    if len(slugs) > NAMED_UNORDERED:
        links.append(messages.say("coverage.rest", n=len(slugs) - NAMED_UNORDERED))
    return woven(messages.template("lineage.unordered"), agreements=join(links, " · "))


def _table(
    messages: Messages, header: AgreementHeader, main: Iterable[ClauseLineage], names: Names
) -> Markup:
    head = layout.table_head(messages, "lineage.column_", _COLUMNS, _WIDE)
    body = [_line(messages, header, one, names) for one in main]
    return layout.table_frame(messages.say("lineage.title"), head, body)


def _line(messages: Messages, header: AgreementHeader, one: ClauseLineage, names: Names) -> Markup:
    clause, near = one.clause, one.nearest
    title = page_link(
        "agreement",
        provision_name(messages, clause.provision),
        agreement=header.slug,
        view="origins",
        clause=clause.provision,
    )
    earlier = (
        (
            tag("td", messages.say("lineage.none"), class_="quiet"),
            *(tag("td", class_="wide") for _ in "123"),
            tag("td"),
        )
        if near is None
        else (
            tag("td", agreement_link(near.clause, names)),
            tag("td", article_link(messages, near.clause), class_="wide tight"),
            tag("td", signed_shown(messages, near.clause), class_="wide tight"),
            tag("td", status_shown(messages, near.clause), class_="wide"),
            tag("td", share_shown(near.share), class_="number"),
        )
    )
    later = len({each.clause.slug for each in one.descendants})
    return tag(
        "tr",
        tag("th", title, scope="row"),
        tag("td", article_link(messages, clause), class_="wide tight"),
        *earlier,
        tag("td", messages.number(later), class_="number"),
    )


def _file_rows(
    messages: Messages, clauses: Iterable[ClauseLineage], names: Names
) -> Iterator[tuple[object, ...]]:
    """Every relative of every clause, both ways, and those whose order is not known."""
    for one in clauses:
        for order, relatives in (
            ("earlier", one.ancestors),
            ("later", one.descendants),
            ("unordered", one.unordered),
        ):
            for relative in relatives:
                yield (
                    provision_name(messages, one.clause.provision),
                    article_name(messages, one.clause.article),
                    messages.say(f"lineage.order_{order}"),
                    *relative_cells(messages, relative, names),
                )
