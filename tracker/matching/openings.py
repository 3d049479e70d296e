"""What every match of a regular expression begins with: `str.find` skips to these places much faster than `re` does.

Read from the parse tree that Python's `re` makes. Where that is not available, or a match can begin in too many ways,
nothing is known and the expression is searched as usual: the same matches are found either way.
"""

from collections.abc import Iterable
from typing import Any

MOST = 80
"""More openings than this take as long to look for as the search they would save."""

SHORTEST = 2
"""A single letter is found too often to save anything."""

_LONGEST = (12, 9, 7, 5, 4, 3)
"""Characters of an opening, tried in turn: shorter ones are less selective, but fewer."""

_MOST_CHOICES = 4
"""Characters of a class like [sz] that are kept apart."""

_Openings = dict[str, bool]
"""Texts, and whether what follows in the expression goes on directly behind them."""


def openings(tree: Iterable[Any]) -> tuple[str, ...]:
    """Texts with one of which every match begins, none the beginning of another; () where none are known.

    `tree` is a parse tree of `re` without flags.
    """
    items = list(tree)
    if items and str(items[0][0]) == "AT" and str(items[0][1]) == "AT_BEGINNING":
        return ()  # is tried at one place only
    for longest in _LONGEST:
        found = sorted(_of_sequence(items, {"": True}, longest))
        kept: list[str] = []
        for text in found:  # in this order a text comes right behind what it begins with
            if not kept or not text.startswith(kept[-1]):
                kept.append(text)
        if not kept or len(min(kept, key=len)) < SHORTEST:
            return ()
        if len(kept) <= MOST:
            # Where all begin with one letter, `re` skips to it itself.
            return tuple(kept) if len({text[0] for text in kept}) > 1 else ()
    return ()


def _of_sequence(items: Iterable[Any], begun: _Openings, longest: int) -> _Openings:
    """The openings when these items of a parse tree follow those begun."""
    for operator, argument in items:
        if not any(begun.values()):
            return begun
        begun = _of_item(str(operator), argument, begun, longest)
    return begun


def _of_item(name: str, argument: Any, begun: _Openings, longest: int) -> _Openings:
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return begun  # matches no characters
    if name == "LITERAL":
        return _with_one_of(chr(argument), begun, longest)
    if name == "SUBPATTERN" and not argument[1]:  # no flags of its own
        return _of_sequence(argument[-1], begun, longest)
    if name == "ATOMIC_GROUP":
        return _of_sequence(argument, begun, longest)
    if name == "BRANCH":
        return _either(_of_sequence(branch, begun, longest) for branch in argument[1])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = argument
        once = _of_sequence(inner, begun, longest)
        once = once if most == 1 else dict.fromkeys(once, False)
        return once if least else _either((once, begun))
    if (
        name == "IN"
        and len(argument) <= _MOST_CHOICES
        and all(str(kind) == "LITERAL" for kind, _ in argument)
    ):
        return _with_one_of("".join(chr(char) for _, char in argument), begun, longest)
    return dict.fromkeys(begun, False)


def _with_one_of(chars: str, begun: _Openings, longest: int) -> _Openings:
    added = (
        {text + char: len(text) + 1 < longest for char in chars} if goes_on else {text: False}
        for text, goes_on in begun.items()
    )
    return _either(added)


def _either(choices: Iterable[_Openings]) -> _Openings:
    """All of the openings; what ends in one choice is known no further, whatever another one knows."""
    found: _Openings = {}
    for choice in choices:
        for text, goes_on in choice.items():
            found[text] = goes_on and found.get(text, True)
    return found
