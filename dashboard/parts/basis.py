"""How what is counted is known: read here, taken over, coded by hand, or only reported."""

from collections.abc import Iterable

from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages


def basis_sentence(messages: Messages, bases: Iterable[tuple[str, int]]) -> Markup | None:
    """How many of the counted agreements rest on each basis; None where all are read."""
    counted = list(bases)
    if not any(number for basis, number in counted if basis != "read"):
        return None
    listed = ", ".join(messages.count(f"basis.{basis}", number) for basis, number in counted)
    return tag("p", messages.say("basis.counted", listed=listed), class_="quiet basis-counts")
