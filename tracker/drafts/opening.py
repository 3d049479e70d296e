"""Opens a draft: its actual format, its articles, its language, and what is wrong with it."""

import io
import zipfile

from tracker.drafts.problems import MAX_CHARACTERS, MAX_PAGES, MAX_UNPACKED_BYTES, DraftProblem
from tracker.drafts.types import DraftArticle, DraftReport
from tracker.errors import BadInput
from tracker.texts import DOCX, PDF, RawDocument, raw_document, read_text
from tracker.texts.blocks import joined
from tracker.texts.formats import Reading
from tracker.texts.language import READ_LANGUAGES, detect_language
from tracker.texts.pdf import page_count
from tracker.texts.raw import MEDIA_TYPES, PLAIN, UNREADABLE_SUFFIXES, suffix_of
from tracker.texts.restarts import levels_in
from tracker.texts.scans import Encrypted, NotText, NoWords, ScanOnly
from tracker.texts.single import NoArticles, agreement_of

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_RTF = b"{\\rtf"
_ZIP = b"PK\x03\x04"
_WORD_PART = "word/document.xml"


def open_draft(raw: RawDocument, language: str | None) -> DraftReport:
    """The draft's articles, not matched yet. Raises DraftProblem, whose message has none of the draft's words."""
    try:
        raw = _as_it_is(raw)
        reading = read_text(raw)
        characters = sum(len(block.text) for block in reading.blocks)
        if not characters:
            raise DraftProblem("no_words", "there are no words in it")
        if characters > MAX_CHARACTERS:
            raise DraftProblem("too_long", f"more than {MAX_CHARACTERS:,} characters")
        return _report(raw, reading, characters, language)
    except DraftProblem:
        raise
    except Encrypted:
        raise DraftProblem("encrypted", "it is encrypted with a password") from None
    except ScanOnly:
        raise DraftProblem("scan", "it is a scan without a text layer") from None
    except NoWords:
        raise DraftProblem("no_words", "there are no words in it") from None
    except NotText:
        raise DraftProblem("not_a_text", "it is no text inside") from None
    except BadInput:
        raise DraftProblem("broken", "it is broken") from None
    except Exception as error:
        # Hostile files break readers in unforeseen ways. The message of such an error may hold some of the
        # draft's words, so it goes neither to the page nor to a log.
        raise DraftProblem("broken", f"reading it failed ({type(error).__name__})") from None


def _as_it_is(raw: RawDocument) -> RawDocument:
    """The same bytes with the media type of their actual format, whatever their name says."""
    data = raw.data
    if data.startswith(_OLD_OFFICE):
        # Word writes encrypted documents and its old format into the same kind of container.
        if suffix_of(raw.name) == ".docx":
            raise DraftProblem("encrypted", "it is encrypted with a password")
        raise DraftProblem("unreadable_format", "an old Office file")
    if data.startswith(_RTF) or suffix_of(raw.name) in UNREADABLE_SUFFIXES:
        raise DraftProblem("unreadable_format", "a format that cannot be read yet")
    if data.startswith(_ZIP):
        _check_package(data)
        return raw_document(data, raw.name, media_type=DOCX)
    if b"%PDF-" in data[:1024]:
        pages = page_count(data, raw.name)
        if pages > MAX_PAGES:
            raise DraftProblem("too_many_pages", f"{pages:,} pages; the limit is {MAX_PAGES:,}")
        return raw_document(data, raw.name, media_type=PDF)
    if raw.media_type in (PDF, DOCX):
        raise DraftProblem("not_a_text", "not what its name says")
    if raw.media_type == MEDIA_TYPES[".xml"]:
        return raw_document(data, raw.name, media_type=PLAIN)
    return raw


def _check_package(data: bytes) -> None:
    """Refuse a ZIP file that is no Word document, or one that unpacks to too much.

    Python's zipfile never yields more than the size a part declares, so the declared sizes can be trusted.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise DraftProblem("broken", "a broken ZIP or Word file") from None
    if all(part.filename != _WORD_PART for part in parts):
        raise DraftProblem("not_a_text", "a ZIP archive or an Office file that is no Word document")
    if sum(part.file_size for part in parts if part.filename.endswith(".xml")) > MAX_UNPACKED_BYTES:
        raise DraftProblem("unpacks_too_large", f"more than {MAX_UNPACKED_BYTES // 2**20} MB when unpacked")


def _report(raw: RawDocument, reading: Reading, characters: int, language: str | None) -> DraftReport:
    words = "\n".join(block.text for block in reading.blocks)
    found, certain = detect_language(words)
    if language is None and found not in READ_LANGUAGES:
        raise DraftProblem("language", "not English, Spanish or French")
    undivided, title = False, ""
    try:
        agreement = agreement_of(raw, reading)
        title = agreement.meta.name
        levels = levels_in(agreement.chapters)
        articles = tuple(
            DraftArticle(
                article.number,
                article.heading,
                chapter.number,
                chapter.heading,
                article.text,
                cited_levels=levels[place],
            )
            for place, chapter in enumerate(agreement.chapters)
            for article in chapter.articles
        )
    except NoArticles:
        undivided = True
        articles = (DraftArticle(None, None, None, None, joined(reading.blocks)),)
    return DraftReport(
        name=None,
        title=title,
        language=language or found,
        language_certain=certain or language is not None,
        undivided=undivided,
        characters=characters,
        articles=articles,
        remarks=reading.warnings,
    )
