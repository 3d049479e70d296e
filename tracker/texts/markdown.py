"""Markdown to blocks: headings marked, emphasis, tags and escapes removed, footnotes and front matter apart."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from tracker.texts.blocks import Block
from tracker.texts.headings import recognise

_HEADING = re.compile(r"#{1,6}")
_RULE = re.compile(r"^(?:[-*_]\s*){3,}$")
_FOOTNOTE = re.compile(r"^\[\^([\w-]+)\]:\s*(.*)$")
_EMPHASIS_BEGINS = re.compile(r"(?<![\w\\])(?=([*_]{1,3}))")
_LONGEST_EMPHASIS = 2000
_BOLD = re.compile(r"(?<!\\)\*\*")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_LINK = re.compile(r"!?\[([^\][^][^\][]{0,1000})\]\([^)\s]{0,2000}\)")
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|cite|em|font|i|ins|mark|small|span|strong|sub|sup|u)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"^(?:>\s?)+")
_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\n(?P<fields>(?:(?!---[ \t]*\n).*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_FIELD = re.compile(r"^(?P<key>[A-Za-z_][\w-]{0,40}):[ \t]*(?P<value>.*)$")
_BOLD_LINES = 6
"""Most lines of a paragraph in bold that is a heading."""


def take_front_matter(text: str) -> tuple[str | None, str]:
    """The title in the fields before a text (`---`, `title: ...`, `---`), and the text without them.

    Only fields are taken for front matter: a rule of hyphens above a text is none.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return None, text
    fields: dict[str, str] = {}
    key = None
    for line in match["fields"].splitlines():
        if found := _FIELD.match(line):
            key = found["key"].lower()
            fields[key] = found["value"].strip()
        elif key is not None and line.startswith((" ", "\t", "-")):
            fields[key] = f"{fields[key]} {line.strip()}".strip()
        elif line.strip():
            return None, text
    title = fields.get("title", "").strip("'\"|> ")
    return (title or None) if fields else None, text[match.end() :] if fields else text


def markdown_blocks(text: str) -> list[Block]:
    """One block per line, as in plain text; the block of a footnote's definition has its mark.

    A paragraph in bold is one block, on however many lines it stands; one that reads like a heading is marked.
    """
    blocks: list[Block] = []
    spaced = False
    for line in _paragraphs_in_bold(_TAG.sub("", _without_comments(text)).replace("\f", "\n\n").split("\n")):
        stripped = _QUOTE.sub("", line.strip()).strip()
        if not stripped or _RULE.match(stripped) or stripped.startswith(("```", "~~~")):
            spaced = True
            continue
        if note := _FOOTNOTE.match(stripped):
            blocks.append(Block(_plain(note[2]) or note[1], spaced=True, footnote=note[1]))
            continue
        heading = _HEADING.match(stripped)
        content = _plain(stripped[heading.end() :].rstrip("#").strip() if heading else stripped)
        if content:
            marked = heading is not None or (_is_in_bold(stripped) and recognise(content) is not None)
            blocks.append(Block(content, marked=marked, spaced=spaced))
            spaced = False
    return blocks


def _without_comments(text: str) -> str:
    """The text without its comments; one that never ends is none. Looking for the end of each anew would take a time
    that grows with the square of the text."""
    kept: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    kept.append(text[position:])
    return "".join(kept)


def _paragraphs_in_bold(lines: list[str]) -> Iterator[str]:
    """The lines, those of a bold passage that begins a paragraph and closes on a later line joined."""
    at = 0
    after_empty = True
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if after_empty and line.lstrip().startswith("**") and line.count("**") % 2 == 1:
            marks = line.count("**")
            while end < len(lines) and end - at < _BOLD_LINES and lines[end].strip() and marks % 2 == 1:
                marks += lines[end].count("**")
                end += 1
            if marks % 2 == 1:
                end = at + 1
        yield line if end == at + 1 else " ".join(part.strip() for part in lines[at:end])
        after_empty = not lines[end - 1].strip()
        at = end


def _is_in_bold(line: str) -> bool:
    """Whether a whole line is in bold, but for footnote marks and the spaces that some converters leave outside."""
    return line.startswith("**") and not re.sub(r"\*\*.*?\*\*|\\?\[\d+\\?\]|[\s*]", "", line)


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    if (
        len(_BOLD.findall(text)) % 2 == 0
    ):  # also "**Preamble **", which readers of Markdown do not take for bold
        text = _BOLD.sub("", text)
    for _depth in range(2):  # bold inside italics
        text = _without_emphasis(text)
    return " ".join(_ESCAPE.sub(r"\1", text).split())


def _without_emphasis(text: str) -> str:
    """A line without the signs around words in italics or bold, one pair around the other taken off one by one.

    The ends of each sign are looked up, not looked for from each beginning, which takes a time that grows with the
    length of the line for every one of them.
    """
    if "*" not in text and "_" not in text:
        return text
    ends: dict[str, list[int]] = {}
    kept: list[str] = []
    position = 0
    for begins in _EMPHASIS_BEGINS.finditer(text):
        start = begins.start()
        if start < position:
            continue
        found = _emphasised(text, start, begins[1], ends)
        if found is not None:
            inside, end, behind = found
            kept += (text[position:start], text[inside:end])
            position = behind
    return "".join((*kept, text[position:]))


def _emphasised(text: str, start: int, signs: str, ends: dict[str, list[int]]) -> tuple[int, int, int] | None:
    """Where the words begin and end that a sign at `start` emphasises, and where the text goes on; None where it does
    not. `ends`: by sign, where it can end."""
    for length in range(len(signs), 0, -1):
        sign = signs[:length]
        inside = start + length
        if sign != sign[0] * length or text[inside : inside + 1].isspace() or inside >= len(text):
            continue
        if sign not in ends:
            ends[sign] = [at.start() for at in re.finditer(rf"(?<=[^\s\\])(?={re.escape(sign)}(?!\w))", text)]
        place = bisect_right(ends[sign], inside)
        if place < len(ends[sign]) and ends[sign][place] <= inside + _LONGEST_EMPHASIS:
            end = ends[sign][place]
            return inside, end, end + length
    return None
