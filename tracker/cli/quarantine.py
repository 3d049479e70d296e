"""`tracker quarantine`: texts that look broken and wait for a decision."""

from typing import Annotated

import typer

from tracker.cli.console import say, show

app = typer.Typer(help="Texts that look broken; decide what becomes of them.")


@app.callback(invoke_without_command=True)
def quarantine(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="The decided ones too.")] = False,
) -> None:
    """List texts that shrank by half, lost articles or have grave remarks; good versions stay until you decide."""
    if context.invoked_subcommand is not None:
        return
    from rich.table import Table

    from tracker.ingest.quarantine_review import quarantine_rows
    from tracker.models.database import open_database

    database = open_database()
    with database.read() as session:
        rows = quarantine_rows(session, everything=everything)
    database.close()
    if not rows:
        say("nothing is quarantined")
        return
    table = Table("id", "source", "identifier", "file", "noticed", "state", "reason")
    for row in rows:
        table.add_row(
            str(row.id),
            row.source,
            row.external_id,
            row.name,
            f"{row.noticed_at:%Y-%m-%d}",
            row.state,
            row.reason,
        )
    show(table, markup=False)
    say("tracker quarantine accept ID stores it after all")
    say("tracker quarantine reject ID leaves the good version for good")


@app.command()
def accept(quarantine_id: Annotated[int, typer.Argument(help="Number in the list.", metavar="ID")]) -> None:
    """Store a quarantined text after all, as a new version."""
    from tracker.ingest.quarantine_review import accept_quarantined
    from tracker.models.database import open_database

    database = open_database()
    outcome = accept_quarantined(database, quarantine_id)
    database.close()
    say(f"{outcome.kind}: {outcome.slug}, {outcome.articles:,} articles; run `tracker match` to flag them")


@app.command(short_help="Leave the good version in place.")
def reject(quarantine_id: Annotated[int, typer.Argument(help="Number in the list.", metavar="ID")]) -> None:
    """Leave the good version in place, now and whenever this text comes again."""
    from tracker.ingest.quarantine_review import reject_quarantined
    from tracker.models.database import open_database

    database = open_database()
    reject_quarantined(database, quarantine_id)
    database.close()
    say(f"quarantined text {quarantine_id} rejected; the good version stays")
