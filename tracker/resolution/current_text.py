"""Which of several sources' texts of one agreement is its current text: the one that is shown and counted."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Agreement, AgreementKey, Article, Document
from tracker.texts.types import AgreementText

SHRINK_LIMIT = 0.5
"""A text with at most this share of the articles, or of the characters, of the previous version has shrunk and may be
broken."""


def current_document(session: Session, agreement_id: int) -> Document | None:
    """The current text of an agreement, which is shown and counted; None where none is stored.

    A text that it incorporates from another agreement is in addition to its own and not a candidate.
    """
    return session.scalar(
        select(Document)
        .where(Document.agreement_id == agreement_id, Document.current, Document.basis != "incorporated")
        .order_by(Document.id)
        .limit(1)
    )


def make_current(session: Session, document: Document, shown: Document | None) -> None:
    """Make a text the agreement's current one, in place of `shown`."""
    if shown is not None:
        shown.current = False
    document.current = True
    session.flush()


def is_first_source(session: Session, agreement_id: int, source_id: int, external_id: str) -> bool:
    """Whether this source had the agreement first (it has the lowest key)."""
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
    """Whether a text just read becomes current. `newest`: its source's previous text; `first`: `is_first_source`.

    It does in the first of these cases that applies:

    - There is no current text, or the current text is the previous one of the same source.
    - Only facts are known of the current text, and this one is not a mere part of it (`may_replace_facts`).
    - It is the first source's first text with words, in the same language; or words for its facts from the snapshot.
    - It is in the same language and changed since its source's previous text: a source that follows the agreement takes
      precedence over one that does not. A text that only new readers read differently has not changed.
    """
    if shown is None or shown is newest:
        return True
    if not shown.has_text:
        return may_replace_facts(session, shown, text.article_count)
    if first and (newest is None or not newest.has_text):
        return newest is not None or shown.language == text.language
    return newest is not None and not reread and shown.language == text.language


def may_replace_facts(session: Session, shown: Document, articles: int) -> bool:
    """Whether a text with this number of articles may replace one of which only facts are known: not a mere part of it.

    A text that was only coded by hand or reported is always replaced by one that was read.
    """
    if shown.basis != "read":
        return True
    known = session.scalar(select(func.count()).where(Article.document_id == shown.id)) or 0
    return articles > SHRINK_LIMIT * known or not known


def choose_current(session: Session, keep_id: int, gone_id: int) -> None:
    """Choose the current text of two merged agreements: that of the one that stays, unless only its facts are known and
    the other's words are stored."""
    kept, other = current_document(session, keep_id), current_document(session, gone_id)
    if kept is None and other is not None:
        _take_missing(session, keep_id, gone_id)
    if kept is None or other is None:
        return
    articles = session.scalar(select(func.count()).where(Article.document_id == other.id)) or 0
    if not kept.has_text and other.has_text and may_replace_facts(session, kept, articles):
        make_current(session, other, kept)
        _take_missing(session, keep_id, gone_id)
    else:
        other.current = False
    session.flush()


def _take_missing(session: Session, keep_id: int, gone_id: int) -> None:
    """What the text that is now shown lacks, since it comes from the agreement that goes."""
    keep, gone = session.get_one(Agreement, keep_id), session.get_one(Agreement, gone_id)
    keep.missing = list(gone.missing)


def make_first_current(session: Session, agreement_id: int) -> None:
    """Make the newest text of the first source with stored words current; without any, the first one with facts."""
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
