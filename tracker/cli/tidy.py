"""`tracker tidy`: delete what the settings allow."""

from typing import Annotated

import typer

from tracker.cli.console import say


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Delete old digests and raw files that the settings name.")(tidy)


def tidy(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Delete nothing; say what would be.")] = False,
) -> None:
    """Delete old digests, logs of nights, and raw files that nothing needs, as the settings say (docs/settings.md).

    Every night does the same at its end. Without these settings nothing is ever deleted. A raw file that is the only
    source of a stored text stays, unless TRACKER_KEEP_RAW=current gives up those of replaced texts.
    """
    from datetime import UTC, datetime

    from tracker.maintenance.retention import deletable
    from tracker.maintenance.retention import tidy as delete_now
    from tracker.models.database import open_database
    from tracker.settings import data_folder, settings

    database = open_database()
    found = (deletable if dry_run else delete_now)(database, data_folder(), settings(), datetime.now(UTC))
    database.close()
    for folder in found.digests:
        say(f"  {folder}")
    for sha256 in found.raw:
        say(f"  {sha256}")
    say(f"{'would be deleted' if dry_run else 'deleted'}: {found.line()}")
