"""Storing one agreement's text: unchanged is a no-op, changed is a new version, the old one is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from tracker.ingest.carry_over import carry_over
from tracker.ingest.guard import problem_between, size_of, stored_size
from tracker.ingest.plausibility import remarks_on
from tracker.ingest.quarantine import quarantine, quarantined_before
from tracker.models import Agreement, Article, Chapter, Document, Source
from tracker.models.base import table_of
from tracker.models.bulk import write_rows
from tracker.models.search_index import index_at_commit, index_now
from tracker.plausibility import FirstLook, Remark, first_look, words
from tracker.resolution import (
    ResolvedText,
    SourceFacts,
    ensure_source,
    make_current,
    resolve_text,
    text_followed,
)
from tracker.texts import chapter_topic
from tracker.texts.restarts import levels_in
from tracker.texts.types import AgreementText, ArticleText, ChapterText

OutcomeKind = Literal["loaded", "updated", "filled", "unchanged", "attached", "quarantined"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of storing a text:

    - `loaded`: a new text; `updated`: a new version; `unchanged`.
    - `filled`: its facts were known from the snapshot, now its words are stored.
    - `attached`: the text of a known agreement from a further source or in a further language.
    - `quarantined`: it looks broken (see `reason`) and waits for a person's decision; nothing was changed. A first text
      has no agreement yet: its `slug` is "" and its `document_id` 0.
    """

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
    look: FirstLook | None = None,
    reread: bool = False,
    trusted: bool = False,
) -> Outcome:
    """Store `text` within the caller's transaction. `fetched_at` must have a time zone.

    - `look`: what the text by itself shows, where its reader has looked already; without it, this does.
    - `name`: the file's, for the list of quarantined texts.
    - `reread`: the same bytes read with newer readers, so contents are compared, not digests.
    - `trusted`: a person accepted this version, however it looks.
    """
    source_row = ensure_source(session, source)
    newest = _newest_version(session, source_row, text)
    look = look or first_look(text)
    remarks = remarks_on(session, text, look, newest)
    if not trusted:
        reason = _reason_to_quarantine(
            session, source_row, newest, text, name or text.meta.name, reread, remarks
        )
        if reason is not None:
            slug, document_id = (_slug_of(session, newest), newest.id) if newest is not None else ("", 0)
            return Outcome("quarantined", slug, document_id, 0, reason)
    place = resolve_text(session, source_row, newest, text, reread=reread, missing=look.missing)
    visit = _Visit(url, fetched_at, [remark.to_json() for remark in remarks])
    kind, document = _keep(session, place, source_row, text, visit, reread)
    return Outcome(kind, place.agreement.slug, document.id, text.article_count)


# Asked for every text of a job, so made once.
_NEWEST = (
    select(Document)
    .where(Document.source_id == bindparam("source_id"), Document.external_id == bindparam("external_id"))
    .order_by(Document.version.desc())
    .limit(1)
)


def _newest_version(session: Session, source: Source, text: AgreementText) -> Document | None:
    """The text that this one follows, current or not: the newest from this source, else the one with the same bytes.

    A source that brought only bytes that were here already has no text of its own: what it brings next follows those.
    """
    own = session.scalar(_NEWEST, {"source_id": source.id, "external_id": text.external_id})
    if own is not None:
        return own
    return text_followed(session, source, text.external_id, text.sha256)


def _slug_of(session: Session, document: Document) -> str:
    return session.scalars(select(Agreement.slug).where(Agreement.id == document.agreement_id)).one()


@dataclass(frozen=True, slots=True)
class _Visit:
    """What a document says of the visit that brought it, and of the look at it."""

    url: str | None
    fetched_at: datetime | None
    remarks: list[dict[str, Any]]


def _keep(
    session: Session, place: ResolvedText, source: Source, text: AgreementText, visit: _Visit, reread: bool
) -> tuple[OutcomeKind, Document]:
    """Store what is new in a text: nothing, the words of known articles, or a new version. Returns the kind and the
    document."""
    newest = place.newest
    if newest is not None and newest.sha256 == text.sha256:
        if not newest.has_text:
            _fill(session, newest, text)
            if place.first_source or place.current is None:
                make_current(session, newest, place.current)
            newest.url, newest.fetched_at = visit.url or newest.url, visit.fetched_at
            newest.remarks = visit.remarks
            return "filled", newest
        if not reread or same_content(session, newest, text):
            newest.remarks = visit.remarks
            return "unchanged", newest
    document = _add_version(session, place, source, text, visit)
    if place.how == "recognised":
        return "attached", document
    return ("updated" if newest else "loaded"), document


def _add_version(
    session: Session, place: ResolvedText, source: Source, text: AgreementText, visit: _Visit
) -> Document:
    """Store a new version of the agreement's text with its chapters and articles; it becomes current if `place` says
    so."""
    newest, replaced = place.newest, place.replaced
    document = Document(
        agreement_id=place.agreement.id,
        source_id=source.id,
        external_id=text.external_id,
        version=newest.version + 1 if newest else 1,
        previous_id=replaced.id if replaced else None,
        current=place.becomes_current,
        has_text=True,
        url=visit.url,
        fetched_at=visit.fetched_at,
        media_type=text.media_type,
        language=text.language,
        sha256=text.sha256,
        remarks=visit.remarks,
    )
    session.add(document)
    if place.becomes_current:
        make_current(session, document, place.current)
    else:
        session.flush()
    _insert_content(session, document, text.chapters)
    if replaced is not None:
        carry_over(session, replaced, document)
    return document


def _reason_to_quarantine(
    session: Session,
    source: Source,
    newest: Document | None,
    text: AgreementText,
    name: str,
    reread: bool,
    remarks: tuple[Remark, ...],
) -> str | None:
    """Why the text must wait for a person; None where it may be stored.

    - A grave remark is a reason, also for a first text.
    - Bytes that are stored already may be stored, unless they were read again.
    - What a person accepted may; what a person rejected may not, whichever readers read it.
    - A quarantined text that newer readers read in full may.
    - Where only facts of the text are here (from the snapshot), there is no text to lose.
    """
    if newest is not None and newest.sha256 == text.sha256 and not reread:
        return None
    before = quarantined_before(session, source, text.external_id, text.sha256)
    if before is not None and before.state == "accepted":
        return None
    other_bytes = newest is None or newest.sha256 != text.sha256
    if before is not None and (not reread or (before.state == "rejected" and other_bytes)):
        return before.reason if before.state == "quarantined" else f"rejected earlier: {before.reason}"
    reasons = [words(remark) for remark in remarks if remark.grave]
    if newest is not None and newest.has_text:
        shrunk = problem_between(stored_size(session, newest), size_of(text))
        reasons = [shrunk, *reasons] if shrunk is not None else reasons
    reason = "; ".join(reasons) or None
    if reason is not None:
        quarantine(session, source, text.external_id, text.sha256, name, reason)
    return reason


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


_CHAPTER_IDS = (
    select(Chapter.id).where(Chapter.document_id == bindparam("document_id")).order_by(Chapter.position)
)
_ARTICLE_COLUMNS = ("document_id", "chapter_id", "position", "number", "heading", "text", "external_id")


def _insert_content(session: Session, document: Document, chapters: Sequence[ChapterText]) -> None:
    levels = levels_in(chapters)
    chapter_rows = [
        {
            "document_id": document.id,
            "position": position,
            "number": chapter.number,
            "heading": chapter.heading,
            "topic": chapter_topic(chapter.heading),
            "external_id": chapter.external_id,
            "cited_levels": levels[position],
        }
        for position, chapter in enumerate(chapters)
    ]
    if not chapter_rows:
        return
    # Ids are read back together: with RETURNING, SQLite would be sent one statement for each row.
    session.execute(insert(table_of(Chapter)), chapter_rows)
    chapter_ids = session.scalars(_CHAPTER_IDS, {"document_id": document.id}).all()
    article_rows = [
        (
            document.id,
            chapter_id,
            position,
            article.number,
            article.heading,
            article.text,
            article.external_id,
        )
        for position, (chapter_id, article) in enumerate(
            (chapter_id, article)
            for chapter_id, chapter in zip(chapter_ids, chapters, strict=True)
            for article in chapter.articles
        )
    ]
    if article_rows:
        write_rows(session.connection(), table_of(Article), _ARTICLE_COLUMNS, article_rows)
        index_at_commit(session, document.id)


def _fill(session: Session, document: Document, text: AgreementText) -> None:
    """Add the words to the articles known from the snapshot.

    - The findings of the snapshot are shown until the articles are matched.
    - Where the articles do not correspond (another version of the readers divided the text differently), all are
      replaced.
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
        index_now(session)
        session.execute(delete(Article).where(Article.document_id == document.id))
        session.execute(delete(Chapter).where(Chapter.document_id == document.id))
        _insert_content(session, document, text.chapters)
    document.has_text = True


def _same_numbers(rows: Sequence[Any], read: Sequence[ChapterText] | Sequence[ArticleText]) -> bool:
    return [row.number for row in rows] == [part.number for part in read]
