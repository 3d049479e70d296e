"""How fresh the data are, for a monitor: the versions in use, the newest text, and the last night that ended well."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Document, NightlyRun
from tracker.queries.operations.status import progress


@dataclass(frozen=True, slots=True)
class Freshness:
    """Times are UTC.

    - `documents`, `articles`: stored; `to_match`: articles that wait for the matcher.
    - `latest_fetch`: when the newest text was fetched, None without any.
    - `last_night`: when the last night ended that finished; None where none has; `nights`: how many were begun.
    """

    documents: int
    articles: int
    to_match: int
    latest_fetch: datetime | None
    last_night: datetime | None
    nights: int

    def night_age(self, now: datetime) -> timedelta | None:
        """How long ago the last good night ended."""
        return now - self.last_night if self.last_night else None


def freshness(session: Session) -> Freshness:
    """The present state, by a few counts."""
    now = progress(session)
    finished = select(func.max(NightlyRun.finished_at)).where(NightlyRun.state == "finished")
    return Freshness(
        documents=now.documents,
        articles=now.articles,
        to_match=now.articles_with_text - now.articles_matched,
        latest_fetch=_utc(session.scalar(select(func.max(Document.fetched_at)))),
        last_night=_utc(session.scalar(finished)),
        nights=session.scalar(select(func.count()).select_from(NightlyRun)) or 0,
    )


def _utc(moment: datetime | None) -> datetime | None:
    """SQLite keeps no time zone; what is stored is UTC."""
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None
