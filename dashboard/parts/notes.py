"""Details of findings in words."""

import re
from collections.abc import Iterable

from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import party, provision_name
from tracker.queries import template_facts
from tracker.texts.numbering import WORD_NUMBER, parse_number

MANDATE = "mandate:"
"""Beginning of the notes that name a provision about which the parties promise to talk."""

FOR_PARTY = ("transition", "exempt")
"""Beginnings of notes that name the party that is bound later, or exempt."""

_NAMED_PARTY = tuple(f"{beginning}:" for beginning in FOR_PARTY)

STRUCTURE = "definitions_scope"
"""The provision of articles that hold no commitment by themselves."""

LIMITING = (*FOR_PARTY, "until_conference", "follows_wto", "ai_limits")
"""Notes without which a finding would say more, or less, than its clause does."""


def note_name(messages: Messages, note: str) -> str:
    """A detail in words; its code as words where no message has one."""
    if note.startswith(MANDATE):
        name = provision_name(messages, note.removeprefix(MANDATE))
        return messages.say("note.mandate", provision=name)
    beginning, _, rest = note.partition(":")
    if rest and beginning in FOR_PARTY:
        return messages.say(f"note.{beginning}_for", party=party(messages, rest, rest))
    unit, _, number = rest.partition(":")
    if number and beginning in ("covers", "excepts"):
        if unit == "this":
            return messages.say("note.covers_own", unit=messages.say(f"note.unit.{number}"))
        return messages.say(
            f"note.{beginning}_part", unit=messages.say(f"note.unit.{unit}"), number=_number(number)
        )
    key = note.replace(":", ".")
    own = template_facts(messages.language).note_names.get(note)
    return messages.find(f"note.{key}") or own or note.replace(":", ": ").replace("_", " ")


def _number(number: str) -> str:
    """A number of a part of a text, or of several, as every language writes it: `two-seven` is 2-7, `iv` is IV."""
    return "-".join(
        str(parsed.path[0])
        if re.fullmatch(WORD_NUMBER, part, re.IGNORECASE) and (parsed := parse_number(part)) and parsed.path
        else part.upper()
        for part in number.split("-")
    )


def is_mandate(provision: str, notes: Iterable[str]) -> bool:
    """Whether a finding is no rule: its article only promises to talk about something."""
    return provision == STRUCTURE and any(note.startswith(MANDATE) for note in notes)


def found_name(messages: Messages, provision: str, notes: Iterable[str]) -> str:
    """The name of a finding: of an article that only promises to talk about something, that this is no rule."""
    if is_mandate(provision, notes):
        return messages.say("note.promise")
    return provision_name(messages, provision)


def promised(messages: Messages, notes: Iterable[str]) -> Markup | None:
    """About what the parties promise to talk, whether one of them is exempt or bound later, and until when a rule is
    one; nothing where none of this is noted."""
    shown = (note for note in notes if note in LIMITING or note.startswith((MANDATE, *_NAMED_PARTY)))
    said = [note_name(messages, note) for note in shown]
    return tag("p", "; ".join(said), class_="quiet noted") if said else None
