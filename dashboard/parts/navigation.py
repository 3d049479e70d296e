"""The bar on top of every page: its name, links to the other pages, and the languages.

The bar is our own because Streamlit's navigation loses the language from page to page. On a phone the pages are in a
fold, because the links of a popover would come last for the keyboard, after all of the page.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.language import PARAMETER, asked_language, link_language
from dashboard.parts.markup import Markup, join, tag, view_address
from dashboard.parts.messages import DEFAULT_LANGUAGE, Messages, languages

MAX_LENGTH = 1_000
"""Longest parameter that is passed on; no view needs a longer one."""

Pages = Mapping[str, Any]
"""Streamlit's pages by their name in `dashboard.parts.pages`."""


def show_navigation(messages: Messages, pages: Pages, page: Any) -> None:
    """Draw the bar of the present `page`, with a notice below it where the language asked for is not available."""
    with st.container(key="bar"):
        st.html(tag("a", messages.say("skip"), href="#content", class_="skip"))
        with st.container(key="bar-wide", horizontal=True, vertical_alignment="center"):
            _page_links(pages)
        # A key of its own for each page, so that the menu is closed when another page is shown.
        with st.container(key="bar-narrow"), st.expander(messages.say("menu"), key=f"menu-{page.url_path}"):
            _page_links(pages)
        st.html(_languages(messages))
    st.html(tag("div", id="content", tabindex="-1"))
    asked = asked_language()
    if asked is not None and asked.lower() not in languages():
        layout.report_problems(messages, [(PARAMETER, asked)])


def _page_links(pages: Pages) -> None:
    for page in pages.values():
        st.page_link(page, query_params=link_language())


def _languages(messages: Messages) -> Markup:
    """The same view in the other languages: links that keep all of its address."""
    view = {
        key: value
        for key, value in st.query_params.to_dict().items()
        if key != PARAMETER and len(value) <= MAX_LENGTH
    }
    links = []
    for language in languages():
        own_name = Messages(language).say("language")
        spoken = language == messages.language
        chosen = {} if language == DEFAULT_LANGUAGE else {PARAMETER: language}
        links.append(
            tag(
                "a",
                own_name,
                href=view_address({**view, **chosen}),
                target="_self",
                lang=language,
                hreflang=language,
                aria_current="true" if spoken else None,
            )
        )
    return tag("nav", join(links, " "), class_="languages", aria_label=messages.say("languages"))
