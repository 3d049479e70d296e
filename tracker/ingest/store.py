"""Storing one agreement's text: unchanged is a no-op, changed is a new version, the old one is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.orm import Session

from tracker.ingest.agreements import SourceFacts, ensure_source, upsert_agreement
from tracker.models import Article, ArticleMatch, Chapter, Document, Finding
from tracker.models.base import table_of
from tracker.models.search_index import index_articles
from tracker.texts import chapter_topic
from tracker.texts.types import AgreementText, ArticleText, ChapterText

OutcomeKind = Literal["loaded", "updated", "filled", "unchanged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a text: `loaded` (new), `updated` (a new version), `filled` (its facts were known from
    the snapshot, now its words are here), or `unchanged`."""

    kind: OutcomeKind
    slug: str
    document_id: int
    articles: int


def store_agreement(
    session: Session,
    text: AgreementText,
    source: SourceFacts,
    *,
    url: str | None = None,
    fetched_at: datetime | None = None,
) -> Outcome:
    """Store `text` within the caller's transaction. `fetched_at` must carry a time zone."""
    source_row = ensure_source(session, source)
    agreement = upsert_agreement(session, source_row, text.external_id, text.meta)
    current = session.scalar(
        select(Document).where(
            Document.source_id == source_row.id, Document.external_id == text.external_id, Document.current
        )
    )
    if current is not None and current.sha256 == text.sha256:
        kind: OutcomeKind = "unchanged"
        if not current.has_text:
            _fill(session, current, text)
            current.url, current.fetched_at, kind = url or current.url, fetched_at, "filled"
        return Outcome(kind, agreement.slug, current.id, text.article_count)
    document = Document(
        agreement_id=agreement.id,
        source_id=source_row.id,
        external_id=text.external_id,
        version=current.version + 1 if current else 1,
        previous_id=current.id if current else None,
        current=True,
        has_text=True,
        url=url,
        media_type=text.media_type,
        language=text.language,
        sha256=text.sha256,
        fetched_at=fetched_at,
    )
    session.add(document)
    if current is not None:
        current.current = False
    session.flush()
    _insert_content(session, document, text.chapters)
    if current is not None:
        _carry_over(session, current, document)
    return Outcome("updated" if current else "loaded", agreement.slug, document.id, text.article_count)


def _insert_content(session: Session, document: Document, chapters: Sequence[ChapterText]) -> None:
    chapter_rows = [
        {
            "document_id": document.id,
            "position": position,
            "number": chapter.number,
            "heading": chapter.heading,
            "topic": chapter_topic(chapter.heading),
            "external_id": chapter.external_id,
        }
        for position, chapter in enumerate(chapters)
    ]
    if not chapter_rows:
        return
    chapter_table = table_of(Chapter)
    returning = insert(chapter_table).returning(chapter_table.c.id, sort_by_parameter_order=True)
    chapter_ids = session.scalars(returning, chapter_rows).all()
    article_rows = [
        {
            "document_id": document.id,
            "chapter_id": chapter_id,
            "position": position,
            "number": article.number,
            "heading": article.heading,
            "text": article.text,
            "external_id": article.external_id,
        }
        for position, (chapter_id, article) in enumerate(
            (chapter_id, article)
            for chapter_id, chapter in zip(chapter_ids, chapters, strict=True)
            for article in chapter.articles
        )
    ]
    if article_rows:
        session.execute(insert(table_of(Article)), article_rows)
        index_articles(session, document.id)


def _fill(session: Session, document: Document, text: AgreementText) -> None:
    """Give the articles known from the snapshot their words.

    The findings of the snapshot stay in view until the articles are matched. Where the articles do not
    line up (another reader's version cut the text differently), they are replaced as a whole.
    """
    chapter_ids = session.execute(
        select(Chapter.id, Chapter.number)
        .where(Chapter.document_id == document.id)
        .order_by(Chapter.position)
    ).all()
    article_ids = session.execute(
        select(Article.id, Article.number)
        .where(Article.document_id == document.id)
        .order_by(Article.position)
    ).all()
    articles = [article for chapter in text.chapters for article in chapter.articles]
    if _same_numbers(chapter_ids, text.chapters) and _same_numbers(article_ids, articles):
        session.execute(
            update(Chapter),
            [
                {"id": row.id, "heading": chapter.heading}
                for row, chapter in zip(chapter_ids, text.chapters, strict=True)
            ],
        )
        session.execute(
            update(Article),
            [
                {"id": row.id, "heading": article.heading, "text": article.text}
                for row, article in zip(article_ids, articles, strict=True)
            ],
        )
    else:
        session.execute(delete(Article).where(Article.document_id == document.id))
        session.execute(delete(Chapter).where(Chapter.document_id == document.id))
        _insert_content(session, document, text.chapters)
    document.has_text = True


def _same_numbers(rows: Sequence[Any], read: Sequence[ChapterText] | Sequence[ArticleText]) -> bool:
    return [row.number for row in rows] == [part.number for part in read]


def _carry_over(session: Session, old: Document, new: Document) -> None:
    """Copy matches and findings to the new version's articles whose words did not change.

    So only changed articles are matched again, and an amended agreement never shows empty in between.
    """
    old_ids = dict(_by_content(session, old))
    pairs = [
        (old_ids[content], article_id)
        for content, article_id in _by_content(session, new)
        if content in old_ids
    ]
    carried = [column for column in table_of(Finding).columns.keys() if column not in ("id", "article_id")]  # noqa: SIM118
    for old_id, new_id in pairs:
        for table, columns in ((ArticleMatch, ["fingerprint"]), (Finding, carried)):
            source_columns = [literal(new_id), *(getattr(table, column) for column in columns)]
            session.execute(
                insert(table).from_select(
                    ["article_id", *columns], select(*source_columns).where(table.article_id == old_id)
                )
            )


def _by_content(session: Session, document: Document) -> Iterable[tuple[tuple[str | None, ...], int]]:
    rows = session.execute(
        select(Chapter.heading, Article.number, Article.heading, Article.text, Article.id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .where(Article.document_id == document.id, Article.text.is_not(None))
        .order_by(Article.position)
    )
    for chapter_heading, number, heading, text, article_id in rows:
        yield (chapter_heading, number, heading, text), article_id
