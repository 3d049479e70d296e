"""Footnotes of plain text: lines that begin with a mark to which the text above refers.

A copy has them where the page ended, in the middle of the next article, or all at its end, where they would be words of
the last article. Each becomes a footnote of the place that refers to it. Only lines are taken whose mark is referred to
above, and not yet answered:

- "[1] For greater certainty, ..." and "¹ For ..." anywhere: no paragraph is numbered so;
- "1 For ...", "1. For ..." and "(1) For ..." below the words "Footnotes" or a rule ("_____");
- "1 For ..." and "(1) For ..." at the end, where all of a count from 1 are referred to;
- "1 For ..." in the text, where nearly all lines of that form are referred to shortly above.
"""

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Container
from dataclasses import dataclass, replace

from tracker.texts.blocks import Block, is_open_ended
from tracker.texts.headings import recognise

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_REFERENCE = re.compile(
    r"(?<=\S)\s?\[(?P<bracket>\d{1,3})\]|(?<=[^\W\d_.,;:)”\"’»])[.,;:]?(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
    r"|(?:(?<=[a-zé,;”\"’»])|(?<=[a-zé”\"’»]\.)\s?)\((?P<round>\d{1,3})\)(?=[\s.,;:]|$)"
    r"|(?<=[a-zéóíáñ]{3})(?P<quote>[”\"’»)]?[.,;:]?)(?P<glued>\d{1,2})(?=[\s,;:)]|\.(?:\s|$)|$)"
)
_DIGIT = re.compile(r"[\d⁰¹²³⁴⁵⁶⁷⁸⁹]")
_NOTE = re.compile(
    r"^(?:\[(?P<bracket>\d{1,3})\]|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\((?P<round>\d{1,3})\)"
    r"|(?P<plain>\d{1,3})(?P<dot>[.)]?)(?=\s))\s*(?P<text>[A-ZÁÉÍÓÚÀÇ“\"«‘'(¿].{7,})$"
)
_TITLE = re.compile(
    r"^(?:FOOTNOTES?|END\s?NOTES?|NOTES|NOTAS(?: (?:AL|A) PIE(?: DE P[AÁ]GINA)?| DE RODAP[EÉ])?"
    r"|NOTES DE BAS DE PAGE)\s*:?$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^(?:[_—–-]\s?){5,}$")

_NEAR = 60
"""Blocks above a note "1 For ..." among which its reference is."""

_GOES_ON = 12
"""Lines of which a note below a title has at most so many."""

_LEAST = 3
_MOSTLY = 0.8
"""So many lines "1 For ...", and this share of them with a reference near, show that they are notes, not paragraphs."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may be a note: its place, mark, form ("bracket", "raised", "round", "plain", "dotted") and words."""

    index: int
    mark: str
    form: str
    text: str


def with_footnotes(blocks: list[Block]) -> list[Block]:
    """The blocks, lines that are footnotes marked as such and referred to with `[^3.1]` (the third of them, mark 1)."""
    lines = [line for index, block in enumerate(blocks) if (line := _note(index, block)) is not None]
    if not lines:
        return blocks
    below = _below_title(blocks)
    # Numbered paragraphs ("1. Each Party", "(1) For") are most of these lines; looking for references takes longest.
    lines = [line for line in lines if line.form != "dotted" or line.index in below]
    at_the_end = bool(lines) and lines[-1].index == len(blocks) - 1
    if not at_the_end and all(line.form == "round" and line.index not in below for line in lines):
        return blocks
    references = _references(blocks, {line.mark for line in lines})
    if not references:
        return blocks
    at_end = _count_at_end(blocks, lines, references)
    paragraphs = not _plain_lines_are_notes(lines, references)
    spans: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    notes: dict[int, tuple[str, str]] = {}
    for line in lines:
        sure = line.form in ("bracket", "raised") or line.index in below or line.index in at_end
        if not sure and (line.form != "plain" or paragraphs):
            continue
        near = 0 if sure else line.index - _NEAR
        place = _answered(references[line.mark], line.index, near, notes)
        if place is None:
            continue
        name = f"{len(notes) + 1}.{line.mark}"
        spans[place[0]].append((place[1], place[2], name))
        notes[line.index] = (name, line.text)
    return _marked(blocks, notes, spans, below | at_end) if notes else blocks


def _note(index: int, block: Block) -> _Line | None:
    if block.footnote is not None or block.marked:
        return None
    match = _NOTE.match(block.text)
    if match is None:
        return None
    form = next(name for name in ("bracket", "raised", "round", "plain") if match[name])
    mark = match[form].translate(_RAISED)
    return _Line(index, mark, "dotted" if match["dot"] else form, match["text"])


def _references(blocks: list[Block], marks: set[str]) -> dict[str, deque[tuple[int, int, int]]]:
    """Where each mark is referred to, in order: block, first and end of the mark."""
    found: dict[str, deque[tuple[int, int, int]]] = defaultdict(deque)
    for index, block in enumerate(blocks):
        if block.footnote is not None or not _DIGIT.search(block.text):
            continue
        for match in _REFERENCE.finditer(block.text):
            form = next(name for name in ("bracket", "raised", "round", "glued") if match[name])
            mark = match[form].translate(_RAISED)
            if mark in marks:
                start = match.start() if form in ("bracket", "round") else match.start(form)
                found[mark].append((index, start, match.end()))
    return found


def _answered(
    places: deque[tuple[int, int, int]], index: int, near: int, notes: Container[int]
) -> tuple[int, int, int] | None:
    """The last reference above a note that no note has answered and that is in none itself; it and those before it are
    taken off the list."""
    found = None
    while places and places[0][0] < index:
        place = places.popleft()
        found = found if place[0] in notes else place
    return None if found is None or found[0] < near else found


def _below_title(blocks: list[Block]) -> set[int]:
    """The lines of footnotes below a title or a rule: up to the next heading, or to the end of the run of notes."""
    found: set[int] = set()
    title = rule = False
    for index, block in enumerate(blocks):
        if _TITLE.match(block.text) and index + 1 < len(blocks):
            title, rule = _NOTE.match(blocks[index + 1].text) is not None, False
            if title:
                found.add(index)
        elif _RULE.match(block.text):
            title, rule = False, True
        elif title and recognise(block.text) is not None:
            title = False
        elif title:
            found.add(index)
        elif rule:
            rule = _NOTE.match(block.text) is not None or (
                index - 1 in found and is_open_ended(blocks[index - 1].text)
            )
            if rule:
                found.add(index)
    return found


def _count_at_end(
    blocks: list[Block], lines: list[_Line], references: dict[str, deque[tuple[int, int, int]]]
) -> set[int]:
    """The lines of a count from 1 with which a text ends, if each of them is referred to above it."""
    run: list[_Line] = []
    end = len(blocks)
    for line in reversed(lines):
        if (
            line.index != end - 1
            or line.form not in ("plain", "round")
            or (run and line.form != run[-1].form)
        ):
            break
        run.append(line)
        end = line.index
    run.reverse()
    counted = [line.mark for line in run] == [str(number) for number in range(1, len(run) + 1)]
    firsts = {mark: places[0][0] for mark, places in references.items() if places}
    referred = all(firsts.get(line.mark, end) < run[0].index for line in run)
    return {line.index for line in run} if run and counted and referred else set()


def _plain_lines_are_notes(lines: list[_Line], references: dict[str, deque[tuple[int, int, int]]]) -> bool:
    plain = [line for line in lines if line.form == "plain"]
    places = {mark: [at for at, _start, _end in found] for mark, found in references.items()}
    near = 0
    for line in plain:
        above = places.get(line.mark, [])
        last = bisect_left(above, line.index) - 1
        near += last >= 0 and above[last] >= line.index - _NEAR
    return len(plain) >= _LEAST and near >= _MOSTLY * len(plain)


def _marked(
    blocks: list[Block],
    notes: dict[int, tuple[str, str]],
    spans: dict[int, list[tuple[int, int, str]]],
    apart: set[int],
) -> list[Block]:
    """The blocks with the notes as footnotes; a line that goes on with a note's sentence is part of it."""
    result: list[Block] = []
    ends = -1
    """Line up to which the last note may go on."""
    for index, block in enumerate(blocks):
        if index in notes:
            name, text = notes[index]
            result.append(Block(text, spaced=True, footnote=name))
            ends = index + _GOES_ON
            continue
        goes_on = is_open_ended(result[-1].text) and block.text[0].islower() if result else False
        wrapped = index in apart and not block.spaced
        if index <= ends and _NOTE.match(block.text) is None and (wrapped or goes_on):
            result[-1] = replace(result[-1], text=f"{result[-1].text} {block.text}")
            continue
        ends = -1
        if index + 1 in notes and (_TITLE.match(block.text) or _RULE.match(block.text)):
            continue
        text = block.text
        for start, end, name in sorted(spans.get(index, ()), reverse=True):
            text = f"{text[:start]} [^{name}]{text[end:]}"
        result.append(replace(block, text=text) if text != block.text else block)
    return result
