"""A treaty inside the law that approves or publishes it: official gazettes print both as one text.

The law has articles of its own, before the treaty (Peru, France, Brazil: "Décrète : Art. 1er. - L'accord ... sera
publié ...") or after it (Colombia: "DECRETA: Artículo Primero. Apruébase el ..."), and formulas, certificates and
signatures around them. They are no part of the agreement: its rules would be numbered twice and its day of signature
be the law's.
"""

import re
from dataclasses import dataclass

from tracker.texts.blocks import Block
from tracker.texts.headings import Heading, is_preamble, recognise
from tracker.texts.naming import TITLE_WORD

_ENACTS = re.compile(
    r"^(?:(?:Y\s)?(?:DECRETA|Decreta|DECRETO|Decreto|D e c r e t o|RESUELVE|Resuelve|SANCIONA|D[EÉ]CR[EÈ]TE|Décrète"
    r"|ORDONNE|RESOLVE)"
    r"\s*[:.]?"
    r"|.{0,80}\b(?:[Hh]a dado la|HA DADO LA|[Ss]anciona con fuerza de|SANCIONA CON FUERZA DE)\b.{0,60}"
    r"|.{0,80}\bpromulgue la loi dont la teneur suit\s*:?)$"
)
"""The formula of the law-giver, a line by itself or the end of one ("..., en uso de sus facultades, DECRETA:")."""

_ENACTS_AT_END = re.compile(r"\b(?:DECRETA|RESUELVE|D[ÉE]CR[ÈE]TE|Décrète)\s*:$")
_APPROVES = re.compile(
    r"\b(?:apru[eé]b[ae]n?se|ratif[ií](?:ca|que)(?:se)?|prom[uú]lg[au]e?se|publ[ií]quese el"
    r"|est autoris[ée]e? (?:l['’]approbation|la ratification|l['’]adh[ée]sion)"
    r"|sera (?:publi[ée]e?|ins[ée]r[ée]e?) au Journal officiel"
    r"|fica(?:m)? (?:promulgad|aprovad)[oa]s?|[ée] aprovad[oa])\b",
    re.IGNORECASE,
)
"""What the law's articles do with the treaty."""

_AFTER_TREATY = re.compile(
    r"^(?:(?:EL|LA|LOS) SUSCRIT[OA]S?\b|CERTIFICA|RAMA EJECUTIVA|PRESIDENCIA DE LA REP|EL (?:HONORABLE )?CONGRESO"
    r"|CONGRESO DE"
    r"|LE PR[EÉ]SIDENT DE LA|O PRESIDENTE DA|EL PRESIDENTE (?:DE LA|CONSTITUCIONAL)|BOGOT[AÁ],? D\.|APROBADO|AUTORIZADO"
    r"|ES (?:FIEL )?(?:COPIA|FOTOCOPIA|REPRODUCCI)|LEY (?:N|\d)|LOI (?:N|\d)|DECRETO (?:N|\d|SUPREMO)|D[EÉ]CRET N)",
    re.IGNORECASE,
)
"""Lines that begin the certificates and formulas between a treaty and the law after it."""

_OF_THE_LAW = re.compile(
    r"^[(“\"'«]|\b(?:por (?:medio de )?(?:la|el) cual|que (?:aprueba|ratifica|promulga)|visto el texto"
    r"|portant publication"
    r"|autorisant|promulga o|aprova o|ratif[ií]case|apru[eé]b[ae]se)\b"
    r"|^(?:LEY|LOI|DECRETO|D[EÉ]CRET|RESOLUCI[OÓ]N|LEI)\b",
    re.IGNORECASE,
)
"""Lines about the treaty that belong to the law."""

_MOST_ARTICLES = 8
"""Articles of a law that approves a treaty."""

_ITS_WORDS = 6
"""Blocks from the formula on among which the law's first articles say what is done with the treaty."""

_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class _Law:
    """The blocks of a law's own articles: from the formula up to, not including, the first that is not the law's."""

    start: int
    end: int


def treaty_in(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks of the treaty, and those of the law around it; all of them and none where there is no such law.

    Of the stretches between the laws' articles the treaty is the one with the most articles. Nothing is left out where
    no stretch has more of them than the laws.
    """
    numbers = {
        index: heading
        for index, block in enumerate(blocks)
        if (heading := recognise(block.text)) is not None and heading.kind == "article"
    }
    laws = _laws(blocks, numbers)
    if not laws:
        return blocks, []
    edges = [0, *(edge for law in laws for edge in (law.start, law.end)), len(blocks)]
    stretches = [(edges[place], edges[place + 1]) for place in range(0, len(edges), 2)]
    first, last = max(stretches, key=lambda stretch: _articles_in(numbers, stretch))
    if _articles_in(numbers, (first, last)) <= sum(
        _articles_in(numbers, (law.start, law.end)) for law in laws
    ):
        return blocks, []
    if last < len(blocks):
        last = _end_of_treaty(blocks, numbers, first, last)
    first = _start_of_treaty(blocks, numbers, first, last)
    return blocks[first:last], [*blocks[:first], *blocks[last:]]


def _articles_in(numbers: dict[int, Heading], stretch: tuple[int, int]) -> int:
    return sum(stretch[0] <= index < stretch[1] for index in numbers)


def _laws(blocks: list[Block], numbers: dict[int, Heading]) -> list[_Law]:
    found: list[_Law] = []
    for index, block in enumerate(blocks):
        if found and index < found[-1].end:
            continue
        if not (_ENACTS.match(block.text) or _ENACTS_AT_END.search(block.text)):
            continue
        law = _law_from(blocks, numbers, index)
        if law is not None:
            found.append(law)
    return found


def _law_from(blocks: list[Block], numbers: dict[int, Heading], start: int) -> _Law | None:
    """The law that a formula begins; None where no article below it approves, ratifies or publishes anything."""
    near = range(start + 1, min(start + 1 + _ITS_WORDS, len(blocks)))
    first = next((index for index in near if index in numbers), None)
    if first is None or not _is_first(numbers[first]):
        return None
    if not _APPROVES.search(" ".join(block.text for block in blocks[first : first + _ITS_WORDS])):
        return None  # together, for a line may end in the middle of the formula
    last = 0
    for index in range(first, len(blocks)):
        heading = numbers.get(index)
        if heading is not None and heading.value is not None:
            number = heading.value.path[-1]
            if number != last + 1 or number > _MOST_ARTICLES:
                return _Law(start, index)
            last = number
        elif is_preamble(blocks[index].text) or _is_title_of_treaty(blocks[index]):
            return _Law(start, index)
    return _Law(start, len(blocks))


def _is_first(heading: Heading) -> bool:
    return heading.value is not None and heading.value.path == (1,)


def _is_title_of_treaty(block: Block) -> bool:
    """Whether a line is a treaty's title: in capitals or marked, and no line of the law about it."""
    text = block.text
    stands_out = text.isupper() or block.marked
    return (
        stands_out
        and len(text) <= _LONGEST_TITLE
        and TITLE_WORD.search(text) is not None
        and _OF_THE_LAW.search(text) is None
        and text[-1] not in ".;:"
        and recognise(text) is None
    )


def _end_of_treaty(blocks: list[Block], numbers: dict[int, Heading], first: int, last: int) -> int:
    """Where the certificates and formulas before the law begin: after the treaty's last article."""
    after = max((index for index in numbers if first <= index < last), default=first)
    return next((index for index in range(after + 1, last) if _AFTER_TREATY.match(blocks[index].text)), last)


def _start_of_treaty(blocks: list[Block], numbers: dict[int, Heading], first: int, last: int) -> int:
    """The treaty's title, or the preamble where no title is found, else the first line."""
    article = min((index for index in numbers if first <= index < last), default=first)
    before = range(first, article)
    title = next((index for index in before if _is_title_of_treaty(blocks[index])), None)
    if title is not None:
        return title
    return next((index for index in before if is_preamble(blocks[index].text)), first)
