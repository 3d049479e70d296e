"""Holding back a new version that looks broken: shrunk by half, or its articles gone. The good one stays."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Article, Document, QuarantinedText, Source
from tracker.texts.types import AgreementText

SHRINK_LIMIT = 0.5
"""A version with no more than this share of the articles, or of the characters, of the one before is held."""


@dataclass(frozen=True, slots=True)
class TextSize:
    """How much there is of a text; `characters` of all articles together."""

    articles: int
    characters: int


def size_of(text: AgreementText) -> TextSize:
    """The size of a text just read."""
    articles = [article for chapter in text.chapters for article in chapter.articles]
    return TextSize(len(articles), sum(len(article.text) for article in articles))


def stored_size(session: Session, document: Document) -> TextSize:
    """The size of a stored text."""
    articles, characters = session.execute(
        select(func.count(), func.coalesce(func.sum(func.length(Article.text)), 0)).where(
            Article.document_id == document.id
        )
    ).one()
    return TextSize(articles, int(characters))


def problem_between(old: TextSize, new: TextSize) -> str | None:
    """Why a new version must not take the place of the old one without a look; None where it may."""
    if old.articles and not new.articles:
        return f"all {old.articles} articles are gone"
    if new.articles <= SHRINK_LIMIT * old.articles:
        return f"only {new.articles} of {old.articles} articles are left"
    if old.characters and new.characters <= SHRINK_LIMIT * old.characters:
        return f"only {new.characters:,} of {old.characters:,} characters are left"
    return None


def quarantined_before(
    session: Session, source: Source, external_id: str, sha256: str
) -> QuarantinedText | None:
    """What was said about this very text before."""
    return session.scalar(
        select(QuarantinedText).where(
            QuarantinedText.source_id == source.id,
            QuarantinedText.external_id == external_id,
            QuarantinedText.sha256 == sha256,
        )
    )


def quarantine(
    session: Session, source: Source, external_id: str, sha256: str, name: str, reason: str
) -> QuarantinedText:
    """Hold a text for a look, once: one that was held or rejected before keeps its state."""
    quarantined = quarantined_before(session, source, external_id, sha256)
    if quarantined is None:
        quarantined = QuarantinedText(
            source_id=source.id,
            external_id=external_id,
            sha256=sha256,
            name=name,
            reason=reason,
            state="quarantined",
            noticed_at=datetime.now(UTC),
        )
        session.add(quarantined)
        session.flush()
    return quarantined
