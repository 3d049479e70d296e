"""`tracker backup`, `tracker restore`, `tracker migrate-data`: all rows of the database in a file, and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import say

if TYPE_CHECKING:
    from tracker.maintenance.rows import TableSum
    from tracker.models.database import Database

SHOWN_DIGITS = 12


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Write the database to a file, while it is in use.")(backup)
    app.command(short_help="Put a backup's rows into the database.")(restore)
    app.command("migrate-data", short_help="Move everything to another database.")(migrate_data)


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help="File to write; one with the time in the folder of backups if not given."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="Then keep only so many of the newest backups in the folder of backups."),
    ] = None,
) -> None:
    """Write all rows of the database to a file, as they are at one moment, and read it again.

    The database may be in use. The file is the same from SQLite and from PostgreSQL, and `tracker restore` puts it
    into either. The archive of raw files is not in it: copy that folder as well. Exit codes: 0 written and verified;
    2 a path that cannot be used; 4 the database or the disk cannot be used.
    """
    from tracker.errors import BadInput
    from tracker.maintenance.backup import write_backup
    from tracker.maintenance.backups import backup_folder, delete_older, new_backup_path
    from tracker.models.database import open_database
    from tracker.settings import data_folder

    if keep is not None and file is not None:
        raise BadInput("--keep is for the folder of backups; leave FILE out")
    if file is None:
        backup_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        file = new_backup_path(datetime.now(UTC))
    database = open_database()
    made = write_backup(database, file, force=force)
    database.close()
    for old in delete_older(keep) if keep is not None else ():
        say(f"deleted {old}")
    say(
        f"{file}: {made.rows:,} rows of {len(made.tables)} tables, {file.stat().st_size / 1e6:,.1f} MB, read again and"
        f" found equal; not in it: the archive of raw files ({data_folder() / 'archive'})"
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `tracker backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what the database has.")] = False,
) -> None:
    """Put the rows of a backup into the database (DATABASE_URL), which must be empty, or --force is given.

    The file is read and checked first; a damaged one changes nothing. All is one transaction: stopped at any point, the
    database is as it was. Exit codes: 0 restored, and every row found again; 2 a file that cannot be used, or a
    database that is not empty; 4 the database or the disk cannot be used.
    """
    from tracker.errors import BadInput
    from tracker.maintenance.backup import has_rows, read_backup, restore_backup
    from tracker.models.database import open_database
    from tracker.settings import data_folder

    read_backup(file)  # before a database is made for it
    database = open_database()
    if not force and has_rows(database):
        raise BadInput(f"{database.shown_url} is not empty; --force replaces what it has (back it up first)")
    restored = restore_backup(file, database, force=force, work_in=data_folder(), on_table=_show_table)
    database.close()
    say(
        f"restored {restored.rows:,} rows of {restored.made_at:%Y-%m-%d %H:%M} UTC into {database.shown_url}; every"
        " count and checksum is equal"
    )


def migrate_data(
    source: Annotated[str, typer.Argument(metavar="FROM", help="Address of the database that has the data.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Address of an empty one; a file is made.")],
) -> None:
    """Copy everything from one database to another, SQLite or PostgreSQL (addresses as in DATABASE_URL).

    FROM may be in use and stays as it is; what is stored there afterwards is not moved. Count and checksum of every
    table are printed and compared. All is one transaction of TO: stopped at any point it stays empty, and this can
    be run again. Exit codes: 0 moved, all equal; 2 TO is not empty, or FROM has no data; 4 a database cannot be used.
    """
    from tracker.maintenance.transfer import transfer
    from tracker.models.database import open_database
    from tracker.models.first_start import first_start

    there = _with_data(source)
    here = open_database(target)
    with first_start(here, lambda: say("another process is filling TO; waiting for it")):
        copied = transfer(there, here, on_table=_show_table)
    there.close()
    here.close()
    rows = sum(table.rows for table in copied.values())
    say(f"moved {rows:,} rows to {here.shown_url}; every count and checksum is equal")
    say("now set DATABASE_URL to it; the data folder (archive, digests) stays where it is")


def _with_data(address: str) -> "Database":
    """The database at an address, which must have been made by this program. Raises BadInput for another."""
    from tracker.errors import BadInput
    from tracker.models.database import current_revision, open_database, sqlite_path, storage_errors

    file = sqlite_path(address)
    if file is not None and not file.is_file():
        raise BadInput(f"{file}: there is no such file; FROM must be a database with data")
    database = open_database(address, migrate=False)
    with storage_errors():
        revision = current_revision(database)
    if revision is None:
        raise BadInput(
            f"{database.shown_url} has no tables of this program; FROM must be a database with data"
        )
    database.close()
    return open_database(address)


def _show_table(name: str, there: "TableSum", here: "TableSum") -> None:
    verdict = "equal" if there == here else "DIFFERENT"
    say(
        f"{name:<20} {there.rows:>9,} rows {there.checksum[:SHOWN_DIGITS]}   {here.rows:>9,} rows"
        f" {here.checksum[:SHOWN_DIGITS]}   {verdict}"
    )
