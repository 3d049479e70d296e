"""Instruments whose heading has no word of ours: "RULES OF PROCEDURE", "FINAL ACT", "MEMORANDUM OF UNDERSTANDING".

Where the articles begin again at 1, a line above them that stands out is the title of an instrument of its own, unless
it belongs to the chapter, annex or the like that begins there.
"""

import re
from bisect import bisect_left
from itertools import pairwise

from tracker.texts.blocks import Block, is_open_ended
from tracker.texts.headings import Heading, is_title, recognise
from tracker.texts.numbering import follows

_ABOVE = 12
"""Blocks above an article 1 among which the title of its instrument is looked for: an opening may stand between."""

_LONGEST_TITLE = 200
_LONGEST_HEADING = 5
"""Lines that the title of a container takes at most."""

_NO_TITLE = re.compile(
    r"^\W*(?:FOR|POR|POUR|DONE|HECHO|FAIT|FEITO|SIGNED|FIRMADO|SIGN[ÉE]|IN WITNESS|EN FE|EN FOI|EM F[ÉE])\b"
    r"|_{3,}|\.{4,}|^\W*$",
    re.IGNORECASE,
)
"""Lines of a signature or a testimonium, in capitals as titles are."""

_INSTRUMENT = re.compile(
    r"\b(?:agreement|protocol|memorandum|understanding|minutes|final act|declaration|letters?|notes|rules of procedure"
    r"|code of conduct|statutes?|regulations|record|arrangement"
    r"|acuerdo|protocolo|memorando|memor[aá]ndum|entendimiento|acta|declaraci[oó]n|cartas?|notas|reglas|reglamento"
    r"|c[oó]digo de conducta|estatuto|convenio"
    r"|accord|protocole|m[eé]morandum|entente|proc[eè]s-verbal|acte final|d[eé]claration|lettres?|r[eè]gles"
    r"|r[eè]glement|code de conduite|statuts?|arrangement)\b",
    re.IGNORECASE,
)


def untitled_restarts(
    blocks: list[Block], containers: list[tuple[int, Heading]], articles: list[tuple[int, Heading]]
) -> list[tuple[int, Heading]]:
    """The titles of instruments whose articles begin again at 1, as headings of annexes named by their title."""
    opened = sorted(index for index, heading in containers if heading.kind != "preamble")
    found: list[tuple[int, Heading]] = []
    for (before_at, before), (at, here) in pairwise(articles):
        restarts = here.value is not None and here.value.path == (1,) and not here.value.suffix
        if not restarts or here.quoted or before.value is None or here.value is None:
            continue
        if len(before.value.path) != 1 or follows(before.value, here.value):
            continue
        passed = bisect_left(opened, at)
        last = opened[passed - 1] if passed and opened[passed - 1] > before_at else None
        place = _title_above(blocks, before_at if last is None else last, at, only_named=last is not None)
        if place is not None and (last is None or _has_text(blocks, last, place)):
            line = blocks[place].text
            found.append((place, Heading("annex", line.split(",")[0], None, line, named=True)))
    return found


def _has_text(blocks: list[Block], opened: int, place: int) -> bool:
    """Whether a container has text of its own above a title, which is so not the container's."""
    between = blocks[opened + 1 : place]
    return len(between) > _LONGEST_HEADING or any(
        block.text[-1] in ".;:" and not is_title(block.text) for block in between
    )


def _title_above(blocks: list[Block], before: int, at: int, *, only_named: bool) -> int | None:
    """The line with which the title of an instrument begins, above its first article; None where there is none.

    `only_named`: the title must say that it is one ("PROTOCOL", "RULES OF PROCEDURE").
    """
    first = max(before + 1, at - _ABOVE)
    lines = [index for index in range(first, at) if _stands_out(blocks, index)]
    named = [index for index in lines if _INSTRUMENT.search(blocks[index].text)]
    near = [index for index in lines if all(other in lines for other in range(index, at))]
    found = named if only_named else named or near
    if not found:
        return None
    start = found[-1]
    while start - 1 in lines and not blocks[start].spaced:
        start -= 1  # a title on several lines
    return start


def _stands_out(blocks: list[Block], index: int) -> bool:
    """Whether a line can be a title: in capitals, marked, or naming an instrument in a paragraph of its own."""
    block = blocks[index]
    text = block.text
    if block.footnote is not None or not is_title(text) or len(text) > _LONGEST_TITLE or text[-1] == ".":
        return False
    if _NO_TITLE.search(text) or recognise(text) is not None or text.isdecimal():
        return False
    if text.isupper() or block.marked:
        return sum(map(str.isalpha, text)) > 3
    alone = block.spaced and index + 1 < len(blocks) and blocks[index + 1].spaced
    return alone and _INSTRUMENT.search(text) is not None and not is_open_ended(blocks[index - 1].text)
