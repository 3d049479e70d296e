"""Texts that are the wording of a day later than that of their agreement's signature."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Document
from tracker.queries.core.kept import kept
from tracker.registry import registry


def later_wordings(session: Session) -> frozenset[int]:
    """Ids of agreements whose current text is known to be a later wording (`tracker/registry/data/wordings.csv`).

    What such a text holds need not have been in it when it was signed. An agreement whose day of signature is not
    known is among them: its text then says nothing of that day either.
    """
    return kept(session, _read_later_wordings)


def _read_later_wordings(session: Session) -> frozenset[int]:
    known = registry().wordings
    rows = session.execute(
        select(Document.agreement_id, Document.sha256, Agreement.date_signed)
        .join(Agreement, Agreement.id == Document.agreement_id)
        .where(Document.current, Document.sha256.in_(list(known)))
    )
    return frozenset(
        agreement_id
        for agreement_id, sha256, signed in rows
        if signed is None or known[sha256].wording_of.earliest > signed
    )
