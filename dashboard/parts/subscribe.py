"""The link to subscribe to what changes for a country or on a provision; the server answers it (`dashboard.feeds`)."""

from typing import Literal

from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from tracker.nightly.language import ENGLISH, LANGUAGES


def subscribe_link(messages: Messages, kind: Literal["country", "provision"], code: str) -> Markup:
    """A line with the address of the feed, relative to the pages (all of which are one level deep), in the language of
    the page where digests are written in it."""
    other = messages.language != ENGLISH and messages.language in LANGUAGES
    address = f"feeds/{kind}/{code}.atom" + (f"?lang={messages.language}" if other else "")
    link = tag("a", messages.say(f"feed.{kind}"), href=address, type="application/atom+xml")
    return tag("p", link, " ", messages.say("feed.about"), class_="quiet")
