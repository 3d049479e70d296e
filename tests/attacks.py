"""Texts made against a regular expression: what it matches but for its end, from the parse tree of `re`."""

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_SIGNS = " abcdefghijklmnopqrstuvwxyz0123456789.,;:()'\"-_%$/&"


def almost(regex: re.Pattern[str]) -> list[str]:
    """Two texts that a regular expression nearly matches: without its last part, and with gaps at their longest."""
    parts = list(parser.parse(regex.pattern, regex.flags & re.IGNORECASE))
    while parts and parts[-1][0] in (op.AT, op.ASSERT, op.ASSERT_NOT):
        parts.pop()
    while len(parts) == 1 and parts[0][0] is op.SUBPATTERN:
        parts = list(parts[0][1][-1])
    short, long = _text(parts[:-1], few=True), _text(parts[:-1], few=False)
    return [f"{text} " for text in dict.fromkeys((short, long)) if text.strip()]


def _text(parts: list[tuple[Any, Any]], *, few: bool) -> str:
    return "".join(_of(kind, what, few) for kind, what in parts)


def _of(kind: Any, what: Any, few: bool) -> str:
    if kind is op.LITERAL:
        return chr(what)
    if kind is op.ANY:
        return "x"
    if kind is op.NOT_LITERAL:
        return "x" if chr(what) != "x" else "y"
    if kind is op.IN:
        return next((sign for sign in _SIGNS[1:] + " " if _has(what, sign)), "")
    if kind is op.BRANCH:
        return _text(list(what[1][0 if few else -1]), few=few)
    if kind is op.SUBPATTERN:
        return _text(list(what[-1]), few=few)
    if kind is op.ATOMIC_GROUP:
        return _text(list(what), few=few)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = what
        return _text(list(inner), few=few) * (least if few else min(int(most), max(least, 3)))
    return ""


def _has(sets: list[tuple[Any, Any]], sign: str) -> bool:
    made = "".join(
        re.escape(chr(what)) if kind is op.LITERAL
        else f"{re.escape(chr(what[0]))}-{re.escape(chr(what[1]))}" if kind is op.RANGE
        else "^" if kind is op.NEGATE
        else {op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W", op.CATEGORY_DIGIT: r"\d",
              op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s", op.CATEGORY_NOT_SPACE: r"\S"}[what]
        for kind, what in sets
    )  # fmt: skip
    return re.fullmatch(f"[{made}]", sign) is not None
