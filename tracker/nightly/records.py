"""The record of nights in the database: beginning one, ending it, and the state of the last finished one."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tracker.crawls import CrawlResult
from tracker.models import Article, CrawlRun, Document, NightlyRun, QuarantinedText, Source
from tracker.models.database import Database
from tracker.nightly.changes import Changes
from tracker.nightly.files import log_name
from tracker.nightly.render import DigestPaper
from tracker.nightly.state import State, pack, take_state, unpack
from tracker.nightly.summary import NightEnd

# Keys of NightlyRun.digest. STATE and BASELINE are stored with the night that the next one compares with, and
# deleted from older ones; STATISTICS, CHANGES and LOG (the log file, below the data folder) stay.
STATE, BASELINE, STATISTICS, CHANGES, SINCE = "state", "baseline", "statistics", "changes", "since"
LOG = "log"


def begin_night(database: Database, fingerprint: str, started_at: datetime) -> int:
    """Record that a night begins; its id. The caller has the lock, so any other night still `running` was killed.

    Where no night has ever finished, the present state of the database is stored, with which the first night is
    compared.
    """
    with database.read() as session:
        # Asked for every country: in a reading transaction what the answers share is worked out once.
        baseline = pack(take_state(session, fingerprint)) if _compared_with(session) is None else None
    with database.session() as session:
        session.execute(
            update(NightlyRun)
            .where(NightlyRun.state == "running")
            .values(state="interrupted", summary="stopped before its end")
        )
        digest: dict[str, Any] = {} if baseline is None else {BASELINE: baseline}
        night = NightlyRun(started_at=started_at, state="running", sources={}, digest=digest, alerts=[])
        session.add(night)
        session.flush()
        night.digest = {**digest, LOG: log_name(night.id, started_at)}
        return night.id


def state_before(session: Session) -> tuple[State, datetime | None]:
    """The state to compare with, and the start of that night (None for the database before all nights)."""
    night = _compared_with(session)
    assert night is not None, "begin_night keeps one"
    if STATE in night.digest:
        return unpack(night.digest[STATE]), with_zone(night.started_at)
    return unpack(night.digest[BASELINE]), None


def _compared_with(session: Session) -> NightlyRun | None:
    """The last finished night; without one, the first night that stored the database's state before it."""
    finished = session.scalars(
        select(NightlyRun).where(NightlyRun.state == "finished").order_by(NightlyRun.id.desc()).limit(1)
    ).first()
    if finished is not None:
        return finished
    nights = session.scalars(select(NightlyRun).order_by(NightlyRun.id))
    return next((night for night in nights if BASELINE in night.digest), None)


def unseen_since(session: Session) -> datetime:
    """The time from which data count as new: the start of the first night after the last finished one."""
    last = session.scalar(select(func.max(NightlyRun.id)).where(NightlyRun.state == "finished")) or 0
    first = session.scalar(select(func.min(NightlyRun.started_at)).where(NightlyRun.id > last))
    return with_zone(first) if first else datetime.now(UTC)


def note_visit(database: Database, night_id: int, visit: CrawlResult) -> None:
    """Store the result of a visit as soon as it is known."""
    with database.session() as session:
        night = session.get_one(NightlyRun, night_id)
        night.sources = {**night.sources, visit.source: visit.to_json()}


def end_night(
    database: Database,
    night_id: int,
    *,
    state: State,
    since: datetime | None,
    changes: Changes,
    statistics: Mapping[str, Any],
    alerts: Sequence[Mapping[str, Any]],
    summary: str,
) -> None:
    """Record a finished night, in one transaction, after which the next one compares with it."""
    with database.session() as session:
        for older in session.scalars(select(NightlyRun).where(NightlyRun.id != night_id)):
            if STATE in older.digest or BASELINE in older.digest:
                older.digest = {
                    key: value for key, value in older.digest.items() if key not in (STATE, BASELINE)
                }
        night = session.get_one(NightlyRun, night_id)
        night.digest = {
            LOG: night.digest.get(LOG),
            STATE: pack(state),
            SINCE: since.isoformat() if since else None,
            STATISTICS: dict(statistics),
            CHANGES: changes.to_json(),
        }
        night.alerts = [dict(alert) for alert in alerts]
        night.summary, night.state, night.finished_at = summary, "finished", datetime.now(UTC)


def break_off_night(database: Database, night_id: int, state: str, reason: str) -> None:
    """Record that a night ended early: `failed` or `interrupted`."""
    with database.session() as session:
        night = session.get_one(NightlyRun, night_id)
        night.state, night.summary, night.finished_at = state, reason, datetime.now(UTC)


def newest_crawl(session: Session) -> int:
    """The id of the newest crawl run, 0 where there is none."""
    return session.scalar(select(func.max(CrawlRun.id))) or 0


def crawl_after(session: Session, key: str, crawl_id: int) -> CrawlRun | None:
    """The newest crawl run of a source after the run `crawl_id`."""
    return session.scalars(
        select(CrawlRun)
        .join(Source, Source.id == CrawlRun.source_id)
        .where(Source.key == key, CrawlRun.id > crawl_id)
        .order_by(CrawlRun.id.desc())
        .limit(1)
    ).first()


def close_crawl(database: Database, key: str, crawl_id: int, message: str) -> None:
    """Mark a source's crawl that ended without a record of its own as interrupted."""
    with database.session() as session:
        run = crawl_after(session, key, crawl_id)
        if run is not None and run.state == "running":
            run.state, run.message, run.finished_at = "interrupted", message, datetime.now(UTC)


def visit_before(session: Session, key: str, moment: datetime) -> CrawlResult | None:
    """The result of the last crawl of a source that finished before `moment`."""
    run = session.scalars(
        select(CrawlRun)
        .join(Source, Source.id == CrawlRun.source_id)
        .where(Source.key == key, CrawlRun.started_at < moment, CrawlRun.state == "finished")
        .order_by(CrawlRun.id.desc())
        .limit(1)
    ).first()
    return run.result(key) if run is not None else None


def last_success(session: Session, key: str) -> datetime | None:
    """When a crawl of a source last finished well."""
    found = session.scalar(
        select(func.max(CrawlRun.finished_at))
        .join(Source, Source.id == CrawlRun.source_id)
        .where(Source.key == key, CrawlRun.state == "finished")
    )
    return with_zone(found) if found else None


def quarantined_since(session: Session, key: str, since: datetime) -> list[tuple[str, str]]:
    """(name, reason) of texts of a source that were quarantined since then and wait for a decision."""
    rows = session.execute(
        select(QuarantinedText.name, QuarantinedText.reason)
        .join(Source, Source.id == QuarantinedText.source_id)
        .where(Source.key == key, QuarantinedText.state == "quarantined", QuarantinedText.noticed_at >= since)
        .order_by(QuarantinedText.id)
    )
    return list(rows.tuples())


def article_counts(session: Session, key: str, since: datetime) -> list[tuple[str, int]]:
    """(external id, number of articles) of the texts of a source that were fetched since then."""
    rows = session.execute(
        select(Document.external_id, func.count(Article.id))
        .join(Source, Source.id == Document.source_id)
        .outerjoin(Article, Article.document_id == Document.id)
        .where(Source.key == key, Document.current, Document.has_text, Document.fetched_at >= since)
        .group_by(Document.id, Document.external_id)
        .order_by(Document.id)
    )
    return list(rows.tuples())


def papers(session: Session, newest: int) -> list[tuple[DigestPaper, int, dict[str, Any]]]:
    """The newest finished nights, oldest first: digest, its number within its day (UTC), statistics."""
    starts = session.execute(
        select(NightlyRun.id, NightlyRun.started_at)
        .where(NightlyRun.state == "finished")
        .order_by(NightlyRun.id)
    ).all()
    numbers: dict[int, int] = {}
    days: dict[str, int] = {}
    for night_id, started_at in starts:
        day = f"{with_zone(started_at):%Y-%m-%d}"
        numbers[night_id] = days[day] = days.get(day, 0) + 1
    nights = session.scalars(
        select(NightlyRun)
        .where(NightlyRun.id.in_([night_id for night_id, _ in starts[-newest:]]))
        .order_by(NightlyRun.id)
    )
    return [
        (_paper(night), numbers[night.id], dict(night.digest.get(STATISTICS, {})))
        for night in nights
        if CHANGES in night.digest
    ]


def _paper(night: NightlyRun) -> DigestPaper:
    since = night.digest.get(SINCE)
    return DigestPaper(
        night.id,
        with_zone(night.started_at),
        datetime.fromisoformat(since) if since else None,
        Changes.from_json(night.digest[CHANGES]),
        night.summary or "",
        NightEnd.of_record(night.sources, len(night.alerts)),
    )


def with_zone(moment: datetime) -> datetime:
    """SQLite keeps no time zone; what is stored is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
