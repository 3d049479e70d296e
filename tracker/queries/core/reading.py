"""What has been read of an agreement: the one reading state that every page, count and verdict uses."""

from collections.abc import Collection
from typing import Literal

from tracker.texts.completeness import rules_missing

ReadingState = Literal["read", "partly_read", "coded", "reported", "not_read"]
"""From the firmest to the weakest:

- `read`: its words are here and were matched, or those of the text that it incorporates.
- `coded`: every article was coded by hand from an official text in a language that is not matched.
- `partly_read`: its words are here, but a chapter only, cut short, or without annexes that it has and that may hold
  rules on digital trade; or an article was too costly to search; or of a text that it incorporates only reports are
  known. A text that lacks annexes on goods alone, such as tariff schedules, is `read`.
- `reported`: single facts of it as public sources report them. An agreement without such facts is not one without
  rules.
- `not_read`: nothing of its content is known here.
"""

READING_STATES: tuple[ReadingState, ...] = ("read", "coded", "partly_read", "reported", "not_read")

COMPLETE: frozenset[ReadingState] = frozenset({"read", "coded"})
"""States in which what was not found is not there."""


def reading_state(bases: Collection[str], missing: Collection[str]) -> ReadingState:
    """The reading state of an agreement by the bases of its current documents (`tracker.models.life.BASES`, of what is
    incorporated those of that text) and what its text here lacks."""
    if "read" in bases or "incorporated" in bases:
        return "partly_read" if rules_missing(missing) or "reported" in bases else "read"
    if "coded" in bases:
        return "coded"
    return "reported" if "reported" in bases else "not_read"
