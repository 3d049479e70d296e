"""Page furniture: page numbers, running headers and footers, dropped before a text is split into articles."""

import re
from collections import Counter, defaultdict
from dataclasses import replace

from tracker.texts.blocks import Block, is_open_ended
from tracker.texts.headings import Heading, recognise, recognise_marked

_MAX_FOLIO = 25
"""Longest line that can be a page number with other signs ("EU/SG/en 5"), in characters."""

_MIN_FOLIOS = 3
"""Fewer page numbers in a row than this cannot be distinguished from other numbers."""

_FOLIO_SHARE = 0.6
"""Share of all lines of one shape that must be in the run; otherwise the shape is something else (list items, say)."""

_MIN_HEADER_REPEATS = 4
_HEADER_SHARE = 0.6
"""Share of a running header's occurrences that must be next to a page number."""

_MAX_LINE = 300
"""Longest line of a contents page (characters)."""

_LOOK_BACK = 10
"""Most other short numbers (footnote marks) between two page numbers."""

_LEAP = 4
"""Cost of a leap in the page numbers, in page numbers."""

_MIN_GLUED = 5
"""Fewer page numbers than this that run into the next line show nothing."""

_GLUED_SHARE = 0.8
"""Share of the lines with one chapter's page numbers that must be in the count."""

_GLUED_FOLIO = re.compile(r"(?P<prefix>(?:\d{1,2}[A-Z]?|[A-Z]{1,2})-)(?P<digits>\d{1,6})(?!\d)")
_GLUED_TO_HEADING = re.compile(
    r"^(?:\d{1,2}[A-Z]?-)?\d{1,4}"
    r"(?P<rest>(?:CHAPTER|CAP[IÍ]TULO|CHAPITRE|ANNEXE?|ANEXO|SECTION|SECCI[OÓ]N) [\w-]{1,6})$"
)
"""A page number that ran into the bare heading of a container: "2021CHAPTER 5", "11B-3CHAPTER 12"."""

_LONGEST_HEADER = 100
_APART = 4
"""Least lines, on average, between two running headers that have the page number on their line."""

_NUMBERED_HEADER = re.compile(
    r"^(?:(?P<before>\d{1,4})[\s|–—-]+)?(?P<words>[^\W\d_].*?[^\s|–—-])(?(before)|[\s|–—-]+(?P<after>\d{1,4}))$"
)
_ENUMERATOR = re.compile(r"^\(?#[.)]*-?$")
_DOTS_WITH_PAGE = re.compile(r"\S.*?(?:\s*\.){4,}\s*\d{1,4}$")
_CONTENTS_TITLE = re.compile(
    r"^(?:TABLE OF CONTENTS|CONTENTS|LIST OF (?:CONTENTS|ARTICLES|CHAPTERS)|ARRANGEMENT OF (?:ARTICLES|CHAPTERS)"
    r"|INDEX(?: OF (?:ARTICLES|CHAPTERS))?|[IÍ]NDICE(?: GENERAL| GERAL)?|(?:TABLA DE )?CONTENIDOS?|CONTE[UÚ]DO"
    r"|TABLA DE MATERIAS|SUM[AÁ]RIO|TABLE DES MATI[EÈ]RES|SOMMAIRE|INHALT(?:SVERZEICHNIS)?)$",
    re.IGNORECASE,
)


def drop_furniture(blocks: list[Block]) -> list[Block]:
    """The blocks without page numbers, running headers and lines of a contents page with dot leaders.

    A sentence that continues on the next page becomes one paragraph.
    """
    blocks = [_without_folio_before_heading(block) for block in _without_glued_folios(blocks)]
    folios = _folios(blocks) | _numbered_headers(blocks)
    gone = folios | _running_headers(blocks, folios) | _headings_again(blocks, folios) | _dotted_lines(blocks)
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        if index in gone:
            continue
        after_furniture = index - 1 in gone
        if after_furniture and block.spaced and kept and is_open_ended(kept[-1].text):
            block = replace(block, spaced=False)
        kept.append(block)
    return kept


def _without_glued_folios(blocks: list[Block]) -> list[Block]:
    """Page numbers such as 12-4, counted by chapter, cut off the line that they run into ("12-4Article 12.6").

    The count shows how long the number is: after 5-9, "5-104." is page 5-10 and paragraph 4.
    """
    expected: defaultdict[str, int] = defaultdict(lambda: 1)
    seen: Counter[str] = Counter()
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    glued = 0
    for index, block in enumerate(blocks):
        match = _GLUED_FOLIO.match(block.text)
        if match is None:
            continue
        prefix, digits = match["prefix"], match["digits"]
        seen[prefix] += 1
        for number in (expected[prefix], expected[prefix] + 1):
            if digits.startswith(str(number)):
                expected[prefix] = number + 1
                end = match.start("digits") + len(str(number))
                found[prefix].append((index, end))
                glued += end < len(block.text)
                break
    if glued < _MIN_GLUED:
        return blocks
    cuts = {
        index: end
        for prefix, places in found.items()
        if len(places) >= _GLUED_SHARE * seen[prefix]
        for index, end in places
    }
    cut: list[Block] = []
    for index, block in enumerate(blocks):
        if index not in cuts:
            cut.append(block)
        elif rest := block.text[cuts[index] :].strip():
            goes_on = bool(cut) and is_open_ended(cut[-1].text)
            cut.append(replace(block, text=rest, spaced=not goes_on or recognise(rest) is not None))
    return cut


def _without_folio_before_heading(block: Block) -> Block:
    match = _GLUED_TO_HEADING.match(block.text)
    return block if match is None else replace(block, text=match["rest"], spaced=True)


def _folios(blocks: list[Block]) -> set[int]:
    """Indexes of page numbers: lines of one shape whose numbers count up through the document."""
    shapes: defaultdict[str, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for index, block in enumerate(blocks):
        text = block.text
        if len(text) <= _MAX_FOLIO and any(char.isdecimal() for char in text):
            shape = re.sub(r"\d+", "#", text)
            unlike_heading = (recognise_marked if block.marked else recognise)(text) is None
            if not _ENUMERATOR.match(shape) or shape == "#":
                numbers = tuple(int(number) for number in re.findall(r"\d+", text))
                if unlike_heading and max(numbers) < 10_000:
                    shapes[shape].append((index, numbers))
    found: set[int] = set()
    for lines in shapes.values():
        run = _longest_count(lines)
        if len(run) >= _MIN_FOLIOS and len(run) >= _FOLIO_SHARE * len(lines):
            found.update(run)
    return found


def _longest_count(lines: list[tuple[int, tuple[int, ...]]]) -> list[int]:
    """Indexes of the longest run of lines that counts up by one or two, or on to the next chapter's first.

    A leap ahead (schedules removed from the middle) is allowed where enough page numbers follow to outweigh its cost.
    """
    worth = [1] * len(lines)
    previous = [-1] * len(lines)
    for here, (_index, numbers) in enumerate(lines):
        for there in range(max(0, here - _LOOK_BACK), here):
            step = 1 if _counts_on(lines[there][1], numbers) else -_LEAP
            if (step > 0 or numbers > lines[there][1]) and worth[there] + step > worth[here]:
                worth[here], previous[here] = worth[there] + step, there
    if not lines:
        return []
    at = max(range(len(lines)), key=worth.__getitem__)
    run = []
    while at >= 0:
        run.append(lines[at][0])
        at = previous[at]
    return run


def _counts_on(earlier: tuple[int, ...], later: tuple[int, ...]) -> bool:
    if earlier[:-1] == later[:-1]:
        return 1 <= later[-1] - earlier[-1] <= 2
    if len(earlier) > 1 and earlier[-1] == later[-1]:  # "Page 3 of 20"
        return earlier[:-2] == later[:-2] and 1 <= later[-2] - earlier[-2] <= 2
    return later[:-1] > earlier[:-1] and later[-1] <= 2


def _numbered_headers(blocks: list[Block]) -> set[int]:
    """Indexes of running headers with the page number on their line: "Agreement on Kites 5", "5 Official Gazette".

    The same words with a number before or behind them, which counts up through the document.
    """
    lines: defaultdict[tuple[str, str], list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for index, block in enumerate(blocks):
        text = block.text
        if _MAX_FOLIO < len(text) <= _LONGEST_HEADER and (text[0].isdecimal() or text[-1].isdecimal()):
            match = _NUMBERED_HEADER.match(text)
            if match is not None and recognise(text) is None:
                numbers = (int(match["before"] or match["after"]),)
                lines[match["words"], "before" if match["before"] else "after"].append((index, numbers))
    found: set[int] = set()
    for places in lines.values():
        if len(places) < _MIN_HEADER_REPEATS or places[-1][0] - places[0][0] < _APART * len(places):
            continue
        run = _longest_count(places)
        if len(run) >= _MIN_HEADER_REPEATS and len(run) >= _GLUED_SHARE * len(places):
            found.update(run)
    return found


def _headings_again(blocks: list[Block], folios: set[int]) -> set[int]:
    """Indexes of lines next to page numbers that repeat the heading of the chapter or the like that is open."""
    current: dict[str, Heading] = {}
    seen: set[str] = set()
    found: set[int] = set()
    for index, block in enumerate(blocks):
        heading = recognise(block.text) if len(block.text) <= _LONGEST_HEADER else None
        if heading is None or heading.kind in {"article", "preamble"}:
            continue
        before = current.get(heading.kind)
        again = before is not None and (before.kind, before.value) == (heading.kind, heading.value)
        if again and block.text in seen and folios & {index - 2, index - 1, index + 1, index + 2}:
            found.add(index)
        elif heading.value is not None:
            current[heading.kind] = heading
        seen.add(block.text)
    return found


def _running_headers(blocks: list[Block], folios: set[int]) -> set[int]:
    """Indexes of lines that recur next to page numbers."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if index not in folios and len(block.text) <= 100 and block.text[-1] not in ".;:,。；：，":
            places[block.text].append(index)
    found: set[int] = set()
    for text, indexes in places.items():
        if len(indexes) < _MIN_HEADER_REPEATS:
            continue
        # "Article 1" recurs in every chapter of some agreements, below the chapter's bare number.
        heading = recognise(text)
        if heading is not None and heading.kind == "article":
            continue
        beside = [index for index in indexes if folios & {index - 2, index - 1, index + 1, index + 2}]
        if len(beside) >= _MIN_HEADER_REPEATS and len(beside) >= _HEADER_SHARE * len(indexes):
            found.update(beside)
    return found


def _dotted_lines(blocks: list[Block]) -> set[int]:
    return {
        index
        for index, block in enumerate(blocks)
        if len(block.text) <= _MAX_LINE and _DOTS_WITH_PAGE.match(block.text)
    }


def is_contents_title(text: str) -> bool:
    """Whether a line announces a table of contents."""
    return _CONTENTS_TITLE.match(text.strip(" :.*_")) is not None
