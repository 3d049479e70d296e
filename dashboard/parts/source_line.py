"""One line that says where a picture or card comes from, and of which day its data are."""

from datetime import UTC, datetime

from dashboard.parts.facts import ask
from dashboard.parts.messages import Messages
from dashboard.parts.names import day
from tracker.queries import status


def source_line(messages: Messages) -> str:
    """The site's name, today, and the day of the newest text."""
    fetched = ask(status).latest_fetch
    today = datetime.now(UTC).date()
    made = messages.say("picture.made", product=messages.say("product"), day=day(messages, today))
    return (
        made
        if fetched is None
        else f"{made} {messages.say('picture.texts', day=day(messages, fetched.date()))}"
    )
