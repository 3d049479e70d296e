"""Incorporated texts: which agreement's words an agreement without its own carries, and how those are known."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.models import Agreement, Article, Document

INCORPORATED = "incorporated"


@dataclass(frozen=True, slots=True)
class Incorporated:
    """What a document takes over: from which agreement (its name in use), how that text is known (BASES of
    `tracker.models.life`; never `incorporated` itself), and the address of that text."""

    name: str
    basis: str
    url: str | None


def incorporated_texts(session: Session) -> Mapping[int, Incorporated]:
    """What each document of basis `incorporated` takes over, by the document's id.

    A text that is itself taken over is followed to the one that is read, coded or reported: findings are as firm as
    that. The name is of the agreement that the document's own agreement points to.
    """
    origin = aliased(Article)
    text = aliased(Document)
    rows = session.execute(
        select(Article.document_id, text.id, text.basis, text.url, Agreement.name, Agreement.short_name)
        .join(Document, Document.id == Article.document_id)
        .join(origin, origin.id == Article.incorporated_from)
        .join(text, text.id == origin.document_id)
        .join(Agreement, Agreement.id == text.agreement_id)
        .where(Document.basis == INCORPORATED)
        .distinct()
    ).all()
    above = {row[0]: (row[1], Incorporated(row.short_name or row.name, row.basis, row.url)) for row in rows}
    return {document_id: _followed(document_id, above) for document_id in above}


def _followed(document_id: int, above: Mapping[int, tuple[int, Incorporated]]) -> Incorporated:
    origin_id, found = above[document_id]
    firm, seen = found, {document_id}
    while firm.basis == INCORPORATED and origin_id in above and origin_id not in seen:
        seen.add(origin_id)
        origin_id, firm = above[origin_id]
    return Incorporated(found.name, firm.basis, firm.url)
