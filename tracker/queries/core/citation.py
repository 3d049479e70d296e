"""How a lawyer cites an article: by its number, and by the annex, protocol or chapter it stands in. Pure functions.

Numbers begin anew in annexes and protocols: *Article 4* of the agreement, of Annex 8-B and of a protocol are three
articles, so the part is named with the number. Where they begin anew in every chapter, the chapter is named.
"""

import re

from tracker.texts.restarts import is_apart, is_named_by_title, levels_of

_ROMAN = re.compile(r"[IVXLCDM]+")
_BARE = re.compile(r"(?:\d+|[IVXLCDM]+|[A-Z])(?:[-.]\w+)?$")
_SMALL = frozenset(
    (
        *("ON", "OF", "IN", "TO", "BY", "AND", "FOR", "THE"),
        *("SOBRE", "DE", "DEL", "LA", "LAS", "LOS", "EL", "EN", "Y"),
        *("DU", "DES", "LES", "LE", "SUR", "ET", "AU", "AUX"),
    )
)


def cited_part(
    chapter_number: str | None, chapter_heading: str | None, levels: int = 0, chapter: str = "Chapter"
) -> str | None:
    """The annex, protocol, letter or chapter that a citation names; None where an article's number is enough.

    - From a chapter's path: "ANNEX 8-B" gives "Annex 8-B", "PROTOCOL, PART IV" under "Protocol on Rivers / Ferries"
      gives "Protocol on Rivers"; of nested ones the outer comes first ("Protocol 1, Annex II").
    - `levels` of the path are named where numbers begin again in the agreement (`Chapter.cited_levels`): "CHAPTER 8,
      SECTION A" with 1 gives "Chapter 8". `chapter` is the word before a number that is printed without one.
    """
    path = levels_of(chapter_number, chapter_heading)
    named = [_name(number, heading) for number, heading in path if is_apart(number, heading)]
    if not named and levels:
        named = [
            f"{chapter} {number}" if _BARE.match(number) else calm(number)
            for number, _heading in path[:levels]
        ]
    return ", ".join(named) or None


def _name(number: str, heading: str) -> str:
    """The name of a part: its number, or its title where it has none."""
    return calm(heading if is_named_by_title(number, heading) else number)


def citation(
    number: str | None, chapter_number: str | None, chapter_heading: str | None, levels: int = 0
) -> str:
    """An article as printed, with the part it is cited by: "Annex 8-B, Article 4"; "" where it has no number."""
    printed = calm(number)
    if not printed:
        return ""
    part = cited_part(chapter_number, chapter_heading, levels)
    return f"{part}, {printed}" if part and not printed.startswith(part) else printed


def cited_place(place: str) -> str:
    """The citation of an article given as its chapter's path with its number ("CHAPTER 8, SECTION A, Article 4").

    All that is known there are the numbers: the chapter is named unless the article's number has it (8.4).
    """
    chapter, _, number = place.rpartition(", ")
    if not chapter:
        return calm(place)
    through = re.search(r"\d[.:-]\d", number) is not None
    return citation(number, chapter, None, 0 if through else len(chapter.split(", ")))


def calm(printed: str | None) -> str:
    """A printed number or title in ordinary case: `CHAPTER ONE` becomes `Chapter One`; Roman numbers stay."""
    words = (printed or "").split()
    return " ".join(_calm_word(word, first=place == 0) for place, word in enumerate(words))


def _calm_word(word: str, *, first: bool) -> str:
    if not first and word in _SMALL:
        return word.lower()
    shouted = len(word) > 2 and word.isalpha() and word.isupper()
    return word.capitalize() if shouted and not _ROMAN.fullmatch(word) else word
