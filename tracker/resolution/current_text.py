"""Which of several sources' texts of one agreement is shown and counted, and what it takes over from the last one."""

import re
from collections.abc import Iterable

from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from tracker.ingest.guard import SHRINK_LIMIT
from tracker.models import AgreementKey, Article, ArticleMatch, Chapter, Document, Finding
from tracker.models.base import table_of
from tracker.texts.types import AgreementText

_CARRIED = [name for name in table_of(Finding).columns.keys() if name not in ("id", "article_id")]  # noqa: SIM118
_WORD = re.compile(r"^(?:article|art[íi]culo|art)\b\.?", re.IGNORECASE)


def shown_document(session: Session, agreement_id: int) -> Document | None:
    """The text of an agreement that is shown and counted; None where only facts are known of it."""
    return session.scalar(
        select(Document)
        .where(Document.agreement_id == agreement_id, Document.current)
        .order_by(Document.id)
        .limit(1)
    )


def show(session: Session, document: Document, shown: Document | None) -> None:
    """Let a text lead in place of the one shown so far."""
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
        return stands_for_facts(session, shown, text.article_count)
    if first and (newest is None or not newest.has_text):
        return newest is not None or shown.language == text.language
    return newest is not None and not reread and shown.language == text.language


def stands_for_facts(session: Session, shown: Document, articles: int) -> bool:
    """Whether a text of that many articles may stand for one of which only facts are known: not a mere part of it."""
    known = session.scalar(select(func.count()).where(Article.document_id == shown.id)) or 0
    return articles > SHRINK_LIMIT * known or not known


def choose_current(session: Session, keep_id: int, gone_id: int) -> None:
    """Which text is shown when two agreements become one: that of the one that stays, unless only facts are known
    of it and the other's words are here."""
    kept, other = shown_document(session, keep_id), shown_document(session, gone_id)
    if kept is None or other is None:
        return
    articles = session.scalar(select(func.count()).where(Article.document_id == other.id)) or 0
    if not kept.has_text and other.has_text and stands_for_facts(session, kept, articles):
        show(session, other, kept)
    else:
        other.current = False
    session.flush()


def show_first(session: Session, agreement_id: int) -> None:
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


def carry_over(session: Session, old: Document, new: Document) -> None:
    """Copy matches and findings to the new text's articles whose words are those of the old one's.

    So only changed articles are matched again, and an amended agreement never shows empty in between. Where only
    facts are known of the old text, its findings go to the articles of the same number, in view until those are
    matched.
    """
    if not old.has_text:
        _carry_facts(session, old, new)
        return
    old_ids = dict(_by_content(session, old))
    pairs = [
        (old_ids[content], article_id)
        for content, article_id in _by_content(session, new)
        if content in old_ids
    ]
    for old_id, new_id in pairs:
        _copy(session, ArticleMatch, ["fingerprint"], old_id, new_id)
        _copy(session, Finding, _CARRIED, old_id, new_id)


def _copy(
    session: Session, table: type[ArticleMatch | Finding], columns: list[str], old_id: int, new_id: int
) -> None:
    values = [literal(new_id), *(getattr(table, column) for column in columns)]
    session.execute(
        insert(table).from_select(["article_id", *columns], select(*values).where(table.article_id == old_id))
    )


def _carry_facts(session: Session, old: Document, new: Document) -> None:
    """Findings known from the snapshot, to the articles of another text; a number met twice carries nothing."""
    old_ids, new_ids = _by_number(session, old), _by_number(session, new)
    for number, article_id in new_ids.items():
        if number in old_ids:
            _copy(session, Finding, _CARRIED, old_ids[number], article_id)


def _by_number(session: Session, document: Document) -> dict[str, int]:
    found: dict[str, int] = {}
    twice = set()
    for number, article_id in session.execute(
        select(Article.number, Article.id).where(Article.document_id == document.id)
    ):
        plain = plain_number(number or "")
        if plain in found:
            twice.add(plain)
        found[plain] = article_id
    return {number: id_ for number, id_ in found.items() if number and number not in twice}


def plain_number(printed: str) -> str:
    """An article's number without the word before it, so that sources that print it otherwise agree on it."""
    return _WORD.sub("", printed.strip()).strip(" .:").casefold()


def _by_content(session: Session, document: Document) -> Iterable[tuple[tuple[str | None, ...], int]]:
    rows = session.execute(
        select(Chapter.heading, Article.number, Article.heading, Article.text, Article.id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .where(Article.document_id == document.id, Article.text.is_not(None))
        .order_by(Article.position)
    )
    for chapter_heading, number, heading, text, article_id in rows:
        yield (chapter_heading, number, heading, text), article_id
