"""Markdown to blocks: headings marked, emphasis and escapes removed, footnotes separated."""

import re

from tracker.texts.blocks import Block

_HEADING = re.compile(r"^#{1,6}\s*(.*?)\s*#*$")
_RULE = re.compile(r"^(?:[-*_]\s*){3,}$")
_FOOTNOTE = re.compile(r"^\[\^([\w-]+)\]:\s*(.*)$")
_EMPHASIS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3})(?=\S)(.{1,2000}?)(?<=[^\s\\])\1(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_LINK = re.compile(r"!?\[([^\]^][^\]]*)\]\([^)\s]*\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_QUOTE = re.compile(r"^(?:>\s?)+")


def markdown_blocks(text: str) -> list[Block]:
    """One block per line, as in plain text; the block of a footnote's definition has its mark."""
    blocks: list[Block] = []
    spaced = False
    for line in _COMMENT.sub("", text).replace("\f", "\n\n").split("\n"):
        stripped = _QUOTE.sub("", line.strip()).strip()
        if not stripped or _RULE.match(stripped) or stripped.startswith(("```", "~~~")):
            spaced = True
            continue
        if note := _FOOTNOTE.match(stripped):
            blocks.append(Block(_plain(note[2]) or note[1], spaced=True, footnote=note[1]))
            continue
        heading = _HEADING.match(stripped)
        content = _plain(heading[1] if heading else stripped)
        if content:
            blocks.append(Block(content, marked=heading is not None, spaced=spaced))
            spaced = False
    return blocks


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    for _depth in range(2):  # bold inside italics
        text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text).strip()
