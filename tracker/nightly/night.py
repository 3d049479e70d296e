"""One night from beginning to end: crawl, match, count, compare, alert, write, notify."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tracker.crawls import CrawlError, CrawlResult, CrawlState, ErrorKind
from tracker.errors import TrackerError
from tracker.facts.match_job import run_match
from tracker.facts.versions import current_versions
from tracker.lineage.job import run_lineage
from tracker.logs import writing_to
from tracker.models.database import Database
from tracker.nightly import monitors, records
from tracker.nightly.changes import Changes
from tracker.nightly.digest import compare
from tracker.nightly.feed import FEED_NIGHTS
from tracker.nightly.files import digest_path, in_language, log_name, write_digest, write_feed
from tracker.nightly.lock import NightLock
from tracker.nightly.news import with_news
from tracker.nightly.notices import Notice, send_notices
from tracker.nightly.plan import SourcePlan
from tracker.nightly.processes import Ended, run_all
from tracker.nightly.state import take_state
from tracker.nightly.statistics import take_statistics
from tracker.nightly.summary import NightEnd, night_summary
from tracker.settings import settings, variables

log = logging.getLogger(__name__)

LOCK_FILE = "nightly.lock"
MAX_NOTICE_CHARACTERS = 200_000
"""Most characters of a digest in a notice; a longer one (a first night's, say) is cut, since mail servers refuse
megabytes."""

EXIT_WELL, EXIT_SOME_FAILED, EXIT_ALL_FAILED, EXIT_ALERTS = 0, 1, 6, 8


class NightBroken(TrackerError):
    """Code raised in the night itself, outside the crawls; the night is recorded as failed."""

    exit_code = 9


@dataclass(frozen=True, slots=True)
class NightResult:
    """The result of a night. `digest` is its Markdown file, `log` its log, `problems` are notices that could not be
    sent."""

    night_id: int
    visits: tuple[CrawlResult, ...]
    changes: Changes
    alerts: tuple[monitors.Alert, ...]
    summary: str
    digest: Path
    log: Path
    problems: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 all well; 1 some source failed; 6 all did; 8 none failed, but there are alerts."""
        return _exit_code(self.visits, self.alerts)


def run_night(
    database: Database,
    data: Path,
    plans: Sequence[SourcePlan],
    *,
    timeout: float,
    at_once: int,
    say: Callable[[str], None],
) -> NightResult:
    """Run a night over these sources, `timeout` seconds for each; `say` is called with one line per event.

    - What a killed earlier night had stored is in this night's digest.
    - The night and its crawls log to one file beside the digest.

    Raises NightRunning where another night has the lock, NightBroken where code raised, and the errors of storage and
    template; the night is then recorded as failed.
    """
    with NightLock(data / LOCK_FILE) as lock:
        started_at = datetime.now(UTC)
        night_id = records.begin_night(database, current_versions().fingerprint, started_at)
        log_file = data / log_name(night_id, started_at)
        with writing_to(log_file):
            log.info("night %d of %s begins: %d sources", night_id, f"{started_at:%Y-%m-%d}", len(plans))
            try:
                _write_files(database, data, everything=False)
                visits = _visit_all(
                    database, night_id, plans, timeout, at_once, lock.descriptor, log_file, say
                )
                matched = run_match(database)
                say(matched.line())
                run_lineage(database)
                changes, alerts, summary = _close(database, night_id, plans, visits, started_at)
            except KeyboardInterrupt:
                _break_off(database, night_id, "interrupted", "stopped by hand")
                raise
            except (TrackerError, OSError) as error:
                _break_off(database, night_id, "failed", str(error))
                raise
            except Exception as error:
                log.exception("code raised")
                reason = CrawlError.of_exception("", error).line()
                _break_off(database, night_id, "failed", reason)
                raise NightBroken(f"the night broke off: {reason}; the traceback is in {log_file}") from error
            path = _write_files(database, data, everything=True)
            notice = _notice(night_id, visits, changes, alerts, summary, path, log_file)
            problems = tuple(send_notices(notice, settings()))
            for line in (*(alert.line() for alert in alerts), *problems):
                log.warning("%s", line)
            log.info("%s", summary)
        return NightResult(night_id, visits, changes, alerts, summary, path, log_file, problems)


def _break_off(database: Database, night_id: int, state: str, reason: str) -> None:
    """Record it, where the database still can: what made the night break off must not be lost behind a second error."""
    log.error("the night %s: %s", state, reason)
    try:
        records.break_off_night(database, night_id, state, reason)
    except Exception as error:
        log.error("the night's end could not be recorded: %s", " ".join(str(error).split()))


def _visit_all(
    database: Database,
    night_id: int,
    plans: Sequence[SourcePlan],
    timeout: float,
    at_once: int,
    lock: int,
    log_file: Path,
    say: Callable[[str], None],
) -> tuple[CrawlResult, ...]:
    with database.read() as session:
        newest = records.newest_crawl(session)
    visits: dict[str, CrawlResult] = {}

    def note(key: str, ended: Ended) -> None:
        visits[key] = _visit(database, key, newest, ended)
        records.note_visit(database, night_id, visits[key])
        log.log(logging.INFO if visits[key].well else logging.ERROR, "%s", visits[key].line())
        say(visits[key].line())

    run_all(
        [(plan.key, plan.command) for plan in plans],
        timeout=timeout,
        at_once=at_once,
        on_end=note,
        keep_open=[lock],
        environment={variables()["log_file"]: str(log_file.absolute())},
    )
    return tuple(visits[plan.key] for plan in plans)


def _visit(database: Database, key: str, newest: int, ended: Ended) -> CrawlResult:
    """The result of a visit: its own record, or what its process reported where there is none."""
    with database.read() as session:
        run = records.crawl_after(session, key, newest)
        found = run.result(key) if run is not None else CrawlResult(key)
    if found.state is CrawlState.RUNNING:
        message = ended.last_words or f"ended without a word (exit code {ended.code})"
        if run is not None:
            records.close_crawl(database, key, newest, message)
        found = replace(found, state=CrawlState.CRASHED)
        if not ended.timed_out:
            found = found.with_errors(CrawlError(ErrorKind.ABORTED, "", message))
    if ended.timed_out:
        message = f"took longer than {ended.seconds:,.0f} s and was stopped"
        found = replace(found, state=CrawlState.TIMED_OUT)
        found = found.with_errors(CrawlError(ErrorKind.TIMEOUT, "", message))
        found = replace(found, message=message)
    return replace(found, seconds=round(ended.seconds, 1))


def _close(
    database: Database,
    night_id: int,
    plans: Sequence[SourcePlan],
    visits: Sequence[CrawlResult],
    started_at: datetime,
) -> tuple[Changes, tuple[monitors.Alert, ...], str]:
    """Count, compare, alert, and record the night as finished."""
    with database.read() as session:
        state = take_state(session, current_versions().fingerprint)
        before, since = records.state_before(session)
        changes = with_news(session, compare(before, state), before, state)
        statistics = take_statistics(session)
        unseen = records.unseen_since(session)
        seen = [
            monitors.Seen(
                plan,
                visit,
                records.visit_before(session, plan.key, started_at),
                records.article_counts(session, plan.key, unseen),
                records.quarantined_since(session, plan.key, unseen),
                records.last_success(session, plan.key),
                datetime.now(UTC),
            )
            for plan, visit in zip(plans, visits, strict=True)
        ]
    alerts = (
        *(alert for one in seen for alert in monitors.alerts(one)),
        *monitors.given_up_alerts(changes.given_up, plans),
    )
    failed = tuple(visit.source for visit in visits if not visit.well)
    summary = night_summary(started_at, NightEnd(len(visits), failed, len(alerts)), changes)
    records.end_night(
        database,
        night_id,
        state=state,
        since=since,
        changes=changes,
        statistics=statistics,
        alerts=[alert.to_json() for alert in alerts],
        summary=summary,
    )
    return changes, alerts, summary


def _exit_code(visits: Sequence[CrawlResult], alerts: Sequence[monitors.Alert]) -> int:
    failed = sum(not visit.well for visit in visits)
    if failed:
        return EXIT_ALL_FAILED if failed == len(visits) else EXIT_SOME_FAILED
    return EXIT_ALERTS if alerts else EXIT_WELL


def _write_files(database: Database, data: Path, *, everything: bool) -> Path:
    """Write the missing digests, and the feed; returns the newest digest's path.

    Files are made from the nights' records: where a night was killed between its record and its files, the next one
    writes them. Without `everything` nothing else is written.
    """
    with database.read() as session:
        papers = records.papers(session, FEED_NIGHTS)
    path = data
    days = settings().keep_digests_days
    oldest = datetime.now(UTC) - timedelta(days=days) if days is not None else None
    for paper, number, statistics in papers:
        if oldest is not None and paper.started_at.date() < oldest.date():
            continue  # deleted, as the settings want it
        path = digest_path(data, paper, number)
        if not path.exists() or (everything and paper is papers[-1][0]):
            write_digest(path, paper, statistics)
    if papers:
        write_feed(data, [paper for paper, _, _ in papers], settings().feed_url)
    return path


def _notice(
    night_id: int,
    visits: Sequence[CrawlResult],
    changes: Changes,
    alerts: Sequence[monitors.Alert],
    summary: str,
    digest: Path,
    log_file: Path,
) -> Notice:
    reported = [alert.line() for alert in alerts]
    digest = in_language(digest, settings().notice_language)
    text = [summary, "", *(f"ALERT {line}" for line in reported), *([""] if reported else [])]
    text += [
        *(visit.line() for visit in visits),
        "",
        digest.read_text(encoding="utf-8")[:MAX_NOTICE_CHARACTERS],
    ]
    text.append(f"All of it: {digest}; what happened on the way: {log_file}")
    facts: dict[str, Any] = {
        "night": night_id,
        "exit_code": _exit_code(visits, alerts),
        "sources": {visit.source: visit.to_json() for visit in visits},
        "alerts": [alert.to_json() for alert in alerts],
        "changes": changes.counts(),
        "digest": str(digest),
        "log": str(log_file),
    }
    return Notice(summary, "\n".join(text), facts, not changes.empty, bool(alerts))
