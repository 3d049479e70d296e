"""The link beside a finding that opens a prefilled issue or mail; only where the settings name an address.

It is a link and no more: nothing is requested before the visitor follows it.
"""

from contextlib import suppress
from contextvars import ContextVar
from urllib.parse import quote, urlencode, urljoin, urlsplit

import streamlit as st

from dashboard.parts.markup import Markup, page_address, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, provision_name
from tracker.errors import TrackerError
from tracker.queries import ArticleRef
from tracker.settings import settings

_present: ContextVar[tuple[str | None] | None] = ContextVar("address for reports", default=None)
"""The address for the page that this thread draws: a country's page has a thousand findings, and each asks."""


def read_report_address() -> None:
    """Read the address from the settings and keep it for the run of the page that begins. Where the settings cannot be
    used, each link says so as without."""
    _present.set(None)
    with suppress(TrackerError):
        _present.set((settings().report_errors,))


def _address() -> str | None:
    present = _present.get()
    return settings().report_errors if present is None else present[0]


def report_link(messages: Messages, provision: str, slug: str, article: ArticleRef) -> Markup | None:
    """A link to report an error in the finding of a provision in an article; None where no address is set."""
    to = _address()
    if to is None:
        return None
    name, place = provision_name(messages, provision), article_name(messages, article)
    title = messages.say("report.subject", provision=name, article=place, agreement=slug)
    page = urljoin(st.context.url or "", page_address("agreement", agreement=slug, article=article.link))
    body = "\n".join(
        [
            messages.say("report.wrong"),
            "",
            "",
            f"{provision} · {slug} · {article.link}",
            *([page] if urlsplit(page).netloc else []),
        ]
    )
    words = messages.say("report.link")
    about = messages.say("named", name=words, words=f"{name}, {place}")
    return tag(
        "a",
        words,
        href=report_address(to, title, body),
        target="_blank",
        rel="noopener noreferrer",
        class_="clause-link report",
        aria_label=about,
        title=about,
    )


def report_address(to: str, title: str, body: str) -> str:
    """The address of a prefilled issue, or of a prefilled mail where `to` is a mail address."""
    if not to.startswith(("http://", "https://")):
        return f"mailto:{quote(to, safe='@+')}?{urlencode({'subject': title, 'body': body}, quote_via=quote)}"
    joiner = "&" if urlsplit(to).query else "?"
    return f"{to}{joiner}{urlencode({'title': title, 'body': body}, quote_via=quote)}"
