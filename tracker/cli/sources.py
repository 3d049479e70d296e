"""`tracker sources`: every source with its health and freshness; and whether its markup still fits.

It also passes the facts of the known sources to the database, because the entries belong to the scrapers and the rows
to the tracker.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import source_entries, verify, wanted
from tracker.cli.console import say, show

if TYPE_CHECKING:
    from scrapers.sources import Source
    from tracker.crawls import CrawlResult
    from tracker.queries.operations.nights import SourceHealth
    from tracker.resolution.agreements import SourceFacts

EXIT_DOES_NOT_FIT = 5

app = typer.Typer(
    help="Every source: its last visit, how fresh it is, whether its markup was ever compared.",
    short_help="Every source: last visit, freshness, markup.",
)

source_entries.register(app)
wanted.register(app)
verify.register(app)

COLUMNS = ("source", "enabled", "markup", "last visit", "state", "documents", "texts", "quarantined", "fresh")


def source_facts() -> "dict[str, SourceFacts]":
    """Title, address, licence and citation of every source by key, and of the user's own files (`file`)."""
    from scrapers.sources import load_sources
    from tracker.resolution.agreements import SourceFacts

    facts = {
        source.key: SourceFacts(source.key, source.title, source.url or None, source.licence, source.cite)
        for source in load_sources().values()
    }
    facts["file"] = SourceFacts("file", "Files given by the user")
    return facts


@app.callback(invoke_without_command=True)
def listing(context: typer.Context) -> None:
    """Every source: its last visit and what it counted, how fresh it is, whether its markup was ever compared."""
    if context.invoked_subcommand is not None:
        return
    from rich.box import SIMPLE
    from rich.markup import escape
    from rich.table import Table

    from scrapers.sources import load_sources
    from tracker.models.database import open_database
    from tracker.queries.operations.nights import source_health

    database = open_database()
    with database.read() as session:
        health = {row.key: row for row in source_health(session)}
    database.close()
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    for name in COLUMNS:  # the row's name and its warnings are not cut on a narrow terminal
        table.add_column(name, no_wrap=name in ("source", "markup"))
    known = load_sources()
    now = datetime.now(UTC)
    for source in known.values():
        table.add_row(*(escape(cell) for cell in row_of(source, health.get(source.key), now)))
    show(table)
    for key, source in known.items():
        row = health.get(key)
        if row is not None and row.last is not None and row.last.message:
            say(f"{source.key}: {row.last.message}")


@app.command(short_help="Fetch one page: does its markup still fit?")
def check(
    name: Annotated[str, typer.Argument(help="Key of the source, e.g. tota.")],
    base_url: Annotated[str | None, typer.Option(help="A mirror to ask instead of the site.")] = None,
) -> None:
    """Fetch one page of a source and say whether its markup still fits its spider; nothing is stored.

    Exit code 5 where it does not fit or could not be fetched.
    """
    from scrapers.check import check_source
    from tracker.cli.nightly import known_source, mirrors

    source = known_source(name)
    if source.kind == "folder":
        from scrapers.sites.watch_folder import watched_folder

        say(f"{name}: {watched_folder(None)}: a folder, which has no markup")
        return
    checked = check_source(source, base_url=base_url or mirrors([]).get(name))
    if checked.problem is not None:
        say(f"{name}: {checked.url}: {checked.problem.reason} [{checked.problem.kind}]")
        fitting = [line for line in source.runbook if checked.problem.kind in line.answers_to]
        for line in fitting or source.runbook:
            say(f"  when {line.when}: {line.do}")
        raise typer.Exit(EXIT_DOES_NOT_FIT)
    say(f"{name}: {checked.url}: the markup fits")


def row_of(source: "Source", health: "SourceHealth | None", now: datetime) -> tuple[str, ...]:
    """One row of the list, under COLUMNS."""
    markup = f"seen {source.verified}" if source.verified else "unverified"
    enabled = "yes" if source.enabled else "no"
    if health is None or health.last is None:
        texts = f"{health.texts:,}" if health else "0"
        return source.key, enabled, markup, "never", "-", "-", texts, "0", "never visited"
    return (
        source.key,
        enabled,
        markup,
        f"{health.last_started:%Y-%m-%d %H:%M}" if health.last_started else "never",
        health.last.state,
        _counted(health.last),
        f"{health.texts:,}",
        f"{health.quarantined:,}",
        _freshness(health.last_success, source.crawl_every_days, now),
    )


def _counted(result: "CrawlResult") -> str:
    """The counters of the last visit."""
    seldom = {
        "new": result.new,
        "updated": result.updated,
        "refused": result.refused,
        "rejected": result.rejected,
        "quarantined": result.quarantined,
    }
    counts = [f"{result.documents:,}", f"{result.not_modified:,} not modified"]
    counts += [f"{count:,} {name}" for name, count in seldom.items() if count]
    if result.error_count:
        counts.append(f"{result.error_count:,} errors{result.kinds_in_brackets()}")
    return ", ".join(counts)


def _freshness(last_success: datetime | None, every_days: int, now: datetime) -> str:
    if last_success is None:
        return "never visited well"
    days = (now - last_success) / timedelta(days=1)
    ago = "today" if days < 1 else f"{days:,.0f} days ago"
    return f"{ago} (overdue)" if days > every_days else ago
