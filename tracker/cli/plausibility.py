"""`tracker plausibility`: texts that look wrong after reading, and why."""

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import progress, say, show

if TYPE_CHECKING:
    from tracker.models.database import Database


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Texts that look wrong after reading, and why.")(plausibility)


def plausibility(
    agreement: Annotated[
        str | None, typer.Argument(help="An agreement's name in links; without it, all.", metavar="AGREEMENT")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="First look at all stored texts again, with the present limits.")
    ] = False,
) -> None:
    """What looks wrong in the texts: numbers that are missing, articles without text, parts that were lost.

    Grave remarks quarantine a text when it is read; see `tracker quarantine`.
    """
    from tracker.models.database import open_database

    database = open_database()
    if again:
        _look_again(database)
    if agreement is None:
        _all(database)
    else:
        _one(database, agreement)
    database.close()


def _look_again(database: "Database") -> None:
    from tracker.ingest.plausibility import look_again

    with progress() as display:
        task = display.add_task("Looking at texts", total=None)
        looked = look_again(database, everything=True, on_document=lambda: display.advance(task))
    say(f"looked at {looked:,} texts; what a reader left out is known only after `tracker reparse`")


def _all(database: "Database") -> None:
    from rich.table import Table

    from tracker.plausibility import words
    from tracker.queries import plausibility as read_plausibility

    with database.read() as session:
        found = read_plausibility(session)
    if found.texts:
        table = Table("agreement", "source", "grave", "remark")
        for text in found.texts:
            for remark in text.remarks or ():
                table.add_row(text.slug, text.source, "yes" if remark.grave else "", words(remark))
        show(table, markup=False)
    say(f"{len(found.texts):,} of {found.looked_at:,} texts have remarks")
    if found.not_looked_at:
        say(f"{found.not_looked_at:,} texts were not looked at yet: run tracker plausibility --again")


def _one(database: "Database", agreement: str) -> None:
    from tracker.errors import BadInput
    from tracker.plausibility import words
    from tracker.queries import canonical_slug, looked_at

    with database.read() as session:
        slug = canonical_slug(session, agreement)
        texts = looked_at(session, slug) if slug is not None else ()
    if slug is None:
        raise BadInput(f"no agreement {agreement!r}; take its name from a link of the dashboard")
    if not texts:
        say(f"{slug}: no text is stored")
    for text in texts:
        if text.remarks is None:
            say(f"{slug}: not looked at yet; run tracker plausibility --again")
        elif not text.remarks:
            say(f"{slug}: nothing looks wrong")
        for remark in text.remarks or ():
            say(f"{slug}: {'GRAVE: ' if remark.grave else ''}{words(remark)}")
