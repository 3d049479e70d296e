"""Clauses: every article in which one provision was found, with its evidence, language and source link."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Article, Chapter, Document, Finding, Source
from tracker.queries.core.agreement_index import first_links
from tracker.queries.core.articles import REFERENCE_COLUMNS, ArticleRef, article_ref
from tracker.queries.core.basis import READ_HERE, FindingBasis, finding_basis, incorporated_texts
from tracker.queries.core.strongest import AnySelect
from tracker.queries.spread.spread import StrengthLabel, strength_label


@dataclass(frozen=True, slots=True)
class ProvisionClause:
    """One article that has the provision.

    - `spans`: [start, end) offsets of the evidence in its text; `language`: that of the text (ISO 639-1).
    - `source_url`: where the agreement is published, else where its text was fetched (None where neither is known).
    - `notes`: codes of details.
    - `basis`: how it is known.
    - `scope`: whom the rule reaches; `bound`: codes of the parties it binds, () for every party; `uncertain`: the
      reviewer holds the finding improbable (docs/review.md).
    """

    slug: str
    article: ArticleRef
    strength: StrengthLabel
    exception: bool | None
    spans: tuple[tuple[int, int], ...]
    notes: tuple[str, ...]
    language: str
    source_url: str | None
    basis: FindingBasis = READ_HERE
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False


def provision_clauses(session: Session, provision: str) -> list[ProvisionClause]:
    """Every clause of current texts with the provision, in the order of the texts. No text is read."""
    query: AnySelect = (
        select(
            Agreement.id,
            Agreement.slug,
            Finding.strength,
            Finding.exception,
            Finding.spans,
            Finding.notes,
            Document.language,
            Document.url,
            Source.url,
            Document.basis,
            Finding.reference,
            Finding.scope,
            Finding.bound,
            Finding.uncertain,
            *REFERENCE_COLUMNS,
        )
        .select_from(Finding)
        .join(Article, Article.id == Finding.article_id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .join(Agreement, Agreement.id == Document.agreement_id)
        .join(Source, Source.id == Document.source_id)
        .where(Document.current, Finding.provision == provision)
        .order_by(Document.id, Article.position, Finding.id)
    )
    found = session.execute(query).all()
    published = first_links(session)
    taken_over = incorporated_texts(session)
    return [
        ProvisionClause(
            slug=slug,
            article=(ref := article_ref(*where)),
            strength=strength_label(strength),
            exception=exception,
            spans=tuple((start, end) for start, end in spans or ()),
            notes=tuple(notes or ()),
            language=language,
            source_url=published.get(agreement_id) or document_url or source_url,
            basis=finding_basis(taken_over, basis, ref.document_id, ref.number, reference),
            scope=scope,
            bound=tuple(bound or ()),
            uncertain=uncertain,
        )
        for (
            agreement_id,
            slug,
            strength,
            exception,
            spans,
            notes,
            language,
            document_url,
            source_url,
            basis,
            reference,
            scope,
            bound,
            uncertain,
            *where,
        ) in found
    ]
