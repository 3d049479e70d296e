"""A language nobody speaks, `?lang=xr`: English in Arabic letters, from right to left.

It shows what a page does with a language of that direction before one is translated. Its words are the English ones,
letter by letter; placeholders, numbers and marks stay. `TRACKER_PSEUDO_LOCALE` switches it on; no menu names it.
"""

import re

from tracker.settings import settings

PSEUDO = "xr"

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ابجدهفغحيژكلمنوپقرستثڤوخيز" * 2,
)
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
_CODES = frozenset({"one", "many", ",", "–"})
"""Messages that are no words: form of a count, separators."""


def pseudo_offered() -> bool:
    """Whether pages can be asked for in the pseudo-locale."""
    return settings().pseudo_locale


def mirrored(words: str) -> str:
    """A message in the pseudo-locale."""
    if words in _CODES:
        return words
    return "".join(
        part if _PLACEHOLDER.fullmatch(part) else part.translate(_LETTERS)
        for part in _PLACEHOLDER.split(words)
    )
