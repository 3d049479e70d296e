"""The visitor's language: that of the address (`?lang=es`), which is in every link, else the browser's."""

from contextvars import ContextVar
from functools import lru_cache

import streamlit as st

from dashboard.parts.messages import DEFAULT_LANGUAGE, Messages, is_language, languages

PARAMETER = "lang"

_present: ContextVar[tuple[str, str] | None] = ContextVar("languages", default=None)
"""The language of the page that this thread draws, and the browser's: a page has a thousand links, and each asks."""


def asked_language() -> str | None:
    """The language in the address, whether or not it is available; None where there is none."""
    value = st.query_params.get(PARAMETER)
    return value.strip() or None if value else None


def read_language() -> None:
    """Read the visitor's language and the browser's, and keep them for the run of the page that begins."""
    _present.set(None)
    _present.set((language(), browser_language()))


def language() -> str:
    """That of the address where there are messages in it, else the browser's, else English."""
    present = _present.get()
    if present is not None:
        return present[0]
    asked = asked_language()
    if asked is not None and is_language(asked.lower()):
        return asked.lower()
    return browser_language()


def browser_language() -> str:
    """The language of pages whose address names none: the first of the browser's that there are messages in."""
    present = _present.get()
    if present is not None:
        return present[1]
    return preferred_language(st.context.headers.get("Accept-Language"))


@lru_cache(maxsize=256)
def preferred_language(accepted: str | None) -> str:
    """The first available language of an `Accept-Language` header, by its weights; English where none is."""
    weighted = []
    for at, one in enumerate((accepted or "").split(",")):
        tag, _, parameter = one.partition(";")
        weighted.append((-_weight(parameter), at, tag.strip().lower().partition("-")[0]))
    for weight, _at, tag in sorted(weighted):
        if weight < 0 and tag in languages():
            return tag
    return DEFAULT_LANGUAGE


def _weight(parameter: str) -> float:
    """The weight of `q=0.8`; 1 without one, 0 where it cannot be read."""
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def link_language() -> dict[str, str]:
    """The language as a parameter for links: empty where the browser would be given it anyway."""
    return language_parameter(language())


def language_parameter(spoken: str) -> dict[str, str]:
    """A language as a parameter for links."""
    return {} if spoken == browser_language() else {PARAMETER: spoken}


def messages_here() -> Messages:
    """Messages in the visitor's language."""
    return Messages(language())
