"""In words: provisional application, and why an agreement does not bind a country any more, or never did."""

from dashboard.parts.markup import Markup, join, page_link
from dashboard.parts.messages import Messages
from dashboard.parts.names import day
from tracker.queries import CountryAgreement, Ending


def ending_words(messages: Messages, ending: Ending) -> Markup:
    """`withdrew on 2017-01-30, before it took effect`, with a link to what took its place."""
    if ending.day is None:
        words = messages.say(f"ending.{ending.kind}_some_day")
    else:
        words = messages.say(f"ending.{ending.kind}", day=day(messages, ending.day))
    if ending.by_slug is None or ending.by_name is None:
        return join([words])
    by = page_link("agreement", ending.by_name, agreement=ending.by_slug)
    return join([words, " ", messages.say("ending.by"), " ", by])


def provisional_words(messages: Messages, agreement: CountryAgreement) -> str | None:
    """Since when it is applied provisionally, and fully in force if it is; None where it never was provisional."""
    if agreement.provisional:
        return messages.say("country.provisional_since", day=day(messages, agreement.date_in_force))
    if agreement.date_fully is not None:
        return messages.say(
            "country.provisional_then_in_force",
            day=day(messages, agreement.date_in_force),
            full=day(messages, agreement.date_fully),
        )
    return None
