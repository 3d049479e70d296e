"""Statistics of a night, stored with it for good: numbers of agreements, articles, findings by strength."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Article, Document, Finding
from tracker.queries.core.agreement_index import agreement_index


def take_statistics(session: Session) -> dict[str, Any]:
    """The present counts, of current texts only.

    `agreements` with a text by legal status; `facts_only`: agreements without one; `documents` and `articles` in
    all; `findings`: provision -> strength (hard, soft, unrated) -> number of findings.
    """
    known = agreement_index(session)
    statuses = Counter(entry.legal_status for entry in known if not entry.facts_only)
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
        "agreements": dict(sorted(statuses.items())),
        "facts_only": sum(entry.facts_only for entry in known),
        "documents": session.scalar(select(func.count()).select_from(Document).where(Document.current)) or 0,
        "articles": session.scalar(articles) or 0,
        "findings": dict(findings),
    }
