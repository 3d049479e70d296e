"""Marks: strength and exception of a finding as one or two letters, for storing and comparing."""

from collections.abc import Iterable

from tracker.queries.core.orders import rank_of

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


def mark_words(mark: str | None) -> str:
    """A mark in words: "hard, with exception"; "none" where there is no clause."""
    if mark is None:
        return "none"
    plain = mark.removesuffix(DRAFT)
    words = {"h": "hard", "s": "soft", "n": "without strength"}[plain[0]]
    words += {"+": ", with exception", "-": ", without exception", "": ""}[plain[1:]]
    return f"{words} (draft)" if mark.endswith(DRAFT) else words
