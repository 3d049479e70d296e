"""One agreement in one file of plain text, Markdown or HTML."""

import re
from dataclasses import replace

from tracker.errors import BadInput
from tracker.texts.blocks import Block, plain_blocks
from tracker.texts.decoding import clean, declared_in_html, decode
from tracker.texts.describing import describe, take_comment
from tracker.texts.html import html_blocks, html_title
from tracker.texts.language import detect_language
from tracker.texts.markdown import markdown_blocks
from tracker.texts.overrides import apply_overrides
from tracker.texts.raw import RawDocument
from tracker.texts.structure import parse_structure
from tracker.texts.types import AgreementText

_LOOKS_LIKE_HTML = re.compile(r"^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE)
_MAX_UNREADABLE = 0.01
"""With more control or undecodable characters than this share, a file is no text."""

_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def parse_single(raw: RawDocument) -> AgreementText:
    """Read one agreement from plain text, Markdown or HTML.

    A text in which no line reads like an article heading is refused: taken whole it would be one huge
    article in which every provision is found. Raises BadInput for that and for what is no text at all.
    """
    text, warnings = _decoded(raw)
    media_type = "text/html" if _LOOKS_LIKE_HTML.match(text) else raw.media_type
    comment, text = take_comment(text)
    page_title = html_title(text) if media_type == "text/html" else None
    blocks = _blocks(text, media_type)
    structure = parse_structure(blocks)
    if not structure.has_articles:
        raise BadInput(
            f"{raw.name}: no article headings found (lines like 'Article 1' or 'Artículo 1'); "
            "add them, or check that this is the text of an agreement."
        )
    running_text = "\n".join(block.text for block in blocks)
    meta, remarks = describe(raw, structure, running_text, comment, page_title)
    language, certain = detect_language(running_text)
    if not certain and not raw.overrides.language:
        remarks.append(f"language taken as {language!r}; give it as --language if that is wrong")
    language = raw.overrides.language or language
    return AgreementText(
        source=raw.source,
        external_id=raw.overrides.external_id or slug(raw.stem),
        meta=apply_overrides(replace(meta, languages=(language,)), raw.overrides),
        language=language,
        media_type=media_type,
        sha256=raw.sha256,
        chapters=structure.chapters,
        warnings=(*warnings, *remarks, *structure.warnings),
    )


def slug(text: str) -> str:
    """A stable identifier made of a file name: lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "text"


def _decoded(raw: RawDocument) -> tuple[str, list[str]]:
    declared = declared_in_html(raw.data) or raw.charset
    text, encoding = decode(raw.data, declared)
    unreadable = len(_UNREADABLE.findall(text))
    if unreadable > _MAX_UNREADABLE * len(text):
        raise BadInput(f"{raw.name}: is binary data inside, not a text.")
    warnings = []
    if encoding not in {"utf-8", "ascii"}:
        warnings.append(f"read as {encoding}")
    if unreadable:
        warnings.append(f"{unreadable} control or unreadable characters dropped or replaced")
    return clean(text), warnings


def _blocks(text: str, media_type: str) -> list[Block]:
    if media_type == "text/html":
        return html_blocks(text)
    return markdown_blocks(text) if media_type == "text/markdown" else plain_blocks(text)
