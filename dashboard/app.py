"""The dashboard's entry point: navigation, style, progress line, and errors in one plain sentence."""

import streamlit as st

from dashboard.parts import draft_session, layout
from dashboard.parts.facts import one_state
from dashboard.parts.language import messages_here, read_language
from dashboard.parts.navigation import show_navigation
from dashboard.parts.pages import PAGES
from dashboard.parts.report_error import read_report_address
from dashboard.parts.share import show_share
from dashboard.preview import page_title
from tracker.errors import TrackerError


def main() -> None:
    """Draw the page of the address."""
    read_language()
    read_report_address()
    with one_state():
        _draw()


def _draw() -> None:
    messages = messages_here()
    pages = {
        name: st.Page(f"routes/{name}.py", title=messages.say(f"{name}.nav"), url_path=path, default=not path)
        for name, path in PAGES.items()
    }
    page = st.navigation(list(pages.values()), position="hidden")
    name = next(name for name, one in pages.items() if one is page)
    title = page_title(messages, name, st.query_params.to_dict())
    st.set_page_config(page_title=title, layout="wide")
    if page is not pages["draft"]:
        draft_session.discard()
    layout.style()
    show_navigation(messages, pages, page)
    try:
        layout.progress_line(messages)
        page.run()
        show_share(messages, name)
    except TrackerError as error:
        layout.notice(str(error), kind="warning")
    layout.foot(messages)


main()
