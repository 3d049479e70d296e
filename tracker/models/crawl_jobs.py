"""Table of crawl jobs: one row for each source, so that crawl processes on several machines share the work."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class CrawlJob(Base):
    """The next visit of one source. A process that visits the source locks its row until the visit has ended."""

    __tablename__ = "crawl_job"

    source: Mapped[str] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When the last visit ended, well or not."""
