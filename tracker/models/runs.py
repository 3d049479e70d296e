"""Table of crawl runs: when a source was visited, and with what result."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base

RUN_STATES = ("running", "finished", "failed", "interrupted")


class CrawlRun(Base):
    """One visit to a source. A row still `running` with no process behind it was killed."""

    __tablename__ = "crawl_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    state: Mapped[str]
    counters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    message: Mapped[str | None]
