"""An article's text with the evidence marked, as whole paragraphs or in full. Always escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.parts.markup import Markup, join, tag
from dashboard.parts.messages import Messages
from tracker.queries.core.wording import whole_paragraphs

CONTEXT_CHARACTERS = 160
"""Characters of the article that an excerpt shows on either side of the evidence."""

LONG_PARAGRAPH = 1_500
"""Characters of a paragraph that is shown at once; of a longer one the evidence is, and a fold has the paragraph."""


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


def excerpts(messages: Messages, text: str, spans: Iterable[Span]) -> Markup:
    """The whole paragraphs that the evidence is in; "…" where the article has more before or after.

    Of a long paragraph the evidence is shown with some context, and the paragraph in a fold that says how long it is.
    """
    flat = _flat(spans, len(text))
    shown = []
    for start, end in whole_paragraphs(text, [(span.start, span.end) for span in flat]):
        inner = [piece for piece in flat if piece.end > start and piece.start < end]
        if end - start <= LONG_PARAGRAPH:
            shown.append(_stretch(text, start, end, inner))
            continue
        for first, last in _stretches(text, inner):
            shown.append(_stretch(text, max(first, start), min(last, end), inner))
        summary = tag("summary", messages.say("paragraph.unfold", n=end - start))
        body = tag("p", *_pieces(text, start, end, inner), class_="full-text")
        shown.append(tag("details", summary, body, class_="paragraph"))
    return join(shown)


def _stretch(text: str, start: int, end: int, spans: Sequence[Span]) -> Markup:
    """text[start:end] as one paragraph of the page, its lines kept, omissions shown."""
    before = "… " if text[:start].strip() else None
    after = " …" if text[end:].strip() else None
    inner = [span for span in spans if span.end > start and span.start < end]
    return tag("p", before, *_pieces(text, start, end, inner), after, class_="full-text")


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
        cut = min(span.end, span.start + LONG_PARAGRAPH)
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
