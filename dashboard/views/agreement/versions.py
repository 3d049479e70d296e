"""The Agreement page's version history: every stored text, and what changed from each to the next, with the words."""

from collections.abc import Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, provision_name
from dashboard.parts.redline import redline
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_word, strength_word
from tracker.queries import (
    AgreementHeader,
    ArticleChange,
    ProvisionChange,
    VersionStep,
    article_words,
    version_history,
)
from tracker.queries.core.wording import compare_wordings

SHOWN_ARTICLES = 60
"""Most changed articles listed under a version; the download has all."""

_COLUMNS = ("version", "kind", "what", "before", "now")


def show_versions(messages: Messages, state: LinkState, header: AgreementHeader) -> None:
    """One card per text, the newest first; `version` and `change` in the address name an article to show."""
    steps = ask(version_history, header.slug)
    layout.section(messages.say("versions.title"), messages.say("versions.intro"))
    asked = state.one_of("version", [str(step.number) for step in steps], None)
    changes = {
        change.link: change
        for step in steps
        if str(step.number) == asked
        for change in step.articles_changed or ()
    }
    wanted = state.one_of("change", list(changes), None)
    if not steps:
        layout.notice(messages.say("versions.nothing"))
        return
    if len(steps) == 1:
        layout.notice(messages.say("versions.only_one"))
    for step in steps:
        st.html(_card(messages, header, step))
        if wanted is not None and str(step.number) == asked:
            st.html(_redline(messages, step, changes[wanted]))
    columns = [messages.say(f"versions.column_{name}") for name in _COLUMNS]
    rows = [row for step in steps for row in _rows(messages, step)]
    if rows:
        download(messages, "versions", columns, rows, f"versions-{header.slug}.csv")


def _card(messages: Messages, header: AgreementHeader, step: VersionStep) -> Markup:
    facts = [step.source_title, step.language.upper(), messages.count("agreement.articles", step.articles)]
    if step.fetched_at is not None:
        facts.append(messages.say("versions.fetched", day=step.fetched_at.date().isoformat()))
    elif not step.has_text:
        facts.append(messages.say("versions.facts_only"))
    chip = tag("span", messages.say("versions.current"), class_="chip chip-pending") if step.current else None
    return tag(
        "article",
        tag("h3", messages.say("versions.text", n=step.number), " ", chip),
        tag("p", " · ".join(facts), class_="quiet"),
        *_changes(messages, header, step),
        class_="card",
    )


def _changes(messages: Messages, header: AgreementHeader, step: VersionStep) -> list[Child]:
    if step.replaces is None:
        return [tag("p", messages.say("versions.first"), class_="quiet")]
    parts: list[Child] = [tag("p", messages.say("versions.replaces", n=step.replaces))]
    if step.provisions:
        lines = [tag("li", _provision_words(messages, change)) for change in step.provisions]
        parts.append(tag("ul", *lines, class_="commitments"))
    else:
        parts.append(tag("p", messages.say("versions.same_provisions"), class_="quiet"))
    if step.articles_changed is None:
        parts.append(tag("p", messages.say("versions.not_comparable"), class_="quiet"))
        return parts
    if not step.articles_changed:
        parts.append(tag("p", messages.say("versions.same_articles"), class_="quiet"))
        return parts
    summary = messages.count("versions.articles", len(step.articles_changed))
    rest = len(step.articles_changed) - SHOWN_ARTICLES
    parts.append(
        tag(
            "details",
            tag("summary", tag("span", summary, class_="fold-name")),
            tag(
                "ul",
                *(
                    _article_line(messages, header, step, one)
                    for one in step.articles_changed[:SHOWN_ARTICLES]
                ),
                class_="contents",
            ),
            tag("p", messages.say("versions.rest", n=rest), class_="quiet") if rest > 0 else None,
            class_="fold",
            open=True,
        )
    )
    return parts


def _article_line(
    messages: Messages, header: AgreementHeader, step: VersionStep, change: ArticleChange
) -> Markup:
    link = page_link(
        "agreement",
        _title(messages, change),
        agreement=header.slug,
        view="versions",
        version=str(step.number),
        change=change.link,
    )
    return tag("li", link, tag("span", " ", messages.say(f"versions.{change.kind}"), class_="quiet"))


def _title(messages: Messages, change: ArticleChange) -> str:
    article = change.now or change.before
    if article is None:
        return messages.say("article.unnumbered")
    name = article_name(messages, article)
    heading = (article.heading or "").strip()
    return f"{name}: {heading}" if heading and heading != name else name


def _provision_words(messages: Messages, change: ProvisionChange) -> Markup:
    name = tag("span", provision_name(messages, change.provision), class_="found-name")
    said = messages.say(
        f"versions.provision_{change.kind}",
        before=_strength_words(messages, change.provision, change.before),
        now=_strength_words(messages, change.provision, change.now),
    )
    return join([name, ": ", said])


def _strength_words(messages: Messages, provision: str, strongest: tuple[str, bool | None] | None) -> str:
    if strongest is None:
        return ""
    strength, exception = strongest
    words = (strength_word(messages, provision, strength), exception_word(messages, exception))
    return ", ".join(word for word in words if word)


def _redline(messages: Messages, step: VersionStep, change: ArticleChange) -> Markup:
    """One article of the newer text marked up against the older one."""
    refs = [ref for ref in (change.before, change.now) if ref is not None]
    words = {entry.article_id: entry.text for entry in ask(article_words, tuple(r.article_id for r in refs))}
    before = words.get(change.before.article_id, "") if change.before else ""
    now = words.get(change.now.article_id, "") if change.now else ""
    return tag(
        "article",
        tag("h4", _title(messages, change)),
        tag("p", messages.say(f"versions.{change.kind}"), class_="quiet"),
        tag(
            "blockquote",
            tag("p", redline(messages, compare_wordings(before, now)), class_="full-text"),
            lang=step.language,
        ),
        class_="card",
    )


def _rows(messages: Messages, step: VersionStep) -> Sequence[tuple[object, ...]]:
    """The changes of one step, one row each."""
    provisions = [
        (
            step.number,
            messages.say(f"versions.{change.kind}"),
            provision_name(messages, change.provision),
            _strength_words(messages, change.provision, change.before),
            _strength_words(messages, change.provision, change.now),
        )
        for change in step.provisions
    ]
    articles = [
        (step.number, messages.say(f"versions.{change.kind}"), _title(messages, change), "", "")
        for change in step.articles_changed or ()
    ]
    return [*provisions, *articles]
