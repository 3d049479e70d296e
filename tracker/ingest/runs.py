"""Keeping the record of crawl runs."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from tracker.models import CrawlRun
from tracker.models.database import Database
from tracker.resolution.agreements import SourceFacts, ensure_source


def start_run(database: Database, facts: SourceFacts) -> int:
    """Record that a crawl of a source begins; its id.

    A run of the same source still marked as running was killed: it is marked interrupted.
    """
    with database.session() as session:
        source = ensure_source(session, facts)
        session.execute(
            update(CrawlRun)
            .where(CrawlRun.source_id == source.id, CrawlRun.state == "running")
            .values(state="interrupted", message="stopped before its end")
        )
        run = CrawlRun(source_id=source.id, started_at=datetime.now(UTC), state="running", counters={})
        session.add(run)
        session.flush()
        return run.id


def end_run(
    database: Database, run_id: int, state: str, counters: dict[str, Any], message: str | None = None
) -> None:
    """Record how a crawl ended: `finished`, `failed` or `interrupted`."""
    with database.session() as session:
        run = session.scalars(select(CrawlRun).where(CrawlRun.id == run_id)).one()
        run.state, run.counters, run.message = state, counters, message
        run.finished_at = datetime.now(UTC)
