"""Texts whose line breaks were lost: headings in the middle of paragraphs or lines are given lines of their own.

"... of this Agreement. ARTICLE 1.2. Objectives The objectives of this Agreement are: ..." A text is divided only where
the numbers of the headings found inside count up and have no heading of their own at the beginning of a line, so that
references to articles divide nothing. Lines that were broken at a width are put together first.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tracker.texts.blocks import Block
from tracker.texts.headings import MAX_TITLE, has_verb, is_title, recognise
from tracker.texts.naming import TITLE_WORD
from tracker.texts.numbering import ARTICLE_NUMBER, ArticleNumber, follows, parse_number
from tracker.texts.openings import NOT_IN_PHRASE, OPENS
from tracker.texts.titles import ENDS_OPEN

_TOO_LONG = 4 * MAX_TITLE
"""A paragraph of more characters is no heading's line, even where it begins with one."""

_LEAST = 3
"""Fewer headings inside paragraphs than this show nothing."""

_COUNTED = 0.6
"""Share of the headings found that must have the number after the one before them, or the first of a chapter."""

_NEW = 0.5
"""Share of the numbers found inside that no line begins with: references name articles that have headings."""

_FULL = 0.6
_MOSTLY = 0.7
_LEAST_LINES = 4
"""Lines are broken at a width where there are so many, and MOSTLY of them have FULL of the longest one's length."""

_INSIDE = 2
"""Most headings at the beginning of lines for each one inside, where lines are put together."""

_TAIL = 400
"""Characters before an article's heading in which the heading of its chapter is looked for."""

_LONGEST_TITLE = 160

_ARTICLE = re.compile(
    r"A(?:RTICLE|rticle|RT[IÍ]CULO|rt[ií]culo|RTIGO|rtigo|RT\.|rt\.)(?:\s+|(?=\d))(?:N[oO°º.]+\s*)?"
    rf"(?P<number>{ARTICLE_NUMBER})\s?(?:[.:]\s?[-–—]{{1,2}}|[.:–—-]{{0,2}})"
    r"(?:(?<=[-–—])(?=[A-ZÀ-Ý])|(?<=[\d.:])(?=[A-ZÀ-Ý][A-Za-zÀ-ÿ]{2})|(?=\s+(?:[A-ZÀ-Ý“\"]|\d{1,2}[.)]?\s"
    r"|\((?:1|a)\)\s+[A-ZÀ-Ý“]|[(\[][A-ZÀ-Ý][^()\[\]]{2,160}[)\]][.:]?\s+[A-ZÀ-Ý0-9(“])))"
)
_CONTAINER = re.compile(
    r"(?:^|(?<=[.;:)”\"’»\]]\s)|(?<=\s\s)|(?<=[A-Z]{3}\s))"
    r"(?=(?:CHAPTER|Chapter|CAP[IÍ]TULO|Cap[ií]tulo|TITLE|T[IÍ]TULO|PART|SECTION|Section|SECCI[OÓ]N|ANNEX|Annex|ANEXO)"
    r"\s+(?:\d|[IVXLA-Z]))"
)
_WORD_AT_END = re.compile(r"[.;:)”\"’»]\s+(?:ARTICLE|Article|ART[IÍ]CULO|Art[ií]culo|ARTIGO|Artigo)$")
_TITLE = re.compile(
    rf"\s*(?P<title>\S.{{1,{_LONGEST_TITLE}}}?){NOT_IN_PHRASE}\s+(?=1\.?\s[A-Z“]|\(1\)\s|\(a\)\s|{OPENS}\s|L['’][a-z])",
    re.DOTALL,
)
_MARKED_OFF = re.compile(
    rf"\s*(?:[(\[“\"](?P<bracket>[^()\[\]”\"]{{2,{_LONGEST_TITLE}}})[)\]”\"][.:]?\s+(?=[A-ZÀ-Ý0-9(“])"
    rf"|(?P<apart>\S[^.;:\t]{{1,{_LONGEST_TITLE}}}?)(?:\.\s?[–—-]{{1,2}}\s|\.\s|:\s|\t\s*|\s{{2,}})(?=[A-ZÀ-Ý0-9(“]))"
)
"""A title that a bracket, a stop or a gap separates from the text."""

_ENDS = '.;:)”"’»]'
_ENUMERATOR = re.compile(r"\s\(?(?:\d{1,2}|[a-z])$")
_FULL_STOP = re.compile(r"[a-z)]\.\s|[;:]\s")


def split_run_together(blocks: list[Block]) -> list[Block]:
    """The blocks, divided at the headings inside them where these count up and are no references."""
    inside = _all_inside(blocks)
    if sum(map(len, inside.values())) < _LEAST:
        return _with_missing(blocks, inside)
    together = _put_together(blocks, inside, _at_start(blocks))
    if len(together) < len(blocks):
        inside = _all_inside(together)
    if not _are_headings(together, inside, _at_start(together)):
        return _with_missing(blocks, _all_inside(blocks))
    divided: list[Block] = []
    for position, block in enumerate(together):
        divided += _divided(block, _headings_inside(block.text, True)) if position in inside else [block]
    return divided


def _with_missing(blocks: list[Block], inside: dict[int, list[re.Match[str]]]) -> list[Block]:
    """The blocks, divided at the few headings inside them whose numbers are exactly those missing between the headings
    above and below, or before the second article: a line's end was lost there, nowhere else.

    `inside` is what was found where a sentence ends. The agreement's title may stand before its first article.
    """
    begun = _at_start(blocks)
    if len(begun) < _LEAST:
        return blocks
    places = sorted(begun)
    own = set(begun.values())
    lost: dict[int, list[re.Match[str]]] = {}
    for above, below in pairwise([-1, *places]):
        first, last = begun.get(above), begun[below]
        if first is not None and (follows(first, last) or len(first.path) != len(last.path)):
            continue
        found = [
            (position, match)
            for position in range(max(above, 0), below)
            for match in inside.get(position, ())
        ]
        if first is None:
            found = found or _below_title(blocks[:below])
        values = [parse_number(match["number"]) for _position, match in found]
        if not values or own.intersection(values) or not _count_from(first, values, last):
            continue
        for position, match in found:
            lost.setdefault(position, []).append(match)
    if not lost:
        return blocks
    divided: list[Block] = []
    for position, block in enumerate(blocks):
        divided += _divided(block, lost[position]) if position in lost else [block]
    return divided


def _count_from(first: ArticleNumber | None, values: list[ArticleNumber | None], last: ArticleNumber) -> bool:
    """Whether some numbers lead from one to another without a gap, or from 1 where there is none before."""
    if first is None and (values[0] is None or set(values[0].path) != {1} or values[0].suffix):
        return False
    run = [*([] if first is None else [first]), *values, last]
    return all(one is not None and other is not None and follows(one, other) for one, other in pairwise(run))


def _below_title(blocks: list[Block]) -> list[tuple[int, re.Match[str]]]:
    """The first article's heading on the line of the agreement's title: "AGREEMENT ON KITES Article 1 Scope"."""
    found = [
        (position, match)
        for position, block in enumerate(blocks)
        if len(block.text) <= MAX_TITLE
        for match in _ARTICLE.finditer(block.text)
        if match.start() and _is_agreements_title(block.text[: match.start()].strip())
    ]
    return found if len(found) == 1 else []


def _is_agreements_title(text: str) -> bool:
    named = text.isupper() or TITLE_WORD.search(text) is not None
    return named and is_title(text) and not has_verb(text) and not ENDS_OPEN.search(text)


def _all_inside(blocks: list[Block]) -> dict[int, list[re.Match[str]]]:
    return {
        position: found
        for position, block in enumerate(blocks)
        if block.footnote is None and (found := _headings_inside(block.text))
    }


def _at_start(blocks: list[Block]) -> dict[int, ArticleNumber]:
    """The numbers of the articles' headings that are lines of their own."""
    return {
        position: heading.value
        for position, block in enumerate(blocks)
        if block.footnote is None
        and len(block.text) <= _TOO_LONG
        and (heading := recognise(block.text)) is not None
        and heading.kind == "article"
        and heading.value is not None
    }


def _put_together(
    blocks: list[Block], inside: dict[int, list[re.Match[str]]], begun: dict[int, ArticleNumber]
) -> list[Block]:
    """The blocks, the lines of a paragraph with many headings inside or across its lines as one.

    Where lines are broken at a width, one heading of several is at the beginning of a line by chance.
    """
    together: list[Block] = []
    for first, end in _paragraphs(blocks):
        found = sum(len(inside.get(position, ())) for position in range(first, end))
        at_start = sum(position in begun for position in range(first, end))
        if 0 < found < at_start:
            found += sum(
                _WORD_AT_END.search(blocks[position].text) is not None for position in range(first, end)
            )
        if found and _INSIDE * found >= at_start and _are_wrapped(blocks[first:end]):
            together.append(replace(blocks[first], text=" ".join(block.text for block in blocks[first:end])))
        else:
            together += blocks[first:end]
    return together


def _are_wrapped(lines: list[Block]) -> bool:
    """Whether lines were broken at a width: most are nearly as long as the longest."""
    longest = max(len(line.text) for line in lines)
    full = sum(len(line.text) > _FULL * longest for line in lines)
    return len(lines) >= _LEAST_LINES and full >= _MOSTLY * len(lines)


def _are_headings(
    blocks: list[Block], inside: dict[int, list[re.Match[str]]], begun: dict[int, ArticleNumber]
) -> bool:
    """Whether what was found inside blocks counts up, with the headings at the beginning of lines, and is not there."""
    own = set(begun.values())
    last: ArticleNumber | None = None
    number = steps = new = 0
    for position in range(len(blocks)):
        last = begun.get(position, last)
        for match in inside.get(position, ()):
            value = parse_number(match["number"])
            if value is None:
                continue
            number += 1
            new += value not in own
            steps += value.path[-1] == 1 or (last is not None and follows(last, value))
            last = value
    return number >= _LEAST and steps >= _COUNTED * number and new >= _NEW * number


def _paragraphs(blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """First block and end of each paragraph: a run of lines without an empty one, a marked heading or a footnote."""
    first = 0
    for position in range(1, len(blocks) + 1):
        if position < len(blocks):
            block, above = blocks[position], blocks[position - 1]
            apart = block.spaced or block.marked or block.chapter or above.marked or above.chapter
            if not apart and block.footnote is None and above.footnote is None:
                continue
        yield first, position
        first = position


def _headings_inside(text: str, everywhere: bool = False) -> list[re.Match[str]]:
    """What reads like an article's heading, at the end of a sentence or below a chapter's heading.

    One with which the text begins counts only where that is not read as a heading's line, or `everywhere`.
    """
    found: list[re.Match[str]] = []
    others: list[re.Match[str]] = []
    for match in _ARTICLE.finditer(text):
        start = match.start()
        if start == 0:
            if everywhere or len(text) > _TOO_LONG or recognise(text) is None:
                found.append(match)
            continue
        if not text[start - 1].isspace() and text[start - 1] not in _ENDS:
            continue
        before = text[max(0, start - _TAIL) : start].rstrip()
        closed = not before or before[-1] in _ENDS
        if closed or text[start - 2 : start].isspace() or _tail(before) is not None:
            found.append(match)
        else:
            others.append(match)
    return _with_those_between(found, others) if everywhere and found else found


def _with_those_between(found: list[re.Match[str]], others: list[re.Match[str]]) -> list[re.Match[str]]:
    """What was found, with a heading below no sentence that is alone in having the number that is missing between two
    of them, or before the first (below the agreement's title, which ends without a stop)."""
    added: list[re.Match[str]] = []
    place = 0
    for before, after in pairwise([None, *found]):
        fitting = []
        assert after is not None
        while place < len(others) and others[place].start() < after.start():
            if _is_between(before, others[place], after):
                fitting.append(others[place])
            place += 1
        added += fitting if len(fitting) == 1 else []
    return sorted([*found, *added], key=lambda match: match.start())


def _is_between(before: re.Match[str] | None, match: re.Match[str], after: re.Match[str]) -> bool:
    value, following = parse_number(match["number"]), parse_number(after["number"])
    if value is None or following is None or not follows(value, following):
        return False
    if before is None:
        return set(value.path) == {1} and not value.suffix
    preceding = parse_number(before["number"])
    return preceding is not None and follows(preceding, value)


def _divided(block: Block, found: list[re.Match[str]]) -> Iterator[Block]:
    text = block.text
    start, spaced = 0, block.spaced
    for place, match in enumerate(found):
        yield from _before_heading(text[start : match.start()], spaced)
        limit = found[place + 1].start() if place + 1 < len(found) else len(text)
        end = _end_of_title(text, match.end(), limit)
        yield Block(text[match.start() : end].strip(), spaced=True)
        start, spaced = end, False
    yield from _pieces([text[start:]], spaced)


def _before_heading(text: str, spaced: bool) -> Iterator[Block]:
    """The end of the article before, with the heading of a chapter or section that stands between the two."""
    headings: list[str] = []
    rest = text.rstrip()
    while (at := _tail(rest[-_TAIL:])) is not None:
        at += max(0, len(rest) - _TAIL)
        headings.insert(0, rest[at:].strip())
        rest = rest[:at].rstrip()
    yield from _pieces([rest], spaced)
    yield from _pieces(headings, True)


def _tail(text: str) -> int | None:
    """Where the heading of a chapter or the like begins that ends with the text; None where there is none."""
    for match in reversed(list(_CONTAINER.finditer(text))):
        heading = recognise(text[match.start() :].strip())
        if heading is not None and heading.kind != "article":
            return match.start()
    return None


def _end_of_title(text: str, start: int, limit: int) -> int:
    """Where the title after an article's number ends: at a stop or bracket, before the first paragraph or its first
    word."""
    limit = min(limit, start + 2 * _LONGEST_TITLE)
    ends = []
    if apart := _MARKED_OFF.match(text, start, limit):
        title = apart["bracket"] or apart["apart"]
        if is_title(title) and not has_verb(title) and not _ENUMERATOR.search(title):
            ends.append(apart.end("bracket") + 1 if apart["bracket"] else apart.end("apart"))
    if match := _TITLE.match(text, start, limit):
        title = match["title"]
        if len(title) <= MAX_TITLE and is_title(title) and not _FULL_STOP.search(title):
            ends.append(match.end("title"))
    return min(ends, default=start)


def _pieces(texts: list[str], spaced: bool) -> Iterator[Block]:
    for text in texts:
        if text.strip():
            yield Block(text.strip(), spaced=spaced)
