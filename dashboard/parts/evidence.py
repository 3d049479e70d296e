"""An article's text with the evidence marked, as excerpts or in full. Always escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.parts.markup import Markup, join, tag

CONTEXT_CHARACTERS = 160
"""Characters of the article that an excerpt shows on either side of the evidence."""

MAX_EXCERPT_CHARACTERS = 1_500
"""Longer evidence is cut; a link opens the whole article."""


@dataclass(frozen=True, slots=True)
class Span:
    """Evidence at [start, end) of a text; `strength` sets its colour, `title` is shown on hovering."""

    start: int
    end: int
    strength: str
    title: str = ""


def highlighted(text: str, spans: Iterable[Span]) -> Markup:
    """The whole text with its paragraphs, evidence marked. Spans beyond the text are cut."""
    return join(_pieces(text, 0, len(text), _flat(spans, len(text))))


def excerpts(text: str, spans: Iterable[Span]) -> Markup:
    """The evidence with some context, one paragraph per passage, omissions shown."""
    flat = _flat(spans, len(text))
    paragraphs = []
    for start, end in _stretches(text, flat):
        inner = [piece for piece in flat if piece.end > start and piece.start < end]
        body = _pieces(text, start, end, inner)
        before = "… " if start > 0 else None
        after = " …" if end < len(text) else None
        paragraphs.append(tag("p", before, *body, after))
    return join(paragraphs)


def marked(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    """A snippet with its marks (as `search_articles` gives them)."""
    return join(_pieces(text, 0, len(text), [Span(start, end, "hit") for start, end in marks]))


def _flat(spans: Iterable[Span], length: int) -> list[Span]:
    """Spans in order, cut to the text, without overlaps: of two overlapping ones the later is cut."""
    flat: list[Span] = []
    reached = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        start, end = max(span.start, reached, 0), min(span.end, length)
        if start < end:
            flat.append(Span(start, end, span.strength, span.title))
            reached = end
    return flat


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> list[object]:
    """Plain and marked pieces of text[start:end]."""
    pieces: list[object] = []
    at = start
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        pieces.append(text[at:first])
        pieces.append(
            tag("mark", text[first:last], class_=f"evidence-{span.strength}", title=span.title or None)
        )
        at = last
    pieces.append(text[at:end])
    return pieces


def _stretches(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Parts of the text to show, widened to whole words, joined where they touch."""
    stretches: list[tuple[int, int]] = []
    for span in spans:
        start = _word_start(text, max(0, span.start - CONTEXT_CHARACTERS), span.start)
        cut = min(span.end, span.start + MAX_EXCERPT_CHARACTERS)
        end = _word_end(text, min(len(text), cut + CONTEXT_CHARACTERS), cut)
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], end))
        else:
            stretches.append((start, end))
    return stretches


def _word_start(text: str, at: int, limit: int) -> int:
    """The start of the first whole word at or after `at`, not beyond `limit`."""
    if at == 0 or text[at - 1].isspace():
        return at
    while at < limit and not text[at].isspace():
        at += 1
    while at < limit and text[at].isspace():
        at += 1
    return at


def _word_end(text: str, at: int, limit: int) -> int:
    """The end of the last whole word at or before `at`, not before `limit`."""
    if at >= len(text) or text[at].isspace():
        return at
    while at > limit and not text[at - 1].isspace():
        at -= 1
    while at > limit and text[at - 1].isspace():
        at -= 1
    return at
