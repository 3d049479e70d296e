"""Which articles are still to be matched: apart from the match job, whose readers and matcher take long to load."""

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from tracker.facts.versions import current_versions
from tracker.models import Article, ArticleMatch, Document


def pending_count(session: Session) -> int:
    """How many articles with text have not been matched with the present template and matcher."""
    pending = pending_ids(current_versions().fingerprint).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(pending)) or 0


def with_text() -> Select[int]:
    """The ids of all articles of current documents whose words are stored."""
    return (
        select(Article.id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current, Document.has_text)
    )


def pending_ids(fingerprint: str) -> Select[int]:
    """Those of them that were not matched with these versions of template and matcher, in order."""
    done = exists().where(ArticleMatch.article_id == Article.id, ArticleMatch.fingerprint == fingerprint)
    return with_text().where(~done).order_by(Article.id)
