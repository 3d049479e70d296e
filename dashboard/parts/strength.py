"""The look of strength and exceptions: one palette for charts, tables and texts.

Hard is dark blue and filled, soft is light orange and hatched or smaller, so that they can be distinguished by
colour-blind people and on a black-and-white print. `style.css` has the same colours for texts and tables.
"""

from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from tracker.queries import template_facts

FILLS = {"hard": "#1D3557", "soft": "#CF7F2E", "unrated": "#8F8D86"}
"""Fill of each strength in charts; contrast (WCAG) 3:1 to the page, 4:1 between hard and soft."""

ORDER = ("hard", "soft", "unrated")


def strength_word(messages: Messages, strength: str | None) -> str:
    """The word shown for a strength; an empty one for nothing found."""
    return messages.say(f"strength.{strength}") if strength else ""


def provision_strength(messages: Messages, provision: str, strength: str) -> str:
    """The word for a strength of a provision that is there: of one that has strengths it may not be known, where the
    source of a reported fact does not say it."""
    if strength == "unrated" and template_facts().provision(provision).has_strength:
        return messages.say("strength.unknown")
    return strength_word(messages, strength)


def strengths_listed(messages: Messages, provision: str, hard: int, soft: int, unrated: int) -> str:
    """A sum by strength, so that its parts add up: those whose strength is not known are named. It begins with a
    colon; empty for a provision without strengths, and for 0."""
    if not hard + soft + unrated or not template_facts().provision(provision).has_strength:
        return ""
    parts = [messages.say(f"spread.part_{name}", n=n) for name, n in (("hard", hard), ("soft", soft))]
    if unrated:
        parts.append(messages.say("spread.part_unknown", n=unrated))
    return messages.say("spread.parts", listed=", ".join(parts))


def exception_word(messages: Messages, exception: bool | None) -> str:
    """The word shown for an exception flag, empty for provisions without one."""
    return "" if exception is None else messages.say("exception.yes" if exception else "exception.no")


def strength_chip(messages: Messages, strength: str | None, provision: str | None = None) -> Markup:
    """A small coloured label that also says the word; of a `provision` with strengths, that it is not known where a
    reported fact does not say it."""
    shown = strength or "none"
    words = messages.say(f"strength.{shown}")
    if provision is not None and strength is not None:
        words = provision_strength(messages, provision, strength)
    return tag("span", words, class_=f"chip chip-{shown}")


def exception_chip(messages: Messages, exception: bool | None) -> Markup | None:
    """A label for the exception flag, nothing where the provision has none."""
    if exception is None:
        return None
    kind = "yes" if exception else "no"
    return tag("span", messages.say(f"exception.{kind}"), class_=f"chip chip-exception-{kind}")


def strength_bar(parts: dict[str, int], longest: int) -> Markup:
    """A bar of stacked strengths; its full width means `longest`. The numbers are printed beside it."""
    pieces = [
        tag("span", class_=f"bar-part bar-{name}", style=f"width:{100 * parts[name] / longest:.2f}%")
        for name in ORDER
        if longest and parts.get(name)
    ]
    return tag("span", *pieces, class_="bar", aria_hidden="true")
