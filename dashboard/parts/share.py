"""Sharing what a page states: link, picture, frame for other sites, citation; in a fold at the foot."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from urllib.parse import urlencode

import streamlit as st

from dashboard.card import CARD_OF, CARD_PATH
from dashboard.parts.addresses import addresses_here
from dashboard.parts.facts import ask
from dashboard.parts.language import PARAMETER
from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from dashboard.parts.state import MAX_LENGTH
from dashboard.preview import Preview, preview
from tracker.queries import Status, status
from tracker.settings import settings

SHARED = ("spread", "country", "agreement", "provision", "compare", "wto", "coverage")
"""Pages that state something."""
ANCHOR = "share"
_ROW = "row"
"""Opened rows (page.js): in links, not in pictures."""


def show_share(messages: Messages, page: str) -> None:
    """The fold with all of it; nothing on pages that state nothing of their own."""
    if page not in SHARED:
        return
    given = st.query_params.to_dict()
    shown = preview(messages, page, given)
    addresses = addresses_here()
    plain = {name: value for name, value in given.items() if name != PARAMETER and len(value) <= MAX_LENGTH}
    link = addresses.of(page, **plain)
    picture = {name: value for name, value in plain.items() if name != _ROW}
    card = f"./{CARD_PATH}?{urlencode({**picture, **addresses.language, CARD_OF: page})}"
    day = datetime.now(UTC).date()
    now = ask(status)
    blocks = [
        _copied(messages, "share.link", link, here=True),
        tag(
            "p",
            tag("strong", messages.say("share.picture")),
            " ",
            tag("a", messages.say("share.picture_link"), href=card, download=f"{_file_name(shown)}.png"),
        ),
        *([_copied(messages, "share.frame", frame(link, shown))] if settings().frame_ancestors else []),
        _copied(messages, "share.apa", apa(messages, shown, now, link, day)),
        _copied(messages, "share.bibtex", bibtex(messages, shown, now, link, day)),
    ]
    head = tag("summary", tag("span", messages.say("share.title"), class_="fold-name"))
    st.html(tag("details", head, tag("div", *blocks, class_="share"), class_="fold share-fold", id=ANCHOR))


def _copied(messages: Messages, label: str, words: str, here: bool = False) -> Markup:
    """Words with a button that copies them; `here`: the button copies the address as it is then, with opened rows."""
    button = tag(
        "button",
        messages.say("share.copy"),
        type="button",
        data_copy="" if here else words,
        data_done=messages.say("share.copied"),
        aria_label=f"{messages.say('share.copy')}: {messages.say(label)}",
    )
    return tag("p", tag("strong", messages.say(label)), " ", button, tag("code", words, class_="shared"))


def data_version(now: Status) -> str:
    """What the figures rest on: the day of the newest text, and the versions of template and matcher; as a citation
    says it, in English."""
    parts = [f"texts of {now.latest_fetch:%Y-%m-%d}"] if now.latest_fetch else []
    parts += [f"template {use.template}, matcher {use.matcher}" for use in now.versions_in_use[:1]]
    return ", ".join(parts)


def apa(messages: Messages, shown: Preview, now: Status, link: str, day: date) -> str:
    """The page as a reference in the manner of the APA (7th edition); retrieval is named, since pages change."""
    version = data_version(now)
    data = f"Data set; {version}" if version else "Data set"
    return (
        f"{messages.say('product')}. ({day.year}). {shown.heading} [{data}]. "
        f"Retrieved {day:%B} {day.day}, {day.year}, from {link}"
    )


def bibtex(messages: Messages, shown: Preview, now: Status, link: str, day: date) -> str:
    """The page as a BibTeX entry."""
    fields: Mapping[str, str] = {
        "author": f"{{{messages.say('product')}}}",
        "title": _tex(shown.heading),
        "year": str(day.year),
        "note": _tex(f"Data: {data_version(now)}"),
        "url": link,
        "urldate": day.isoformat(),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{_file_name(shown)}-{day:%Y%m%d},\n{body}\n}}"


def frame(link: str, shown: Preview) -> str:
    """HTML with which another site shows the page, without menu and foot."""
    address = f"{link}{'&' if '?' in link else '?'}embed=1"
    return tag("iframe", src=address, title=shown.heading, width="100%", height="600", loading="lazy")


def _file_name(shown: Preview) -> str:
    """The heading as a name for a file or an entry."""
    return re.sub(r"[^a-z0-9]+", "-", shown.heading.lower()).strip("-")[:60] or "page"


def _tex(words: str) -> str:
    """Words without what TeX would take for commands."""
    return re.sub(r"([&%$#_{}])", r"\\\1", words.replace("\\", "/"))
