"""`tracker reparse`: read the archived files again, offline, with the present readers."""

from typing import Annotated

import typer

from tracker.cli.console import progress, say


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Read all archived files again, offline.")(reparse)


def reparse(
    source: Annotated[str | None, typer.Argument(help="Only files of this source, e.g. tota.")] = None,
) -> None:
    """Read all archived files again; what the readers now read otherwise becomes a new version."""
    from tracker.cli.ingest import show_tally
    from tracker.cli.sources import source_facts
    from tracker.ingest.reparse import SUPERSEDED
    from tracker.ingest.reparse import reparse as run_reparse
    from tracker.logs import job_log
    from tracker.models.database import open_database

    database = open_database()
    with job_log("reparse"), progress() as display:
        task = display.add_task("Reading again", total=None)
        tally = run_reparse(
            database,
            source,
            sources=source_facts(),
            on_total=lambda total: display.update(task, total=total),
            on_document=lambda: display.advance(task),
        )
    database.close()
    show_tally(tally)
    say(
        f"replaced by newer versions {tally.kinds[SUPERSEDED]}, still not readable {tally.kinds['unreadable']}"
    )
    if tally.refusals:
        raise typer.Exit(2)
