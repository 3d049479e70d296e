"""What stands behind the signatures of an agreement: annexes, and letters exchanged on the day of signature.

A line with a name or a place ends no sentence, so that the heading below it would look like the end of one; and a
letter has no heading at all, but a salutation.
"""

import re
from bisect import bisect_right

from tracker.texts.blocks import Block
from tracker.texts.headings import Heading

_TESTIMONIUM = re.compile(
    r"\b(?:IN WITNESS WHEREOF|In [Ww]itness [Ww]hereof|(?:DONE|Done|SIGNED|Signed) (?:at|in)\b|DONE AT"
    r"|EN FE DE LO CUAL|En fe de lo cual|EN TESTIMONIO"
    r"|(?:HECHO|Hecho|SUSCRITO|Suscrito|FIRMADO|Firmado|DADO|Dado) (?:en|EN)\b"
    r"|EN FOI DE QUOI|En foi de quoi|(?:FAIT|Fait) (?:à|À|A)\b"
    r"|EM F[ÉE] DO QU[EÊ]|Em f[ée] do qu[eê]|(?:FEITO|Feito) em\b)"
)
_SIGNATURES = 60
"""Lines below the words of signature among which the names of the signatories are."""

_SALUTATION = re.compile(
    r"^(?P<word>Dear|(?:Your )?Excellency|Sir|Madam|Estimad[oa]|(?:Su )?Excelencia|Señora?|Excelent[ií]sim[oa]"
    r"|Excellence|Monsieur|Madame|(?:Vossa )?Excelência|Senhora?)\b[^.;()]{0,60}[,:]?$"
)
_SPANISH = re.compile(r"^(?:Estimad|Su E|Excelenc|Señor|Excelent)")
_FRENCH = re.compile(r"^(?:Excellence|Monsieur|Madame)")
_PORTUGUESE = re.compile(r"^(?:Vossa|Excelência|Senhor)")
_DATED = re.compile(r"\b(?:19|20)\d\d\b")
_ABOVE = 10
"""Lines above a salutation among which the letter's date is: place, date and address."""


def signed_lines(blocks: list[Block], articles: list[int]) -> frozenset[int]:
    """The lines that follow the words of signature of an agreement, up to its next article; none before its first."""
    if not articles:
        return frozenset()
    found: set[int] = set()
    for index, block in enumerate(blocks):
        if index > articles[0] and _TESTIMONIUM.search(block.text[-600:]):
            after = bisect_right(articles, index)
            end = articles[after] if after < len(articles) else len(blocks)
            found.update(range(index + 1, min(index + 1 + _SIGNATURES, end)))
    return frozenset(found)


def letters(blocks: list[Block], signed: frozenset[int], opened: set[int]) -> list[tuple[int, Heading]]:
    """The letters behind the signatures, each as the heading of a container of its own.

    A letter begins with the line that has its date, above the salutation; a quoted one is part of that which quotes it,
    and one right below the heading of an annex or a letter (`opened`) is the annex's text.
    """
    found: list[tuple[int, Heading]] = []
    floor = min(signed, default=len(blocks))
    after_letter = False
    for index in range(floor, len(blocks)):
        text = blocks[index].text
        if len(text) > 90 or not (after_letter or index in signed) or not _SALUTATION.match(text):
            continue
        after_letter = True
        if not opened.isdisjoint(range(max(floor, index - _ABOVE), index)):
            continue
        begin = _begin(blocks, index, max(floor, found[-1][0] + 2 if found else floor))
        found.append((begin, Heading("annex", _word(text), None, "", named=True)))
    return found


def _begin(blocks: list[Block], salutation: int, floor: int) -> int:
    above = range(max(floor, salutation - _ABOVE), salutation)
    return next(
        (
            index
            for index in above
            if _DATED.search(blocks[index].text)
            and len(blocks[index].text) < 60
            and not _TESTIMONIUM.search(blocks[index].text)
        ),
        salutation,
    )


def _word(salutation: str) -> str:
    """What such a container is called, in the letter's language."""
    if _PORTUGUESE.match(salutation) or _SPANISH.match(salutation):
        return "Carta"
    return "Lettre" if _FRENCH.match(salutation) else "Letter"
