"""In words: provisional application, and why an agreement does not bind a country any more, or never did."""

from collections.abc import Iterable, Sequence

from dashboard.parts.facts import ask
from dashboard.parts.markup import Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, party
from tracker.queries import CountryAgreement, Ending, Member, agreement_endings


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


def endings_lines(
    messages: Messages, endings: Iterable[tuple[Ending, Sequence[Member]]], members: int
) -> list[Markup]:
    """One line for each reason; whom it concerns, where it is not one reason for all `members`."""
    lines = []
    for ending, concerned in endings:
        words = ending_words(messages, ending)
        if len(concerned) < members:
            names = ", ".join(party(messages, one.iso3, one.name) for one in concerned)
            words = join([names, ": ", words])
        lines.append(words)
    return lines


def ended_note(messages: Messages, slug: str) -> Markup | None:
    """How and why the agreement with this slug ended, for whom where not for all; None where it binds all its members,
    or may yet."""
    found = ask(agreement_endings).get(slug)
    if found is None:
        return None
    lines = endings_lines(messages, found.endings, found.members)
    return tag("p", messages.say("column.ending"), ": ", join(lines, "; "), class_="replaced")


def ended_cell(messages: Messages, slug: str) -> str:
    """The same for a table, "" where there is nothing to say."""
    found = ask(agreement_endings).get(slug)
    if found is None:
        return ""
    said = []
    for ending, concerned in found.endings:
        words = messages.say(f"ending.{ending.kind}_some_day")
        if ending.day is not None:
            words = messages.say(f"ending.{ending.kind}", day=day(messages, ending.day))
        if ending.by_name is not None:
            words = f"{words} {messages.say('ending.by')} {ending.by_name}"
        names = ", ".join(party(messages, one.iso3, one.name) for one in concerned)
        said.append(words if len(concerned) == found.members else f"{names}: {words}")
    return "; ".join(said)


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
