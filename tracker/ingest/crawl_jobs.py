"""Which process visits which source: one list of jobs that several processes and machines share, in PostgreSQL.

The row of a source is locked as long as it is visited, by the process that visits it, and passed over by the others
(`FOR UPDATE SKIP LOCKED`). So no source is visited by two at once, and a process that dies frees its job by dying.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tracker.errors import BadInput, TrackerError
from tracker.models import CrawlJob
from tracker.models.base import table_of
from tracker.models.database import Database


class SourceBusy(TrackerError):
    """The source is being visited by another process."""

    exit_code = 7


@contextmanager
def visiting(database: Database, source: str) -> Iterator[None]:
    """Visit this source while no other process does; on SQLite, which one machine has for itself, nothing is locked.

    Raises SourceBusy where another process visits it now. However the block ends, the visit has ended.
    """
    if database.is_sqlite:
        yield
        return
    with _job(database, [source], None) as found:
        if found is None:
            raise SourceBusy(f"{source} is being visited by another process; wait until it has ended")
        yield


@contextmanager
def next_due(database: Database, sources: Collection[str], since: datetime) -> Iterator[str | None]:
    """The source to visit next, kept from all others until the block ends; None where none is due.

    Due are those of `sources` whose last visit ended before `since`, the longest ago first, and that nobody visits
    now. Raises BadInput on SQLite.
    """
    if database.is_sqlite:
        raise BadInput("--next shares jobs between processes and needs PostgreSQL; name a source instead")
    with _job(database, sources, since) as found:
        yield found


@contextmanager
def _job(database: Database, sources: Collection[str], since: datetime | None) -> Iterator[str | None]:
    with database.session() as session:
        session.execute(
            insert(table_of(CrawlJob)).on_conflict_do_nothing(), [{"source": key} for key in sorted(sources)]
        )
    with database.session() as session:
        job = _locked(session, sources, since)
        try:
            yield None if job is None else job.source
        finally:
            if job is not None:
                job.ended_at = datetime.now(UTC)
                session.commit()


def _locked(session: Session, sources: Collection[str], since: datetime | None) -> CrawlJob | None:
    # A visit takes longer than a server may allow an open transaction to be idle.
    session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    wanted = select(CrawlJob).where(CrawlJob.source.in_(sources))
    if since is not None:
        wanted = wanted.where(or_(CrawlJob.ended_at.is_(None), CrawlJob.ended_at < since))
    return session.scalars(
        wanted.order_by(CrawlJob.ended_at.asc().nulls_first(), CrawlJob.source)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
