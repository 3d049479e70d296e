"""Whether an exception reaches a rule, by the parts of the text that both stand in and that its words name.

A chapter's number and heading are paths ("CHAPTER EIGHT, SECTION F", "Services and E-Commerce / E-Commerce").
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from tracker.matching.types import COVERS, COVERS_WHOLE, EXCEPTS
from tracker.texts.numbering import parse_number

_UNITS = {
    "CHAPTER": "chapter", "CAPITULO": "chapter", "CAPÍTULO": "chapter", "CHAPITRE": "chapter",
    "TITLE": "title", "TITULO": "title", "TÍTULO": "title", "TITRE": "title",
    "SECTION": "section", "SECCION": "section", "SECCIÓN": "section",
    "PART": "part", "PARTE": "part", "PARTIE": "part",
    "ANNEX": "annex", "ANEXO": "annex", "ANNEXE": "annex",
    "PROTOCOL": "protocol", "PROTOCOLO": "protocol", "PROTOCOLE": "protocol",
}  # fmt: skip
_THIS = "this:"

PATHS = 8192
"""Paths of chapters that are kept: each chapter is asked about once for every pair of a rule and an exception."""

Extent = Literal["inside", "unclear", "outside"]
"""Whether a rule is in the part of the text that an exception covers."""


class Placed(Protocol):
    """What stands in a chapter: a `tracker.queries.core.articles.ArticleRef`, or its place alone."""

    @property
    def chapter_id(self) -> int: ...
    @property
    def chapter_number(self) -> str | None: ...
    @property
    def chapter_heading(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class _Level:
    """One step of a chapter's path: kind of part, its number as a value where it is one, its heading."""

    unit: str
    value: int | str
    heading: str


def same_chapter(rule: Placed, other: Placed) -> bool:
    """Whether both are in one chapter, in the same section of it or in different ones."""
    return _same_part(rule, other, "chapter") == "inside"


def extent(rule: Placed, other: Placed, notes: tuple[str, ...]) -> Extent | None:
    """Whether `rule` is in what the exception in `other` covers by its notes; None where they name nothing.

    Parts that are listed come first, then the part the exception says it is in, then the whole agreement.
    """
    if any(_is_listed(rule, note.removeprefix(EXCEPTS)) for note in notes if note.startswith(EXCEPTS)):
        return "outside"
    named = [note.removeprefix(COVERS) for note in notes if note.startswith(COVERS)]
    listed = [note for note in named if not note.startswith(_THIS)]
    answers: list[Extent] = [_listed(rule, note) for note in listed]
    answers += [_same_part(rule, other, note.removeprefix(_THIS)) for note in named if note.startswith(_THIS)]
    if COVERS_WHOLE in notes:
        answers.append("inside")
    if not answers:
        return None
    return next((answer for answer in ("inside", "unclear") if answer in answers), "outside")


def _listed(rule: Placed, note: str) -> Extent:
    unit = note.partition(":")[0]
    if not any(level.unit == unit for level in _path(rule)):
        return "unclear"
    return "inside" if _is_listed(rule, note) else "outside"


def _is_listed(rule: Placed, note: str) -> bool:
    """Whether one of the rule's levels is the part "chapter:14" or among "chapter:2-7"."""
    unit, _, numbers = note.partition(":")
    ends = [_value(number) for number in numbers.split("-")]
    for level in _path(rule):
        if level.unit != unit:
            continue
        first, last = ends[0], ends[-1]
        if level.value in ends:
            return True
        if isinstance(first, int) and isinstance(last, int) and isinstance(level.value, int):
            return first <= level.value <= last
    return False


def _same_part(rule: Placed, other: Placed, unit: str) -> Extent:
    """Whether both are in the same part of this kind; unclear where the text's paths do not show it."""
    if _headings(rule) == _headings(other) and (rule.chapter_id == other.chapter_id or any(_headings(rule))):
        return "inside"
    here, there = _until(_path(rule), unit), _until(_path(other), unit)
    if there is None:
        return "outside" if unit in ("chapter", "annex") or here is not None else "unclear"
    return "inside" if here == there else "outside"


def _headings(article: Placed) -> tuple[str | None, str | None]:
    return article.chapter_number, article.chapter_heading


def _until(path: tuple[_Level, ...], unit: str) -> tuple[_Level, ...] | None:
    """The path down to its last part of this kind; None where it has none."""
    places = [place for place, level in enumerate(path) if level.unit == unit]
    return path[: places[-1] + 1] if places else None


def _path(article: Placed) -> tuple[_Level, ...]:
    return _levels(article.chapter_number or "", article.chapter_heading or "")


@lru_cache(maxsize=PATHS)
def _levels(number_path: str, heading_path: str) -> tuple[_Level, ...]:
    headings = heading_path.split(" / ")
    levels = []
    for place, number in enumerate(number_path.split(", ")):
        kind, _, printed = number.strip().partition(" ")
        unit = _UNITS.get(kind.upper())
        if unit is None and not printed and parse_number(kind) is not None:
            unit, printed = "chapter", kind
        if unit:
            heading = headings[place] if place < len(headings) else ""
            levels.append(_Level(unit, _value(printed), heading.casefold()))
    return tuple(levels)


@lru_cache(maxsize=PATHS)
def _value(printed: str) -> int | str:
    """A number in figures, Roman figures or words as a value; anything else as it is."""
    number = parse_number(printed.upper())
    if number is not None and len(number.path) == 1 and not number.prefix and not number.suffix:
        return number.path[0]
    return printed.upper()
