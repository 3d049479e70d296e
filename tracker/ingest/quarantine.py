"""Quarantine: a new version of a text that looks broken waits for a person's decision; the stored version stays."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.models import QuarantinedText, Source

# Asked for every text of a job, so made once.
_BY_BYTES = select(QuarantinedText).where(
    QuarantinedText.source_id == bindparam("source_id"),
    QuarantinedText.external_id == bindparam("external_id"),
    QuarantinedText.sha256 == bindparam("sha256"),
)


def quarantined_before(
    session: Session, source: Source, external_id: str, sha256: str
) -> QuarantinedText | None:
    """The row of this text (by its bytes) in the quarantine, None where there is none."""
    return session.scalar(_BY_BYTES, {"source_id": source.id, "external_id": external_id, "sha256": sha256})


def quarantine(
    session: Session, source: Source, external_id: str, sha256: str, name: str, reason: str
) -> QuarantinedText:
    """Quarantine a text, once: one that was quarantined or rejected before keeps its state."""
    quarantined = quarantined_before(session, source, external_id, sha256)
    if quarantined is None:
        quarantined = QuarantinedText(
            source_id=source.id,
            external_id=external_id,
            sha256=sha256,
            name=name,
            reason=reason,
            state="quarantined",
            noticed_at=datetime.now(UTC),
        )
        session.add(quarantined)
        session.flush()
    return quarantined
