"""Briefing: one row per finding, with everything needed to cite it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import (
    AgreementParty,
    Article,
    Chapter,
    Document,
    Finding,
    Source,
)
from tracker.queries.agreement.applicable_exceptions import ExceptionElsewhere, applicable_exceptions
from tracker.queries.core.agreement_index import agreement_index, first_links
from tracker.queries.core.articles import REFERENCE_COLUMNS, article_ref
from tracker.queries.core.slugs import agreement_id_by_slug
from tracker.queries.core.strongest import AnySelect
from tracker.queries.core.template_facts import TemplateFacts, template_facts
from tracker.queries.spread.spread import StrengthLabel, strength_label

EVIDENCE_CHARACTERS = 300
"""Characters of the evidence that a briefing quotes."""

_SPAN_JOIN = " […] "


@dataclass(frozen=True, slots=True)
class BriefingRow:
    """One finding.

    - `parties`: names of the sides (groups as groups).
    - `evidence`: quoted from the article where its words are stored, else empty.
    - `principles`: titles of template principles.
    - `elsewhere`: exceptions in other articles that apply to the rule (None for provisions without an exception flag).
    """

    agreement: str
    slug: str
    type: str | None
    legal_status: str
    date_signed: date | None
    date_in_force: date | None
    parties: tuple[str, ...]
    chapter_number: str | None
    chapter_heading: str | None
    article_number: str | None
    article_heading: str | None
    reference: str | None
    provision: str
    provision_title: str
    principles: tuple[str, ...]
    strength: StrengthLabel
    exception: bool | None
    score: float
    notes: tuple[str, ...]
    elsewhere: tuple[ExceptionElsewhere, ...] | None
    evidence: str
    source_url: str | None
    template_version: str


def briefing_rows(
    session: Session,
    *,
    country: str | None = None,
    agreement: str | None = None,
    provision: str | None = None,
) -> list[BriefingRow]:
    """Findings of current documents, by agreement (oldest first) and order of the text.

    `country` (ISO 3166 alpha-3), `agreement` (slug) and `provision` (code) narrow, all together. An agreement without
    stored findings has no rows.
    """
    facts = template_facts()
    agreements = {entry.id: entry for entry in agreement_index(session)}
    links = first_links(session)
    agreement_id = None
    if agreement is not None:
        agreement_id = agreement_id_by_slug(session, agreement)
        if agreement_id is None:
            return []
    rows = session.execute(_findings(country, agreement_id, provision)).all()
    applicable_rows = {
        (applicable.article.article_id, applicable.provision): applicable.elsewhere
        for applicable in applicable_exceptions(
            session, agreement_ids={row[0] for row in rows}, provision=provision
        )
    }
    ordered: list[tuple[Any, BriefingRow]] = []
    for position, row in enumerate(rows):
        (
            agreement_id, code, strength, exception, score, notes, spans, text, version, document_url, *where
        ) = row  # fmt: skip
        entry = agreements[agreement_id]
        ref = article_ref(*where)
        ordered.append(
            (
                (entry.sort_key, position),
                BriefingRow(
                    agreement=entry.name,
                    slug=entry.slug,
                    type=entry.type,
                    legal_status=entry.legal_status,
                    date_signed=entry.date_signed,
                    date_in_force=entry.date_in_force,
                    parties=tuple(side.name for side in entry.sides),
                    chapter_number=ref.chapter_number,
                    chapter_heading=ref.chapter_heading,
                    article_number=ref.number,
                    article_heading=ref.heading,
                    reference=ref.reference,
                    provision=code,
                    provision_title=facts.provision(code).title,
                    principles=_principle_titles(facts, code),
                    strength=strength_label(strength),
                    exception=exception,
                    score=score,
                    notes=tuple(notes or ()),
                    elsewhere=applicable_rows.get((ref.article_id, code)),
                    evidence=quote(text, spans or ()),
                    source_url=links.get(agreement_id) or document_url,
                    template_version=version,
                ),
            )
        )
    return [row for _, row in sorted(ordered, key=lambda pair: pair[0])]


def quote(text: str | None, spans: Sequence[Sequence[int]], limit: int = EVIDENCE_CHARACTERS) -> str:
    """The words at `spans`, one line, at most `limit` characters; empty without text."""
    if text is None:
        return ""
    words = _SPAN_JOIN.join(" ".join(text[start:end].split()) for start, end in spans)
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def _findings(country: str | None, agreement: int | None, provision: str | None) -> AnySelect:
    query: AnySelect = (
        select(
            Document.agreement_id,
            Finding.provision,
            Finding.strength,
            Finding.exception,
            Finding.score,
            Finding.notes,
            Finding.spans,
            Article.text,
            Finding.template_version,
            Document.url,
            *REFERENCE_COLUMNS,
        )
        .select_from(Finding)
        .join(Article, Article.id == Finding.article_id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Source, Source.id == Document.source_id)
        .where(Document.current)
        .order_by(Document.id, Article.position, Finding.score.desc(), Finding.provision)
    )
    if country is not None:
        members = select(AgreementParty.agreement_id).where(AgreementParty.iso3 == country)
        query = query.where(Document.agreement_id.in_(members))
    if agreement is not None:
        query = query.where(Document.agreement_id == agreement)
    if provision is not None:
        query = query.where(Finding.provision == provision)
    return query


def _principle_titles(facts: TemplateFacts, code: str) -> tuple[str, ...]:
    numbers = facts.provision(code).principles
    return tuple(principle.title for principle in facts.principles if principle.number in numbers)
