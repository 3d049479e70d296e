"""The plausibility report on texts: before they are stored, and on those that are."""

from collections.abc import Callable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Article, Chapter, Document
from tracker.models.database import Database
from tracker.plausibility import FirstLook, Remark, report, with_losses
from tracker.texts.types import AgreementMeta, AgreementText, ArticleText, ChapterText

_BATCH = 20
"""Documents looked at in one transaction: about a second of work, which a kill loses at most."""


def remarks_on(
    session: Session, text: AgreementText, look: FirstLook, newest: Document | None
) -> tuple[Remark, ...]:
    """The remarks on a text just read, also beside the stored one that it follows.

    The same bytes, read again by newer readers, have lost nothing at their source, so nothing is compared.
    """
    if newest is None or not newest.has_text or newest.sha256 == text.sha256:
        return look.remarks
    return with_losses(look.remarks, stored_chapters(session, newest), text)


def stored_chapters(session: Session, document: Document) -> tuple[ChapterText, ...]:
    """The chapters and articles of a stored text, in order."""
    articles: dict[int, list[ArticleText]] = {}
    for chapter_id, number, heading, text in session.execute(
        select(Article.chapter_id, Article.number, Article.heading, Article.text)
        .where(Article.document_id == document.id)
        .order_by(Article.position)
    ):
        articles.setdefault(chapter_id, []).append(ArticleText(number, heading, text or ""))
    return tuple(
        ChapterText(number, heading, tuple(articles.get(id_, ())))
        for id_, number, heading in session.execute(
            select(Chapter.id, Chapter.number, Chapter.heading)
            .where(Chapter.document_id == document.id)
            .order_by(Chapter.position)
        )
    )


def look_again(
    database: Database, *, everything: bool = False, on_document: Callable[[], None] | None = None
) -> int:
    """Look at stored texts that nobody has looked at, or with `everything` at all current ones; how many.

    Their words are looked at as they are stored. What a reader left out is not known of them: `tracker reparse` reads
    them again and says that, too. Nothing is quarantined.
    """
    with database.read() as session:
        query = select(Document.id).where(Document.current, Document.has_text).order_by(Document.id)
        if not everything:
            query = query.where(Document.remarks.is_(None))
        ids = session.scalars(query).all()
    for start in range(0, len(ids), _BATCH):
        with database.session() as session:
            for document in _documents(session, list(ids[start : start + _BATCH])):
                remarks = report(_text_of(session, document))
                document.remarks = [remark.to_json() for remark in remarks]
                if on_document is not None:
                    on_document()
    return len(ids)


def _documents(session: Session, ids: list[int]) -> Iterator[Document]:
    yield from session.scalars(select(Document).where(Document.id.in_(ids)).order_by(Document.id))


def _text_of(session: Session, document: Document) -> AgreementText:
    name = session.scalars(select(Agreement.name).where(Agreement.id == document.agreement_id)).one()
    return AgreementText(
        source="",
        external_id=document.external_id,
        meta=AgreementMeta(name),
        language=document.language,
        media_type=document.media_type,
        sha256=document.sha256,
        chapters=stored_chapters(session, document),
    )
