"""Snippets: the part of an article around the words found, with what was found as offsets (never markup)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.queries.search.syntax import Term

SNIPPET_CHARACTERS = 320


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an article's text; `marks` are [start, end) offsets into `text` to be highlighted;
    `cut_before` and `cut_after`: whether the article continues there."""

    text: str
    marks: tuple[tuple[int, int], ...]
    cut_before: bool
    cut_after: bool


def snippet(words: str, terms: Iterable[Term], length: int = SNIPPET_CHARACTERS) -> Snippet:
    """The part of `words` around the first term found, with every term in it marked."""
    folded = _fold(words)
    pattern = re.compile("|".join(_term_pattern(term) for term in terms) or r"(?!)")
    first = pattern.search(folded)
    start = max(0, (first.start() if first else 0) - length // 3)
    if start:
        following = folded.find(" ", start, start + 30)
        start = following + 1 if following >= 0 else start
    end = min(len(words), start + length)
    if end < len(words):
        preceding = folded.rfind(" ", max(start, end - 30), end)
        end = preceding if preceding > start else end
    marks = tuple(
        (found.start() - start, min(found.end(), end) - start)
        for found in pattern.finditer(folded, start)
        if found.start() < end
    )
    return Snippet(words[start:end], marks, cut_before=start > 0, cut_after=end < len(words))


def _fold(words: str) -> str:
    """Lower case without accents, character by character, so that offsets stay valid."""
    if words.isascii():
        return words.lower()
    return "".join(_fold_character(character) for character in words)


def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    folded = unicodedata.normalize("NFD", character)[0].lower()
    return folded if len(folded) == 1 else character


def _term_pattern(term: Term) -> str:
    words = r"[\W_]+".join(re.escape(_fold(word)) for word in term.words)
    return rf"(?<![^\W_]){words}" + ("" if term.prefix else r"(?![^\W_])")
