"""Draft session: the report on a visitor's own draft, in the memory of that visitor's session only.

- The file and the pasted words are freed as soon as they are checked.
- The report (the articles with their findings) is deleted when the visitor removes it or leaves the page.
- Streamlit keeps the state of a closed window in case it returns, and does so until something else happens on the
  server. A watch of our own therefore deletes reports whose window is closed.
"""

import threading
import weakref
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tracker.drafts import DraftReport
from tracker.queries import NearestClause
from tracker.queries.core.wording import Similarities

LOOK_SECONDS = 20.0
"""Interval at which the watch looks for reports whose window is closed; one that is closed at two looks is deleted."""

_KEY = "held-draft"
_PROBLEM = "held-draft-problem"
_TURN = "held-draft-turn"


@dataclass(eq=False)
class DraftSession:
    """A checked draft with the nearest clauses found so far, by the indexes of article and finding in the report."""

    report: DraftReport | None
    session: str
    nearest: dict[tuple[int, int], list[NearestClause]] = field(default_factory=dict)
    similarities: Similarities = field(default_factory=Similarities)
    missed: int = 0
    watched: bool = True

    def empty(self) -> None:
        """Delete the report and the clauses; nothing is left to watch."""
        self.watched = False
        self.report = None
        self.nearest.clear()
        self.similarities = Similarities()


_SESSIONS: "weakref.WeakSet[DraftSession]" = weakref.WeakSet()
_WATCH_LOCK = threading.Lock()
_watching = False


def begin(report: DraftReport | None) -> None:
    """Store a report for this visitor, in place of any other; None where a draft was given but could not be checked.

    In that case too the session is watched, because Streamlit keeps the pasted text until the window sends something
    new.
    """
    context = get_script_run_ctx()
    draft = DraftSession(report, context.session_id if context else "")
    st.session_state[_KEY] = draft
    _SESSIONS.add(draft)
    _watch()


def current() -> DraftSession | None:
    """This visitor's report, None where there is none or it was deleted."""
    draft = st.session_state.get(_KEY)
    return draft if isinstance(draft, DraftSession) and draft.report is not None else None


def discard() -> None:
    """Delete this visitor's report and all uploads of this session."""
    draft = st.session_state.pop(_KEY, None)
    if isinstance(draft, DraftSession):
        draft.empty()
    st.session_state.pop(_PROBLEM, None)
    context = get_script_run_ctx()
    if context is not None:
        _files(context, context.session_id)


def _files(context: Any, session: str) -> None:
    """Free the uploads of a session; the test driver's store has no such method and nothing to free."""
    remove = getattr(context.uploaded_file_mgr, "remove_session_files", None)
    if remove is not None:
        remove(session)


def free_uploads() -> None:
    """Free the bytes this session uploaded, and reset its input fields by giving them new keys."""
    context = get_script_run_ctx()
    if context is not None:
        _files(context, context.session_id)
    st.session_state[_TURN] = turn() + 1


def turn() -> int:
    """A number for the keys of the input fields, so that they are empty again after each check."""
    return int(st.session_state.get(_TURN, 0))


def report_problem(code: str) -> None:
    """Store why the last draft could not be checked."""
    begin(None)
    st.session_state[_PROBLEM] = code


def last_problem() -> str | None:
    """Why the last draft could not be checked; the code is returned once and then deleted."""
    code = st.session_state.pop(_PROBLEM, None)
    return str(code) if code else None


def _watch() -> None:
    """Start the watch where it does not run; it ends when there is nothing left to watch."""
    global _watching
    with _WATCH_LOCK:
        if not _watching and Runtime.exists():
            _watching = True
            threading.Thread(target=_look_on, name="held-drafts", daemon=True).start()


def _look_on() -> None:
    global _watching
    pause = threading.Event()
    while True:
        pause.wait(LOOK_SECONDS)
        look(Runtime.instance() if Runtime.exists() else None)
        with _WATCH_LOCK:
            if not any(draft.watched for draft in list(_SESSIONS)):
                _watching = False
                return


def look(runtime: Any) -> None:
    """Delete the reports whose session was not connected at this look and the one before, and end those sessions."""
    for draft in list(_SESSIONS):
        if not draft.watched:
            continue
        connected = runtime is not None and runtime.is_active_session(draft.session)
        draft.missed = 0 if connected else draft.missed + 1
        if draft.missed > 1:
            draft.empty()
            _end(runtime, draft.session)


def _end(runtime: Any, session: str) -> None:
    """End a session whose window is closed, on the server's own thread; Streamlit would wait for the next visitor."""

    def end() -> None:
        if not runtime.is_active_session(session):
            runtime.close_session(session)

    # Streamlit 1.67 has no public access to its event loop; without it the session ends a little later.
    objects = getattr(runtime, "_get_async_objs", None)
    if objects is not None:
        objects().eventloop.call_soon_threadsafe(end)
