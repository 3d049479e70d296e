"""`tracker export`: briefings as CSV that Excel opens without a wizard, and the whole database as one file."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.console import progress, say

app = typer.Typer(help="Briefings and the whole database as files.")


@app.callback()
def options() -> None:
    """Briefings and the whole database as files."""


@app.command(short_help="Clauses of a country, agreement or provision, as CSV.")
def briefing(
    country: Annotated[str | None, typer.Option(help="Country: ISO code or name, e.g. VNM.")] = None,
    group: Annotated[
        str | None,
        typer.Option(help="Group (EU, ASEAN, LDC ...), or countries with commas between them: KEN,UGA,TZA."),
    ] = None,
    agreement: Annotated[str | None, typer.Option(help="Agreement, by its slug.")] = None,
    provision: Annotated[str | None, typer.Option(help="Provision code, e.g. data_flows.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="CSV to write.")] = None,
    delimiter: Annotated[
        str, typer.Option(help="';' for an Excel set to a language with decimal commas (es, fr).")
    ] = ",",
) -> None:
    """Every clause that binds a country or is pending for it, is in an agreement, or has a provision. Of a group every
    clause that binds a member today, with the members it binds."""
    from tracker.errors import BadInput
    from tracker.export.basis import counted_words
    from tracker.export.briefing import default_name, read_briefing
    from tracker.export.briefing_gaps import summary
    from tracker.models.database import open_database
    from tracker.parties import country_lists, find_country, find_group, resolve_country
    from tracker.queries import asked_group

    if not (country or group or agreement or provision or everything):
        raise BadInput(
            "say what the briefing is about: --country, --group, --agreement, --provision or --all"
        )
    if country and group:
        raise BadInput("give either --country or --group; a list of countries is a group: --group KEN,UGA")
    if country and find_country(country) is None and (find_group(country) or country in country_lists()):
        raise BadInput(f"{country} is a group of countries; write --group {country}")
    iso3 = resolve_country(country) if country else None
    database = open_database()
    with database.read() as session:
        members = asked_group(session, group) if group else None
        found = read_briefing(session, country=iso3, group=members, agreement=agreement, provision=provision)
    database.close()
    path = output or Path(default_name(iso3, agreement, provision, members))
    found.write(path, delimiter=delimiter)
    count, bases = len(found.rows), found.bases
    noun = "clause" if count == 1 else "clauses"
    say(f"{count:,} {noun}{f' ({counted_words(bases)})' if bases else ''} -> {path}")
    if found.gaps:
        say(summary(found.gaps))
    if found.note:
        say(found.note)


@app.command(short_help="The whole database as one ZIP, no treaty text.")
def bundle(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", "--out", help="ZIP to write; digital-trade-tracker.zip.")
    ] = None,
) -> None:
    """The whole database: CSV tables with a Frictionless data package descriptor, in one ZIP. No treaty text."""
    from tracker.export.basis import counted_words
    from tracker.export.bundle import FILE_NAME, write_bundle
    from tracker.export.bundle.tables import TABLES
    from tracker.models.database import open_database
    from tracker.queries.operations.dump import findings_by_basis

    path = output or Path(FILE_NAME)
    database = open_database()
    try:
        with progress() as display, database.read() as session:
            task = display.add_task("Writing tables", total=len(TABLES))
            counts = write_bundle(session, path, lambda _name: display.advance(task))
            bases = findings_by_basis(session)
    finally:
        database.close()
    say(f"findings: {counted_words(bases) or 'none'}")
    say(f"{len(counts)} tables, {sum(counts.values()):,} rows, {path.stat().st_size:,} bytes -> {path}")


class Form(StrEnum):
    """Forms of a lineage."""

    csv = "csv"
    graphml = "graphml"


@app.command(short_help="Which clauses have whose words, as CSV or GraphML.")
def lineage(
    provision: Annotated[str, typer.Option(help="Provision code, e.g. data_flows.")],
    form: Annotated[Form, typer.Option("--format", help="Spreadsheet or graph.")] = Form.csv,
    all_pairs: Annotated[
        bool, typer.Option("--all-pairs", help="Every earlier clause alike, not only the nearest one.")
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
    delimiter: Annotated[
        str, typer.Option(help="';' for an Excel set to a language with decimal commas (es, fr).")
    ] = ",",
) -> None:
    """Each clause on a provision with the earlier clause whose words it has most of, and how many of them."""
    from tracker.export.briefing_gaps import explanation
    from tracker.export.lineage import write_lineage
    from tracker.models.database import open_database

    path = output or Path(f"lineage-{provision}.{form}")
    database = open_database()
    with database.read() as session:
        clauses, links = write_lineage(
            session,
            path,
            provision,
            form.value,
            all_pairs=all_pairs,
            delimiter=delimiter,
        )
        note = None if clauses else explanation(session, (), provision=provision, clauses=0, gaps=0)
    database.close()
    say(
        f"{clauses:,} clauses, {links:,} with words of an earlier one -> {path}"
        if not all_pairs
        else f"{clauses:,} clauses, {links:,} pairs -> {path}"
    )
    if note:
        say(f"{note}; clauses are compared by `tracker lineage`")
