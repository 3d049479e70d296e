"""What may be deleted, where a setting says so: old digests with their logs, and raw files that nothing needs."""

import re
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.ingest.archive import FOLDER as ARCHIVE
from tracker.ingest.archive import Archive
from tracker.models import Document, Paper, QuarantinedText, RawFile
from tracker.models.database import Database
from tracker.nightly.files import FOLDER as DIGESTS
from tracker.settings import Settings

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Deletable:
    """What the settings allow to be deleted: folders of digests, and raw files by their SHA-256."""

    digests: tuple[Path, ...] = ()
    raw: tuple[str, ...] = ()
    bytes: int = field(default=0, compare=False)

    def line(self) -> str:
        """One line for people and logs."""
        size = f"{self.bytes / 1e6:,.1f} MB"
        return f"{len(self.digests):,} days of digests and logs, {len(self.raw):,} raw files ({size})"


def deletable(database: Database, data: Path, wanted: Settings, now: datetime) -> Deletable:
    """What the settings allow to be deleted now; nothing where they name no number of days.

    A raw file stays whatever its age as long as anything refers to it that it is the only source of:

    - a stored text; with TRACKER_KEEP_RAW=current only one that is a current text or the newest of its source,
    - a paper of the WTO,
    - a text in quarantine that waits for a decision.

    What is left are files that were refused, were replaced under their identifier, or lost their document.
    """
    digests = _old_digests(data / DIGESTS, wanted.keep_digests_days, now.date())
    raw: list[str] = []
    size = 0
    if wanted.keep_raw_days is not None:
        before = now - timedelta(days=wanted.keep_raw_days)
        with database.read() as session:
            needed = _needed(session, replaced=wanted.keep_raw == "stored")
            for sha256, length, fetched_at in session.execute(
                select(RawFile.sha256, RawFile.bytes, RawFile.fetched_at).order_by(RawFile.sha256)
            ):
                if sha256 not in needed and fetched_at.replace(tzinfo=fetched_at.tzinfo or UTC) < before:
                    raw.append(sha256)
                    size += length
    return Deletable(tuple(digests), tuple(raw), size)


def tidy(database: Database, data: Path, wanted: Settings, now: datetime) -> Deletable:
    """Delete what the settings allow; what was deleted.

    Rows go before their files: killed between the two, a file is left that no row names, and the next visit that brings
    the same bytes uses it. What has become needed meanwhile stays.
    """
    found = deletable(database, data, wanted, now)
    archive = Archive(data / ARCHIVE)
    gone: list[str] = []
    size = 0
    for sha256 in found.raw:
        with database.session() as session:
            if sha256 in _needed(session, replaced=wanted.keep_raw == "stored", only=sha256):
                continue
            session.execute(delete(RawFile).where(RawFile.sha256 == sha256))
        path = archive.path(sha256)
        size += path.stat().st_size if path.exists() else 0
        path.unlink(missing_ok=True)
        gone.append(sha256)
    for folder in found.digests:
        shutil.rmtree(folder)
    return Deletable(found.digests, tuple(gone), size)


def _old_digests(folder: Path, days: int | None, today: date) -> list[Path]:
    if days is None or not folder.is_dir():
        return []
    oldest = today - timedelta(days=days)
    return sorted(
        path
        for path in folder.iterdir()
        if _DAY.fullmatch(path.name)
        and path.is_dir()
        and not path.is_symlink()
        and date.fromisoformat(path.name) < oldest
    )


def _needed(session: Session, *, replaced: bool, only: str | None = None) -> set[str]:
    """SHA-256 of the raw files that are the only source of something; of `only` that one, if it is."""
    documents = select(Document.sha256).where(Document.has_text)
    if not replaced:
        follows = select(Document.previous_id).where(Document.previous_id.is_not(None))
        documents = documents.where(Document.current | Document.id.not_in(follows))
    papers = select(Paper.sha256)
    waiting = select(QuarantinedText.sha256).where(QuarantinedText.state == "quarantined")
    found: set[str] = set()
    for query, column in (
        (documents, Document.sha256),
        (papers, Paper.sha256),
        (waiting, QuarantinedText.sha256),
    ):
        found.update(session.scalars(query if only is None else query.where(column == only)))
    return found
