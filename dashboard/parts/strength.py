"""The look of strength and exceptions: one palette for charts, tables and texts.

Hard is dark blue and filled, soft is light orange and hatched or smaller, so that they can be distinguished by
colour-blind people and on a black-and-white print. `style.css` has the same colours for texts and tables.
"""

from collections.abc import Iterable
from typing import Literal

from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from dashboard.parts.notes import is_mandate
from tracker.queries import StrengthLabel, template_facts

Kind = Literal["hard", "soft", "unknown", "unrated", "mandate"]
"""What is said of the strength of a provision that is there.

- `unknown`: it has a strength, which the source of a reported fact does not give.
- `unrated`: it has none, as definitions.
- `mandate`: no rule: the article promises to talk about one.
"""

FILLS = {"hard": "#1D3557", "soft": "#CF7F2E", "unknown": "#7A5AA6", "unrated": "#8F8D86"}
"""Fill of each kind in charts; contrast (WCAG) 3:1 to the page, 4:1 between hard and soft."""

ORDER: tuple[StrengthLabel, ...] = ("hard", "soft", "unrated")
"""The labels of strength in queries, in the order of charts and bars."""


def strength_kind(provision: str, strength: str | None, notes: Iterable[str] = ()) -> Kind:
    """What is to be said of a strength (None or `unrated`: not given) of a provision that is there; `notes` those of
    its finding, where it is about a single one."""
    if is_mandate(provision, notes):
        return "mandate"
    if strength in ("hard", "soft"):
        return "hard" if strength == "hard" else "soft"
    return "unknown" if template_facts().provision(provision).has_strength else "unrated"


def shows_strength(provision: str, notes: Iterable[str] = ()) -> bool:
    """Whether a provision has strengths, so that one is shown or said not to be known; or whether its finding is a mere
    promise to talk."""
    return template_facts().provision(provision).has_strength or is_mandate(provision, notes)


def strength_word(messages: Messages, provision: str, strength: str | None, notes: Iterable[str] = ()) -> str:
    """The word for the strength of a provision that is there (`strength_kind`)."""
    return messages.say(f"strength.{strength_kind(provision, strength, notes)}")


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


def strength_chip(
    messages: Messages, provision: str, strength: str | None, notes: Iterable[str] = ()
) -> Markup:
    """A small coloured label that also says the word (`strength_kind`)."""
    kind = strength_kind(provision, strength, notes)
    return tag("span", messages.say(f"strength.{kind}"), class_=f"chip chip-{kind}")


def not_found_chip(messages: Messages) -> Markup:
    """A label on what was not found at all."""
    return tag("span", messages.say("strength.none"), class_="chip chip-none")


def exception_chip(messages: Messages, exception: bool | None) -> Markup | None:
    """A label for the exception flag, nothing where the provision has none."""
    if exception is None:
        return None
    kind = "yes" if exception else "no"
    return tag("span", messages.say(f"exception.{kind}"), class_=f"chip chip-exception-{kind}")


def strength_bar(provision: str, parts: dict[str, int], longest: int) -> Markup:
    """A bar of stacked strengths, by label; its full width means `longest`. The numbers are printed beside it."""
    pieces = [
        tag(
            "span",
            class_=f"bar-part bar-{strength_kind(provision, name)}",
            style=f"width:{100 * parts[name] / longest:.2f}%",
        )
        for name in ORDER
        if longest and parts.get(name)
    ]
    return tag("span", *pieces, class_="bar", aria_hidden="true")
