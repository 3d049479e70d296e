"""Nights: the results of the nightly job, and the health of each source."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.crawls import CrawlResult
from tracker.models import CrawlRun, Document, NightlyRun, QuarantinedText, Source


@dataclass(frozen=True, slots=True)
class NightAlert:
    """What a monitor found, and the line of the source's runbook for it."""

    source: str
    monitor: str
    message: str
    runbook: str


@dataclass(frozen=True, slots=True)
class NightRow:
    """One night. `state` is running, finished, failed or interrupted; times carry a time zone (UTC).

    `statistics` are counts of agreements, documents, articles and findings (provision -> strength -> number),
    empty for a night that did not finish; `changed`: whether its digest has any change, None likewise; `log`:
    the night's log file, below the data folder; None for nights of before there was one.
    """

    id: int
    started_at: datetime
    finished_at: datetime | None
    state: str
    summary: str | None
    visits: tuple[CrawlResult, ...]
    alerts: tuple[NightAlert, ...]
    statistics: dict[str, Any]
    changed: bool | None
    log: str | None


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """Health of one source: its last visit, the last one that finished, its texts, and what waits for a decision.

    `last` is None where it was never visited; times carry a time zone (UTC).
    """

    key: str
    title: str
    last: CrawlResult | None
    last_started: datetime | None
    last_success: datetime | None
    texts: int
    latest_fetch: datetime | None
    quarantined: int


def last_nights(session: Session, n: int) -> tuple[NightRow, ...]:
    """The newest `n` nights, newest first."""
    nights = session.scalars(select(NightlyRun).order_by(NightlyRun.id.desc()).limit(n))
    return tuple(_night(night) for night in nights)


def source_health(session: Session) -> tuple[SourceHealth, ...]:
    """Every source that has been visited or has texts of its own, by key; the registry, which only says what others
    incorporate, is none."""
    newest = select(func.max(CrawlRun.id)).group_by(CrawlRun.source_id)
    last = {run.source_id: run for run in session.scalars(select(CrawlRun).where(CrawlRun.id.in_(newest)))}
    well = _by_source(
        session,
        select(CrawlRun.source_id, func.max(CrawlRun.finished_at))
        .where(CrawlRun.state == "finished")
        .group_by(CrawlRun.source_id),
    )
    texts = _by_source(
        session,
        select(Document.source_id, func.count())
        .where(Document.current, Document.has_text, Document.basis == "read")
        .group_by(Document.source_id),
    )
    fetched = _by_source(
        session,
        select(Document.source_id, func.max(Document.fetched_at))
        .where(Document.basis == "read")
        .group_by(Document.source_id),
    )
    quarantined = _by_source(
        session,
        select(QuarantinedText.source_id, func.count())
        .where(QuarantinedText.state == "quarantined")
        .group_by(QuarantinedText.source_id),
    )
    rows = []
    for source in session.scalars(select(Source).order_by(Source.key)):
        run = last.get(source.id)
        if run is None and source.id not in fetched and source.id not in quarantined:
            continue
        rows.append(
            SourceHealth(
                source.key,
                source.title,
                run.result(source.key) if run else None,
                _with_zone(run.started_at) if run else None,
                _with_zone(well.get(source.id)),
                texts.get(source.id, 0),
                _with_zone(fetched.get(source.id)),
                quarantined.get(source.id, 0),
            )
        )
    return tuple(rows)


def _by_source(session: Session, query: Any) -> dict[int, Any]:
    """Rows of (source id, value) as a dictionary."""
    return dict(session.execute(query).tuples().all())


def _night(night: NightlyRun) -> NightRow:
    changes = night.digest.get("changes")
    return NightRow(
        night.id,
        night.started_at.replace(tzinfo=night.started_at.tzinfo or UTC),
        _with_zone(night.finished_at),
        night.state,
        night.summary,
        tuple(CrawlResult.from_json(key, values) for key, values in night.sources.items()),
        tuple(NightAlert(**alert) for alert in night.alerts),
        dict(night.digest.get("statistics", {})),
        None if changes is None else any(rows for rows in changes.values() if isinstance(rows, list)),
        night.digest.get("log"),
    )


def _with_zone(moment: datetime | None) -> datetime | None:
    """SQLite keeps no time zone; what is stored is UTC."""
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None
