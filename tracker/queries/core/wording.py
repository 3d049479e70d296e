"""Wordings: the whole paragraphs that evidence stands in, and two wordings compared word by word. Pure functions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import Indel

from tracker.matching.normalise import fold
from tracker.matching.paragraphs import paragraph_spans

Change = Literal["kept", "out", "in"]

ALIKE = 0.4
"""Wordings with a smaller share of words in common are not compared word by word: they share hardly more than all
treaties do, and a redline would be nothing but struck out and underlined words. Chosen by looking at pairs."""

_FIRST_SIGN = 0x10000  # above the surrogates, which are not characters
_PIECE = re.compile(r"\w+(?:['’]\w+)*|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text: in both wordings (`kept`), only in the first (`out`), only in the second (`in`)."""

    change: Change
    text: str


def compare_wordings(first: str, second: str) -> list[Passage]:
    """How `second` differs from `first`, in reading order; case and the kind of white space do not count.

    Kept passages have the letters of the second wording. `kept` and `in` together are the second text, `kept` and `out`
    the first (but for case and white space).
    """
    old, new = _PIECE.findall(first), _PIECE.findall(second)
    passages: list[Passage] = []
    for step in Indel.opcodes(_compared(old), _compared(new)):
        if step.tag in ("replace", "delete"):
            passages.append(Passage("out", "".join(old[step.src_start : step.src_end])))
        if step.tag in ("replace", "insert"):
            passages.append(Passage("in", "".join(new[step.dest_start : step.dest_end])))
        if step.tag == "equal":
            passages.append(Passage("kept", "".join(new[step.dest_start : step.dest_end])))
    return list(_smoothed(passages))


def similarity(first: str, second: str) -> float:
    """How similar two wordings are, 0 to 1: the share of their words that are in both, in the same order."""
    old, new = words_of(first), words_of(second)
    return Indel.normalized_similarity(old, new) if old or new else 1.0


def _compared(pieces: Sequence[str]) -> list[str]:
    return [" " if piece.isspace() else piece.casefold() for piece in pieces]


def words_of(text: str) -> list[str]:
    """The words and punctuation marks of a text, without regard to case, which `similarity` counts."""
    return [piece.casefold() for piece in _PIECE.findall(text) if not piece.isspace()]


def evidence_text(text: str, spans: Sequence[Sequence[int]] | None) -> str:
    """The marked passages ([start, end) each) of a text, one per line, overlapping ones joined; "" for none."""
    return "\n".join(text[start:end].strip() for start, end in _joined(spans))


OMITTED = "[…]"
"""Stands between two paragraphs that are quoted, where others between them are not."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Whole paragraphs of an article, one per line; `marks` are [start, end) offsets of the evidence in `text`."""

    text: str
    marks: tuple[tuple[int, int], ...]


def whole_paragraphs(text: str, spans: Sequence[Sequence[int]] | None) -> tuple[tuple[int, int], ...]:
    """The whole paragraphs of an article in which the passages ([start, end) each) are, in order; () for none.

    A rule is quoted with all its conditions: half a test says something else than the test.
    """
    known = [(max(0, start), min(end, len(text))) for start, end in spans or ()]
    found: list[tuple[int, int]] = []
    for start, end in paragraph_spans(fold(text), [one for one in known if one[0] < one[1]]):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def quotation(text: str, spans: Sequence[Sequence[int]] | None) -> Quotation:
    """The whole paragraphs in which the passages are; the whole text where there are none."""
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    at, reached = 0, None
    for start, end in whole_paragraphs(text, spans):
        joint = "" if reached is None else "\n" if not text[reached:start].strip() else f"\n{OMITTED}\n"
        pieces += [joint, text[start:end]]
        at += len(joint)
        for first, last in _joined(spans):
            inner = max(first, start), min(last, end)
            if inner[0] < inner[1]:
                marks.append((inner[0] - start + at, inner[1] - start + at))
        at += end - start
        reached = end
    return Quotation("".join(pieces), tuple(marks)) if pieces else Quotation(text, ())


def _joined(spans: Sequence[Sequence[int]] | None) -> list[tuple[int, int]]:
    """The passages in order, overlapping ones joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((start, end) for start, end in spans or ()):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


class Similarities:
    """Compares one wording with many at once: the same figures as `similarity`, hundreds of times as fast.

    Every word becomes one character, so that RapidFuzz compares strings. Texts are cached in this form as long as the
    object exists; make one object per query.
    """

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}
        self._seen: dict[str, str] = {}

    def of(self, text: str, others: Sequence[str], *, least: float = 0.0) -> list[tuple[int, float]]:
        """Position and similarity (0..1) of each of `others` whose similarity to `text` is at least `least`, the most
        similar first; equally similar ones in their order."""
        scored = process.extract(
            self._as_signs(text),
            [self._as_signs(other) for other in others],
            scorer=Indel.normalized_similarity,
            processor=None,
            score_cutoff=least,
            limit=None,
        )
        return sorted(((at, score) for _, score, at in scored), key=lambda pair: (-pair[1], pair[0]))

    def _as_signs(self, text: str) -> str:
        known = self._seen.get(text)
        if known is None:
            known = self._seen[text] = "".join(
                self._signs.setdefault(word, chr(_FIRST_SIGN + len(self._signs))) for word in words_of(text)
            )
        return known


def _smoothed(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Changes separated by a blank only, joined into one: "the old rule" reads better than its words one by one."""
    out = into = ""
    for at, passage in enumerate(passages):
        if passage.change == "out":
            out += passage.text
        elif passage.change == "in":
            into += passage.text
        elif passage.text.isspace() and (out or into) and at + 1 < len(passages):
            out += passage.text
            into += passage.text
        else:
            yield from _changed(out, into)
            out = into = ""
            yield passage
    yield from _changed(out, into)


def _changed(out: str, into: str) -> Iterator[Passage]:
    if out:
        yield Passage("out", out)
    if into:
        yield Passage("in", into)
