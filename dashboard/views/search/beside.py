"""What stands beside the hits of a search: agreements and articles it names, another spelling, other languages."""

from collections.abc import Iterable

import streamlit as st

from dashboard.parts.basis import basis_chip
from dashboard.parts.markup import Markup, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_title
from tracker.queries import Named, NamedAgreement, NamedArticle, Suggestion

WORDS_SHOWN = 320
"""Characters of a named article that are shown."""

Link = Iterable[tuple[str, str]]
"""The filters of the search as parameters."""


def show_named(messages: Messages, found: Named) -> bool:
    """The articles or agreements that the search names, above the hits; whether there are any."""
    if found.articles:
        st.html(tag("div", *(_article(messages, one) for one in found.articles)))
    elif found.agreements:
        missing = None
        if found.number is not None:
            name = found.agreements[0].short_name or found.agreements[0].name
            words = messages.say("search.no_such_article", agreement=name, number=found.number)
            missing = tag("p", words)
        rows = [tag("li", *_agreement(messages, one)) for one in found.agreements]
        heading = tag("h3", messages.count("search.agreements", len(rows)), class_="hit-title")
        st.html(tag("section", heading, missing, tag("ul", *rows), class_="card"))
    return bool(found.articles or found.agreements)


def _agreement(messages: Messages, one: NamedAgreement) -> tuple[Markup, str]:
    status = messages.say(f"status.{one.legal_status}")
    words = messages.say(f"coverage.one_{one.reading}")
    return page_link("agreement", one.shown_name, agreement=one.slug), f" · {status} · {words}"


def _article(messages: Messages, one: NamedArticle) -> Markup:
    title = messages.say("named", name=one.agreement, words=article_title(messages, one.article))
    words = None
    if one.words:
        cut = one.words[:WORDS_SHOWN].rsplit(" ", 1)[0] if len(one.words) > WORDS_SHOWN else one.words
        shown = f"{cut} …" if len(cut) < len(one.words) else cut
        words = tag("blockquote", tag("p", shown), lang=one.language)
    return tag(
        "article",
        tag(
            "h3",
            page_link("agreement", title, agreement=one.slug, article=one.article.link),
            class_="hit-title",
        ),
        tag("p", messages.say("search.named_article"), " ", basis_chip(messages, one.basis), class_="quiet"),
        words or tag("p", messages.say("search.article_without_text"), class_="quiet"),
        class_="card",
    )


def show_suggestion(messages: Messages, other: Suggestion | None, link: Link) -> None:
    """Another spelling that finds more."""
    if other is None:
        return
    again = page_link("search", other.typed, **{"q": other.typed, **dict(link)})
    found = f" ({messages.count('search.hits', other.total)})" if other.total else None
    st.html(tag("p", messages.say("search.meant"), " ", tag("strong", again), found, class_="suggestion"))


def show_also(messages: Messages, also: tuple[str, ...], typed: str, link: Link) -> None:
    """What was looked for in other languages, with a link to the typed words alone."""
    if not also:
        return
    words = messages.say("search.also", terms=", ".join(also))
    only = page_link("search", messages.say("search.exact"), **{"q": typed, **dict(link), "exact": "1"})
    st.html(tag("p", words, " ", only, class_="quiet"))
