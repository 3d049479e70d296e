"""Tables around fetching: archived raw bytes, quarantined texts, links between agreements, nightly runs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base

QUARANTINE_STATES = ("quarantined", "accepted", "rejected")
LINK_KINDS = ("same", "amends", "protocol", "accession", "misfiled")
LINK_DECISIONS = ("auto", "open", "accepted", "rejected")
NIGHT_STATES = ("running", "finished", "failed", "interrupted")


class RawFile(Base):
    """Raw bytes as fetched, stored in the archive folder under their SHA-256 (lower-case hex).

    `overrides` are the facts that were given with the text, so that it can be read again without the site.
    """

    __tablename__ = "raw_file"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    charset: Mapped[str | None]
    url: Mapped[str | None]
    bytes: Mapped[int]
    overrides: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    fetched_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class QuarantinedText(Base):
    """A text that looks broken (shrunk, articles lost, a grave remark of the plausibility report). It waits for a
    person's decision; the stored version, if there is one, stays."""

    __tablename__ = "held_text"
    __table_args__ = (UniqueConstraint("source_id", "external_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    external_id: Mapped[str]
    sha256: Mapped[str]
    name: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    noticed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class AgreementLink(Base):
    """That two agreements belong together: `agreement_id` is the same as, amends, ... `other_id`.

    - `score` (0..100) and `evidence` say why.
    - `decision` is auto (certain enough), open (for review), accepted or rejected; the last two are a person's, and no
      program changes them.
    - A link of an agreement to itself (`same`) lists in its evidence the further sources that were recognised as having
      the agreement, on what grounds, and the facts they gave.
    """

    __tablename__ = "agreement_link"
    __table_args__ = (UniqueConstraint("agreement_id", "other_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    score: Mapped[float]
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    decision: Mapped[str] = mapped_column(index=True)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class NightlyRun(Base):
    """One nightly job: the result of each visit, the digest of changes, alerts, and the one-line summary."""

    __tablename__ = "nightly_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    state: Mapped[str]
    summary: Mapped[str | None]
    sources: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    digest: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    alerts: Mapped[list[Any]] = mapped_column(JSON, default=list)
