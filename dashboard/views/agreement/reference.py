"""The Agreement page's comparison with the reference agreement: what is missing, weaker or beyond it, and the words."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.basis import basis_chip, basis_words
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, provision_name, year
from dashboard.parts.reach import reach_words
from dashboard.parts.redline import redline
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_chip, exception_word, strength_chip, strength_word
from tracker.queries import (
    AgreementHeader,
    MainClause,
    ReferenceAgreement,
    ReferenceRow,
    StoredWording,
    Verdict,
    compare_with_reference,
    reference_agreement,
)
from tracker.queries.core.wording import ALIKE, compare_wordings

VERDICTS: tuple[Verdict, ...] = ("same", "weaker", "stronger", "not_known", "missing", "beyond")

_COLUMNS = ("provision", "there", "here", "verdict", "similarity")


def show_reference(messages: Messages, state: LinkState, header: AgreementHeader) -> None:
    """The comparison as a table; `clause` in the address names the provision whose two wordings are shown."""
    language = header.languages[0] if header.languages else None
    reference = ask(reference_agreement, language=_text_language(header) or language)
    if reference is None:
        layout.section(messages.say("reference.title_none"))
        layout.notice(messages.say("reference.not_loaded"))
        return
    layout.section(
        messages.say("reference.title", name=reference.short_name),
        messages.say(
            "reference.intro", name=reference.short_name, year=year(messages, reference.date_signed)
        ),
    )
    if reference.slug == header.slug:
        layout.notice(messages.say("reference.itself"))
        return
    rows = ask(compare_with_reference, header.slug, reference.slug)
    chosen = state.one_of("clause", [row.provision for row in rows], None)
    counted = Counter(row.verdict for row in rows)
    st.html(
        layout.figures(
            messages,
            [(messages.say(f"reference.count_{verdict}"), counted[verdict]) for verdict in VERDICTS],
        )
    )
    for row in rows:
        if row.provision == chosen:
            st.html(_wordings(messages, header, reference, row))
    st.html(_table(messages, header, reference, rows))
    download(
        messages,
        "reference",
        [messages.say(f"reference.column_{name}", name=reference.short_name) for name in _COLUMNS],
        [
            (
                provision_name(messages, row.provision),
                _words(messages, row.provision, row.reference),
                _words(messages, row.provision, row.here),
                messages.say(f"reference.{row.verdict}"),
                None if row.similarity is None else round(row.similarity, 2),
            )
            for row in rows
        ],
        f"reference-{header.slug}.csv",
    )


def _text_language(header: AgreementHeader) -> str | None:
    """The language of the current text."""
    return next((document.language for document in header.documents if document.current), None)


def _words(messages: Messages, provision: str, clause: MainClause | None) -> str:
    if clause is None:
        return messages.say("reference.nothing")
    said = (
        strength_word(messages, provision, clause.strength),
        exception_word(messages, clause.exception),
        *reach_words(messages, clause),
        "" if clause.basis.is_read else basis_words(messages, clause.basis),
    )
    return ", ".join(word for word in said if word)


def percent(similarity: float | None, unknown: str = "") -> str:
    """A similarity as a whole percentage; `unknown` where there is none."""
    return unknown if similarity is None else f"{100 * similarity:.0f} %"


def _table(
    messages: Messages, header: AgreementHeader, reference: ReferenceAgreement, rows: Sequence[ReferenceRow]
) -> Markup:
    head = [
        tag("th", messages.say(f"reference.column_{name}", name=reference.short_name), scope="col")
        for name in _COLUMNS
    ]
    body = [
        tag(
            "tr",
            tag(
                "th",
                page_link(
                    "agreement",
                    provision_name(messages, row.provision),
                    agreement=header.slug,
                    view="reference",
                    clause=row.provision,
                ),
                scope="row",
            ),
            tag("td", *_cell(messages, row.provision, reference.slug, row.reference)),
            tag("td", *_cell(messages, row.provision, header.slug, row.here)),
            tag("td", messages.say(f"reference.{row.verdict}"), class_=f"verdict verdict-{row.verdict}"),
            tag("td", percent(row.similarity, messages.say("unknown")), class_="number"),
        )
        for row in rows
    ]
    return layout.table_frame(messages.say("reference.title", name=reference.short_name), head, body)


def _cell(messages: Messages, provision: str, slug: str, clause: MainClause | None) -> list[Child]:
    if clause is None:
        return [tag("span", messages.say("reference.nothing"), class_="quiet")]
    link = page_link(
        "agreement", article_name(messages, clause.article), agreement=slug, article=clause.article.link
    )
    chips = [
        strength_chip(messages, provision, clause.strength),
        exception_chip(messages, clause.exception),
        basis_chip(messages, clause.basis),
    ]
    return [join(chips, " "), tag("span", " ", link, class_="quiet wide")]


def _wordings(
    messages: Messages, header: AgreementHeader, reference: ReferenceAgreement, row: ReferenceRow
) -> Markup:
    """The two wordings of one provision, as a redline where they are in one language."""
    return pair_card(
        messages,
        provision_name(messages, row.provision),
        (reference.slug, reference.short_name, row.reference_wording),
        (header.slug, messages.say("reference.this_agreement"), row.wording),
        row.similarity,
    )


NamedWording = tuple[str, str, StoredWording | None]
"""Slug and name of an agreement, and its wording of the provision where its text is stored."""


def pair_card(
    messages: Messages,
    title: str,
    first: NamedWording,
    second: NamedWording,
    similarity: float | None,
    said: Child = None,
) -> Markup:
    """A card with the second wording as a redline against the first; each separately where they differ too much.

    `said` stands above them in place of the sentence on the words in common.
    """
    old, new = first[2], second[2]
    body: list[Child] = []
    if said is None and similarity is not None:
        key = "redline" if similarity >= ALIKE else "apart"
        said = messages.say(f"reference.{key}", first=first[1], second=second[1], percent=percent(similarity))
    if said is not None:
        body.append(tag("p", said, class_="quiet"))
    if old is not None and new is not None and similarity is not None and similarity >= ALIKE:
        marked = tag("p", redline(messages, compare_wordings(old.text, new.text)), class_="full-text")
        body.append(tag("blockquote", marked, lang=new.language))
    else:
        body.append(tag("div", *(_plain(messages, named) for named in (first, second)), class_="two-sides"))
    links = [
        page_link(
            "agreement",
            messages.say("reference.whole", article=article_name(messages, wording.article), name=name),
            agreement=slug,
            article=wording.article.link,
        )
        for slug, name, wording in (first, second)
        if wording is not None
    ]
    return tag("article", tag("h3", title), *body, tag("p", join(links, " · ")), class_="card")


def _plain(messages: Messages, named: NamedWording) -> Markup:
    _, name, wording = named
    if wording is None:
        return tag("section", tag("p", messages.say("reference.no_words", name=name), class_="quiet"))
    text = tag("blockquote", tag("p", wording.text, class_="full-text"), lang=wording.language)
    return tag("section", tag("h4", name), text)
