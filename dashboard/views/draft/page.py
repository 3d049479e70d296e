"""The page "Check a draft": takes a file or pasted words, checks them in memory, and shows the findings."""

import threading
from collections.abc import Callable

import streamlit as st

from dashboard.parts import draft_session, layout
from dashboard.parts.facts import ask
from dashboard.parts.language import messages_here
from dashboard.parts.markup import tag, words_after
from dashboard.parts.messages import Messages
from dashboard.parts.state import LinkState
from dashboard.views.draft.clauses import show_clauses
from dashboard.views.draft.report import show_overview
from tracker.drafts import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_PAGES,
    DraftProblem,
    DraftReport,
    check_draft,
    check_words,
)
from tracker.queries import progress
from tracker.queries.core.wording import ALIKE

AT_ONCE = 2
"""Most drafts checked at once; more would only slow down each other and all other visitors."""

_TURNS = threading.BoundedSemaphore(AT_ONCE)

LANGUAGES = ("auto", "en", "es", "fr")
"""Languages the matcher reads; `auto` detects the language."""

_STEPS = 40
"""Most updates of the progress line."""

Check = Callable[[Callable[[int, int], None]], DraftReport]
"""A check that reports its progress."""


def show() -> None:
    """Draw the page."""
    messages, state = messages_here(), LinkState()
    layout.page_head(messages.say("draft.title"), messages.say("draft.intro"))
    st.html(
        tag(
            "p",
            tag("strong", messages.say("draft.privacy_title")),
            " ",
            messages.say("draft.privacy"),
            class_="privacy",
        )
    )
    draft = draft_session.current()
    if draft is None:
        _show_inputs(messages, state)
    else:
        report = draft.report
        if report is not None:
            st.button(
                messages.say("draft.take_away"),
                key="draft-take-away",
                icon=":material/delete:",
                on_click=draft_session.discard,
            )
            show_overview(messages, report)
            if report.flagged:
                show_clauses(messages, state, draft, report)
    layout.report_problems(messages, state.problems)


def _show_inputs(messages: Messages, state: LinkState) -> None:
    problem = draft_session.last_problem()
    if problem is not None:
        layout.notice(
            tag("strong", messages.say("draft.not_checked")),
            " ",
            messages.say(f"draft.problem.{problem}", **_limits()),
            kind="warning",
        )
    if not ask(progress).articles_with_text:
        layout.notice(messages.say("draft.nothing_to_compare"))
    with st.container(key="controls"):
        chosen = state.select(
            messages.say("draft.language"),
            "draft_language",
            LANGUAGES,
            default="auto",
            shown=lambda code: messages.say(f"draft.languages.{code}"),
        )
    language = None if chosen in (None, "auto") else chosen
    _show_uploader(messages, language)
    _show_paste(messages, language)
    layout.section(messages.say("draft.how_title"), messages.say("draft.how", percent=round(100 * ALIKE)))


def _limits() -> dict[str, int]:
    return {"megabytes": MAX_BYTES // 2**20, "characters": MAX_CHARACTERS, "pages": MAX_PAGES}


def _show_uploader(messages: Messages, language: str | None) -> None:
    with st.container(key="draft-file"):
        file = st.file_uploader(messages.say("draft.file"), key=f"draft-file-{draft_session.turn()}")
        limits = _limits()
        # Streamlit's own words here are English in every language; the style sheet hides them.
        place = ".st-key-draft-file [data-testid=stFileUploader"
        for part, words in (
            ("Dropzone] button [data-testid=stMarkdownContainer]", messages.say("draft.choose_file")),
            ("DropzoneInstructions]", messages.say("draft.file_limits", **limits)),
            (
                "]:has([aria-invalid=true])",
                messages.say("draft.problem.too_large", **limits),
            ),
        ):
            st.html(words_after(place + part, words))
    if file is not None:
        data, name = file.getvalue(), file.name
        file.close()
        _take(
            messages,
            lambda report_progress: check_draft(data, name, language=language, on_progress=report_progress),
        )


def _show_paste(messages: Messages, language: str | None) -> None:
    with st.form(f"draft-paste-{draft_session.turn()}", border=False):
        words = st.text_area(
            messages.say("draft.paste"),
            key=f"draft-words-{draft_session.turn()}",
            height=220,
            placeholder=messages.say("draft.paste_here"),
        )
        pressed = st.form_submit_button(messages.say("draft.check"), type="primary")
    if pressed:
        _take(
            messages,
            lambda report_progress: check_words(words or "", language=language, on_progress=report_progress),
        )


def _take(messages: Messages, check: Check) -> None:
    """Check the draft, store the report or the problem, free the bytes, and redraw the page."""
    line = st.progress(0.0, text=messages.say("draft.reading"))
    shown = 0

    def report_progress(done: int, total: int) -> None:
        nonlocal shown
        step = done * _STEPS // total
        if step > shown:
            shown = step
            line.progress(done / total, text=messages.say("draft.matching", n=done, total=total))

    try:
        with st.spinner(messages.say("draft.reading")), _TURNS:
            draft_session.begin(check(report_progress))
    except DraftProblem as problem:
        draft_session.report_problem(problem.code)
    finally:
        draft_session.free_uploads()
    st.rerun()
