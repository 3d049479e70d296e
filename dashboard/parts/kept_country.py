"""The country, group or list of countries a visitor looked at last, for the links to pages about a country.

It is in the address of such a page, in the session while pages change without loading anew, and in a cookie of the
browser (set by page.js, gone when the browser is closed) beyond that. Nothing else is remembered of a visitor.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

COUNTRY = "country"
"""Name of the parameter of a country or group, of the entry in the session, and of the cookie."""
OWN = "countries"
"""The parameter of a list of one's own: ISO codes with commas between them."""
ABOUT_A_COUNTRY = ("country", "wto", "briefings")
"""Pages that take these parameters."""

_KEPT = "kept-country"
_CODE = re.compile(r"[A-Z][A-Z0-9_-]{1,15}")
_LIST = re.compile(r"[A-Z]{3}(?:,[A-Z]{3}){1,59}")
"""A list as in the address; in the cookie, which may have no commas, dots stand between the codes."""


def _own_list() -> str | None:
    """The list in the address; on other pages the parameter means something else (the sides that Compare shows)."""
    here = st.context.url
    page = urlsplit(here).path.rpartition("/")[2] if isinstance(here, str) else ABOUT_A_COUNTRY[0]
    return st.query_params.get(OWN) if page in ABOUT_A_COUNTRY else None


def kept_choice() -> Mapping[str, str]:
    """The parameter of what was looked at last, empty where there is nothing; whether it exists is for the pages to
    say."""
    for value in (
        st.query_params.get(COUNTRY),
        _own_list(),
        st.session_state.get(_KEPT),
        st.context.cookies.get(COUNTRY),
    ):
        code = str(value or "").strip().upper().replace(".", ",")
        name = COUNTRY if _CODE.fullmatch(code) else OWN if _LIST.fullmatch(code) else None
        if name is not None:
            st.session_state[_KEPT] = code
            return {name: code}
    return {}
