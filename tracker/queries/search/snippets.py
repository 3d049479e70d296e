"""Snippets: the paragraph of an article in which words were found, with what was found as offsets (never markup)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.matching.normalise import fold
from tracker.matching.paragraphs import paragraph_spans
from tracker.queries.search.syntax import Term

SNIPPET_CHARACTERS = 320
"""Characters that are shown of a paragraph longer than `WHOLE_PARAGRAPH`."""

WHOLE_PARAGRAPH = 900
"""Characters of a paragraph up to which all of it is shown: a rule is quoted with its conditions."""

OMITTED = "…"
"""Stands where a snippet leaves out words of its article."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an article's text; `marks` are [start, end) offsets into `text` to be highlighted;
    `cut_before` and `cut_after`: whether the article continues there; `excerpt`: whether it is less than the paragraph.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    cut_before: bool
    cut_after: bool
    excerpt: bool

    @property
    def plain(self) -> str:
        """The text with a mark where words of the article are left out."""
        before, after = OMITTED if self.cut_before else "", OMITTED if self.cut_after else ""
        return " ".join(part for part in (before, self.text, after) if part)


def snippet(words: str, terms: Iterable[Term], length: int = SNIPPET_CHARACTERS) -> Snippet:
    """The whole paragraph of `words` in which the first term is found, with every term in it marked; of a long
    paragraph the part around the term, about `length` characters."""
    folded = _fold(words)
    pattern = re.compile("|".join(_term_pattern(term) for term in terms) or r"(?!)")
    first = pattern.search(folded)
    at = first.start() if first else 0
    begin, stop = next(iter(paragraph_spans(fold(words), [(at, at + 1)])), (0, len(words)))
    excerpt = stop - begin > WHOLE_PARAGRAPH
    start, end = _around(folded, at, begin, stop, length) if excerpt else (begin, stop)
    marks = tuple(
        (found.start() - start, min(found.end(), end) - start)
        for found in pattern.finditer(folded, start)
        if found.start() < end
    )
    return Snippet(
        words[start:end],
        marks,
        cut_before=bool(words[:start].strip()),
        cut_after=bool(words[end:].strip()),
        excerpt=excerpt,
    )


def _around(folded: str, at: int, begin: int, stop: int, length: int) -> tuple[int, int]:
    """About `length` characters around `at` within [begin, stop), cut between words."""
    start = max(begin, at - length // 3)
    if start > begin:
        following = folded.find(" ", start, start + 30)
        start = following + 1 if following >= 0 else start
    end = min(stop, start + length)
    if end < stop:
        preceding = folded.rfind(" ", max(start, end - 30), end)
        end = preceding if preceding > start else end
    return start, end


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
