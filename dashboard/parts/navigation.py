"""The bar on top of every page: its name, the way to the other pages, and the languages.

Streamlit's own navigation forgets the language on the way from page to page, so the bar is ours. On a phone the
pages stand in a fold: a popover's links would come last for the keyboard, behind all of the page.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.language import PARAMETER, asked_language, link_language
from dashboard.parts.markup import Markup, join, tag, view_address
from dashboard.parts.messages import DEFAULT_LANGUAGE, Messages, languages

MAX_LENGTH = 1_000
"""No view needs a longer parameter; what is longer is no use to anyone."""

Pages = Mapping[str, Any]
"""Streamlit's pages by their name in `dashboard.parts.pages`."""


def show_navigation(messages: Messages, pages: Pages, page: Any) -> None:
    """Draw the bar of the present `page`; a language that is not spoken here gets a notice beneath it."""
    with st.container(key="bar"):
        st.html(tag("a", messages.say("skip"), href="#content", class_="skip"))
        with st.container(key="bar-wide", horizontal=True, vertical_alignment="center"):
            _page_links(pages)
        # A key of its own for each page: the menu is closed again when another page has come.
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
