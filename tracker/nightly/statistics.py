"""Statistics of a night, stored with it for good: numbers of agreements, articles, findings by strength."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Article, Document, Finding
from tracker.queries.core.agreement_index import has_document


def take_statistics(session: Session) -> dict[str, Any]:
    """The present counts, of current texts only.

    `agreements` with a text by legal status; `facts_only`: agreements without one; `documents` and `articles` in
    all; `findings`: provision -> strength (hard, soft, unrated) -> number of findings.
    """
    statuses = session.execute(
        select(Agreement.legal_status, func.count())
        .where(has_document())
        .group_by(Agreement.legal_status)
        .order_by(Agreement.legal_status)
    )
    findings: dict[str, dict[str, int]] = defaultdict(dict)
    for provision, strength, count in session.execute(
        select(Finding.provision, Finding.strength, func.count())
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current)
        .group_by(Finding.provision, Finding.strength)
        .order_by(Finding.provision, Finding.strength)
    ):
        findings[provision][strength or "unrated"] = count
    articles = (
        select(func.count())
        .select_from(Article)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current)
    )
    return {
        "agreements": dict(statuses.tuples().all()),
        "facts_only": session.scalar(select(func.count()).select_from(Agreement).where(~has_document())) or 0,
        "documents": session.scalar(select(func.count()).select_from(Document).where(Document.current)) or 0,
        "articles": session.scalar(articles) or 0,
        "findings": dict(findings),
    }
