"""The parts of every page: its head, notices, the progress line while texts are fetched, and the foot."""

from collections.abc import Collection, Sequence
from pathlib import Path

import streamlit as st

from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, page_address, tag
from dashboard.parts.messages import Messages
from tracker.errors import TrackerError
from tracker.queries import Progress, progress, snapshot_agreements

STYLE = Path(__file__).with_name("style.css")

PROGRESS_SECONDS = 4.0


def style() -> None:
    """The dashboard's own style sheet, from the package."""
    st.html(STYLE)


def page_head(title: str, intro: Child) -> None:
    """Title and one sentence on the page's content."""
    st.html(tag("header", tag("h1", title), tag("p", intro, class_="intro"), class_="page-head"))


def section(title: str, intro: Child = None) -> None:
    """A section's title, with an optional sentence."""
    st.html(tag("div", tag("h2", title), tag("p", intro) if intro else None, class_="section-head"))


def figures(messages: Messages, numbers: Sequence[tuple[str, int]]) -> Markup:
    """A row of numbers with what they count."""
    return tag(
        "dl",
        *(tag("div", tag("dt", label), tag("dd", messages.number(number))) for label, number in numbers),
        class_="figures",
    )


def table_head(
    messages: Messages, beginning: str, columns: Sequence[str], wide: Collection[str] = ()
) -> list[Markup]:
    """Heads of a table's columns, by messages that begin with `beginning`; a narrow window leaves `wide` ones out."""
    return [
        tag("th", messages.say(f"{beginning}{name}"), scope="col", class_="wide" if name in wide else None)
        for name in columns
    ]


def table_frame(name: str, head: Sequence[Markup], body: Sequence[Markup]) -> Markup:
    """A plain table that scrolls within its own frame where it is too wide; `name` is for screen readers."""
    return tag(
        "div",
        tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body), class_="plain"),
        class_="table-frame",
        tabindex="0",
        role="region",
        aria_label=name,
    )


def phone_fold(messages: Messages, *children: Child, label: str | None = None) -> Markup:
    """A long list that is folded away on a phone only, behind a line to open it (style.css), which says `label`. A
    browser that cannot do that (before 2025) folds it on every screen."""
    line = tag("summary", tag("span", label or messages.say("fold.show"), class_="fold-name"))
    return tag("details", line, *children, class_="phone-fold")


def notice(*children: Child, kind: str = "note") -> None:
    """A box with a message for the reader (`note` or `warning`)."""
    st.html(tag("div", *children, class_=f"notice notice-{kind}", role="status"))


def report_problems(messages: Messages, problems: Sequence[tuple[str, str]]) -> None:
    """Say which parameters of the link could not be used."""
    if problems:
        listed = ", ".join(f"{name}={value}" for name, value in problems)
        notice(messages.say("link.problems", listed=listed), kind="warning")


def empty_database(messages: Messages) -> None:
    """Instructions where nothing is loaded yet."""
    what_to_do = messages.say("empty.what_to_do", agreements=snapshot_agreements())
    notice(tag("strong", messages.say("empty.title")), " ", what_to_do)


def progress_line(messages: Messages) -> None:
    """The progress of fetching and matching while it runs, updated every few seconds.

    An empty database is watched as well, so that the page shows data as soon as there are any.
    """
    now = ask(progress)
    if not now.documents or not now.complete:
        _live_progress(messages, was_empty=not now.documents)


@st.fragment(run_every=PROGRESS_SECONDS)
def _live_progress(messages: Messages, *, was_empty: bool) -> None:
    try:
        now = ask(progress)
    except TrackerError as error:
        notice(str(error), kind="warning")
        return
    if not now.documents:
        return
    if was_empty or now.complete:
        st.rerun()
    st.html(
        tag("div", _bar(now), tag("span", _progress_words(messages, now)), class_="progress", role="status")
    )


def _bar(now: Progress) -> Child:
    share = 100 * now.articles_matched / now.articles if now.articles else 0
    return tag(
        "span",
        tag("span", class_="progress-done", style=f"width:{share:.1f}%"),
        class_="progress-bar",
        aria_hidden="true",
    )


def _progress_words(messages: Messages, now: Progress) -> str:
    if not now.documents_with_text:
        return messages.say("progress.facts_only", documents=now.documents)
    if now.documents_with_text == now.documents:
        return messages.say("progress.reading", matched=now.articles_matched, articles=now.articles)
    return messages.say(
        "progress.under_way",
        fetched=now.documents_with_text,
        documents=now.documents,
        matched=now.articles_matched,
        articles=now.articles,
    )


def foot(messages: Messages) -> None:
    """Whose site this is and why, sources, and the limits of the figures; in a frame of another site the link to the
    site alone."""
    home = tag("a", messages.say("product"), href=page_address("spread"), target="_blank", rel="noopener")
    st.html(
        tag(
            "footer",
            tag("p", messages.say("foot.sources")),
            tag("p", messages.say("foot.method")),
            tag("p", home, ": ", messages.say("purpose"), class_="frame-source"),
        )
    )
