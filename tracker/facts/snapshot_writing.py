"""Collects the facts of a database for the snapshot; no text is read."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.facts.given_up import given_up_codes
from tracker.facts.incorporation import SOURCE_KEY as REGISTRY
from tracker.facts.snapshot_fields import FORMAT
from tracker.models import (
    Agreement,
    AgreementGroup,
    AgreementKey,
    AgreementParty,
    AgreementUrl,
    Article,
    Chapter,
    Document,
    Finding,
    PartyEvent,
    Source,
)
from tracker.resolution import (
    AGREEMENT_FACTS,
)


def collect(session: Session) -> dict[str, Any]:
    """Everything that the snapshot has, as plain values."""
    sources = {source.id: source for source in session.scalars(select(Source).order_by(Source.key))}
    versions = sorted(
        {tuple(row) for row in session.execute(select(Finding.template_version, Finding.matcher_version))}
    )
    documents = _documents(session, sources)
    agreements = session.scalars(select(Agreement)).all()
    # Where several sources have an agreement, the one known first names it.
    keys: dict[int, list[AgreementKey]] = defaultdict(list)
    for key in session.scalars(select(AgreementKey).order_by(AgreementKey.id)):
        keys[key.agreement_id].append(key)
    given_up = given_up_codes(session)
    entries = [
        _agreement_entry(
            session,
            agreement,
            keys[agreement.id],
            sources,
            documents[agreement.id],
            [given_up[agreement.id]] if agreement.id in given_up else [],
        )
        for agreement in agreements
    ]
    used = {key for entry in entries for key, _ in [entry["key"], *entry["keys"]]}
    used |= {fields[0] for entry in entries for fields in entry["documents"]}
    used |= {event[0] for entry in entries for event in entry["events"]}
    return {
        "format": FORMAT,
        "versions": list(versions[-1]) if versions else ["", ""],
        "sources": [
            {"key": source.key, "title": source.title, "url": source.url, "licence": source.licence}
            for source in sources.values()
            if source.key in used
        ],
        "agreements": sorted(entries, key=lambda entry: (entry["key"][0], _natural(entry["key"][1]))),
    }


def _natural(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdigit() else (0, text)


def _agreement_entry(
    session: Session,
    agreement: Agreement,
    keys: list[AgreementKey],
    sources: dict[int, Source],
    documents: list[Any],
    given_up: list[str],
) -> dict[str, Any]:
    key, *others = keys
    events = session.scalars(
        select(PartyEvent)
        .where(PartyEvent.agreement_id == agreement.id)
        .order_by(PartyEvent.iso3, PartyEvent.event, PartyEvent.day)
    )
    parties = session.scalars(
        select(AgreementParty)
        .where(AgreementParty.agreement_id == agreement.id)
        .order_by(AgreementParty.iso3)
    ).all()
    groups = session.scalars(
        select(AgreementGroup.group_code).where(AgreementGroup.agreement_id == agreement.id)
    )
    urls = session.scalars(
        select(AgreementUrl).where(AgreementUrl.agreement_id == agreement.id).order_by(AgreementUrl.position)
    )
    return {
        "key": [sources[key.source_id].key, key.external_id],
        "keys": [[sources[other.source_id].key, other.external_id] for other in others],
        "slug": agreement.slug,
        "facts": [_plain(getattr(agreement, field)) for field in AGREEMENT_FACTS],
        "languages": agreement.languages,
        "related": agreement.related_wto_rta_ids,
        "original": [party.iso3 for party in parties if party.original],
        "current": [party.iso3 for party in parties if party.current],
        "groups": sorted(groups),
        "urls": [[url.url, url.language, url.kind] for url in urls],
        "year": agreement.year_signed,
        "missing": [*agreement.missing, *given_up],
        "events": [
            [sources[event.source_id].key, event.iso3, event.event, _plain(event.day), event.reference]
            for event in events
            # Those of the registry come with the program.
            if sources[event.source_id].key != REGISTRY
        ],
        "documents": documents,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _documents(session: Session, sources: dict[int, Source]) -> dict[int, list[Any]]:
    """Current documents by agreement, each a DOCUMENT_FIELDS list with its chapters at the end."""
    findings: dict[int, list[Any]] = defaultdict(list)
    query = select(
        Finding.article_id,
        Finding.provision,
        Finding.strength,
        Finding.exception,
        Finding.score,
        Finding.notes,
        Finding.scope,
        Finding.bound,
        Finding.uncertain,
    ).order_by(Finding.article_id, Finding.provision)
    for row in session.execute(query):
        findings[row.article_id].append(
            [
                row.provision,
                row.strength,
                row.exception,
                round(row.score, 2),
                row.notes or [],
                row.scope,
                row.bound or [],
                int(row.uncertain),
            ]
        )
    articles: dict[int, list[Any]] = defaultdict(list)
    # Columns, not rows: the texts must not be read.
    article_query = select(Article.id, Article.chapter_id, Article.number, Article.external_id).order_by(
        Article.document_id, Article.position
    )
    for article_id, chapter_id, number, external_id in session.execute(article_query):
        articles[chapter_id].append([number, external_id, findings.get(article_id, [])])
    chapters: dict[int, list[Any]] = defaultdict(list)
    for chapter in session.scalars(select(Chapter).order_by(Chapter.document_id, Chapter.position)):
        chapters[chapter.document_id].append(
            [chapter.number, chapter.topic, chapter.external_id, articles[chapter.id]]
        )
    documents: dict[int, list[Any]] = defaultdict(list)
    # What is coded, reported or incorporated follows from the registry.
    read = select(Document).where(Document.current, Document.basis == "read")
    for document in session.scalars(read.order_by(Document.id)):
        documents[document.agreement_id].append(
            [
                sources[document.source_id].key,
                document.external_id,
                document.url,
                document.media_type,
                document.language,
                document.sha256,
                chapters[document.id],
            ]
        )
    return documents
