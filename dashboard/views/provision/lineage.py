"""The Provision page's family tree: which clause has whose words, as picture, table and files."""

from collections.abc import Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import chart_with_table
from dashboard.parts.facts import ask
from dashboard.parts.family_chart import clause_label, drawn_members, family_chart, year_of
from dashboard.parts.finished import finished_chart
from dashboard.parts.lineage import (
    Names,
    agreement_link,
    article_link,
    share_shown,
    signed_shown,
    status_shown,
)
from dashboard.parts.markup import Markup, join, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, provision_name, signed_cell
from dashboard.parts.state import LinkState
from dashboard.parts.strength import strength_chip, strength_word
from tracker.export.lineage import lineage_graphml
from tracker.queries import Family, FamilyMember, family
from tracker.queries.lineage.state import NEAREST

MOST_FOUND = 8
"""Clauses listed as those found again most often."""

_COLUMNS = (
    "tree",
    "agreement",
    "article",
    "signed_on",
    "status",
    "strength",
    "scope",
    "nearest",
    "nearest_article",
    "share",
    "later",
    "below",
)
_MOST = ("agreement", "article", "signed_on", "status", "strength", "later")
_WIDE = frozenset({"article", "signed_on", "status", "strength"})


def show_family(messages: Messages, state: LinkState, code: str, names: Names) -> None:
    """The family of the provision; nothing for provisions that are structure."""
    found = ask(family, code)
    if not found.members and not found.pending:
        return
    layout.section(messages.say("family.title"), messages.say("family.intro"))
    if found.pending:
        layout.notice(messages.say("family.pending"), kind="warning")
        return
    if found.nearest_only:
        layout.notice(messages.say("family.nearest_only", n=NEAREST), kind="warning")
    if not found.related:
        layout.notice(messages.say("family.none"))
        return
    tree = _chosen_tree(messages, state, found)
    drawn = drawn_members(found, tree)
    st.html(_sentences(messages, found, names))
    if drawn:
        chart_with_table(
            messages,
            state,
            "family",
            finished_chart(messages, "family", (code, tree), lambda: family_chart(messages, drawn)),
            [messages.say(f"family.column_{name}") for name in _COLUMNS],
            lambda: [_row(messages, one, names) for one in found.members],
            f"family-{code}.csv",
            title=messages.say(
                "named", name=messages.say("family.title"), words=provision_name(messages, code)
            ),
            alternative=" ".join(_picture_words(messages, found, drawn)),
            parameter="tree",
            more=lambda: _graph_button(messages, code),
        )
    st.html(_most(messages, found, names))


def _graph_button(messages: Messages, code: str) -> None:
    """A button that writes the graph when it is pressed."""
    st.download_button(
        messages.say("family.graphml"),
        data=lambda: lineage_graphml(ask(family, code)),
        file_name=f"family-{code}.graphml",
        mime="application/graphml+xml",
        key="graphml-family",
        on_click="ignore",
        icon=":material/account_tree:",
    )


def _chosen_tree(messages: Messages, state: LinkState, found: Family) -> int | None:
    """The tree that the visitor wants to see alone; it goes by the article of its root in the address."""
    roots = {one.clause.article.link: one for one in found.related if one.depth == 0}
    if len(roots) < 2:
        return None
    shown = {
        link: messages.say(
            "family.option",
            clause=clause_label(messages, one.clause),
            below=messages.count("family.below", one.below),
        )
        for link, one in roots.items()
    }
    chosen = state.select(
        messages.say("family.choose"),
        "family",
        list(roots),
        default=None,
        shown=lambda link: shown.get(link, link),
        placeholder=messages.say("family.all"),
    )
    return roots[chosen].tree if chosen else None


def _picture_words(messages: Messages, found: Family, drawn: Sequence[FamilyMember]) -> list[str]:
    """What the picture shows, and what it leaves out."""
    said = [messages.say("family.alternative")]
    if len(drawn) < len(found.related):
        said.append(messages.say("family.drawn", n=len(drawn), of=len(found.related)))
    return said


def _sentences(messages: Messages, found: Family, names: Names) -> Markup:
    related = found.related
    root = related[0]
    undated = sum(year_of(one.clause) is None for one in related)
    said = [
        messages.say("family.counts", related=len(related), all=len(found.members)),
        woven(
            messages.template("family.first"),
            agreement=agreement_link(root.clause, names),
            article=article_link(messages, root.clause),
            day=signed_shown(messages, root.clause),
            below=messages.count("family.below", root.below),
        ),
    ]
    if undated:
        said.append(messages.count("family.undated", undated))
    return tag("p", join(said, " "), class_="figure-line")


def _most(messages: Messages, found: Family, names: Names) -> Markup:
    """The clauses whose words stand in most later agreements: rules for all sectors, of one where there are no such."""
    general = [one for one in found.members if one.clause.sector is None]
    ranked = sorted(general or found.members, key=lambda one: (-one.later, one.clause.age))
    head = layout.table_head(messages, "family.column_", _MOST, _WIDE)
    body = [
        tag(
            "tr",
            tag("th", agreement_link(one.clause, names), scope="row"),
            tag("td", article_link(messages, one.clause), class_="wide tight"),
            tag("td", signed_shown(messages, one.clause), class_="wide tight"),
            tag("td", status_shown(messages, one.clause), class_="wide"),
            tag("td", strength_chip(messages, one.clause.provision, one.clause.strength), class_="wide"),
            tag("td", messages.number(one.later), class_="number"),
        )
        for one in ranked[:MOST_FOUND]
        if one.later
    ]
    if not body:
        return Markup("")
    title = messages.say("family.most")
    intro = tag("p", messages.say("family.most_intro"), class_="quiet")
    return join([tag("h3", title), intro, layout.table_frame(title, head, body)])


def _row(messages: Messages, one: FamilyMember, names: Names) -> tuple[object, ...]:
    clause, near = one.clause, one.nearest
    return (
        one.tree,
        names.get(clause.slug, clause.agreement),
        article_name(messages, clause.article),
        signed_cell(clause),
        status_shown(messages, clause),
        strength_word(messages, clause.provision, clause.strength),
        messages.say(f"scope.{clause.scope}") if clause.scope else "",
        names.get(near.clause.slug, near.clause.agreement) if near else None,
        article_name(messages, near.clause.article) if near else None,
        share_shown(near.share) if near else None,
        one.later,
        one.below,
    )
