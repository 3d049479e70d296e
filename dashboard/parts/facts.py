"""The database reader that all visitors share."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from tracker.queries import Reader
from tracker.settings import database_url

P = ParamSpec("P")
R = TypeVar("R")


@st.cache_resource(show_spinner=False)
def _reader(url: str) -> Reader:
    return Reader(url)


def reader() -> Reader:
    """The reader of the database the environment names. Raises StorageError when it cannot be opened."""
    return _reader(database_url())


def ask(question: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of a query of `tracker.queries`, from the cache while the data stay the same."""
    return reader().ask(question, *args, **kwargs)


def ask_once(question: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of a query that is too large to cache: a file, made on request."""
    return reader().once(question, *args, **kwargs)
