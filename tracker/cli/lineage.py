"""`tracker lineage`: which clauses have which words in common, for clauses that are new or changed."""

from typing import TYPE_CHECKING

import typer

from tracker.cli.console import progress, say

if TYPE_CHECKING:
    from tracker.lineage.job import LineageResult
    from tracker.models.database import Database


def register(app: typer.Typer) -> None:
    """Add this file's command to `app`."""
    app.command(short_help="Compare the words of clauses with earlier ones.")(lineage)


def lineage() -> None:
    """Compare the words of new or changed clauses with all others of their provision and language.

    `tracker match`, `up` and `nightly` do it after matching. A run that is stopped goes on the next time.
    """
    from tracker.logs import job_log
    from tracker.models.database import open_database

    database = open_database()
    with job_log("lineage"):
        result = lineage_with_progress(database)
    database.close()
    say(lineage_line(result))


def lineage_with_progress(database: "Database") -> "LineageResult":
    """Run the lineage job with a progress bar."""
    from tracker.lineage.job import run_lineage

    with progress() as display:
        task = display.add_task("Comparing clauses", total=None)
        return run_lineage(
            database,
            on_total=lambda total: display.update(task, total=total),
            on_progress=lambda count: display.advance(task, count),
        )


def lineage_line(result: "LineageResult") -> str:
    """What a run did, in one line."""
    return f"lineage: {result.compared:,} clauses compared, {result.pairs:,} pairs with words in common"
