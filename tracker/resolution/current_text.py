"""Which of several sources' texts of one agreement is its current text: the one that is shown and counted."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import AgreementKey, Article, Document
from tracker.texts.types import AgreementText

SHRINK_LIMIT = 0.5
"""A text with no more than this share of the articles, or of the characters, of the one before has shrunk: it may be
broken."""


def current_document(session: Session, agreement_id: int) -> Document | None:
    """The text of an agreement that is shown and counted; None where nothing of it is here.

    What it incorporates from another agreement stands beside its own text and is no candidate.
    """
    return session.scalar(
        select(Document)
        .where(Document.agreement_id == agreement_id, Document.current, Document.basis != "incorporated")
        .order_by(Document.id)
        .limit(1)
    )


def make_current(session: Session, document: Document, shown: Document | None) -> None:
    """Make a text the agreement's current one in place of the one so far."""
    if shown is not None:
        shown.current = False
    document.current = True
    session.flush()


def is_first_source(session: Session, agreement_id: int, source_id: int, external_id: str) -> bool:
    """Whether this is the source that brought the agreement first (its lowest key)."""
    first = session.execute(
        select(AgreementKey.source_id, AgreementKey.external_id)
        .where(AgreementKey.agreement_id == agreement_id)
        .order_by(AgreementKey.id)
        .limit(1)
    ).first()
    return first is not None and tuple(first) == (source_id, external_id)


def becomes_current(
    session: Session,
    shown: Document | None,
    newest: Document | None,
    text: AgreementText,
    *,
    first: bool,
    reread: bool,
) -> bool:
    """Whether a text just read is to be shown. `newest`: its source's text so far; `first`: `is_first_source`.

    It is where nothing is shown, where it follows on its own source's, and where only facts are known of the text
    shown. In the same language, the first source's text takes the lead when it first comes, and any source's when
    it changed since it was first seen: the source that follows the agreement wins over one that stands still. New
    readers are no change.
    """
    if shown is None or shown is newest:
        return True
    if not shown.has_text:
        return may_replace_facts(session, shown, text.article_count)
    if first and (newest is None or not newest.has_text):
        return newest is not None or shown.language == text.language
    return newest is not None and not reread and shown.language == text.language


def may_replace_facts(session: Session, shown: Document, articles: int) -> bool:
    """Whether a text of that many articles may stand for one of which only facts are known: not a mere part of it.

    What was coded by hand or reported is weaker than any text read here, and always gives way.
    """
    if shown.basis != "read":
        return True
    known = session.scalar(select(func.count()).where(Article.document_id == shown.id)) or 0
    return articles > SHRINK_LIMIT * known or not known


def choose_current(session: Session, keep_id: int, gone_id: int) -> None:
    """Which text is shown when two agreements become one: that of the one that stays, unless only facts are known
    of it and the other's words are here."""
    kept, other = current_document(session, keep_id), current_document(session, gone_id)
    if kept is None or other is None:
        return
    articles = session.scalar(select(func.count()).where(Article.document_id == other.id)) or 0
    if not kept.has_text and other.has_text and may_replace_facts(session, kept, articles):
        make_current(session, other, kept)
    else:
        other.current = False
    session.flush()


def make_first_current(session: Session, agreement_id: int) -> None:
    """Show the newest text of the first source whose words are here; failing that, what facts are known."""
    newest: list[Document] = []
    for key in session.scalars(
        select(AgreementKey).where(AgreementKey.agreement_id == agreement_id).order_by(AgreementKey.id)
    ):
        newest += session.scalars(
            select(Document)
            .where(Document.source_id == key.source_id, Document.external_id == key.external_id)
            .order_by(Document.version.desc())
            .limit(1)
        )
    for document in (*(one for one in newest if one.has_text), *newest):
        document.current = True
        return
