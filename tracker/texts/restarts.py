"""Article numbers that begin again within an agreement: how much of a container's name a citation needs.

Numbers run through most agreements (*Article 72*) or have the chapter's in them (*Article 8.4*). Where they begin again
in each chapter, *Article 4* is several articles, and a lawyer cites *Chapter 8, Article 4*. Annexes and protocols count
from one everywhere and are always named with the number (`tracker.queries.core.citation`).
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from tracker.texts.numbering import plain_number
from tracker.texts.types import ChapterText

Container = tuple[str | None, str | None, Sequence[str | None]]
"""Number and heading of a chapter as stored (all levels, outermost first), and the numbers of its articles."""

_APART = re.compile(
    r"(?:annex(?:es)?|anexos?|annexes?|appendi(?:x|ces?)|ap[eé]ndices?|protocol[eo]?s?|schedules?"
    r"|attachments?|exhibits?|adjuntos?"
    r"|side letters?|exchange of (?:letters|notes)|canje de (?:notas|cartas)|échange de lettres"
    r"|letters?|cartas?|lettres?"
    r"|joint declarations?|declaraci[oó]n conjunta|d[eé]claration commune)\b",
    re.IGNORECASE,
)
_DIVIDES = re.compile(
    r"(?:chapter|cap[ií]tulo|chapitre|section|secci[oó]n|part[ei]?e?|title|t[ií]tulo|titre|sub)\b",
    re.IGNORECASE,
)


def is_named_by_title(number: str, heading: str) -> bool:
    """Whether a level has no number but only a word, or the words, with which its title begins."""
    begins = len(number) > 3 and heading.casefold().startswith(number.casefold())
    return begins and (_APART.fullmatch(number) is not None or _APART.match(number) is None)


def is_apart(number: str, heading: str) -> bool:
    """Whether one level of a container is an annex, protocol or letter, or an instrument named by its title alone."""
    return _APART.match(number) is not None or (
        is_named_by_title(number, heading) and _DIVIDES.match(number) is None
    )


def levels_of(number: str | None, heading: str | None) -> list[tuple[str, str]]:
    """The levels of a container as (number, heading), outermost first; "" for a heading that is not there."""
    numbers = [part.strip() for part in (number or "").split(",")]
    headings = [part.strip() for part in (heading or "").split(" / ")]
    return [
        (part, headings[place] if place < len(headings) else "") for place, part in enumerate(numbers) if part
    ]


def cited_levels(containers: Sequence[Container]) -> list[int]:
    """For each container of an agreement, how many levels of its number a citation of its articles names: 0 where the
    article's number is enough."""
    main = {
        place: frozenset(plain_number(one) for one in articles if one)
        for place, (number, heading, articles) in enumerate(containers)
        if not any(is_apart(*level) for level in levels_of(number, heading))
    }
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for place, numbers in main.items():
        for article in numbers:
            holders[article].add(place)
    needed = [0] * len(containers)
    for place, numbers in main.items():
        others = {other for article in numbers for other in holders[article]} - {place}
        path = [number for number, _heading in levels_of(*containers[place][:2])]
        if others and path:
            needed[place] = _until_unlike(path, [_path(containers[other]) for other in others])
    return needed


def levels_in(chapters: Sequence[ChapterText]) -> list[int]:
    """The same for the chapters of a text as read."""
    return cited_levels(
        [(one.number, one.heading, [article.number for article in one.articles]) for one in chapters]
    )


def _path(container: Container) -> list[str]:
    return [number for number, _heading in levels_of(*container[:2])]


def _until_unlike(path: list[str], others: list[list[str]]) -> int:
    """How many levels distinguish a path from others; all of them where none does."""
    return next(
        (
            count
            for count in range(1, len(path) + 1)
            if all(path[:count] != other[:count] for other in others)
        ),
        len(path),
    )
