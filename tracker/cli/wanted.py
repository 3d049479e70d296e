"""`tracker sources wanted`: where the texts lie that are wanted most."""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.queries import WantedRow


def register(app: typer.Typer) -> None:
    """Add this file's command to `app`."""
    app.command(short_help="Where the texts lie that are wanted most.")(wanted)


def wanted(
    source: Annotated[
        str | None, typer.Option(help="Only what this source's spider fetches; `other`: what none does.")
    ] = None,
    official: Annotated[bool, typer.Option("--official", help="Only addresses of official texts.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="CSV to write, one address a line.")
    ] = None,
    delimiter: Annotated[
        str, typer.Option(help="';' for an Excel set to a language with decimal commas (es, fr).")
    ] = ",",
) -> None:
    """Where the texts lie of agreements that are not fully known here, those that bind most countries first.

    For agreements for which nobody has looked, see `tracker coverage`. Exit codes: 1 no agreement is stored; 2 an
    unknown source.
    """
    from tracker.cli.nightly import known_source
    from tracker.errors import BadInput, TrackerError
    from tracker.export.wanted import write_wanted
    from tracker.models.database import open_database
    from tracker.queries import agreement_index, most_wanted
    from tracker.registry import ANY_OTHER

    if len(delimiter) != 1:
        raise BadInput(f"{delimiter!r} cannot separate columns; give one character, such as ';'")
    if source is not None and source != ANY_OTHER:
        known_source(source)
    database = open_database()
    try:
        with database.read() as session:
            stored = len(agreement_index(session))
            rows = [row for row in most_wanted(session, source=source) if row.official or not official]
    finally:
        database.close()
    if not stored:
        raise TrackerError("no agreement is stored here yet; `tracker up` loads those that are shipped")
    if not rows:
        say("no address of a wanted text is known here with these limits; `tracker coverage` lists all texts")
    if output is not None:
        say(f"{write_wanted(rows, output, delimiter=delimiter):,} addresses -> {output}")
        return
    for line in lines_of(rows):
        say(line)


def lines_of(rows: "Sequence[WantedRow]") -> list[str]:
    """Each agreement and its addresses, a line each; how many there are of both at the end."""
    lines = []
    agreements = 0
    for _slug, own in groupby(rows, key=lambda row: row.slug):
        addresses = list(own)
        agreements += 1
        lines.append(_heading(addresses[0]))
        lines += [f"  {_address(row)}" for row in addresses]
    return [*lines, f"{len(rows):,} addresses of {agreements:,} agreements not fully known here"]


def _heading(row: "WantedRow") -> str:
    from tracker.export.coverage import DIGITAL_RULES, words

    bound = f"{len(row.bound):,} countries bound" if row.bound else "binds nobody today, or nobody knows whom"
    digital = DIGITAL_RULES[row.digital_rules]
    return (
        f"{row.shown_name} [{row.key}]: {bound}, {words(row.reading)}, said to hold digital rules: {digital}"
    )


def _address(row: "WantedRow") -> str:
    facts = [
        f"fetched by {row.source}" if row.source else "fetched by no spider",
        *([] if row.official else ["a copy, not official"]),
        *([] if row.read else ["address not read anywhere"]),
        *([row.language] if row.language else []),
        *([row.note] if row.note else []),
    ]
    return f"{row.url} ({'; '.join(facts)})"
