"""A person's decisions about quarantined texts: to store one after all, or never."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import BadInput
from tracker.ingest.archive import Archive
from tracker.ingest.reading import read_text
from tracker.ingest.store import Outcome, store_agreement
from tracker.models import Document, QuarantinedText, RawFile, Source
from tracker.models.database import Database
from tracker.resolution.agreements import SourceFacts
from tracker.resolution.papers import link_papers


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """One quarantined text for a list."""

    id: int
    source: str
    external_id: str
    name: str
    reason: str
    state: str
    noticed_at: datetime
    sha256: str


def quarantine_rows(session: Session, *, everything: bool = False) -> list[QuarantineRow]:
    """Texts that wait for a decision, oldest first; with `everything` the decided ones too."""
    query = (
        select(
            QuarantinedText.id,
            Source.key,
            QuarantinedText.external_id,
            QuarantinedText.name,
            QuarantinedText.reason,
            QuarantinedText.state,
            QuarantinedText.noticed_at,
            QuarantinedText.sha256,
        )
        .join(Source, Source.id == QuarantinedText.source_id)
        .order_by(QuarantinedText.id)
    )
    if not everything:
        query = query.where(QuarantinedText.state == "quarantined")
    return [QuarantineRow(*row) for row in session.execute(query)]


def accept_quarantined(database: Database, quarantine_id: int, archive: Archive | None = None) -> Outcome:
    """Store a quarantined text from the archive after all, as a new version of its agreement.

    Raises BadInput where there is none with that number, it is accepted already, its bytes are missing, or the readers
    cannot read it.
    """
    archive = archive or Archive()
    with database.session() as session:
        quarantined = _quarantined(session, quarantine_id)
        if quarantined.state == "accepted":
            raise BadInput(f"quarantined text {quarantine_id} was accepted already")
        source = session.scalars(select(Source).where(Source.id == quarantined.source_id)).one()
        row = session.get(RawFile, quarantined.sha256)
        if row is None:
            raise BadInput(f"quarantined text {quarantine_id} is not in the archive; fetch the source again")
        read = read_text(archive.raw(row, source.key))
        text = replace(read.text, source=source.key, external_id=quarantined.external_id)
        outcome = store_agreement(
            session,
            text,
            SourceFacts(source.key, source.title, source.url, source.licence, source.cite),
            url=row.url,
            fetched_at=row.fetched_at.replace(tzinfo=row.fetched_at.tzinfo or UTC),
            look=read.look,
            reread=_is_newest(session, quarantined),
            trusted=True,
        )
        link_papers(session)
        quarantined.state, quarantined.decided_at = "accepted", datetime.now(UTC)
        return outcome


def reject_quarantined(database: Database, quarantine_id: int) -> None:
    """Reject a quarantined text as broken: it is never stored, and not quarantined again when it is fetched again.

    Raises BadInput where there is none with that number, or it was accepted.
    """
    with database.session() as session:
        quarantined = _quarantined(session, quarantine_id)
        if quarantined.state == "accepted":
            raise BadInput(
                f"quarantined text {quarantine_id} was accepted and is stored; it cannot be rejected any more"
            )
        quarantined.state, quarantined.decided_at = "rejected", datetime.now(UTC)


def _quarantined(session: Session, quarantine_id: int) -> QuarantinedText:
    quarantined = session.get(QuarantinedText, quarantine_id)
    if quarantined is None:
        raise BadInput(f"no quarantined text {quarantine_id}; `tracker quarantine` lists them")
    return quarantined


def _is_newest(session: Session, quarantined: QuarantinedText) -> bool:
    """Whether the quarantined text is of the same bytes as the stored one (read differently by a changed reader)."""
    newest = session.scalar(
        select(Document.sha256)
        .where(Document.source_id == quarantined.source_id, Document.external_id == quarantined.external_id)
        .order_by(Document.version.desc())
        .limit(1)
    )
    return newest == quarantined.sha256
