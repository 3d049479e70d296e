"""One wording marked up against another: what is gone struck out, what is new underlined. Always escaped."""

from collections.abc import Iterable

from dashboard.parts.markup import Markup, join, tag
from dashboard.parts.messages import Messages
from tracker.queries.core.wording import Passage


def redline(messages: Messages, passages: Iterable[Passage]) -> Markup:
    """The passages as one running text; screen readers are told where a change begins."""
    return join(_marked(messages, passage) for passage in passages)


def _marked(messages: Messages, passage: Passage) -> Markup | str:
    if passage.change == "kept":
        return passage.text
    name = "ins" if passage.change == "in" else "del"
    return tag(name, passage.text, aria_label=messages.say(f"redline.{passage.change}", text=passage.text))
