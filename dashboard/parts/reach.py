"""Whom a rule reaches and binds, and whether its finding is certain: chips, cells of tables, sentences on counts."""

from typing import Protocol

from dashboard.parts.markup import Markup, join, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import party

REACH_COLUMNS = ("scope", "bound", "uncertain")
"""Headings of `reach_cells`, as messages of `column`."""


class Reaching(Protocol):
    """A finding, or the clause that counts of several."""

    @property
    def scope(self) -> str | None:
        """Whom its rule reaches: general, telecoms, financial, sector; None where that is not asked."""

    @property
    def bound(self) -> tuple[str, ...]:
        """Codes of the parties it binds, () for every party."""

    @property
    def uncertain(self) -> bool:
        """Whether the second opinion holds it improbable (docs/review.md)."""


def reach_chips(messages: Messages, finding: Reaching) -> Markup | None:
    """Labels for a rule of one sector, for one that binds some parties only, and for an uncertain finding; nothing for
    a certain rule that reaches and binds all."""
    sector, bound = _sector_words(messages, finding), _bound_words(messages, finding)
    chips = [
        tag("span", words, class_=f"chip chip-{kind}")
        for words, kind in ((sector, "scope"), (bound, "bound"))
        if words
    ]
    if finding.uncertain:
        chips.append(_uncertain(messages))
    return join(chips, " ") if chips else None


def reach_words(messages: Messages, finding: Reaching) -> list[str]:
    """The same as words, for a cell that says all of a finding; empty for a certain rule that reaches and binds all."""
    said = (_sector_words(messages, finding), _bound_words(messages, finding))
    return [words for words in (*said, uncertain_word(messages, finding.uncertain)) if words]


def _sector_words(messages: Messages, finding: Reaching) -> str:
    if finding.scope in (None, "general"):
        return ""
    scope = messages.say(f"scope.{finding.scope}")
    return messages.say("scope_only", scope=scope[0].lower() + scope[1:])


def _bound_words(messages: Messages, finding: Reaching) -> str:
    return messages.say("bound_only", parties=bound_words(messages, finding.bound)) if finding.bound else ""


def sectoral_chip(messages: Messages, sectoral: bool) -> Markup | None:
    """A label on what is for one sector only; nothing on what is for all."""
    return tag("span", messages.say("scope_sectoral"), class_="chip chip-scope") if sectoral else None


def uncertain_chip(messages: Messages, uncertain: bool) -> Markup | None:
    """A label on what rests on uncertain findings only; nothing on what does not."""
    return _uncertain(messages) if uncertain else None


def _uncertain(messages: Messages) -> Markup:
    explained = messages.say("uncertain.explained")
    return tag("span", messages.say("uncertain.chip"), class_="chip chip-uncertain", title=explained)


def bound_words(messages: Messages, bound: tuple[str, ...]) -> str:
    """The parties that a rule binds, by name; empty for every party."""
    return ", ".join(party(messages, code, code) for code in bound)


def sector_word(messages: Messages, sectoral: bool) -> str:
    """The cell of a table's column `column.scope` where only that is asked: for one sector only, or for every one."""
    return messages.say("scope_sectoral" if sectoral else "scope.general")


def uncertain_word(messages: Messages, uncertain: bool) -> str:
    """The cell of a table's column `column.uncertain`: the label, or nothing."""
    return messages.say("uncertain.chip") if uncertain else ""


def reach_cells(messages: Messages, finding: Reaching) -> tuple[str, str, str]:
    """The cells of a table's columns REACH_COLUMNS; nothing in the second for every party."""
    scope = messages.say(f"scope.{finding.scope}") if finding.scope else ""
    return scope, bound_words(messages, finding.bound), uncertain_word(messages, finding.uncertain)


def uncertain_note(messages: Messages, number: int) -> Markup | None:
    """How many of what is counted rest on uncertain findings only, and what that means; nothing for none."""
    sentence = uncertain_sentence(messages, number)
    return tag("p", sentence, class_="quiet uncertain-count") if sentence else None


def uncertain_sentence(messages: Messages, number: int) -> str:
    """The same in words; empty for none."""
    if not number:
        return ""
    return f"{messages.count('uncertain.count', number)} {messages.say('uncertain.explained')}"
