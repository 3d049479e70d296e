"""Which process visits which source: one list of jobs that several processes and machines share, in PostgreSQL.

A process takes the row of the source that is due (`FOR UPDATE SKIP LOCKED`) in a short transaction, and with it an
advisory lock of its connection, which it keeps until the visit has ended. So no source is visited by two at once, a
process that dies frees its job by dying, and no transaction is open while a visit waits for its site.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from tracker.errors import BadInput, TrackerError
from tracker.models import CrawlJob
from tracker.models.base import table_of
from tracker.models.database import Database, storage_errors

_VISITS = 20_261_129
"""The first half of the number of a visit's lock, so that no other lock of the database is meant."""

_LOCK = text("SELECT pg_try_advisory_lock(:kind, hashtext(:source))")


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
    with storage_errors(), database.engine.connect() as connection:
        found = _locked(connection, sources, since)
        try:
            yield found
        finally:
            if found is not None:
                with database.session() as session:
                    session.get_one(CrawlJob, found).ended_at = datetime.now(UTC)
            # The lock, and how long it may be idle, are the connection's: nobody else may get it.
            connection.invalidate()


def _locked(connection: Connection, sources: Collection[str], since: datetime | None) -> str | None:
    """The source that is due longest and that no other connection visits, from now on this one's; None for none."""
    tried: set[str] = set()
    with connection.begin():
        # A visit takes longer than a server may allow a connection to be idle.
        connection.execute(text("SET idle_session_timeout = 0"))
        while (source := _next(connection, set(sources) - tried, since)) is not None:
            if connection.execute(_LOCK, {"kind": _VISITS, "source": source}).scalar_one():
                return source
            tried.add(source)
    return None


def _next(connection: Connection, sources: Collection[str], since: datetime | None) -> str | None:
    wanted = select(CrawlJob.source).where(CrawlJob.source.in_(sources))
    if since is not None:
        wanted = wanted.where(or_(CrawlJob.ended_at.is_(None), CrawlJob.ended_at < since))
    return connection.execute(
        wanted.order_by(CrawlJob.ended_at.asc().nulls_first(), CrawlJob.source)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).scalar()
