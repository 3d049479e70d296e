"""The syntax of the search box, read leniently: words, "phrases", word*, AND, OR, NOT, ( ).

- It never raises: what cannot be read as an operator is read as a word.
- Words without an operator must all occur.
- The result is a small tree that the two search back-ends render; nothing typed gets into their query languages
  unquoted.
- Length, number of terms and depth of brackets are bounded: what goes beyond is not read.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_QUERY = 400
"""Characters of a query that are read; a pasted page is not a query."""

_PIECE = re.compile(r'"([^"]*)"?|([()])|([^\s()"]+)')
_WORD = re.compile(r"[^\W_]+")

MAX_TERMS = 32
"""Most terms of a query; further ones are ignored."""

MAX_DEPTH = 8
"""Most brackets inside each other; deeper ones are read as if they were not there."""

SHORTEST_PREFIX = 3
MAX_PREFIXES = 6
"""Letters that the beginning of a word must have, and how many beginnings a query may have: the index looks up each
word that begins so."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must be adjacent; `prefix`: the last of them may be the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of `parts`, and none of `without`."""

    parts: tuple["Node", ...]
    without: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of `parts`."""

    parts: tuple["Node", ...]


Node = Term | AllOf | AnyOf


def parse_query(typed: str) -> Node | None:
    """The tree of a typed query, None where there is nothing to search for (empty, signs only, only NOT)."""
    return _Parser(_pieces(typed)).either()


def is_too_broad(node: Node) -> bool:
    """Whether it has more beginnings of words, or shorter ones, than the indexes answer in reasonable time."""
    beginnings = [term.words[-1] for term in _all_terms(node) if term.prefix]
    return len(beginnings) > MAX_PREFIXES or any(len(word) < SHORTEST_PREFIX for word in beginnings)


def _all_terms(node: Node) -> list[Term]:
    """All terms, those excluded too."""
    if isinstance(node, Term):
        return [node]
    parts = (*node.parts, *node.without) if isinstance(node, AllOf) else node.parts
    return [term for part in parts for term in _all_terms(part)]


def terms_of(node: Node) -> list[Term]:
    """All terms that a hit may contain (not those excluded), for highlighting."""
    if isinstance(node, Term):
        return [node]
    return [term for part in node.parts for term in terms_of(part)]


def _pieces(typed: str) -> list[str | Term]:
    """Terms, and the operators as upper-case strings."""
    pieces: list[str | Term] = []
    terms = depth = 0
    # An accent typed as a character of its own belongs to its letter.
    for quoted, bracket, bare in _PIECE.findall(unicodedata.normalize("NFC", typed[:LONGEST_QUERY])):
        if bracket:
            depth = depth + 1 if bracket == "(" else max(0, depth - 1)
            if depth + (bracket == ")") <= MAX_DEPTH:
                pieces.append(bracket)
            continue
        if bare in ("AND", "OR", "NOT"):
            pieces.append(bare)
            continue
        if bare.startswith("-") and len(bare) > 1:
            pieces.append("NOT")
        words = tuple(_WORD.findall(quoted or bare))
        if words and terms < MAX_TERMS:
            pieces.append(Term(words, prefix=bare.endswith("*")))
            terms += 1
    return pieces


class _Parser:
    """Recursive-descent parser over the pieces; brackets and operators in the wrong place are skipped."""

    def __init__(self, pieces: list[str | Term]) -> None:
        self._pieces = pieces
        self._at = 0
        self._depth = 0

    def either(self) -> Node | None:
        """One or more conjunctions joined by OR."""
        parts = []
        while True:
            part = self._together()
            if part is not None:
                parts.append(part)
            piece = self._peek()
            if piece == "OR" or (piece == ")" and not self._depth):
                self._at += 1
            else:
                break
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _together(self) -> Node | None:
        parts: list[Node] = []
        without: list[Node] = []
        negate = False
        while (piece := self._peek()) not in (None, "OR", ")"):
            self._at += 1
            if piece == "NOT":
                negate = True
                continue
            if piece == "AND":
                continue
            found = self._bracket() if piece == "(" else piece
            if isinstance(found, Term | AllOf | AnyOf):
                (without if negate else parts).append(found)
            negate = False
        if not parts:
            return None
        return parts[0] if len(parts) == 1 and not without else AllOf(tuple(parts), tuple(without))

    def _bracket(self) -> Node | None:
        self._depth += 1
        inner = self.either()
        self._depth -= 1
        if self._peek() == ")":
            self._at += 1
        return inner

    def _peek(self) -> str | Term | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None
