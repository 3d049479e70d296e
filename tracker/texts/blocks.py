"""Blocks: a document as a list of lines or paragraphs, whatever format it came in.

Every reader (plain text, Markdown, HTML, PDF, docx) ends here, and one structure parser starts here.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph, without outer spaces, never empty.

    - `marked`: the source marks it as a heading (h1 to h6, `#`, a heading style).
    - `spaced`: an empty line, a paragraph break or a page break precedes it.
    - `footnote`: the mark of the footnote whose text this is, for sources that separate footnotes from the running
      text.
    - `chapter`: a chapter begins here, although the words alone do not show it.
    """

    text: str
    marked: bool = False
    spaced: bool = False
    footnote: str | None = None
    chapter: bool = False


FOOTNOTE_MARK = re.compile(r"\[\^([\w.-]+)\]")
"""A reference to a footnote whose text is separate: `[^3]`, within a bundle `[^2.3]` for part 2."""

_ENDS_SENTENCE = re.compile(r"[.;:!?)\]”\"’'»]\d{0,3}\s*(?:and|or|y|o|et|ou)?$")


def plain_blocks(text: str) -> list[Block]:
    """One block a line. A form feed counts as an empty line."""
    blocks: list[Block] = []
    spaced = False
    for line in text.replace("\f", "\n\n").split("\n"):
        stripped = line.strip()
        if stripped:
            blocks.append(Block(stripped, spaced=spaced))
            spaced = False
        else:
            spaced = True
    return blocks


def is_open_ended(text: str) -> bool:
    """Whether a line ends in mid-sentence, so that the next line probably continues it."""
    return not _ENDS_SENTENCE.search(text[-40:])


def joined(blocks: list[Block]) -> str:
    """The running text of some blocks: their lines, with one empty line where the source had one or more."""
    parts: list[str] = []
    for block in blocks:
        if parts:
            parts.append("\n\n" if block.spaced else "\n")
        mark = "" if block.footnote is None else f"[{block.footnote.rpartition('.')[2]}] "
        parts.append(mark + FOOTNOTE_MARK.sub(_as_counted_in_its_part, block.text))
    return "".join(parts)


def _as_counted_in_its_part(match: re.Match[str]) -> str:
    return f"[^{match[1].rpartition('.')[2]}]"
