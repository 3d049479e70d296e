"""The dashboard's front door: navigation, style, progress line, and errors in one plain sentence."""

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.messages import Messages
from dashboard.parts.pages import PAGES
from tracker.errors import TrackerError


def main() -> None:
    """Draw the page the address asks for."""
    messages = Messages()
    st.set_page_config(page_title=messages.say("product"), layout="wide")
    page = st.navigation(
        [
            st.Page(f"routes/{name}.py", title=messages.say(f"{name}.nav"), url_path=path, default=not path)
            for name, path in PAGES.items()
        ],
        position="top",
    )
    layout.style()
    try:
        layout.progress_line(messages)
        page.run()
    except TrackerError as error:
        layout.notice(str(error), kind="warning")
    layout.foot(messages)


main()
