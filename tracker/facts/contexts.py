"""What the matcher is given beside an article: its agreement's parties, and between whom alone its chapter applies."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.matching import Matcher
from tracker.matching.container import Member, between, says_between
from tracker.models import AgreementParty, Article, Chapter, Document
from tracker.parties import signing_codes

_AT_ONCE = 900
"""Ids in one query: SQLite's limit is 999 parameters in old versions."""

_MAY_SAY = ("%appl%between%", "%aplic%entre%", "%applique%entre%", "%rige%entre%", "%regir%entre%")
"""Texts that may say between whom alone their chapter applies (`container` reads them)."""


def parties_by_agreement(session: Session, agreements: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Codes of those who signed, by agreement: groups that act as one, and countries; sorted."""
    found: dict[int, list[tuple[str, str | None, bool]]] = defaultdict(list)
    for ids in _parts(sorted(agreements)):
        rows = session.execute(
            select(
                AgreementParty.agreement_id,
                AgreementParty.iso3,
                AgreementParty.via_group,
                AgreementParty.original,
            ).where(AgreementParty.agreement_id.in_(ids))
        )
        for row in rows:
            found[row.agreement_id].append((row.iso3, row.via_group, row.original))
    return {
        agreement: signing_codes(
            (iso3, via)
            for iso3, via, original in members
            if original or not any(signed for _, _, signed in members)
        )
        for agreement, members in found.items()
    }


def between_by_article(
    session: Session, documents: Collection[int], parties: Mapping[int, tuple[str, ...]], matcher: Matcher
) -> dict[int, tuple[str, ...]]:
    """By article: the parties between whom alone its chapter applies; articles of other chapters are left out."""
    limited: dict[int, tuple[str, ...]] = {}
    for ids in _parts(sorted(documents)):
        saying: dict[int, dict[int, str]] = defaultdict(dict)
        rows = session.execute(
            select(Article.id, Article.document_id, Article.text, Document.language)
            .join(Document, Document.id == Article.document_id)
            .where(Article.document_id.in_(ids), or_(*(Article.text.like(words) for words in _MAY_SAY)))
        )
        for row in rows:
            language = matcher.language(row.language)
            if language is not None and says_between(row.text, language):
                saying[row.document_id][row.id] = row.text
        for document, texts in saying.items():
            limited.update(_of_document(session, document, texts, parties, matcher))
    return limited


def _of_document(
    session: Session,
    document: int,
    texts: Mapping[int, str],
    parties: Mapping[int, tuple[str, ...]],
    matcher: Matcher,
) -> Iterator[tuple[int, tuple[str, ...]]]:
    rows = session.execute(
        select(Article.id, Article.number, Chapter.heading, Document.language, Document.agreement_id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .join(Document, Document.id == Article.document_id)
        .where(Article.document_id == document)
        .order_by(Article.id)
    ).all()
    members = [Member(row.heading or "", row.number or "", texts.get(row.id, "")) for row in rows]
    language = matcher.language(rows[0].language)
    found = between(members, language, parties.get(rows[0].agreement_id, ()))
    for row, named in zip(rows, found, strict=True):
        if named:
            yield row.id, named


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
