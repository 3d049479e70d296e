"""Reading agreements: from bytes of any supported format to chapters and articles."""

from tracker.texts.bundle import bundle, bundle_parts
from tracker.texts.chapter_topics import chapter_topic, chapter_topics
from tracker.texts.documents import count_documents, iter_raw
from tracker.texts.overrides import NO_OVERRIDES, MetaOverrides, overrides_from
from tracker.texts.raw import BUNDLE, DOCX, HTML, MARKDOWN, PDF, RawDocument, Refusal, raw_document
from tracker.texts.reading import (
    DuplicateGuard,
    is_paper,
    parse,
    parse_paper,
    read_bytes,
    read_documents,
    read_text,
)

__all__ = [
    "BUNDLE",
    "DOCX",
    "HTML",
    "MARKDOWN",
    "NO_OVERRIDES",
    "PDF",
    "DuplicateGuard",
    "MetaOverrides",
    "RawDocument",
    "Refusal",
    "bundle",
    "bundle_parts",
    "chapter_topic",
    "chapter_topics",
    "count_documents",
    "is_paper",
    "iter_raw",
    "overrides_from",
    "parse",
    "parse_paper",
    "raw_document",
    "read_bytes",
    "read_documents",
    "read_text",
]
