"""One agreement in one file (plain text, Markdown, HTML, PDF, docx), or assembled from several."""

import re
from dataclasses import replace

from tracker.errors import BadInput
from tracker.texts.describing import describe
from tracker.texts.formats import Reading, read_blocks
from tracker.texts.incorporation import incorporated
from tracker.texts.language import detect_language
from tracker.texts.overrides import apply_overrides
from tracker.texts.raw import RawDocument
from tracker.texts.structure import parse_structure
from tracker.texts.types import AgreementText


class NoArticles(BadInput):
    """A text in which no line reads like an article heading, and which is therefore not an agreement."""


def parse_single(raw: RawDocument) -> AgreementText:
    """Read one agreement from one file.

    A text in which no line reads like an article heading is refused: as one huge article it would be flagged with every
    provision. Raises BadInput for that and for what is not a text.
    """
    return agreement_of(raw, read_blocks(raw))


def agreement_of(raw: RawDocument, reading: Reading) -> AgreementText:
    """The agreement in some blocks, with the facts that they and `raw` give about it.

    Raises NoArticles where no line reads like an article heading.
    """
    blocks = reading.blocks
    structure = parse_structure(blocks)
    if not structure.has_articles:
        raise NoArticles(
            f"{raw.name}: no article headings found (lines like 'Article 1' or 'Artículo 1'); "
            "add them, or check that this is the text of an agreement."
        )
    running_text = "\n".join(block.text for block in blocks)
    meta, remarks = describe(raw, structure, running_text, reading.comment, reading.page_title)
    language, certain = detect_language(running_text)
    if not certain and not raw.overrides.language:
        remarks.append(f"language taken as {language!r}; give it as --language if that is wrong")
    language = raw.overrides.language or language
    return AgreementText(
        source=raw.source,
        external_id=raw.overrides.external_id or slug(raw.stem),
        meta=apply_overrides(replace(meta, languages=(language,)), raw.overrides),
        language=language,
        media_type=reading.media_type,
        sha256=raw.sha256,
        chapters=structure.chapters,
        warnings=(*reading.warnings, *remarks, *incorporated(structure.chapters), *structure.warnings),
    )


def slug(text: str) -> str:
    """A stable identifier made of a file name: lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "text"
