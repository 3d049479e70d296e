"""The visitor's language: it is in the address (`?lang=es`) and in every link."""

import streamlit as st

from dashboard.parts.messages import DEFAULT_LANGUAGE, Messages, languages

PARAMETER = "lang"


def asked_language() -> str | None:
    """The language in the address, whether or not it is available; None where there is none."""
    value = st.query_params.get(PARAMETER)
    return value.strip() or None if value else None


def language() -> str:
    """The language of the page: that of the address where there are messages in it, else English."""
    asked = (asked_language() or DEFAULT_LANGUAGE).lower()
    return asked if asked in languages() else DEFAULT_LANGUAGE


def link_language() -> dict[str, str]:
    """The language as a parameter for links: empty for English."""
    spoken = language()
    return {} if spoken == DEFAULT_LANGUAGE else {PARAMETER: spoken}


def messages_here() -> Messages:
    """Messages in the visitor's language."""
    return Messages(language())
