"""The bar on top of every page: the site's name and purpose, links to the other pages, and the languages.

The bar is our own because Streamlit's navigation loses the language from page to page. On a phone a button unfolds the
same links: those of a popover would come last for the keyboard, and a second row of them for narrow windows is sent and
processed with every page (docs/decisions/0028).
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.kept_country import ABOUT_A_COUNTRY, kept_choice
from dashboard.parts.language import PARAMETER, asked_language, language_parameter, link_language
from dashboard.parts.markup import Markup, join, page_address, tag, view_address
from dashboard.parts.messages import Messages, is_language, languages

MAX_LENGTH = 1_000
"""Longest parameter that is passed on; no view needs a longer one."""

Pages = Mapping[str, Any]
"""Streamlit's pages by their name in `dashboard.parts.pages`."""


def show_navigation(messages: Messages, pages: Pages, page: Any) -> None:
    """Draw the bar of the present `page`, with a notice below it where the language asked for is not available."""
    with st.container(key="bar"):
        st.html(tag("a", messages.say("skip"), href="#content", class_="skip"))
        st.html(_brand(messages))
        st.html(_menu(messages, page.url_path))
        with st.container(key="bar-pages", horizontal=True, vertical_alignment="center"):
            _page_links(pages, page)
        st.html(_languages(messages))
    st.html(tag("div", id="content", tabindex="-1"))
    asked = asked_language()
    if asked is not None and not is_language(asked.lower()):
        layout.report_problems(messages, [(PARAMETER, asked)])


def _brand(messages: Messages) -> Markup:
    """Name and purpose; a link to the start page."""
    return tag(
        "p",
        tag("a", messages.say("product"), href=page_address("spread"), target="_self", class_="brand-name"),
        " ",
        tag("span", messages.say("purpose"), class_="brand-purpose"),
        class_="brand",
    )


def _menu(messages: Messages, present: str) -> Markup:
    """The button that unfolds the pages in a narrow window (style.css). It names the `present` page, so that the menu
    of another page is another element and closed."""
    return tag("details", tag("summary", messages.say("menu")), class_="bar-menu", data_page=present)


def _page_links(pages: Pages, present: Any) -> None:
    """The pages; those about a country with the one last looked at, but for the page that is shown: a link to itself
    leads to its list."""
    kept = kept_choice()
    for name, page in pages.items():
        about = kept if name in ABOUT_A_COUNTRY and page is not present else {}
        st.page_link(page, query_params={**about, **link_language()})


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
        links.append(
            tag(
                "a",
                own_name,
                href=view_address({**view, **language_parameter(language)}),
                target="_self",
                lang=language,
                hreflang=language,
                aria_current="true" if spoken else None,
            )
        )
    return tag("nav", join(links, " "), class_="languages", aria_label=messages.say("languages"))
