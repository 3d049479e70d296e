"""How a lawyer cites an article: by its number, and by the annex or protocol it stands in. Pure functions.

Numbers begin anew in annexes and protocols: *Article 4* of the agreement, of Annex 8-B and of a protocol are three
articles, so the part is named with the number.
"""

import re

_ROMAN = re.compile(r"[IVXLCDM]+")
_SMALL = frozenset(
    (
        *("ON", "OF", "IN", "TO", "BY", "AND", "FOR", "THE"),
        *("SOBRE", "DE", "DEL", "LA", "LAS", "LOS", "EL", "EN", "Y"),
        *("DU", "DES", "LES", "LE", "SUR", "ET", "AU", "AUX"),
    )
)
_APART = re.compile(
    r"(?:annex|anexo|annexe|appendix|ap[eé]ndice|appendice|protocol|protocolo|protocole|schedule"
    r"|side letter|exchange of letters|canje de notas|échange de lettres)\b",
    re.IGNORECASE,
)


def cited_part(chapter_number: str | None, chapter_heading: str | None) -> str | None:
    """The annex, protocol or letter that a citation names, None for articles of the agreement's own chapters.

    From a chapter's path: "ANNEX 8-B" gives "Annex 8-B", "PROTOCOL, PART IV" under "Protocol on Rivers / Ferries" gives
    "Protocol on Rivers"; of nested ones the outer comes first ("Protocol 1, Annex II").
    """
    numbers = [part.strip() for part in (chapter_number or "").split(",")]
    headings = [part.strip() for part in (chapter_heading or "").split(" / ")]
    named = []
    for place, number in enumerate(numbers):
        if not _APART.match(number):
            continue
        heading = headings[place] if place < len(headings) else ""
        alone = _APART.fullmatch(number) is not None
        named.append(calm(heading if alone and _APART.match(heading) else number))
    return ", ".join(named) or None


def citation(number: str | None, chapter_number: str | None, chapter_heading: str | None) -> str:
    """An article as printed, with the part it is cited by: "Annex 8-B, Article 4"; "" where it has no number."""
    printed = calm(number)
    if not printed:
        return ""
    part = cited_part(chapter_number, chapter_heading)
    return f"{part}, {printed}" if part and not printed.startswith(part) else printed


def calm(printed: str | None) -> str:
    """A printed number or title in ordinary case: `CHAPTER ONE` becomes `Chapter One`; Roman numbers stay."""
    words = (printed or "").split()
    return " ".join(_calm_word(word, first=place == 0) for place, word in enumerate(words))


def _calm_word(word: str, *, first: bool) -> str:
    if not first and word in _SMALL:
        return word.lower()
    shouted = len(word) > 2 and word.isalpha() and word.isupper()
    return word.capitalize() if shouted and not _ROMAN.fullmatch(word) else word
