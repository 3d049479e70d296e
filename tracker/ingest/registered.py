"""Storing the registry: agreements, what happened to single parties, relations, coded and reported facts.

What the registry says stands over what lists and texts say, since each row was checked against a source. Storing it
again changes nothing; rows taken out of the registry are taken out of the database, their agreements stay.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from tracker.facts.incorporation import SOURCE_KEY, refresh_incorporations
from tracker.models import (
    Agreement,
    AgreementRelation,
    Article,
    Chapter,
    Document,
    Finding,
    Party,
    PartyEvent,
)
from tracker.models.base import table_of
from tracker.models.database import Database
from tracker.models.life import BASES
from tracker.parties import country_name
from tracker.registry import HandCoding, Instrument, Registry, ReportedFact
from tracker.resolution import SourceFacts, ensure_source, resolve_facts
from tracker.resolution.instruments import meta_of
from tracker.resolution.links import lock_agreements, refresh_links

FACTS = SourceFacts(key=SOURCE_KEY, title="Registry of agreements, each fact with its public source")

_TOPICS = {
    "general": "ecommerce",
    "telecoms": "telecoms",
    "financial": "financial_services",
    "sector": "other",
}
"""Topic of the chapter under which a coded or reported fact of that scope stands."""

_SCORES = {"high": 0.9, "medium": 0.6, "low": 0.3}


@dataclass(frozen=True, slots=True)
class StoredRegistry:
    """What is stored of the registry: instruments, events of parties, relations, agreements coded and reported.

    `recognised` are instruments that other sources had, `added` those that none had.
    """

    instruments: int
    recognised: int
    added: int
    events: int
    relations: int
    coded: int
    reported: int


def store_registry(database: Database, registry: Registry) -> StoredRegistry:
    """Store the whole registry, in one transaction, and look for agreements that turn out to be one.

    A list stored before the registry may have brought an agreement under a name by which only the registry knows it.
    """
    with database.session() as session:
        lock_agreements(session)
        stored = store_in(session, registry)
    if stored.added:
        refresh_links(database)
    return stored


def store_in(session: Session, registry: Registry) -> StoredRegistry:
    """`store_registry` within the caller's transaction."""
    source = ensure_source(session, FACTS)
    agreements: dict[str, Agreement] = {}
    how: Counter[str] = Counter()
    for key, instrument in registry.instruments.items():
        found = resolve_facts(session, source, key, meta_of(instrument), part="list", registry_key=key)
        how[found.how] += 1
        _write_facts(found.agreement, instrument)
        agreements[key] = found.agreement
    session.flush()
    events = _store_events(session, source.id, registry, agreements)
    relations = _store_relations(session, registry, agreements)
    coded = sum(
        _store_document(
            session, source.id, agreements[key], key, "coded", _coded_rows(registry.codings_of(key))
        )
        for key in registry.instruments
    )
    reported = sum(
        _store_document(
            session, source.id, agreements[key], key, "reported", _reported_rows(registry.reports_of(key))
        )
        for key in registry.instruments
    )
    # What is incorporated may be coded or reported itself, and covers what is reported of the agreement.
    _choose_current(session, source.id)
    refresh_incorporations(session)
    _choose_current(session, source.id)
    return StoredRegistry(len(agreements), how["recognised"], how["new"], events, relations, coded, reported)


def _write_facts(agreement: Agreement, instrument: Instrument) -> None:
    """Let the registry's facts stand over those of lists and texts; what it leaves open stays as they say."""
    meta = meta_of(instrument)
    agreement.legal_status = meta.legal_status
    for name in ("date_signed", "date_in_force", "date_inactive"):
        if getattr(meta, name) is not None:
            setattr(agreement, name, getattr(meta, name))
    if instrument.in_force_from is None and instrument.status not in ("unknown", "terminated", "superseded"):
        agreement.date_in_force = None
    if instrument.date_in_force is not None:
        agreement.in_force_precision = instrument.date_in_force.precision
    elif agreement.date_in_force is None:
        agreement.in_force_precision = None
    agreement.year_signed = meta.year if agreement.date_signed is None else None
    agreement.state = instrument.status
    agreement.own_days = instrument.unlisted == "unknown"
    agreement.date_provisional = instrument.date_provisional
    agreement.short_name = instrument.short_name or None
    agreement.names = list(instrument.all_names)
    agreement.digital_rules = (
        None if instrument.has_digital_rules == "unknown" else instrument.has_digital_rules
    )


def _store_events(
    session: Session, source_id: int, registry: Registry, agreements: Mapping[str, Agreement]
) -> int:
    session.execute(delete(PartyEvent).where(PartyEvent.source_id == source_id))
    known = set(session.scalars(select(Party.iso3)))
    rows = [
        {
            "agreement_id": agreements[event.key].id,
            "source_id": source_id,
            "iso3": event.party,
            "event": event.event,
            "day": event.day,
            "reference": _reference(event.source_url),
        }
        for event in registry.events
    ]
    missing = sorted({str(row["iso3"]) for row in rows} - known)
    if missing:
        session.execute(
            insert(table_of(Party)), [{"iso3": code, "name": country_name(code)} for code in missing]
        )
    if rows:
        session.execute(insert(table_of(PartyEvent)), rows)
    return len(rows)


def _store_relations(session: Session, registry: Registry, agreements: Mapping[str, Agreement]) -> int:
    session.execute(delete(AgreementRelation))
    rows = [
        {
            "agreement_id": agreements[relation.key].id,
            "target_id": agreements[relation.target].id,
            "relation": relation.relation,
            "iso3": relation.party,
            "articles": [item for item in str(relation.articles).split(";") if item],
            "scope": relation.scope or None,
            "day": relation.day,
            "reference": _reference(relation.source_url),
        }
        for relation in registry.relations
    ]
    if rows:
        session.execute(insert(table_of(AgreementRelation)), rows)
    return len(rows)


def _reference(sources: Iterable[object]) -> str:
    return " ; ".join(str(getattr(source, "url", source)) for source in sources)


@dataclass(frozen=True, slots=True)
class _Fact:
    """One finding to store: in which article, under which topic, and where it is said."""

    article: str
    topic: str
    provision: str
    strength: str | None
    exception: bool | None
    score: float
    reference: str
    scope: str | None
    bound: tuple[str, ...]


def _coded_rows(codings: Iterable[HandCoding]) -> list[_Fact]:
    return [
        _Fact(
            coding.article,
            _TOPICS[coding.scope or "general"],
            coding.code,
            coding.strength,
            None if coding.exception is None else coding.exception == "y",
            1.0,
            _reference(coding.source_url),
            coding.scope,
            coding.bound,
        )
        for coding in codings
    ]


def _reported_rows(reports: Iterable[ReportedFact]) -> list[_Fact]:
    """Reports of low confidence say that the subject is there, not how firmly."""
    return [
        _Fact(
            report.article,
            _TOPICS[report.scope],
            report.code,
            None if report.strength == "unknown" or report.confidence == "low" else report.strength,
            None if report.exception == "unknown" else report.exception == "y",
            _SCORES[report.confidence],
            _reference(report.source_url),
            report.scope,
            (),
        )
        for report in reports
    ]


def _store_document(
    session: Session, source_id: int, agreement: Agreement, key: str, basis: str, facts: list[_Fact]
) -> int:
    """Store coded or reported facts of an agreement as a document without words; 1 where there are any.

    Whether it is current is decided afterwards (`_choose_current`).
    """
    external_id = f"{key}/{basis}"
    digest = hashlib.sha256(repr(facts).encode()).hexdigest()
    stored = select(Document).where(Document.source_id == source_id, Document.external_id == external_id)
    document = session.scalar(stored)
    if document is not None and (not facts or document.sha256 != digest):
        session.delete(document)
        session.flush()
        document = None
    if not facts:
        return 0
    if document is None:
        document = Document(
            agreement_id=agreement.id,
            source_id=source_id,
            external_id=external_id,
            version=1,
            current=False,
            has_text=False,
            basis=basis,
            media_type="text/csv",
            language="en",
            sha256=digest,
        )
        session.add(document)
        session.flush()
        _store_facts(session, document, facts)
    document.agreement_id = agreement.id
    session.flush()
    return 1


def _choose_current(session: Session, source_id: int) -> None:
    """Of what is coded and reported, let count what nothing firmer covers: a text read, incorporated, or a coding."""
    weaker = select(Document).where(
        Document.source_id == source_id, Document.basis.in_(("coded", "reported"))
    )
    for document in session.scalars(weaker.order_by(Document.basis)).all():
        firmer = BASES[: BASES.index(document.basis)]
        covered = select(Document.id).where(
            Document.agreement_id == document.agreement_id, Document.current, Document.basis.in_(firmer)
        )
        document.current = session.scalar(covered.limit(1)) is None
        session.flush()


def _store_facts(session: Session, document: Document, facts: list[_Fact]) -> None:
    """Chapters by topic, articles by number, a finding for each provision of an article."""
    for position, (topic, own) in enumerate(
        groupby(sorted(facts, key=lambda fact: fact.topic), lambda fact: fact.topic)
    ):
        chapter = Chapter(document_id=document.id, position=position, topic=topic)
        session.add(chapter)
        session.flush()
        articles: dict[str, Article] = {}
        seen: set[tuple[str, str]] = set()
        for fact in own:
            article = articles.get(fact.article)
            if article is None:
                article = Article(
                    document_id=document.id,
                    chapter_id=chapter.id,
                    position=1000 * position + len(articles),
                    number=fact.article or None,
                )
                session.add(article)
                session.flush()
                articles[fact.article] = article
            if fact.provision == "none" or (fact.article, fact.provision) in seen:
                continue
            seen.add((fact.article, fact.provision))
            session.add(_finding(article.id, fact, document.basis))
    session.flush()


def _finding(article_id: int, fact: _Fact, basis: str) -> Finding:
    return Finding(
        article_id=article_id,
        provision=fact.provision,
        strength=fact.strength,
        exception=fact.exception,
        score=fact.score,
        spans=[],
        prototype="",
        similarity=0.0,
        signal=basis,
        notes=[],
        scope=fact.scope,
        bound=list(fact.bound),
        template_version="",
        matcher_version="",
        reference=fact.reference,
    )
