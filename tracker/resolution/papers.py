"""Which agreement a paper of the WTO belongs to: the one that has a document with the same bytes."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.models import Document, Paper


def link_papers(session: Session, paper_id: int | None = None) -> None:
    """Link papers (or one) to the agreement that has a document with the same bytes, after texts were stored or moved.

    A quarantined text's paper has no agreement until the text is accepted.
    """
    owner = (
        select(Document.agreement_id)
        .where(Document.source_id == Paper.source_id, Document.sha256 == Paper.sha256)
        .order_by(Document.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    change = update(Paper).values(agreement_id=owner).execution_options(synchronize_session=False)
    session.execute(change if paper_id is None else change.where(Paper.id == paper_id))
