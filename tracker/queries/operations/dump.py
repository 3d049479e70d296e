"""The dump: all facts of the database, table by table, for the export; never texts.

Rows are in an order that depends on the data alone (public names, not database ids), so that equal data give equal
files. Only current documents are included, as in all queries.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.life import Day, KnownDay, exactly
from tracker.models import (
    Agreement,
    AgreementGroup,
    AgreementUrl,
    Article,
    Chapter,
    CrawlRun,
    Document,
    Finding,
    Paper,
    Party,
    PartyGroup,
    Source,
)
from tracker.models.life import BASES
from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.core.articles import REFERENCE_COLUMNS, article_ref
from tracker.queries.core.basis import BasisCounts, finding_basis, incorporated_texts
from tracker.queries.core.strongest import AnySelect

Row = tuple[Any, ...]


def all_sources(session: Session) -> list[Row]:
    """key, title, address, licence, number of current documents."""
    documents = (
        select(Document.source_id, func.count().label("number"))
        .where(Document.current)
        .group_by(Document.source_id)
        .subquery()
    )
    query = (
        select(Source.key, Source.title, Source.url, Source.licence, func.coalesce(documents.c.number, 0))
        .outerjoin(documents, documents.c.source_id == Source.id)
        .order_by(Source.key)
    )
    return [tuple(row) for row in session.execute(query)]


def source_publications(session: Session) -> dict[str, str]:
    """The publication each source asks to be cited as, by key; sources that ask for none are left out."""
    query = select(Source.key, Source.cite).where(Source.cite.is_not(None)).order_by(Source.key)
    return {key: cite for key, cite in session.execute(query) if cite is not None}


def all_parties(session: Session) -> list[Row]:
    """ISO 3166 alpha-3, name."""
    return _rows(session, select(Party.iso3, Party.name).order_by(Party.iso3))


def all_groups(session: Session) -> list[Row]:
    """Code, name."""
    return _rows(session, select(PartyGroup.code, PartyGroup.name).order_by(PartyGroup.code))


def all_agreements(session: Session) -> list[Row]:
    """Slug, name, type, WTO status, legal status, four dates and what is known in place of two,
    WTO number, languages, region, composition,
    notification, whether a text is stored or was read, first address."""
    links: dict[int, str] = {}
    for agreement_id, url in session.execute(
        select(AgreementUrl.agreement_id, AgreementUrl.url).order_by(
            AgreementUrl.agreement_id, AgreementUrl.position
        )
    ):
        links.setdefault(agreement_id, url)
    facts = {entry.id: entry for entry in agreement_index(session)}
    return [
        (
            row.slug, row.name, row.type, row.status, facts[row.id].legal_status, row.date_signed,
            row.year_signed, exactly(facts[row.id].date_in_force), _part(facts[row.id].date_in_force),
            facts[row.id].date_inactive, row.wto_rta_id,
            _array(row.languages), row.region, row.composition, row.notification, facts[row.id].facts_only,
            links.get(row.id),
        )
        for row in session.scalars(select(Agreement).order_by(Agreement.slug))
    ]  # fmt: skip


def _part(known: KnownDay | None) -> str | None:
    """Month or year, where no more is known."""
    return str(known) if isinstance(known, Day) else None


def all_agreement_parties(session: Session) -> list[Row]:
    """Slug, ISO code, group through which it is a party, whether it signed, whether it is a party today."""
    today = date.today()
    rows = [
        (entry.slug, member.iso3, member.via_group, member.original, entry.has_party(member.iso3, today))
        for entry in agreement_index(session)
        for member in entry.members
    ]
    return sorted(rows, key=lambda row: (row[0], row[1]))


def all_agreement_groups(session: Session) -> list[Row]:
    """Slug, code of a group that is itself a side."""
    return _rows(
        session,
        select(Agreement.slug, AgreementGroup.group_code)
        .join(Agreement, Agreement.id == AgreementGroup.agreement_id)
        .order_by(Agreement.slug, AgreementGroup.group_code),
    )


def all_documents(session: Session) -> list[Row]:
    """Document name, slug, source key, version, language, address, SHA-256, whether its words are stored, day
    fetched, basis, agreement incorporated."""
    query = (
        select(
            Source.key,
            Document.external_id,
            Agreement.slug,
            Document.version,
            Document.language,
            Document.url,
            Document.sha256,
            Document.has_text,
            Document.fetched_at,
            Document.basis,
            Document.id,
        )
        .join(Source, Source.id == Document.source_id)
        .join(Agreement, Agreement.id == Document.agreement_id)
        .where(Document.current)
        .order_by(Agreement.slug, Source.key, Document.external_id)
    )
    taken_over = incorporated_texts(session)
    return [
        (
            f"{key}{external}", slug, key, version, language, url, sha256, has_text, moment(fetched), basis,
            taken_over[id_].name if id_ in taken_over else None,
        )
        for key, external, slug, version, language, url, sha256, has_text, fetched, basis, id_ in session.execute(
            query
        )
    ]  # fmt: skip


def all_articles(session: Session) -> Iterator[Row]:
    """Article name, document name, place, chapter number and topic, article number."""
    query: AnySelect = (
        select(Article.position, *REFERENCE_COLUMNS)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .join(Agreement, Agreement.id == Document.agreement_id)
        .where(Document.current)
        .order_by(Agreement.slug, Source.key, Document.external_id, Article.position)
    )
    for position, *where in session.execute(query):
        ref = article_ref(*where)
        yield (
            ref.link,
            f"{where[7]}{where[8]}",
            position,
            ref.chapter_number,
            ref.topic,
            ref.number,
        )


def all_findings(session: Session) -> Iterator[Row]:
    """Article name, provision, strength, exception, notes, spans, score, prototype, similarity, signal, versions,
    basis, agreement and article incorporated, basis of those, source of the basis, scope, codes of the parties bound,
    whether the finding is uncertain."""
    query: AnySelect = (
        select(
            Finding.provision,
            Finding.strength,
            Finding.exception,
            Finding.notes,
            Finding.spans,
            Finding.score,
            Finding.prototype,
            Finding.similarity,
            Finding.signal,
            Finding.template_version,
            Finding.matcher_version,
            Document.basis,
            Finding.reference,
            Document.url,
            Finding.scope,
            Finding.bound,
            Finding.uncertain,
            *REFERENCE_COLUMNS,
        )
        .join(Article, Article.id == Finding.article_id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .join(Agreement, Agreement.id == Document.agreement_id)
        .where(Document.current)
        .order_by(Agreement.slug, Source.key, Document.external_id, Article.position, Finding.provision)
    )
    taken_over = incorporated_texts(session)
    for row in session.execute(query):
        (
            provision, strength, exception, notes, spans, score, prototype, similarity, signal, template,
            matcher, kind, reference, url, scope, bound, uncertain, *where
        ) = row  # fmt: skip
        ref = article_ref(*where)
        basis = finding_basis(taken_over, kind, ref.document_id, ref.number, reference, url)
        yield (
            ref.link, provision, strength, exception, _array(notes), _array(spans),
            round(score, 4), prototype, round(similarity, 4), signal, template, matcher,
            basis.kind, basis.agreement, basis.article, basis.origin, basis.source, scope, _array(bound), uncertain,
        )  # fmt: skip


def findings_by_basis(session: Session) -> BasisCounts:
    """How many findings of current documents rest on each basis, the firmest first."""
    counted = dict(
        session.execute(
            select(Document.basis, func.count(Finding.id))
            .join(Article, Article.document_id == Document.id)
            .join(Finding, Finding.article_id == Article.id)
            .where(Document.current)
            .group_by(Document.basis)
        )
        .tuples()
        .all()
    )
    return tuple((basis, counted[basis]) for basis in BASES if basis in counted)


def all_papers(session: Session) -> list[Row]:
    """Source key, symbol, language, base, title, day of issue, members, address, SHA-256, day fetched, slug."""
    query = (
        select(
            Source.key,
            Paper.symbol,
            Paper.language,
            Paper.base,
            Paper.title,
            Paper.issued,
            Paper.members,
            Paper.url,
            Paper.sha256,
            Paper.fetched_at,
            Agreement.slug,
        )
        .join(Source, Source.id == Paper.source_id)
        .outerjoin(Agreement, Agreement.id == Paper.agreement_id)
        .order_by(Source.key, Paper.symbol, Paper.language)
    )
    return [
        (key, symbol, language, base, title, issued, _array(members), url, sha256, moment(fetched), slug)
        for key, symbol, language, base, title, issued, members, url, sha256, fetched, slug in session.execute(
            query
        )
    ]


def data_moment(session: Session) -> datetime | None:
    """When the data last changed, by the newest fetch, paper or visit (UTC); None where there is none."""
    found = [
        session.scalar(select(func.max(column)))
        for column in (Document.fetched_at, Paper.fetched_at, CrawlRun.finished_at)
    ]
    moments = [value.replace(tzinfo=value.tzinfo or UTC) for value in found if value is not None]
    return max(moments, default=None)


def moment(value: datetime | None) -> str | None:
    """A time as ISO 8601 in UTC; a stored time without a zone is UTC."""
    if value is None:
        return None
    return f"{value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _array(value: Any) -> str:
    """A list as JSON, which is how Table Schema writes arrays; no blanks, so that files stay small."""
    return json.dumps(list(value or ()), separators=(",", ":"), ensure_ascii=False)


def _rows(session: Session, query: AnySelect) -> list[Row]:
    return [tuple(row) for row in session.execute(query)]
