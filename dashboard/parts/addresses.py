"""Absolute addresses of the dashboard's pages, for paper and for files, and short ones that can be typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard.parts.language import link_language
from dashboard.parts.pages import PAGES
from tracker.addresses import is_web_address


@dataclass(frozen=True, slots=True)
class Addresses:
    """The dashboard's own address (`base` ends in a slash; empty where the browser has not sent it) and its
    language."""

    base: str
    language: Mapping[str, str]

    def of(self, page: str, /, **parameters: str) -> str:
        """The absolute address of a page, a relative one where the base is not known."""
        query = urlencode({**parameters, **self.language})
        path = PAGES[page] or ("" if self.base else "./")
        return f"{self.base}{path}?{query}" if query else f"{self.base}{path}"

    def short(self, page: str, /, **parameters: str) -> str:
        """The address as printed: without scheme, and with the shortest query that opens the page."""
        query = urlencode(parameters, safe=":,")
        place = self.base.partition("//")[2]
        return f"{place}{PAGES[page]}?{query}" if query else f"{place}{PAGES[page]}"


def addresses_here() -> Addresses:
    """The addresses under which the visitor's browser reaches this dashboard."""
    here = st.context.url
    known = isinstance(here, str) and is_web_address(here)
    base = ""
    if known:
        parts = urlsplit(str(here))
        base = f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"
    return Addresses(base, link_language())
