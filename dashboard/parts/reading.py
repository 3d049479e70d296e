"""How much of some agreements has been read, in words."""

from collections.abc import Mapping

from dashboard.parts.messages import Messages
from tracker.queries.core.reading import ReadingState


def reading_counts(messages: Messages, by_state: Mapping[ReadingState, int]) -> str:
    """How many agreements are in each reading state, "24 read, 3 by reports"; states without any are left out."""
    return ", ".join(
        messages.say(f"coverage.{state}", n=number) for state, number in by_state.items() if number
    )
