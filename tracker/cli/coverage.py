"""`tracker coverage`: which agreements in force have been read, and which texts are wanted most."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import say, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.queries import Coverage, CoverageRow, UnclearRow
    from tracker.queries.core.reading import ReadingState


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="What has been read of the agreements in force; texts wanted.")(coverage)


def coverage(
    country: Annotated[
        str | None, typer.Option(help="Only agreements that bind this country: ISO code or name.")
    ] = None,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="In force on this day; today if not given.")
    ] = None,
    top: Annotated[
        int, typer.Option(min=0, help="So many countries and wanted texts are shown; 0 shows all.")
    ] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="CSV to write, one agreement a line.")
    ] = None,
    delimiter: Annotated[
        str, typer.Option(help="';' for an Excel set to a language with decimal commas (es, fr).")
    ] = ",",
) -> None:
    """What has been read of the agreements in force: by reading state, year of signature and country; and the texts
    wanted most, those that bind most countries first, with the addresses at which they are published.

    Agreements known to hold no digital rules are left out. Exit code 1 where no agreement is stored.
    """
    from tracker.errors import BadInput, TrackerError
    from tracker.export.briefing_gaps import explanation
    from tracker.export.coverage import coverage_json, write_coverage
    from tracker.models.database import open_database
    from tracker.parties import resolve_country
    from tracker.queries import coverage as read_coverage

    if as_json and output is not None:
        raise BadInput("--json prints everything and -o writes a CSV file; give one of them")
    if len(delimiter) != 1:
        raise BadInput(f"{delimiter!r} cannot separate columns; give one character, such as ';'")
    iso3 = resolve_country(country) if country is not None else None
    database = open_database()
    try:
        with database.read() as session:
            found = read_coverage(session, day.date() if day is not None else None, iso3)
            why = explanation(session, [iso3], clauses=0, gaps=0) if iso3 and not found.rows else None
    finally:
        database.close()
    if not found.stored:
        raise TrackerError("no agreement is stored here yet; `tracker up` loads those that are shipped")
    if as_json:
        say(coverage_json(found))
    elif output is not None:
        say(f"{write_coverage(found, output, delimiter=delimiter):,} agreements -> {output}")
        if why is not None:
            say(why)
    else:
        _print(found, top or None)
        if why is not None:
            say(why)


def _print(found: "Coverage", top: int | None) -> None:
    from tracker.export.coverage import words

    for line in summary_of(found):
        say(line)
    _table("by reading state", ["reading state", "agreements"], _named(found.by_state))
    states = list(found.by_state)
    heads = [words(state) for state in states]
    _table(
        "by year of signature",
        ["signed", "agreements", *heads],
        (
            (_year(row.year), sum(row.by_state.values()), *(row.by_state[state] for state in states))
            for row in found.by_year
        ),
    )
    if found.iso3 is None:
        _table(
            "by country",
            ["code", "country", "agreements", *heads, "wanted"],
            (
                (
                    row.iso3,
                    row.name,
                    row.agreements,
                    *(row.by_state[state] for state in states),
                    row.wanted,
                )
                for row in found.by_country[:top]
            ),
        )
        _say_rest(len(found.by_country), top, "countries")
    say(f"wanted texts: {len(found.wanted):,} in force and not fully known, most countries bound first")
    for number, row in enumerate(found.wanted[:top], start=1):
        for line in wanted_lines(number, row):
            say(line)
    _say_rest(len(found.wanted), top, "wanted texts")


def summary_of(found: "Coverage") -> list[str]:
    """What is counted, and what is not."""
    whose = f" for {found.iso3}" if found.iso3 else ""
    lines = [
        f"{len(found.rows):,} agreements in force{whose} on {found.day} hold digital rules, or are not known to hold "
        f"none ({found.provisional:,} of them applied provisionally)"
    ]
    if found.without_rules:
        lines.append(f"left out: {found.without_rules:,} in force, known to hold no digital rules")
    if found.unclear:
        lines.append(
            f"in doubt: {len(found.unclear):,} of which it is not known whether they are in force{whose}: "
            + "; ".join(_doubt(row, found.iso3) for row in found.unclear)
        )
    return lines


def _doubt(row: "UnclearRow", iso3: str | None) -> str:
    """Its name, and for whom it is not known where that is not for all or for the one asked about."""
    if iso3 is not None or not row.for_some:
        return row.name
    return f"{row.name} (for {len(row.countries)} of {row.parties}: {' '.join(row.countries)})"


def wanted_lines(number: int, row: "CoverageRow") -> list[str]:
    """One wanted text: what is known of it, then its addresses, a line each."""
    from tracker.export.coverage import DIGITAL_RULES, missing_words, words

    state = words(row.reading) + (f" (lacks {missing_words(row.missing)})" if row.missing else "")
    applied = "applied provisionally" if row.provisional else "in force"
    facts = (
        f"{len(row.bound):,} countries bound" if row.bound else "parties not known",
        state,
        f"signed {_year(row.year_signed)}",
        f"{applied} since {row.since or 'a day not known'}",
        f"said to hold digital rules: {DIGITAL_RULES[row.digital_rules]}",
    )
    addresses = row.addresses or ("no address known",)
    return [
        f"{number:>3}. {row.shown_name}: {', '.join(facts)}",
        *(f"     {address}" for address in addresses),
    ]


def _named(by_state: "Mapping[ReadingState, int]") -> list[tuple[object, ...]]:
    from tracker.export.coverage import words

    return [*((words(state), count) for state, count in by_state.items()), ("all", sum(by_state.values()))]


def _table(title: str, heads: list[str], rows: "Iterable[tuple[object, ...]]") -> None:
    from rich.box import SIMPLE
    from rich.table import Table

    say(title)
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    for head in heads:
        left = head in ("reading state", "signed", "code", "country")
        table.add_column(head, justify="left" if left else "right", no_wrap=head != "country")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, str) else f"{cell:,}" for cell in row))
    show(table, markup=False)


def _say_rest(count: int, top: int | None, what: str) -> None:
    if top is not None and count > top:
        say(f"and {count - top:,} more {what}; --top 0 shows all")


def _year(year: int | None) -> str:
    return str(year) if year is not None else "not known"
