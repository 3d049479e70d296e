"""`tracker crawl`: fetch texts from a source's site into the database."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.console import progress, say

if TYPE_CHECKING:
    from scrapers.session import CrawlStats, FetchedDocument, FetchedFacts
    from tracker.ingest.job import Ingester


MARKUP_WORD = "markup"
"""Spiders use this word, and only then, where a page no longer holds what they look for."""


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command()(crawl)


def crawl(
    source: Annotated[str, typer.Argument(help="Key of the source, e.g. tota.")],
    base_url: Annotated[
        str | None,
        typer.Option(help="A mirror to fetch from, in place of the site or TRACKER_<KEY>_BASE_URL."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Fetch at most this many documents.")] = None,
    folder: Annotated[
        Path | None,
        typer.Option(help="The folder to read (watch_folder), in place of TRACKER_WATCH_FOLDER."),
    ] = None,
    json_progress: Annotated[
        bool, typer.Option("--json-progress", hidden=True, help="One JSON object a line, for `tracker up`.")
    ] = False,
) -> None:
    """Fetch a source's documents politely and store what is new or changed.

    Exit codes: 0 all well; 5 the crawl failed, or documents were refused because they could not be read (all
    others are stored); 2 wrong options or an unknown source; 4 the database or the disk cannot be used; 130
    stopped by hand. A paper of the WTO without articles is kept as a paper and no failure; nor are single
    addresses that did not answer, which are listed and asked for again next time, or texts quarantined.
    """
    from scrapers.sources import load_sources
    from tracker.cli.sources import source_facts
    from tracker.errors import BadInput
    from tracker.ingest.job import Ingester
    from tracker.ingest.runs import end_run, start_run
    from tracker.models.database import open_database
    from tracker.settings import settings

    if source not in load_sources():
        raise BadInput(f"unknown source '{source}'; known: {', '.join(sorted(load_sources()))}")
    facts = source_facts()
    database = open_database()
    ingester = Ingester(database, facts, keep_raw=True)
    run_id = start_run(database, facts[source])
    state, counters, message = "failed", {}, None
    try:
        stats = _crawl(
            source,
            ingester,
            base_url=base_url or settings().mirrors.get(source),
            folder=folder,
            limit=limit,
            json_progress=json_progress,
        )
        ingester.finish()
        counters = _counters(stats, ingester)
        state = "interrupted" if stats.interrupted else "failed" if stats.failed else "finished"
        message = stats.errors[0] if stats.errors else None
    except KeyboardInterrupt:
        state, message = "interrupted", "stopped by hand"
        raise
    finally:
        end_run(database, run_id, state, counters, message)
        database.close()
    if not json_progress:
        _show(source, counters, stats, ingester)
    if state != "finished" or ingester.tally.refusals:
        raise typer.Exit(130 if state == "interrupted" else 5)


def _crawl(
    source: str,
    ingester: "Ingester",
    *,
    base_url: str | None,
    folder: Path | None,
    limit: int | None,
    json_progress: bool,
) -> "CrawlStats":
    from scrapers.run import crawl as run_spider
    from tracker.ingest.listed import ListedAgreement
    from tracker.settings import data_folder

    cache = data_folder() / "http-cache"

    def store(document: "FetchedDocument") -> None:
        ingester.take(document.raw, url=document.url or None, fetched_at=document.fetched_at)

    def store_facts(facts: "FetchedFacts") -> None:
        ingester.take_facts(ListedAgreement(facts.source, facts.external_id, facts.meta))

    def run(report: Callable[[int, int | None], None]) -> "CrawlStats":
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


def _counters(stats: "CrawlStats", ingester: "Ingester") -> dict[str, Any]:
    tally = ingester.tally
    return {
        "pages": stats.pages,
        "bytes": stats.bytes,
        "not_modified": stats.not_modified,
        "errors": len(stats.errors),
        "refused": len(tally.refusals),
        "documents": stats.documents,
        "listed": stats.facts,
        **{f"listed_{kind}": tally.listed[kind] for kind in ("new", "recognised", "changed")},
        "blocked": stats.refused,
        "misfits": sum(MARKUP_WORD in error.lower() for error in stats.errors),
        **{
            kind: tally.kinds[kind]
            for kind in ("loaded", "attached", "updated", "filled", "unchanged", "quarantined", "papers")
        },
    }


def _show(source: str, counters: dict[str, Any], stats: "CrawlStats", ingester: "Ingester") -> None:
    from tracker.cli.ingest import show_tally

    say(
        f"{source}: {counters['pages']:,} pages, {counters['bytes'] / 1e6:,.1f} MB,"
        f" {counters['not_modified']:,} not modified, {counters['errors']:,} errors"
    )
    if stats.facts:
        listed = ingester.tally.listed
        say(
            f"  {stats.facts:,} agreements in its list: {listed['new']:,} new, {listed['recognised']:,} known from"
            f" other sources, {listed['changed']:,} changed, {listed['unchanged']:,} as before"
        )
    for error in stats.errors[:10]:
        say(f"  {error}")
    show_tally(ingester.tally)
