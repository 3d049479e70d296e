"""Detects a new version that looks broken: it shrank by half, or lost its articles. The stored version then stays."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Article, Document
from tracker.resolution.current_text import SHRINK_LIMIT
from tracker.texts.types import AgreementText


@dataclass(frozen=True, slots=True)
class TextSize:
    """The size of a text; `characters` of all articles together."""

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
    """Why a new version must not replace the old one without a person's decision; None where it may."""
    if old.articles and not new.articles:
        return f"all {old.articles} articles are gone"
    if new.articles <= SHRINK_LIMIT * old.articles:
        return f"only {new.articles} of {old.articles} articles are left"
    if old.characters and new.characters <= SHRINK_LIMIT * old.characters:
        return f"only {new.characters:,} of {old.characters:,} characters are left"
    return None
