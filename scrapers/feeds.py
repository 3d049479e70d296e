"""Fetched documents and claims as plain values, for Scrapy's feeds (`scrapy crawl KEY -O out.jsonl`): no text."""

from dataclasses import asdict
from typing import Any

from tracker.texts import RawDocument
from tracker.texts.types import AgreementMeta


def document_record(raw: RawDocument) -> dict[str, Any]:
    """A document without its bytes: `size` in bytes, their `sha256`, and the facts the site gives with them."""
    return {
        "name": raw.name,
        "sha256": raw.sha256,
        "size": len(raw.data),
        "media_type": raw.media_type,
        "charset": raw.charset,
        "source": raw.source,
        "overrides": _said(asdict(raw.overrides)),
    }


def claims_record(meta: AgreementMeta) -> dict[str, Any]:
    """What a source's list claims about an agreement."""
    return _said(asdict(meta))


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """The values without empty ones."""
    return {name: value for name, value in values.items() if value not in (None, (), "")}
