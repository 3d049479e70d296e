"""Refuses regular expressions that may take a time that grows with a power of the text, by their parse tree.

Python's `re` tries every way in which a text can be divided between the parts of a pattern. Two parts of any length
that may match the same characters make that many ways: one within the other exponentially many, one behind the other
as many as the square of the text. A part with a limit ({gap}, `.{0,60}?`) is no such part.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

try:
    from re import _constants as _op  # type: ignore[attr-defined]
    from re import _parser as _sre  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - a Python that hides its parser
    _sre = None

_MANY = 1000
"""A part that may be repeated more often is one of any length."""

_ALPHABET = frozenset(chr(code) for code in (9, 10, *range(32, 127), 0xE9, 0x2022))

_Part = tuple[Any, Any]

_NONE: frozenset[str] = frozenset()


_NESTED = "a part of any length is repeated within another one, so that a text can be divided in many ways"
_BEHIND = (
    "two parts of any length that match the same characters stand one behind the other; give them limits"
)


def backtracking_problem(regex: str) -> str:
    """What makes a regular expression backtrack too much, in words; "" where nothing does.

    Raises re.error for what is no regular expression.
    """
    if _sre is None:
        return ""
    found: list[str] = []
    _walk(list(_sre.parse(regex)), _NONE, found)
    return found[0] if found else ""


def _walk(parts: Sequence[_Part], before: frozenset[str], found: list[str]) -> frozenset[str]:
    """Note the problems of a sequence of parts in `found`.

    `before` are the characters of the parts of any length that stand before and are not divided off; returned are those
    behind it.
    """
    for kind, what in parts:
        if kind is _op.SUBPATTERN:
            before = _walk(list(what[-1]), before, found)
        elif kind is _op.ATOMIC_GROUP:
            before = _walk(list(what), before, found)
        elif kind in (_op.ASSERT, _op.ASSERT_NOT):
            _walk(list(what[1]), _NONE, found)
        elif kind is _op.BRANCH:
            before = _NONE.union(*(_walk(list(branch), before, found) for branch in what[1]))
        elif kind in (_op.MAX_REPEAT, _op.MIN_REPEAT):
            before = _repeated(what, before, found)
        elif kind in (_op.LITERAL, _op.NOT_LITERAL, _op.IN) and not _signs([(kind, what)]) & before:
            before = _NONE
    return before


def _repeated(what: tuple[int, int, Any], before: frozenset[str], found: list[str]) -> frozenset[str]:
    least, most, inner = what[0], what[1], list(what[2])
    behind = _walk(inner, before, found)
    if most > _MANY:
        signs = _signs(inner)
        if _divides_in_many_ways(inner):
            found.append(_NESTED)
        # Words have an end (`normalise.without_endless_words`): only what may go on behind a space has none.
        if " " in signs:
            if signs & before:
                found.append(_BEHIND)
            return before | signs
    return behind if least else before | behind


def _divides_in_many_ways(inner: Sequence[_Part]) -> bool:
    """Whether what is repeated any number of times can match one text in several ways."""
    variable = _any_length(inner)
    if variable:
        # "(?: \w+)*" is safe: the space that must come first is no letter.
        fixed = [part for part in _flat(inner) if _least([part]) and not _any_length([part])]
        return not any(not _signs([part]) & variable for part in fixed)
    if not _least(inner):
        return True
    flat = _flat(inner)
    return len(flat) == 1 and flat[0][0] is _op.BRANCH and _overlap(flat[0][1][1])


def _overlap(branches: Iterable[Sequence[_Part]]) -> bool:
    """Whether two alternatives of one character each match the same one."""
    seen: set[str] = set()
    for branch in branches:
        parts = _flat(list(branch))
        if len(parts) == 1 and parts[0][0] in (_op.LITERAL, _op.IN, _op.ANY, _op.NOT_LITERAL):
            signs = _signs(parts)
            if signs & seen:
                return True
            seen |= signs
    return False


def _flat(parts: Sequence[_Part]) -> list[_Part]:
    """The parts, groups opened."""
    found: list[_Part] = []
    for kind, what in parts:
        if kind is _op.SUBPATTERN:
            found += _flat(list(what[-1]))
        else:
            found.append((kind, what))
    return found


def _any_length(parts: Sequence[_Part]) -> frozenset[str]:
    """The characters that those parts match which may be of any length."""
    found: frozenset[str] = frozenset()
    for kind, what in parts:
        if kind in (_op.MAX_REPEAT, _op.MIN_REPEAT):
            inner = list(what[2])
            found |= _signs(inner) if what[1] > _MANY else _any_length(inner)
        elif kind is _op.SUBPATTERN:
            found |= _any_length(list(what[-1]))
        elif kind is _op.BRANCH:
            for branch in what[1]:
                found |= _any_length(list(branch))
    return found


def _least(parts: Sequence[_Part]) -> bool:
    """Whether the parts match at least one character."""
    for kind, what in parts:
        if kind in (_op.LITERAL, _op.NOT_LITERAL, _op.IN, _op.ANY, _op.GROUPREF):
            return True
        if kind is _op.SUBPATTERN and _least(list(what[-1])):
            return True
        if kind is _op.ATOMIC_GROUP and _least(list(what)):
            return True
        if kind is _op.BRANCH and all(_least(list(branch)) for branch in what[1]):
            return True
        if (
            kind in (_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT)
            and what[0]
            and _least(list(what[2]))
        ):
            return True
    return False


def _signs(parts: Sequence[_Part]) -> frozenset[str]:
    """The characters of `_ALPHABET` that the parts may match anywhere."""
    found: frozenset[str] = frozenset()
    for kind, what in parts:
        if kind is _op.ANY:
            return _ALPHABET
        if kind is _op.LITERAL:
            found |= {chr(what)}
        elif kind is _op.NOT_LITERAL:
            found |= _ALPHABET - {chr(what)}
        elif kind is _op.IN:
            found |= _set(what)
        elif kind is _op.SUBPATTERN:
            found |= _signs(list(what[-1]))
        elif kind is _op.ATOMIC_GROUP:
            found |= _signs(list(what))
        elif kind is _op.BRANCH:
            for branch in what[1]:
                found |= _signs(list(branch))
        elif kind in (_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT):
            found |= _signs(list(what[2]))
    return found


_CLASSES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}


def _set(items: Iterable[_Part]) -> frozenset[str]:
    found: set[str] = set()
    negated = False
    for kind, what in items:
        if kind is _op.NEGATE:
            negated = True
        elif kind is _op.LITERAL:
            found.add(chr(what))
        elif kind is _op.RANGE:
            found.update(sign for sign in _ALPHABET if what[0] <= ord(sign) <= what[1])
        elif kind is _op.CATEGORY:
            name = str(what).removeprefix("CATEGORY_")
            inside = re.compile(_CLASSES[name.removeprefix("NOT_")])
            found.update(sign for sign in _ALPHABET if bool(inside.match(sign)) != name.startswith("NOT_"))
    return _ALPHABET - found if negated else frozenset(found)
