"""`tracker lineage`: which clauses have which words in common, for clauses that are new or changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import progress, say

if TYPE_CHECKING:
    from tracker.cluster import Cluster
    from tracker.lineage.job import LineageResult
    from tracker.models.database import Database

SCHEDULER_HELP = "Work on the cluster of this Dask scheduler: tcp://host:port."


def register(app: typer.Typer) -> None:
    """Add this file's command to `app`."""
    app.command(short_help="Compare the words of clauses with earlier ones.")(lineage)


def lineage(scheduler: Annotated[str | None, typer.Option(help=SCHEDULER_HELP)] = None) -> None:
    """Compare the words of new or changed clauses with all others of their provision and language.

    `tracker match`, `up` and `nightly` do it after matching. A run that is stopped goes on the next time.
    """
    from tracker.logs import job_log
    from tracker.models.database import open_database

    database = open_database()
    with job_log("lineage"), asked_cluster(scheduler) as cluster:
        result = lineage_with_progress(database, cluster)
    database.close()
    say(lineage_line(result))


@contextmanager
def asked_cluster(scheduler: str | None) -> "Iterator[Cluster | None]":
    """The cluster of this scheduler; None without one."""
    if scheduler is None:
        yield None
        return
    from tracker.cluster import cluster

    with cluster(scheduler) as found:
        yield found


def lineage_with_progress(database: "Database", cluster: "Cluster | None" = None) -> "LineageResult":
    """Run the lineage job with a progress bar."""
    from tracker.lineage.job import run_lineage

    with progress() as display:
        task = display.add_task("Comparing clauses", total=None)
        return run_lineage(
            database,
            cluster=cluster,
            on_total=lambda total: display.update(task, total=total),
            on_progress=lambda count: display.advance(task, count),
        )


def lineage_line(result: "LineageResult") -> str:
    """What a run did, in one line."""
    return f"lineage: {result.compared:,} clauses compared, {result.pairs:,} pairs with words in common"
