"""`tracker review`: what a person should look at."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.console import progress, say


def register(app: typer.Typer) -> None:
    """Add this file's command to `app`."""
    app.command(short_help="List findings and articles that a person should look at.")(review)


def review(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="CSV to write, one thing to look at a line.")
    ],
) -> None:
    """List what a person should look at: findings that the reviewer holds improbable, and provisions it would expect
    in an article where the rules found none. English texts only; docs/review.md says how far it may be trusted.
    """
    from tracker.export.csv_safe import write_csv
    from tracker.facts.review import to_review
    from tracker.models.database import open_database

    database = open_database()
    try:
        with progress() as display:
            task = display.add_task("Reviewing articles", total=None)
            found = list(
                to_review(
                    database,
                    on_total=lambda total: display.update(task, total=total),
                    on_progress=lambda count: display.advance(task, count),
                )
            )
    finally:
        database.close()
    columns = ("kind", "agreement", "article", "heading", "provision", "probability")
    rows = [
        (one.kind, one.agreement, one.number, one.heading, one.provision, one.probability) for one in found
    ]
    write_csv(output, columns, rows)
    counts = Counter(one.kind for one in found)
    say(
        f"{counts['uncertain']:,} uncertain findings, {counts['perhaps missed']:,} provisions perhaps missed"
        f" -> {output}"
    )
