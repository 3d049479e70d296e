"""`tracker nightly`: every source, then matching, statistics, the digest of changes, alerts; one line at the end."""

import signal
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import complain, say
from tracker.cli.stopping import stop

if TYPE_CHECKING:
    from pathlib import Path

    from scrapers.sources import Source
    from tracker.models.database import Database
    from tracker.nightly.plan import SourcePlan

DEFAULT_TIMEOUT_MINUTES = 180.0
DEFAULT_AT_ONCE = 2


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Visit all sources, match, and report what is new.")(nightly)


def nightly(
    source: Annotated[
        list[str] | None, typer.Option(help="Visit this source only (may be given several times).")
    ] = None,
    base_url: Annotated[
        list[str] | None,
        typer.Option(help="KEY=URL: a mirror of a source, in place of TRACKER_<KEY>_BASE_URL."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.01, help="Minutes after which a source's visit is stopped.")
    ] = DEFAULT_TIMEOUT_MINUTES,
    at_once: Annotated[int, typer.Option(min=1, help="Sources visited at the same time.")] = DEFAULT_AT_ONCE,
) -> None:
    """Visit all sources, match what changed, and report what is new since the last finished night.

    Exit codes: 0 all well; 1 some source failed (all others were done); 6 every source failed; 7 another night
    is running; 8 no source failed, but there are alerts; 9 the night itself broke off; 2 wrong options; 4 the
    database or the disk cannot be used; 130 stopped by hand. The last line printed is the night in one line. A night
    that was killed is made up for by running this again.
    """
    from tracker.models.database import open_database
    from tracker.nightly.broken import reported_if_broken
    from tracker.nightly.night import run_night
    from tracker.settings import data_folder

    plans = source_plans(source or [], mirrors(base_url or []))
    # SIGTERM of a service manager is the same as Ctrl-C: visits end, and the night is recorded as interrupted.
    signal.signal(signal.SIGTERM, stop)
    data = data_folder()
    try:
        with reported_if_broken(data), closing(open_database()) as database:
            result = run_night(database, data, plans, timeout=timeout * 60, at_once=at_once, say=_say)
            _tidy(database, data)
    except KeyboardInterrupt:
        complain("stopped; what was stored is intact, run this again to make up for the night")
        raise typer.Exit(130) from None
    for alert in result.alerts:
        _say(f"ALERT {alert.line()}")
    for problem in result.problems:
        complain(problem)
    _say(f"log: {result.log}")
    _say(f"digest: {result.digest}")
    _say(result.summary)
    if result.exit_code:
        raise typer.Exit(result.exit_code)


def _tidy(database: "Database", data: "Path") -> None:
    """Delete what the settings allow; where that fails, the night stays what it was."""
    from datetime import UTC, datetime

    from tracker.errors import TrackerError
    from tracker.maintenance.retention import tidy
    from tracker.settings import settings

    try:
        deleted = tidy(database, data, settings(), datetime.now(UTC))
    except (TrackerError, OSError) as error:
        complain(f"old files could not be deleted: {error}")
        return
    if deleted.digests or deleted.raw:
        _say(f"deleted {deleted.line()}")


def _say(line: str) -> None:
    """Print a line immediately, so that a log shows the progress of the night."""
    say(line)
    sys.stdout.flush()


def mirrors(given: list[str]) -> dict[str, str]:
    """Base URLs by source: from `TRACKER_<KEY>_BASE_URL`, and from `KEY=URL` words, which take precedence.

    Raises BadInput for words of another form or an unknown source.
    """
    from tracker.errors import BadInput
    from tracker.settings import settings

    found = settings().mirrors
    for key in found:
        try:
            known_source(key)
        except BadInput as error:
            raise BadInput(f"TRACKER_{key.upper()}_BASE_URL: {error}") from None
    for words in given:
        key, equals, url = words.partition("=")
        if not equals or not url:
            raise BadInput(f"{words!r}: give --base-url as KEY=URL")
        found[known_source(key).key] = url
    return found


def known_source(key: str) -> "Source":
    """The source with that key. Raises BadInput for an unknown one."""
    from scrapers.sources import get_source

    return get_source(key)


def source_plans(wanted: list[str], base_urls: dict[str, str]) -> "list[SourcePlan]":
    """Plans for the wanted sources (also a disabled one, where it is named), or for all that are enabled.

    Raises BadInput for an unknown source, and where there is nothing to visit.
    """
    from scrapers.sources import load_sources
    from tracker.errors import BadInput

    chosen = [known_source(key) for key in dict.fromkeys(wanted)]
    if not chosen:
        chosen = [source for source in load_sources().values() if source.enabled or _has_folder(source)]
    if not chosen:
        raise BadInput(
            "no source is enabled; set `enabled: true` in the list of sources, or name one by --source"
        )
    return [_plan(source, base_urls.get(source.key)) for source in chosen]


def _has_folder(source: "Source") -> bool:
    """Whether the source is a folder that the settings name."""
    from tracker.settings import settings

    return source.kind == "folder" and settings().watch_folder is not None


def _plan(source: "Source", base_url: str | None) -> "SourcePlan":
    from tracker.nightly.plan import RunbookLine, SourcePlan

    command = [sys.executable, "-m", "tracker.cli", "crawl", source.key, "--json-progress"]
    if base_url:
        command += ["--base-url", base_url]
    return SourcePlan(
        key=source.key,
        title=source.title,
        command=tuple(command),
        min_documents=source.expect.min_documents,
        max_documents=source.expect.max_documents,
        min_articles=source.expect.min_articles,
        max_articles=source.expect.max_articles,
        crawl_every_days=source.crawl_every_days,
        runbook=tuple(RunbookLine(line.when, line.do, line.answers_to) for line in source.runbook),
    )
