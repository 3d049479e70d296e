"""The country a visitor looked at last, for the links to pages about a country.

It is in the address of such a page, in the session while pages change without loading anew, and in a cookie of the
browser (set by page.js, gone when the browser is closed) beyond that. Nothing else is remembered of a visitor.
"""

import re

import streamlit as st

COUNTRY = "country"
"""Name of the parameter, of the entry in the session, and of the cookie."""
ABOUT_A_COUNTRY = ("country", "wto", "briefings")
"""Pages that take the parameter."""

_KEPT = "kept-country"
_CODE = re.compile(r"[A-Z][A-Z0-9_-]{1,15}")


def kept_country() -> str | None:
    """The code of the country last looked at, None where there is none; whether it exists is for the pages to say."""
    for value in (
        st.query_params.get(COUNTRY),
        st.session_state.get(_KEPT),
        st.context.cookies.get(COUNTRY),
    ):
        code = str(value or "").strip().upper()
        if _CODE.fullmatch(code):
            st.session_state[_KEPT] = code
            return code
    return None
