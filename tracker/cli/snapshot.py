"""`tracker snapshot`: build and load the file of facts in the repository."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import progress, say

if TYPE_CHECKING:
    from tracker.facts.snapshot import SnapshotCounts
    from tracker.models.database import Database

app = typer.Typer(
    help="Facts of the whole database as one compact file, without treaty text.",
    short_help="Facts of the whole database as one compact file.",
)


@app.callback()
def options() -> None:
    """Facts of the whole database as one compact file, without treaty text."""


@app.command()
def build(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
) -> None:
    """Write the snapshot of the present database."""
    from tracker.errors import BadInput
    from tracker.facts import snapshot
    from tracker.facts.pending import pending_count
    from tracker.models.database import open_database

    path = output or snapshot.DEFAULT_PATH
    database = open_database()
    with database.read() as session:
        pending = pending_count(session)
    if pending:
        raise BadInput(f"{pending:,} articles are not matched yet; run 'tracker match' first")
    counts = snapshot.build(database, path)
    database.close()
    say(f"{_sentence(counts)} -> {path} ({path.stat().st_size / 1024:,.0f} KiB)")


@app.command(short_help="Add a snapshot's agreements to the database.")
def load(
    path: Annotated[Path | None, typer.Argument(help="Snapshot; the repository's own if not given.")] = None,
) -> None:
    """Add the agreements of a snapshot that the database does not have yet, and what the registry says of them."""
    from tracker.models.database import open_database

    database = open_database()
    with one_at_a_time(database):
        say(f"added {_sentence(load_with_progress(database, path))}")
        say(registry_stored(database))
    database.close()


@contextmanager
def one_at_a_time(database: "Database") -> Iterator[None]:
    """While the block fills the database, another process that wants to waits, and says so."""
    from tracker.models.first_start import first_start

    with first_start(database, lambda: say("another process is filling this database; waiting for it")):
        yield


def load_with_progress(database: "Database", path: Path | None = None) -> "SnapshotCounts":
    """Load a snapshot with a progress bar."""
    from tracker.cli.sources import source_facts
    from tracker.facts import snapshot

    with progress() as display:
        task = display.add_task("Loading facts", total=None)
        return snapshot.load(
            database,
            path or snapshot.DEFAULT_PATH,
            sources=source_facts(),
            on_agreement=lambda: display.advance(task),
        )


def registry_stored(database: "Database") -> str:
    """Store the registry, without which nothing is known of lives, relations and names in use; a line on it."""
    from tracker.ingest.registered import store_registry
    from tracker.registry import registry

    stored = store_registry(database, registry())
    return (
        f"registry: {stored.instruments:,} agreements, {stored.events:,} entries and exits of single parties"
    )


def _sentence(counts: "SnapshotCounts") -> str:
    return f"{counts.agreements:,} agreements, {counts.articles:,} articles, {counts.findings:,} findings"
