"""A redline: one wording marked up against another, deletions struck out, insertions underlined. Always escaped."""

from collections.abc import Iterable

from dashboard.parts.markup import Markup, join, tag
from dashboard.parts.messages import Messages
from tracker.queries.core.wording import Passage


def redline(messages: Messages, passages: Iterable[Passage]) -> Markup:
    """The passages as one running text, with the beginning of each change marked for screen readers."""
    return join(_marked(messages, passage) for passage in passages)


def _marked(messages: Messages, passage: Passage) -> Markup | str:
    if passage.change == "kept":
        return passage.text
    if not passage.text.strip():
        return passage.text if passage.change == "in" else ""
    name = "ins" if passage.change == "in" else "del"
    # Heard, not seen: ARIA lets neither `ins` nor `del` carry a label.
    return tag(
        name, tag("span", messages.say(f"redline.{passage.change}"), " ", class_="heard"), passage.text
    )
