"""One agreement in one file (plain text, Markdown, HTML, PDF, docx), or assembled from several."""

import re
from dataclasses import replace

from tracker.errors import BadInput
from tracker.texts.describing import describe
from tracker.texts.formats import Reading, read_blocks
from tracker.texts.incorporation import incorporated
from tracker.texts.language import READ_LANGUAGES, UNKNOWN_LANGUAGE, detect_language
from tracker.texts.overrides import apply_overrides
from tracker.texts.promulgation import treaty_in
from tracker.texts.raw import RawDocument
from tracker.texts.structure import parse_structure
from tracker.texts.types import AgreementText, ReadingTrace

_SYLLABLES = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")

LEAST_UNREAD = 1_000
"""Characters from which a text without article headings, in a language that is not read, is kept as one."""


class NoArticles(BadInput):
    """A text in which no line reads like an article heading, and which is therefore not an agreement."""


def parse_single(raw: RawDocument) -> AgreementText:
    """Read one agreement from one file.

    A text in which no line reads like an article heading is refused: as one huge article it would be flagged with every
    provision. One in a language that the rules do not read is kept in any case, for it is not matched. Raises BadInput
    for what is refused and for what is not a text.
    """
    return agreement_of(raw, read_blocks(raw))


def agreement_of(raw: RawDocument, reading: Reading) -> AgreementText:
    """The agreement in some blocks, with the facts that they and `raw` give about it.

    Raises NoArticles where no line reads like an article heading.
    """
    blocks, law = treaty_in(reading.blocks)
    structure = parse_structure(blocks)
    running_text = "\n".join(block.text for block in blocks)
    found, certain = detect_language(running_text)
    language = raw.overrides.language or found
    is_read = language in READ_LANGUAGES
    if not structure.has_articles and is_read:
        raise NoArticles(
            f"{raw.name}: no article headings found (lines like 'Article 1' or 'Artículo 1'); "
            "add them, or check that this is the text of an agreement."
        )
    if not structure.has_articles and language == UNKNOWN_LANGUAGE:
        raise NoArticles(
            f"{raw.name}: no article headings found, and its language is not known; give that as --language if this is"
            " the text of an agreement."
        )
    if not structure.has_articles and _length(running_text) < LEAST_UNREAD:
        raise NoArticles(
            f"{raw.name}: its language, {language!r}, is not read by the rules, and it is too short to be kept"
            " as the text of an agreement."
        )
    if not structure.chapters:
        raise NoArticles(f"{raw.name}: nothing but headings and page numbers was found in it.")
    meta, remarks = describe(raw, structure, running_text, reading.comment, reading.page_title)
    if raw.overrides.archived_on is not None:
        day = raw.overrides.archived_on
        remarks.append(f"an archive's copy of {day}: what its publisher has today is not known")
    if law:
        remarks.append(
            f"{len(law)} lines of the law that approves or publishes it are left out"
            f" ({law[0].text[:40]} to {law[-1].text[:40]})"
        )
    if not is_read:
        remarks.append(
            f"its language, {language!r}, is not read by the rules: the text is kept, and not matched"
        )
    elif not certain and not raw.overrides.language:
        remarks.append(f"language taken as {language!r}; give it as --language if that is wrong")
    return AgreementText(
        source=raw.source,
        external_id=raw.overrides.external_id or slug(raw.stem),
        meta=apply_overrides(replace(meta, languages=(language,)), raw.overrides),
        language=language,
        media_type=reading.media_type,
        sha256=raw.sha256,
        chapters=structure.chapters,
        warnings=(*reading.warnings, *remarks, *incorporated(structure.chapters), *structure.warnings),
        trace=ReadingTrace(
            (*reading.removed, *structure.left_out),
            structure.bare,
            structure.stray_footnotes,
            structure.quoted,
        ),
    )


def _length(text: str) -> int:
    """Characters of a text; one of Chinese, Japanese or Korean says as much as four letters."""
    return len(text) + 3 * len(_SYLLABLES.findall(text))


def slug(text: str) -> str:
    """A stable identifier made of a file name: lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "text"
