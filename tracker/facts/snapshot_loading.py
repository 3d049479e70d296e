"""Stores one agreement of a snapshot in a database."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker.facts.snapshot_fields import DOCUMENT_FIELDS, FINDING_FIELDS
from tracker.models import (
    Agreement,
    AgreementKey,
    Article,
    Chapter,
    Document,
    Finding,
    PartyEvent,
    Source,
)
from tracker.models.base import table_of
from tracker.models.search_index import index_articles
from tracker.resolution import (
    AGREEMENT_FACTS,
    current_document,
    give_slug,
    resolve_facts,
)
from tracker.texts.restarts import cited_levels
from tracker.texts.types import AgreementMeta, SourceLink


def load_agreement(
    session: Session,
    source: Source,
    external_id: str,
    entry: dict[str, Any],
    sources: dict[str, Source],
    versions: Iterable[str],
    *,
    look: bool,
) -> None:
    """Store an entry of the snapshot: the agreement, its parties, texts by their numbers, and findings."""
    facts = dict(zip(AGREEMENT_FACTS, entry["facts"], strict=True))
    for field in ("date_signed", "date_in_force", "date_inactive"):
        facts[field] = date.fromisoformat(facts[field]) if facts[field] else None
    meta = AgreementMeta(
        **facts,
        parties=tuple(entry["current"]),
        original_parties=tuple(entry["original"]),
        languages=tuple(entry["languages"]),
        sources=tuple(SourceLink(*url) for url in entry["urls"]),
        related_wto_rta_ids=tuple(entry["related"]),
    )
    languages = [fields[DOCUMENT_FIELDS.index("language")] for fields in entry["documents"]]
    found = resolve_facts(session, source, external_id, meta, language=next(iter(languages), None), look=look)
    give_slug(session, found, entry["slug"])
    _load_beyond_texts(session, found.agreement, entry, sources)
    current = current_document(session, found.agreement.id)
    for fields in entry["documents"]:
        *known, chapters = fields
        values = dict(zip(DOCUMENT_FIELDS, known, strict=True))
        document = Document(
            agreement_id=found.agreement.id,
            source_id=sources[values.pop("source")].id,
            version=1,
            current=current is None,
            has_text=False,
            **values,
        )
        session.add(document)
        session.flush()
        _load_chapters(session, document, chapters, tuple(versions))


def _load_beyond_texts(
    session: Session, agreement: Agreement, entry: dict[str, Any], sources: dict[str, Source]
) -> None:
    """What further sources call the agreement, what its text lacks, and what happened to single parties."""
    agreement.year_signed = agreement.year_signed or entry["year"]
    agreement.missing = agreement.missing or entry["missing"]
    for source_key, external_id in entry["keys"]:
        source = sources[source_key]
        known = select(AgreementKey.id).where(
            AgreementKey.source_id == source.id, AgreementKey.external_id == external_id
        )
        if session.scalar(known) is None:
            session.add(AgreementKey(agreement_id=agreement.id, source_id=source.id, external_id=external_id))
    known_events = select(PartyEvent.id).where(PartyEvent.agreement_id == agreement.id).limit(1)
    if session.scalar(known_events) is None:
        for source_key, iso3, event, day, reference in entry["events"]:
            session.add(
                PartyEvent(
                    agreement_id=agreement.id,
                    source_id=sources[source_key].id,
                    iso3=iso3,
                    event=event,
                    day=date.fromisoformat(day) if day else None,
                    reference=reference,
                )
            )
    session.flush()


def _load_chapters(
    session: Session, document: Document, chapters: list[Any], versions: tuple[str, ...]
) -> None:
    if not chapters:
        return
    levels = cited_levels(
        [(number, None, [article[0] for article in articles]) for number, _t, _e, articles in chapters]
    )
    chapter_ids = session.scalars(
        insert(table_of(Chapter)).returning(table_of(Chapter).c.id, sort_by_parameter_order=True),
        [
            {
                "document_id": document.id,
                "position": position,
                "number": number,
                "topic": topic,
                "external_id": external_id,
                "cited_levels": levels[position],
            }
            for position, (number, topic, external_id, _articles) in enumerate(chapters)
        ],
    ).all()
    flat = [
        (chapter_id, article)
        for chapter_id, chapter in zip(chapter_ids, chapters, strict=True)
        for article in chapter[-1]
    ]
    if not flat:
        return
    article_ids = session.scalars(
        insert(table_of(Article)).returning(table_of(Article).c.id, sort_by_parameter_order=True),
        [
            {
                "document_id": document.id,
                "chapter_id": chapter_id,
                "position": position,
                "number": article[0],
                "external_id": article[1],
            }
            for position, (chapter_id, article) in enumerate(flat)
        ],
    ).all()
    rows = [
        {
            "article_id": article_id,
            **dict(zip(FINDING_FIELDS, _whole(finding), strict=True)),
            "spans": [],
            "prototype": "",
            "similarity": 0.0,
            "signal": "snapshot",
            "template_version": versions[0],
            "matcher_version": versions[1],
        }
        for article_id, (_chapter, article) in zip(article_ids, flat, strict=True)
        for finding in article[-1]
    ]
    index_articles(session, document.id)
    if rows:
        session.execute(insert(table_of(Finding)), rows)


def _whole(finding: list[Any]) -> list[Any]:
    """A finding with all fields; one of format 3 reaches and binds whom it does not say."""
    whole = [*finding, None, [], 0][: len(FINDING_FIELDS)] if len(finding) < len(FINDING_FIELDS) else finding
    return [*whole[:-1], bool(whole[-1])]
