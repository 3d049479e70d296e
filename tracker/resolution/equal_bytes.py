"""Equal bytes are one text, whatever file, folder or site they come from."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.models import AgreementLink, Document, Source
from tracker.resolution.agreements import find_agreement
from tracker.resolution.current_text import current_document
from tracker.resolution.similarity import Similarity

# Asked for every text of a job, so made once.
_WITH_BYTES = (
    select(Document)
    .where(Document.sha256 == bindparam("digest"), Document.basis == "read")
    .order_by(Document.current.desc(), Document.id)
    .limit(1)
)


def text_with_bytes(session: Session, digest: str) -> Document | None:
    """The stored text with these bytes (SHA-256), from whatever source; the one that is shown, if there are several."""
    return session.scalar(_WITH_BYTES, {"digest": digest})


def by_bytes(session: Session, digest: str | None) -> tuple[int | None, list[tuple[int, Similarity]]]:
    """The id of the agreement that has a text with these bytes, and on what grounds; None where none has."""
    same = text_with_bytes(session, digest) if digest is not None else None
    if same is None:
        return None, []
    return same.agreement_id, [(same.agreement_id, Similarity(100.0, True, {"same_bytes": digest}))]


def text_followed(session: Session, source: Source, external_id: str, digest: str) -> Document | None:
    """The text that a source's text follows where the source has none of its own yet: the one with the same bytes, or
    what it brought before, whose bytes were here already.

    A person may have said that the two are different agreements: then it follows none.
    """
    same = text_with_bytes(session, digest)
    agreement = find_agreement(session, source, external_id)
    if agreement is None:
        return same
    if same is not None and same.agreement_id == agreement.id:
        return same
    own = select(AgreementLink).where(
        AgreementLink.agreement_id == agreement.id, AgreementLink.other_id == agreement.id
    )
    attached = [entry for link in session.scalars(own) for entry in link.evidence.get("attached", [])]
    brought = any(
        (entry["source"], entry["external_id"]) == (source.key, external_id) and "same_bytes" in entry
        for entry in attached
    )
    return current_document(session, agreement.id) if brought else None
