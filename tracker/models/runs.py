"""Table of crawl runs: when a source was visited, and with what result."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.crawls import CrawlResult
from tracker.models.base import Base

RUN_STATES = ("running", "finished", "failed", "interrupted")


class CrawlRun(Base):
    """One visit to a source. A row still `running` with no process behind it was killed.

    `counters` is a stored `CrawlResult`; `state` and `message` are columns of their own so that they can be queried.
    """

    __tablename__ = "crawl_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    state: Mapped[str]
    counters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    message: Mapped[str | None]

    def result(self, source: str) -> CrawlResult:
        """What the crawl of the source with that key brought, whatever version of this program recorded it."""
        return CrawlResult.from_json(source, self.counters, state=self.state, message=self.message)
