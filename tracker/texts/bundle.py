"""Bundles: several files (a page or a PDF per chapter) that together are one agreement, as one document.

A bundle is a ZIP without compression or dates, so that equal parts give equal bytes. `manifest.json` lists the parts in
order; each is a member named by its number (`0001`, `0002`, ...).
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tracker.errors import BadInput
from tracker.texts import raw as limits
from tracker.texts.blocks import FOOTNOTE_MARK, Block
from tracker.texts.error_pages import error_page_words
from tracker.texts.formats import Reading, read_blocks
from tracker.texts.furniture import drop_furniture
from tracker.texts.headings import recognise
from tracker.texts.overrides import MetaOverrides
from tracker.texts.raw import BUNDLE, DOCX, HTML, MARKDOWN, PDF, PLAIN, RawDocument, raw_document
from tracker.texts.scans import ScanOnly
from tracker.texts.single import agreement_of
from tracker.texts.structure import headings_left_out
from tracker.texts.types import AgreementText

MAX_PARTS = 1000
"""No agreement is published in more files than this."""

_MANIFEST = "manifest.json"
_READABLE = frozenset((PLAIN, MARKDOWN, HTML, PDF, DOCX))
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day a ZIP can name
_TITLE_BREAK = re.compile(r"\s+[-–—|:»]\s+|\s*[|»]\s*")
_CONTAINERS = frozenset(("chapter", "title", "part", "annex", "appendix", "preamble"))


def bundle(
    parts: Sequence[RawDocument], name: str, *, source: str, url: str | None, overrides: MetaOverrides
) -> RawDocument:
    """One document made of several, in the order given; equal parts give equal bytes and so an equal SHA-256.

    - Of each part its bytes, name, media type, charset and URL are stored.
    - `overrides.name` of a part is its title, which becomes the chapter's heading where the part itself has none.
    - `name`, `source`, `url`, `overrides` are those of the agreement.

    Raises BadInput where there is no part, there are more than MAX_PARTS, a part is of a type that cannot be part of a
    bundle, or all together are larger than one text may be.
    """
    if not parts:
        raise BadInput(f"{name}: no parts to make an agreement of.")
    if len(parts) > MAX_PARTS:
        raise BadInput(f"{name}: {len(parts):,} parts; no agreement has more than {MAX_PARTS:,}.")
    for part in parts:
        if part.media_type not in _READABLE:
            raise BadInput(f"{name}: {part.name} is {part.media_type}, which cannot be part of an agreement.")
    if sum(len(part.data) for part in parts) > limits.MAX_DOCUMENT_BYTES:
        raise BadInput(
            f"{name}: its parts have more than the {limits.MAX_DOCUMENT_BYTES // 1_000_000} MB"
            " allowed for one text."
        )
    manifest = [
        {
            "name": part.name,
            "title": part.overrides.name,
            "media_type": part.media_type,
            "charset": part.charset,
            "url": part.url,
        }
        for part in parts
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        listing = json.dumps({"parts": manifest}, ensure_ascii=False, indent=1, sort_keys=True)
        archive.writestr(_member(_MANIFEST), listing.encode())
        for number, part in enumerate(parts, start=1):
            archive.writestr(_member(f"{number:04}"), part.data)
    return raw_document(
        packed.getvalue(), name, media_type=BUNDLE, url=url, source=source, overrides=overrides
    )


def bundle_parts(raw: RawDocument) -> Iterator[RawDocument]:
    """The parts of a bundle, in order. Raises BadInput, naming the bundle, for a ZIP that `bundle` did not make."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
                raise BadInput(f"{raw.name}: is a packed archive, not a bundle of an agreement's parts.")
            entries = json.loads(archive.read(_MANIFEST))["parts"]
            for number, entry in enumerate(entries, start=1):
                yield _part(raw, entry, archive.read(f"{number:04}"))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, NotImplementedError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise BadInput(f"{raw.name}: not a whole bundle of an agreement's parts ({reason}).") from error


def parse_bundle(raw: RawDocument) -> AgreementText:
    """Read the parts of a bundle as one agreement.

    - A part that is a scan without a text layer (mostly a schedule) is left out with a warning, unless all parts are
      scans.
    - A part without articles that says that the page was not found, is an error or has moved fails the agreement.
    - Any other part that cannot be read fails the agreement, because half an agreement would pass for all of it.

    Raises BadInput naming the bundle, and the part where it is one part's fault.
    """
    blocks: list[Block] = []
    warnings: list[str] = []
    removed: list[str] = []
    comment = None
    first_title = None
    scans = 0
    for number, part in enumerate(bundle_parts(raw), start=1):
        try:
            if not part.data.strip():
                raise BadInput(f"{part.name}: the file is empty.")
            reading = read_blocks(part)
        except ScanOnly as error:
            scans += 1
            warnings.append(f"left out: {error}")
            continue
        except BadInput as error:
            raise BadInput(f"{raw.name}: {error}") from error
        _refuse_error_page(raw, part, reading)
        comment = comment or reading.comment
        first_title = first_title or reading.page_title
        warnings += [f"{part.name}: {warning}" for warning in reading.warnings]
        kept = drop_furniture(reading.blocks)
        removed += headings_left_out(reading.blocks, kept)
        blocks += _part_blocks(kept, reading.page_title, part.overrides.name, number)
    if scans and not blocks:
        raise ScanOnly(f"{raw.name}: all its parts are scans without a text layer; run OCR first.")
    reading = Reading(blocks, BUNDLE, tuple(warnings), comment, first_title, tuple(removed))
    return agreement_of(raw, reading)


def _refuse_error_page(raw: RawDocument, part: RawDocument, reading: Reading) -> None:
    headings = (recognise(block.text) for block in reading.blocks)
    if any(heading is not None and heading.kind == "article" for heading in headings):
        return
    text = "\n".join(block.text for block in reading.blocks)
    if said := error_page_words(text, reading.page_title):
        raise BadInput(f"{raw.name}: {part.name} reads like an error page ({said}).")


def _part_blocks(blocks: list[Block], page_title: str | None, title: str | None, number: int) -> list[Block]:
    """A part's blocks with its title first where it needs one and its footnotes numbered as the part's own."""
    blocks = [_own_footnotes(block, number) for block in blocks]
    if not blocks:
        return []
    blocks[0] = replace(blocks[0], spaced=True)
    if _has_container(blocks):
        return blocks
    heading = _title_block(title, page_title)
    if heading is None:
        return blocks
    if blocks[0].text.casefold() == heading.text.casefold():
        del blocks[0]
    return [heading, *blocks]


def _has_container(blocks: list[Block]) -> bool:
    """Whether a chapter, annex or the like is named before the part's first article."""
    for block in blocks:
        heading = recognise(block.text) if block.footnote is None else None
        if heading is not None and heading.kind in _CONTAINERS and not heading.named:
            return True
        if heading is not None and heading.kind == "article":
            return False
    return False


def _title_block(title: str | None, page_title: str | None) -> Block | None:
    """A heading made of a part's title: the site's title for it, or the chapter named in the page's own title."""
    title = " ".join((title or "").split())
    for text in (title, page_title or ""):
        pieces = [text, *(text[match.end() :] for match in _TITLE_BREAK.finditer(text))]
        for piece in pieces:
            heading = recognise(piece)
            if heading is not None and heading.kind in _CONTAINERS and not heading.named:
                return Block(piece, marked=True, spaced=True)
    return Block(title, marked=True, spaced=True, chapter=True) if title else None


def _own_footnotes(block: Block, number: int) -> Block:
    """Number footnotes by part, since every part counts from one: note 3 of part 2 is `2.3` until it is put below its
    article."""
    text = FOOTNOTE_MARK.sub(rf"[^{number}.\1]", block.text)
    return replace(block, text=text, footnote=f"{number}.{block.footnote}" if block.footnote else None)


def _part(raw: RawDocument, entry: dict[str, Any], data: bytes) -> RawDocument:
    media_type = entry["media_type"]
    if media_type not in _READABLE:
        raise ValueError(f"part of type {media_type}")
    return raw_document(
        data,
        str(entry["name"]),
        media_type=media_type,
        url=entry.get("url"),
        source=raw.source,
        charset=entry.get("charset"),
        overrides=MetaOverrides(name=entry.get("title")),
    )


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.create_system = 3  # whichever system packs it
    info.external_attr = 0o644 << 16
    return info
