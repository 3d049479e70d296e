"""Storing one agreement's text: unchanged is a no-op, changed is a new version, the old one is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tracker.ingest.guard import problem_between, quarantine, quarantined_before, size_of, stored_size
from tracker.models import (
    Agreement,
    AgreementKey,
    Article,
    Chapter,
    Document,
    Source,
)
from tracker.models.base import table_of
from tracker.models.search_index import index_articles
from tracker.resolution.agreements import (
    SourceFacts,
    ensure_source,
    find_agreement,
    upsert_agreement,
    write_facts,
)
from tracker.resolution.current_text import becomes_current, carry_over, is_first_source, show, shown_document
from tracker.resolution.links import note_open, recognise
from tracker.resolution.merging import attach_key
from tracker.resolution.similarity import Similarity, profile_of
from tracker.resolution.translations import key_in_other_language, same_by_key
from tracker.texts import chapter_topic
from tracker.texts.types import AgreementText, ArticleText, ChapterText

OutcomeKind = Literal["loaded", "updated", "filled", "unchanged", "attached", "quarantined"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a text: `loaded` (new), `updated` (a new version), `filled` (its facts were known from
    the snapshot, now its words are here), `unchanged`, `attached` (a further source's or language's text of an
    agreement that is known) or `held` (looks broken and waits for a look, see `reason`; nothing was changed)."""

    kind: OutcomeKind
    slug: str
    document_id: int
    articles: int
    reason: str | None = None


def store_agreement(
    session: Session,
    text: AgreementText,
    source: SourceFacts,
    *,
    url: str | None = None,
    fetched_at: datetime | None = None,
    name: str | None = None,
    reread: bool = False,
    trusted: bool = False,
) -> Outcome:
    """Store `text` within the caller's transaction. `fetched_at` must carry a time zone.

    `name` is the file's, for the list of held texts. `reread`: the same bytes read with newer readers, so
    contents are compared, not digests. `trusted`: a person accepted this version, however it looks.
    """
    source_row = ensure_source(session, source)
    newest = session.scalar(
        select(Document)
        .where(Document.source_id == source_row.id, Document.external_id == text.external_id)
        .order_by(Document.version.desc())
        .limit(1)
    )
    if newest is not None and not trusted:
        reason = _reason_to_quarantine(session, source_row, newest, text, name or text.meta.name, reread)
        if reason is not None:
            slug = session.scalars(select(Agreement.slug).where(Agreement.id == newest.agreement_id)).one()
            return Outcome("quarantined", slug, newest.id, 0, reason)
    agreement, attached = _agreement_of(session, source_row, text)
    shown = shown_document(session, agreement.id)
    first = is_first_source(session, agreement.id, source_row.id, text.external_id)
    if newest is not None and newest.sha256 == text.sha256:
        kind: OutcomeKind = "unchanged"
        if not newest.has_text:
            _fill(session, newest, text)
            newest.url, newest.fetched_at, kind = url or newest.url, fetched_at, "filled"
            if first or shown is None:
                show(session, newest, shown)
        if kind == "filled" or not reread or same_content(session, newest, text):
            return Outcome(kind, agreement.slug, newest.id, text.article_count)
    becomes_current_now = becomes_current(session, shown, newest, text, first=first, reread=reread)
    replaced = (shown or newest) if becomes_current_now else newest
    document = Document(
        agreement_id=agreement.id,
        source_id=source_row.id,
        external_id=text.external_id,
        version=newest.version + 1 if newest else 1,
        previous_id=replaced.id if replaced else None,
        current=becomes_current_now,
        has_text=True,
        url=url,
        media_type=text.media_type,
        language=text.language,
        sha256=text.sha256,
        fetched_at=fetched_at,
    )
    session.add(document)
    if becomes_current_now:
        show(session, document, shown)
    session.flush()
    _insert_content(session, document, text.chapters)
    if replaced is not None:
        carry_over(session, replaced, document)
    kind = "attached" if attached else "updated" if newest else "loaded"
    return Outcome(kind, agreement.slug, document.id, text.article_count)


def _reason_to_quarantine(
    session: Session, source: Source, newest: Document, text: AgreementText, name: str, reread: bool
) -> str | None:
    """Why the text must wait for a look; None where it may be stored."""
    if newest.sha256 == text.sha256 and not reread:
        return None
    before = quarantined_before(session, source, text.external_id, text.sha256)
    if before is not None and before.state == "accepted":
        return None
    # Newer readers may make a held text whole, but what a person rejected stays out.
    if before is not None and (not reread or (before.state == "rejected" and newest.sha256 != text.sha256)):
        return before.reason if before.state == "quarantined" else f"rejected earlier: {before.reason}"
    if not newest.has_text:
        # Only facts from the snapshot are here, of whatever version it was built with: no text to lose.
        return None
    reason = problem_between(stored_size(session, newest), size_of(text))
    if reason is not None:
        quarantine(session, source, text.external_id, text.sha256, name, reason)
    return reason


def _agreement_of(session: Session, source: Source, text: AgreementText) -> tuple[Agreement, bool]:
    """The agreement of a text with its facts brought up to date, and whether it was recognised as one that is known.

    It is known from another source, or from the same one in another language.
    """
    if find_agreement(session, source, text.external_id) is not None:
        return upsert_agreement(session, source, text.external_id, text.meta), False
    known_id: int | None = None
    candidates: list[tuple[int, Similarity]] = []
    other_key = key_in_other_language(session, source, text.external_id)
    if other_key is not None:
        known_id, candidates = (
            other_key.agreement_id,
            [(other_key.agreement_id, same_by_key(other_key, text))],
        )
    elif _others_are_here(session, source):
        known_id, candidates = recognise(session, profile_of(text.meta, source.id, text.language))
    if known_id is None:
        agreement = upsert_agreement(session, source, text.external_id, text.meta)
        note_open(session, agreement.id, candidates)
        return agreement, False
    agreement = session.scalars(select(Agreement).where(Agreement.id == known_id)).one()
    key = AgreementKey(agreement_id=known_id, source_id=source.id, external_id=text.external_id)
    attach_key(session, agreement, key, text.meta, candidates[0][1])
    write_facts(session, agreement, text.meta, is_first_source=False)
    return agreement, True


def _others_are_here(session: Session, source: Source) -> bool:
    return (
        session.scalar(select(AgreementKey.id).where(AgreementKey.source_id != source.id).limit(1))
        is not None
    )


def same_content(session: Session, document: Document, text: AgreementText) -> bool:
    """Whether a stored text is, word for word and in all its parts, the one just read."""
    if (document.language, document.media_type) != (text.language, text.media_type):
        return False
    chapters = session.execute(
        select(Chapter.number, Chapter.heading, Chapter.external_id, Chapter.id)
        .where(Chapter.document_id == document.id)
        .order_by(Chapter.position)
    ).all()
    read = [(chapter.number, chapter.heading, chapter.external_id) for chapter in text.chapters]
    if [tuple(row)[:3] for row in chapters] != read:
        return False
    articles = session.execute(
        select(Article.chapter_id, Article.number, Article.heading, Article.text, Article.external_id)
        .where(Article.document_id == document.id)
        .order_by(Article.position)
    ).all()
    return [tuple(row) for row in articles] == [
        (row.id, article.number, article.heading, article.text, article.external_id)
        for row, chapter in zip(chapters, text.chapters, strict=True)
        for article in chapter.articles
    ]


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
