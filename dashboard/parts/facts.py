"""The database reader that all visitors share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from tracker.errors import TrackerError
from tracker.queries import Reader
from tracker.settings import database_url

P = ParamSpec("P")
R = TypeVar("R")


@st.cache_resource(show_spinner=False)
def _reader(url: str) -> Reader:
    return Reader(url)


_present: ContextVar[Reader | None] = ContextVar("reader", default=None)
"""The reader of the page that this thread draws."""


def reader() -> Reader:
    """The reader of the database the environment names. Raises StorageError when it cannot be opened."""
    return _present.get() or _reader(database_url())


@contextmanager
def one_state() -> Iterator[None]:
    """For one run of a page: find the reader and look whether the data have changed once, not at each of its queries.
    Where the database cannot be opened, each query says so as without."""
    with ExitStack() as stack:
        here = None
        with suppress(TrackerError):
            here = _reader(database_url())
            stack.enter_context(here.pinned())
        before = _present.set(here)
        try:
            yield
        finally:
            _present.reset(before)


def ask(question: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of a query of `tracker.queries`, from the cache while the data stay the same."""
    return reader().ask(question, *args, **kwargs)


def ask_once(question: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of a query that is too large to cache: a file, made on request."""
    return reader().once(question, *args, **kwargs)
