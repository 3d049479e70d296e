"""What a person should look at: findings that the reviewer holds improbable, and articles it would look at again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from tracker.facts.match_job import article_batches
from tracker.facts.pending import pending_ids
from tracker.facts.versions import current_versions, shared_matcher
from tracker.matching import match_article
from tracker.matching.types import ArticleInput
from tracker.models import Agreement, Article, Document
from tracker.models import Finding as StoredFinding
from tracker.models.database import Database
from tracker.reviewer.model import shipped_reviewer
from tracker.reviewer.review import proposals, reviewed

Kind = Literal["uncertain", "perhaps missed"]


@dataclass(frozen=True, slots=True)
class ToReview:
    """One thing to look at. `probability` (0..1) is the model's; the text is not in it."""

    kind: Kind
    agreement: str
    article_id: int
    number: str
    heading: str
    provision: str
    probability: float


def to_review(
    database: Database,
    *,
    on_total: Callable[[int], None] | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Iterator[ToReview]:
    """Every uncertain finding and every proposal in the texts that were read, in the order of the texts.

    Stored findings are read where they are those of the present rules; other articles are matched now.
    """
    with database.read() as session:
        rows = session.execute(
            select(Article.id, Agreement.slug)
            .join(Document, Document.id == Article.document_id)
            .join(Agreement, Agreement.id == Document.agreement_id)
            .where(Document.current, Document.basis == "read", Document.has_text)
            .where(Document.language == shipped_reviewer().language)
            .order_by(Article.document_id, Article.position)
        ).all()
        pending = set(session.scalars(pending_ids(current_versions().fingerprint)))
    slugs = {row.id: row.slug for row in rows}
    if on_total is not None:
        on_total(len(slugs))
    for batch in article_batches(database, list(slugs)):
        stored = _stored(database, [article_id for article_id, _ in batch if article_id not in pending])
        for article_id, article in batch:
            if article is None:
                continue  # given up: nobody knows what is in it
            found = _found_now(article) if article_id in pending else stored.get(article_id, {})
            yield from _of_article(article_id, article, slugs[article_id], found)
        if on_progress is not None:
            on_progress(len(batch))


def _stored(database: Database, article_ids: list[int]) -> dict[int, dict[str, bool]]:
    """The stored findings of these articles: by article, then by provision whether it is uncertain."""
    found: dict[int, dict[str, bool]] = {}
    with database.read() as session:
        rows = session.execute(
            select(StoredFinding.article_id, StoredFinding.provision, StoredFinding.uncertain)
            .where(StoredFinding.article_id.in_(article_ids))
            .order_by(StoredFinding.id)
        )
        for article_id, provision, uncertain in rows:
            found.setdefault(article_id, {})[provision] = uncertain
    return found


def _found_now(article: ArticleInput) -> dict[str, bool]:
    """What the rules find in an article: by provision whether it is uncertain."""
    findings = reviewed(match_article(article, shared_matcher()), article, shipped_reviewer())
    return {finding.code: finding.uncertain for finding in findings}


def _of_article(
    article_id: int, article: ArticleInput, slug: str, found: dict[str, bool]
) -> Iterator[ToReview]:
    reviewer = shipped_reviewer()
    probable = reviewer.probabilities(article)
    doubtful = [(code, probable[code]) for code, uncertain in found.items() if uncertain]
    missed = [(one.code, one.probability) for one in proposals(found, probable, reviewer)]
    kinds: tuple[tuple[Kind, list[tuple[str, float]]], ...] = (
        ("uncertain", doubtful),
        ("perhaps missed", missed),
    )
    for kind, codes in kinds:
        for code, probability in codes:
            yield ToReview(
                kind, slug, article_id, article.number, article.heading, code, round(probability, 3)
            )
