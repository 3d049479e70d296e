"""From one file to blocks: detects the format and calls its reader. Every single text is read here."""

import re
from dataclasses import dataclass

from tracker.texts.blocks import Block, plain_blocks
from tracker.texts.decoding import clean, declared_in_html, decode
from tracker.texts.describing import SourceComment, take_comment
from tracker.texts.html import html_page
from tracker.texts.markdown import markdown_blocks, take_front_matter
from tracker.texts.raw import DOCX, HTML, MARKDOWN, PDF, RawDocument
from tracker.texts.scans import NotText

_LOOKS_LIKE_HTML = re.compile(r"^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE)
_MAX_UNREADABLE = 0.01
"""A file with a larger share of control or undecodable characters is not a text."""

_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as blocks. `page_title` is the title that an HTML page, a PDF or the fields before a Markdown
    text give; `removed` are lines that read like headings and were dropped as page furniture already."""

    blocks: list[Block]
    media_type: str
    warnings: tuple[str, ...] = ()
    comment: SourceComment | None = None
    page_title: str | None = None
    removed: tuple[str, ...] = ()


def read_blocks(raw: RawDocument) -> Reading:
    """The blocks of one text, Markdown, HTML, PDF or docx file.

    HTML in a file with another text format's name is read as HTML. Raises BadInput, naming the file, for what is not a
    text: binary data, a broken or encrypted PDF or docx, a scan without a text layer.
    """
    if raw.media_type == PDF:
        # pypdfium2 loads a library of several megabytes: only where there is a PDF.
        from tracker.texts.pdf import read_pdf

        pages = read_pdf(raw.data, raw.name)
        return Reading(pages.blocks, PDF, pages.warnings, page_title=pages.title)
    if raw.media_type == DOCX:
        from tracker.texts.docx import read_docx

        word = read_docx(raw.data, raw.name)
        return Reading(word.blocks, DOCX, word.warnings)
    text, warnings = _decoded(raw)
    media_type = HTML if _LOOKS_LIKE_HTML.match(text) else raw.media_type
    comment, text = take_comment(text)
    if media_type == HTML:
        blocks, title = html_page(text)
        return Reading(blocks, HTML, warnings, comment, title)
    if media_type == MARKDOWN:
        title, text = take_front_matter(text)
        return Reading(markdown_blocks(text), media_type, warnings, comment, title)
    return Reading(plain_blocks(text), media_type, warnings, comment)


def _decoded(raw: RawDocument) -> tuple[str, tuple[str, ...]]:
    declared = declared_in_html(raw.data) or raw.charset
    text, encoding = decode(raw.data, declared)
    unreadable = len(_UNREADABLE.findall(text))
    if unreadable > _MAX_UNREADABLE * len(text):
        raise NotText(f"{raw.name}: is binary data inside, not a text.")
    warnings = []
    if encoding not in {"utf-8", "ascii"}:
        warnings.append(f"read as {encoding}")
    if unreadable:
        warnings.append(f"{unreadable} control or unreadable characters dropped or replaced")
    return clean(text), tuple(warnings)
