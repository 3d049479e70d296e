"""`tracker links`: which agreements are the same, and which build on another; decide the doubtful ones."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import say, show

if TYPE_CHECKING:
    from tracker.resolution.review import LinkRow

app = typer.Typer(help="Agreements that belong together.")

COLUMNS = (
    "id",
    "kind",
    "decision",
    "score",
    "slug",
    "name",
    "date_signed",
    "other_slug",
    "other_name",
    "other_date_signed",
    "attached",
    "why",
)


@app.callback(invoke_without_command=True)
def links(
    context: typer.Context,
    decision: Annotated[
        str | None, typer.Option(help="Only these: open (for review), auto, accepted or rejected.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only these: same, amends, protocol, accession, misfiled.")
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write them to this CSV file.")] = None,
) -> None:
    """List links between agreements, those that wait for a decision first."""
    if context.invoked_subcommand is not None:
        return
    from rich.table import Table

    from tracker.errors import BadInput
    from tracker.models.archive import LINK_DECISIONS, LINK_KINDS
    from tracker.models.database import open_database
    from tracker.resolution.review import link_rows

    for value, known in ((decision, LINK_DECISIONS), (kind, LINK_KINDS)):
        if value is not None and value not in known:
            raise BadInput(f"{value!r} is none of {', '.join(known)}")
    database = open_database()
    with database.read() as session:
        rows = link_rows(session, decision=decision, kind=kind)
    database.close()
    if csv is not None:
        _write(rows, csv)
        say(f"{len(rows):,} links -> {csv}")
        return
    if not rows:
        say("no links")
        return
    table = Table("id", "kind", "decision", "score", "agreement", "of / same as", "why")
    for row in rows:
        other = ", ".join(row.attached) or row.other_slug
        table.add_row(str(row.id), row.kind, row.decision, f"{row.score:g}", row.slug, other, row.why)
    show(table, markup=False)
    waiting = sum(row.decision == "open" for row in rows)
    say(f"{len(rows):,} links, {waiting:,} open; decide with tracker links accept ID or reject ID")


@app.command(short_help="Look over all agreements again.")
def find() -> None:
    """Look over all agreements again: merge what is certainly one, link what belongs together."""
    from tracker.models.database import open_database
    from tracker.resolution.links import refresh_links

    database = open_database()
    counts = refresh_links(database)
    database.close()
    for later, earlier in counts.merged_names:
        say(f"  merged: {later} = {earlier}")
    for older, newer in counts.misfiled_names:
        say(f"  text set aside: {older} carries the text of {newer}")
    say(f"merged {counts.merged}, linked {counts.auto}, for review {counts.open}")


@app.command()
def accept(link_id: Annotated[int, typer.Argument(help="Number in the list.", metavar="ID")]) -> None:
    """Say that a link holds; two that are the same become one agreement."""
    from tracker.models.database import open_database
    from tracker.resolution.review import accept_link

    database = open_database()
    say(accept_link(database, link_id))
    database.close()


@app.command(short_help="Say that a link does not hold.")
def reject(link_id: Annotated[int, typer.Argument(help="Number in the list.", metavar="ID")]) -> None:
    """Say that a link does not hold; what was merged becomes two agreements again."""
    from tracker.models.database import open_database
    from tracker.resolution.review import reject_link

    database = open_database()
    say(reject_link(database, link_id))
    database.close()


def _write(rows: "list[LinkRow]", path: Path) -> None:
    from tracker.export.csv_safe import write_csv

    write_csv(path, COLUMNS, [list(asdict(row).values()) for row in rows])
