"""From raw documents to agreements: the one entry point through which every text, local or fetched, is read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tracker.addresses import is_web_address
from tracker.errors import BadInput
from tracker.parties import resolve_party
from tracker.texts.bundle import parse_bundle
from tracker.texts.documents import iter_raw
from tracker.texts.error_pages import error_page_words
from tracker.texts.formats import Reading, read_blocks
from tracker.texts.language import detect_language
from tracker.texts.overrides import NO_OVERRIDES, MetaOverrides, merge_overrides
from tracker.texts.raw import (
    BUNDLE,
    DOCX,
    PDF,
    UNREADABLE_SUFFIXES,
    RawDocument,
    Refusal,
    raw_document,
    suffix_of,
)
from tracker.texts.scans import NotText
from tracker.texts.single import NoArticles, agreement_of, parse_single
from tracker.texts.source_links import text_with_web_addresses
from tracker.texts.spilled_notes import with_notes_in_place
from tracker.texts.symbols import kind_of, normal_symbol
from tracker.texts.tota import parse_tota
from tracker.texts.types import AgreementText, PaperText

_BINARY_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or Office file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"\x1f\x8b": "a gzip file",
    b"\xfd7zXZ": "an xz file",
    b"BZh": "a bzip2 file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}
_BINARY_TYPES = frozenset((PDF, DOCX, BUNDLE))
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def parse(raw: RawDocument, overrides: MetaOverrides | None = None) -> AgreementText:
    """One agreement's text from one raw document.

    Facts in `overrides` (of the command line, say) take precedence over the document's sidecar facts, and these over
    what the text says. Raises BadInput with one line that names the document and says what is wrong.
    """
    if overrides is not None and overrides != NO_OVERRIDES:
        raw = replace(raw, overrides=merge_overrides(overrides, raw.overrides))
    _refuse_what_is_no_text(raw)
    if raw.media_type == "application/xml":
        text = parse_tota(raw)
    elif raw.media_type == BUNDLE:
        text = parse_bundle(raw)
    else:
        text = parse_single(raw)
    return text_with_web_addresses(with_notes_in_place(text))


def is_paper(raw: RawDocument) -> bool:
    """Whether a document is a paper of the WTO: a single file with a known symbol."""
    return bool(raw.overrides.symbol) and raw.media_type not in ("application/xml", BUNDLE)


def parse_paper(raw: RawDocument) -> PaperText:
    """One paper of the WTO, with the agreement that its articles form, if it has any.

    `is_paper` must be true. A corrigendum is never an agreement, even where it quotes articles. Raises BadInput with
    one line for a file that cannot be read, such as a scan.
    """
    _refuse_what_is_no_text(raw)
    facts = raw.overrides
    symbol = normal_symbol(facts.symbol or "")
    reading = read_blocks(raw)
    text = "\n".join(block.text for block in reading.blocks)
    if not text.strip():
        raise BadInput(f"{raw.name}: there are no words in it.")
    agreement = None
    if kind_of(symbol) != "corrigendum":
        try:
            agreement = agreement_of(raw, reading)
        except NoArticles:
            agreement = None
        else:
            agreement = text_with_web_addresses(with_notes_in_place(agreement))
    if agreement is None and (said := error_page_words(text, reading.page_title)):
        raise BadInput(f"{raw.name}: reads like an error page ({said}).")
    return PaperText(
        source=raw.source,
        symbol=symbol,
        title=facts.title or facts.name or symbol,
        issued=facts.issued,
        members=tuple(resolve_party(party) for party in facts.parties),
        language=facts.language or detect_language(text)[0],
        sha256=raw.sha256,
        text=text,
        url=facts.source_url if is_web_address(facts.source_url or "") else None,
        agreement=agreement,
    )


def read_text(raw: RawDocument) -> Reading:
    """The blocks of one text that need not be an agreement (a draft without article headings, say).

    Raises BadInput for what is not a text.
    """
    _refuse_what_is_no_text(raw)
    return read_blocks(raw)


def read_bytes(
    data: bytes,
    name: str,
    *,
    media_type: str | None = None,
    url: str | None = None,
    source: str = "file",
    overrides: MetaOverrides = NO_OVERRIDES,
) -> AgreementText:
    """Parse bytes from elsewhere, with the same checks as a local file."""
    return parse(raw_document(data, name, media_type=media_type, url=url, source=source, overrides=overrides))


def read_documents(path: Path, overrides: MetaOverrides | None = None) -> Iterator[AgreementText | Refusal]:
    """Every agreement under `path` (file, folder, archive), with a Refusal for each document that cannot be used."""
    duplicates = DuplicateGuard()
    for raw in iter_raw(path):
        if isinstance(raw, Refusal):
            yield raw
            continue
        try:
            agreement = parse(raw, overrides)
            duplicates.check(agreement, raw.name)
        except BadInput as error:
            yield Refusal.of(raw.name, error)
        else:
            yield agreement


class DuplicateGuard:
    """Records the agreements read from a folder, archive or crawl, and refuses a second copy of one."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}

    def check(self, agreement: AgreementText, name: str) -> None:
        """Raise BadInput if another document of this run already has the agreement's identifier."""
        key = (agreement.source, agreement.external_id)
        first = self._names.setdefault(key, name)
        if first != name:
            raise BadInput(f"{name}: identifier {key[1]} was already given by {first}; one of them must go.")


def _refuse_what_is_no_text(raw: RawDocument) -> None:
    if not raw.data.strip():
        raise BadInput(f"{raw.name}: the file is empty.")
    if suffix_of(raw.name) in UNREADABLE_SUFFIXES:
        raise BadInput(
            f"{raw.name}: {suffix_of(raw.name)} files cannot be read yet; save it as docx, PDF or text."
        )
    if raw.media_type in _BINARY_TYPES:
        return  # their readers say what is wrong with them
    for magic, what in _BINARY_MAGIC.items():
        if raw.data.startswith(magic):
            raise NotText(f"{raw.name}: is {what} inside, not a text.")
    if (
        b"\0" in raw.data[:4096]
        and not raw.data.startswith(_UNICODE_MARKS)
        and raw.media_type == "application/xml"
    ):
        raise NotText(f"{raw.name}: is binary data inside, not a text.")
