"""`tracker crawl`: fetch texts from a source's site into the database."""

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import complain, progress, say

if TYPE_CHECKING:
    from scrapers.session import FetchedDocument, FetchedFacts
    from scrapers.sources import Source
    from tracker.crawls import CrawlResult
    from tracker.ingest.job import Ingester
    from tracker.models.database import Database

log = logging.getLogger(__name__)

SHOWN_ERRORS = 10
NOTHING_DUE = 3


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Fetch a source's texts politely, store what is new.")(crawl)


def crawl(
    source: Annotated[str | None, typer.Argument(help="Key of the source, e.g. tota.")] = None,
    base_url: Annotated[
        str | None,
        typer.Option(help="A mirror to fetch from, in place of the site or TRACKER_<KEY>_BASE_URL."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Fetch at most this many documents.")] = None,
    folder: Annotated[
        Path | None,
        typer.Option(help="The folder to read (watch_folder), in place of TRACKER_WATCH_FOLDER."),
    ] = None,
    next_: Annotated[
        bool,
        typer.Option("--next", help="Visit the source that is due next and that no other process visits."),
    ] = False,
    hours: Annotated[
        float, typer.Option(min=0, help="With --next: due is what was last visited so many hours ago.")
    ] = 20.0,
    json_progress: Annotated[
        bool, typer.Option("--json-progress", hidden=True, help="One JSON object a line, for `tracker up`.")
    ] = False,
) -> None:
    """Fetch a source's documents politely and store what is new or changed.

    Several machines with one PostgreSQL database share the work by `tracker crawl --next`: each visits what is due and
    nobody visits now. No source is visited by two at once.

    Exit codes: 0 all well; 3 nothing is due (--next); 7 another process visits the source now; 5 the crawl failed,
    or documents were refused because they could not be read (all others are stored); 2 wrong options or an unknown
    source; 4 the database or the disk cannot be used; 130 stopped by hand. A crawl in which code raised has failed:
    one line says at which address and what, and the log (logs/crawl-SOURCE.log in the data folder) holds the
    traceback. A paper of the WTO without articles is kept as a paper and no failure; nor are single addresses that
    did not answer, which are listed and asked for again next time, or texts in quarantine.
    """
    from scrapers.sources import load_sources
    from tracker.errors import BadInput
    from tracker.models.database import open_database

    known = load_sources()
    if (source is None) != next_:
        raise BadInput("name one source, or give --next")
    if source is not None and source not in known:
        raise BadInput(f"unknown source '{source}'; known: {', '.join(sorted(known))}")
    with (
        closing(open_database()) as database,
        _kept_from_others(database, source, _on_the_web(known), hours) as chosen,
    ):
        if chosen is None:
            say("nothing is due: every source was visited lately, or is being visited")
            raise typer.Exit(NOTHING_DUE)
        _visit(chosen, database, base_url=base_url, folder=folder, limit=limit, json_progress=json_progress)


def _on_the_web(known: "Mapping[str, Source]") -> list[str]:
    """The keys of all sources that every machine can visit: a folder is on one of them."""
    return [key for key, source in known.items() if source.kind != "folder"]


@contextmanager
def _kept_from_others(
    database: "Database", source: str | None, sources: list[str], hours: float
) -> Iterator[str | None]:
    """The source to visit, which no other process visits until the block ends; None where none of `sources` is due."""
    from tracker.ingest.crawl_jobs import next_due, visiting

    if source is None:
        with next_due(database, sources, datetime.now(UTC) - timedelta(hours=hours)) as found:
            yield found
    else:
        with visiting(database, source):
            yield source


def _visit(
    source: str,
    database: "Database",
    *,
    base_url: str | None,
    folder: Path | None,
    limit: int | None,
    json_progress: bool,
) -> None:
    """Visit one source; the exit code is that of its crawl."""
    from tracker.logs import job_log

    with job_log(f"crawl-{source}") as log_file:
        result = _recorded(
            source, database, base_url=base_url, folder=folder, limit=limit, json_progress=json_progress
        )
    if result.fails and log_file is not None:
        complain(f"{source}: tracebacks are in {log_file}")
    if result.state == "interrupted":
        raise typer.Exit(130)
    if not result.well or result.refused:
        raise typer.Exit(5)


def _recorded(
    source: str,
    database: "Database",
    *,
    base_url: str | None,
    folder: Path | None,
    limit: int | None,
    json_progress: bool,
) -> "CrawlResult":
    """Crawl, store, and record the run, however it ends. Raises what storing or wrong input raise, and Ctrl-C."""
    from tracker.cli.sources import source_facts
    from tracker.crawls import CrawlError, CrawlResult, CrawlState, ErrorKind
    from tracker.errors import TrackerError
    from tracker.ingest.job import Ingester
    from tracker.ingest.runs import end_run, start_run, with_tally
    from tracker.settings import settings

    facts = source_facts()
    ingester = Ingester(database, facts, keep_raw=True)
    run_id = start_run(database, facts[source])
    started = time.monotonic()
    log.info("%s: the crawl begins", source, extra={"source": source})
    result = CrawlResult(source, CrawlState.FAILED)
    ending: str | None = None
    try:
        result = _crawl(
            source,
            ingester,
            base_url=base_url or settings().mirrors.get(source),
            folder=folder,
            limit=limit,
            json_progress=json_progress,
        )
        ingester.finish()
    except KeyboardInterrupt:
        result, ending = replace(result, state=CrawlState.INTERRUPTED), "stopped by hand"
        raise
    except TrackerError as error:
        aborted = CrawlError(ErrorKind.ABORTED, "", " ".join(str(error).split()))
        result = replace(result, state=CrawlState.FAILED).with_errors(aborted)
        ending = aborted.reason
        raise
    except Exception as error:
        result = replace(result, state=CrawlState.FAILED).with_errors(CrawlError.of_exception("", error))
        log.exception("%s: the crawl broke off", source, extra={"source": source})
    finally:
        result = with_tally(result, ingester.tally)
        seconds = round(time.monotonic() - started, 1)
        result = replace(result, seconds=seconds, message=ending or result.message)
        result = replace(result, message=result.message or result.reason or None)
        end_run(database, run_id, result)
        log.info("%s", result.line(), extra={"source": source, "state": str(result.state)})
    _show(result, ingester, quiet=json_progress)
    return result


def _crawl(
    source: str,
    ingester: "Ingester",
    *,
    base_url: str | None,
    folder: Path | None,
    limit: int | None,
    json_progress: bool,
) -> "CrawlResult":
    from scrapers.run import crawl as run_spider
    from tracker.ingest.listed import ListedAgreement
    from tracker.settings import data_folder

    cache = data_folder() / "http-cache"

    def store(document: "FetchedDocument") -> None:
        ingester.take(document.raw, url=document.url or None, fetched_at=document.fetched_at)

    def store_facts(facts: "FetchedFacts") -> None:
        ingester.take_facts(ListedAgreement(facts.source, facts.external_id, facts.meta))

    def run(report: Callable[[int, int | None], None]) -> "CrawlResult":
        return run_spider(
            source,
            base_url=base_url,
            folder=folder,
            limit=limit,
            sink=store,
            facts_sink=store_facts,
            cache_dir=cache,
            on_progress=report,
        )

    if json_progress:
        return run(lambda done, total: print(json.dumps({"done": done, "total": total}), flush=True))
    with progress() as display:
        task = display.add_task(f"Fetching {source}", total=limit)
        return run(lambda done, total: display.update(task, completed=done, total=total))


def _show(result: "CrawlResult", ingester: "Ingester", *, quiet: bool) -> None:
    """Print the result of the crawl; where another program reads the progress, only the errors that made it fail."""
    from tracker.cli.ingest import show_tally
    from tracker.crawls.errors import FAILING

    source = result.source
    for error in result.errors_of(*FAILING)[:SHOWN_ERRORS]:
        complain(f"{source}: {error.line()}")
    if quiet:
        return
    say(
        f"{source}: {result.pages:,} pages, {result.bytes / 1e6:,.1f} MB, {result.not_modified:,} not modified,"
        f" {result.error_count:,} errors{result.kinds_in_brackets()}"
    )
    if result.listed:
        unchanged = ingester.tally.listed["unchanged"]
        say(
            f"  {result.listed:,} agreements in its list: {result.listed_new:,} new, {result.listed_recognised:,}"
            f" known from other sources, {result.listed_changed:,} changed, {unchanged:,} as before"
        )
    # Exceptions were printed above; refusals are printed below.
    refused = {(refusal.name, refusal.reason) for refusal in ingester.tally.refusals}
    others = [
        error
        for error in result.errors
        if error.kind not in FAILING and (error.url, error.reason) not in refused
    ]
    for error in others[:SHOWN_ERRORS]:
        say(f"  {error.line()}")
    if len(others) > SHOWN_ERRORS:
        say(f"  ... and {len(others) - SHOWN_ERRORS:,} more errors, in the log")
    show_tally(ingester.tally)
