"""Copies matches and findings of unchanged articles from a replaced text to the new one."""

import re
from collections.abc import Iterable

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from tracker.models import Article, ArticleMatch, Chapter, Document, Finding
from tracker.models.base import table_of
from tracker.texts.numbering import plain_number

_SAYS_OF_OTHERS = re.compile(
    r"(?is)(?:appl|aplic|rige|regir).*(?:between|entre)"
    r"|(?:not be (?:subject|required|obliged|bound)|not apply to|may de(?:lay|fer)|no .{0,40}(?:obligad|sujet|aplica)"
    r"|tenu|ne s.applique).{0,600}(?:year|month|año|mes|\bans\b|mois)"
)
"""Words of an article that may say between whom alone its chapter applies, or who has time to comply with another."""

_CARRIED = [name for name in table_of(Finding).columns.keys() if name not in ("id", "article_id")]  # noqa: SIM118


def carry_over(session: Session, old: Document, new: Document) -> None:
    """Copy matches and findings to the new text's articles that have the same words as in the old text.

    - Only changed articles are matched again, and an amended agreement is never shown without findings in between.
    - All are matched again where an article that may say between whom alone its chapter applies, or who has time to
      comply with another article, changed, came or went.
    - Where only facts are known of the old text, its findings are copied to the articles of the same number and shown
      until these are matched. What was coded by hand or reported is not carried over: the words decide.
    """
    if old.basis != "read":
        return
    if not old.has_text:
        _carry_facts(session, old, new)
        return
    old_ids = dict(_by_content(session, old))
    articles = list(_by_content(session, new))
    pairs = [(old_ids[content], article_id) for content, article_id in articles if content in old_ids]
    changed = old_ids.keys() ^ {content for content, _ in articles}
    matched = not any(_may_speak_of_others(text) for *_, text in changed)
    for old_id, new_id in pairs:
        if matched:
            _copy(session, ArticleMatch, ["fingerprint", "remark"], old_id, new_id)
        _copy(session, Finding, _CARRIED, old_id, new_id)


def _may_speak_of_others(text: str | None) -> bool:
    """Whether what an article says may count for other articles too."""
    return _SAYS_OF_OTHERS.search(text or "") is not None


def _copy(
    session: Session, table: type[ArticleMatch | Finding], columns: list[str], old_id: int, new_id: int
) -> None:
    values = [literal(new_id), *(getattr(table, column) for column in columns)]
    session.execute(
        insert(table).from_select(["article_id", *columns], select(*values).where(table.article_id == old_id))
    )


def _carry_facts(session: Session, old: Document, new: Document) -> None:
    """Copy findings known from the snapshot to the articles of another text, by number; a repeated number is
    skipped."""
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


def _by_content(session: Session, document: Document) -> Iterable[tuple[tuple[str | None, ...], int]]:
    rows = session.execute(
        select(Chapter.heading, Article.number, Article.heading, Article.text, Article.id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .where(Article.document_id == document.id, Article.text.is_not(None))
        .order_by(Article.position)
    )
    for chapter_heading, number, heading, text, article_id in rows:
        yield (chapter_heading, number, heading, text), article_id
