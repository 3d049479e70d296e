"""Marks: strength and exception of a finding as one or two letters, for storing and comparing."""

from collections.abc import Iterable

from tracker.nightly.language import ENGLISH, words_in
from tracker.queries.core.orders import rank_of
from tracker.queries.core.template_facts import template_facts

_STRENGTHS = {"h": "hard", "s": "soft", "n": None}
_EXCEPTIONS = {"+": True, "-": False, "": None}

DRAFT = "d"
"""Suffix of a mark: the agreement is not signed, so nobody is bound yet."""


def mark_of(strength: str | None, exception: bool | None) -> str:
    """The mark of a finding: h, s or n (without strength), then + with an exception, - without one."""
    letter = {"hard": "h", "soft": "s"}.get(strength or "", "n")
    return letter + {True: "+", False: "-", None: ""}[exception]


def mark_rank(mark: str) -> int:
    """Rank of a mark: the greater, the stricter (see `tracker.queries.core.orders.rank_of`)."""
    plain = mark.removesuffix(DRAFT)
    return rank_of(_STRENGTHS[plain[0]], _EXCEPTIONS[plain[1:]])


def strongest(marks: Iterable[str]) -> str | None:
    """The strictest mark, None where there is none; of equally strict ones always the same."""
    return max(marks, key=lambda mark: (mark_rank(mark), mark), default=None)


def mark_words(mark: str | None, provision: str, language: str = ENGLISH) -> str:
    """The mark of a provision in words: "hard, with exception"; "none" where there is no clause.

    What such a provision has and no source says is not known: "strength not known", "hard, exception not known".
    """
    words = words_in(language)
    if mark is None:
        return words.say("no_clause")
    facts = template_facts().provision(provision)
    plain = mark.removesuffix(DRAFT)
    without = "unknown" if facts.has_strength else "unrated"
    strength = {"h": "hard", "s": "soft", "n": without}[plain[0]]
    said = words.say(f"strength.{strength}")
    unknown = "unknown" if facts.has_exception and plain[0] != "n" else None
    exception = {"+": "with", "-": "without", "": unknown}[plain[1:]]
    said = words.say(f"exception.{exception}", strength=said) if exception else said
    return words.say("draft", mark=said) if mark.endswith(DRAFT) else said


def is_stricter(one: str | None, other: str | None, provision: str) -> bool:
    """Whether one mark of a provision is known to be stricter than another (None: no clause)."""
    facts = template_facts().provision(provision)
    if one is None or other is None:
        return one is not None and not (facts.has_strength and one[0] == "n")
    first, second = one.removesuffix(DRAFT), other.removesuffix(DRAFT)
    if facts.has_strength and "n" in (first[0], second[0]):
        return False
    if facts.has_exception and first[0] == second[0] and "" in (first[1:], second[1:]):
        return False
    return mark_rank(one) > mark_rank(other)
