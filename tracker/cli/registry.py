"""`tracker registry`: what is known of agreements beyond their texts and the WTO's list: check, list, show one."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import say

if TYPE_CHECKING:
    from tracker.registry import Instrument, PartyEvent, Registry, Relation, Source

app = typer.Typer(
    help="Facts of agreements beyond their texts, with sources.",
    no_args_is_help=True,
)

LINE = "{:<21} {:<10} {:<10} {:<10} {:<21} {:<7} {}"
HEADING = LINE.format("key", "signed", "from", "last day", "status", "digital", "name")


@app.command(short_help="Check every row of the registry.")
def check(
    folder: Annotated[
        Path | None, typer.Option(help="Another folder with the CSV files, such as an edited copy.")
    ] = None,
) -> None:
    """Check every row of the registry and of the groups of countries.

    Says how many facts there are. Exit code 3, with file and line, for the first thing that is wrong: unknown
    party, group, agreement or provision, impossible days, two rows for one agreement, a row without a source,
    agreements that incorporate each other, a wanted text that is on no host of its source.
    """
    from scrapers.sources import SOURCES_FOLDER, load_sources
    from tracker.parties import groups
    from tracker.registry import check_wanted, load_registry

    known = load_registry(folder)
    hosts = {key: source.allowed_hosts for key, source in load_sources(SOURCES_FOLDER).items()}
    addresses = check_wanted(hosts, folder)
    members = sum(len(group.memberships) for group in groups().values())
    say(
        f"registry in order: {len(known.instruments)} agreements, {len(known.events)} entries and exits, "
        f"{len(known.relations)} relations, {len(known.codings)} codings by hand, "
        f"{len(known.reports)} reported facts, {addresses} addresses of {len(known.wanted)} wanted texts; "
        f"{len(groups())} groups, {members} memberships"
    )
    if known.waiting:
        codes = ", ".join(sorted({row.code for row in known.waiting}))
        say(f"{len(known.waiting)} rows wait for provisions the template does not have yet: {codes}")


@app.command(name="list")
def listing(
    party: Annotated[str | None, typer.Option(help="Only agreements of this country (code or name).")] = None,
    status: Annotated[str | None, typer.Option(help="Only agreements of this status, e.g. in_force.")] = None,
) -> None:
    """List the agreements of the registry with their days, one a line."""
    from typing import get_args

    from tracker.errors import BadInput
    from tracker.parties import resolve_country
    from tracker.registry import registry
    from tracker.registry.cells import Status

    if status is not None and status not in get_args(Status):
        raise BadInput(f"unknown status {status!r}; use one of {', '.join(get_args(Status))}")
    code = resolve_country(party) if party is not None else None
    known = registry()
    found = [
        row
        for row in known.instruments.values()
        if (code is None or code in known.parties_of(row.key)) and (status is None or row.status == status)
    ]
    say(HEADING)
    for row in sorted(found, key=lambda row: row.key):
        say(row_of(row))
    say(f"{len(found)} of {len(known.instruments)} agreements")


@app.command(name="show")
def show_one(
    name: Annotated[str, typer.Argument(help="Key (CPTPP) or any name in use, such as CUSMA.")],
) -> None:
    """Show all that is known of one agreement, each fact with its source.

    Exit code 2 where nothing goes by this name.
    """
    from tracker.errors import BadInput
    from tracker.registry import registry

    known = registry()
    found = known.named(name)
    if not found:
        raise BadInput(f"no agreement of the registry goes by {name!r}; `tracker registry list` shows all")
    for instrument in found:
        for line in lines_of(known, instrument):
            say(line)


def row_of(row: "Instrument") -> str:
    """One line of the list, under HEADING; `from` is the first day it was applied, provisionally or in force."""
    begin = row.date_provisional or row.date_in_force
    days = (_day(row.date_signed), _day(begin), _day(row.date_ended))
    return LINE.format(row.key, *days, row.status, row.has_digital_rules, row.short_name or row.name)


def lines_of(known: "Registry", row: "Instrument") -> list[str]:
    """What is known of one agreement, a fact a line."""
    lines = [f"{row.key}: {row.name}"]
    if len(row.all_names) > 1:
        lines.append(f"  also: {'; '.join(row.all_names[1:])}")
    facts = (
        ("status", f"{row.status} ({row.kind})"),
        ("parties", " ".join((*row.groups, *row.parties)) or "not listed"),
        ("signed", _day(row.date_signed)),
        ("applied provisionally from", _day(row.date_provisional)),
        ("in force from", _day(row.date_in_force)),
        ("last day", _day(row.date_ended)),
        ("WTO number", str(row.wto_rta_id or "")),
        ("digital rules", " ".join((row.has_digital_rules, row.digital_chapter)).strip()),
        ("text", row.text_url),
        ("note", row.note),
        ("checked", f"{row.checked_on}, confidence {row.confidence}; {_sources(row.source_url)}"),
    )
    lines += [f"  {name}: {value}" for name, value in facts if value and value != "-"]
    lines += [_event_line(event) for event in known.events_of(row.key)]
    if row.unlisted == "unknown":
        lines.append("  other parties: not known since when")
    lines += [_relation_line(relation, relation.target) for relation in known.relations_of(row.key)]
    lines += [
        _relation_line(relation, f"this, by {relation.key}")
        for relation in known.relations_to(row.key)
        if relation.key != row.key
    ]
    coded, reported = known.codings_of(row.key), known.reports_of(row.key)
    if coded:
        lines.append(f"  coded by hand: {len({coding.article for coding in coded})} articles")
    if reported:
        lines.append(f"  reported by public sources: {len(reported)} facts")
    return lines


def _event_line(event: "PartyEvent") -> str:
    words = {
        "entry": "in force from",
        "provisional": "applied provisionally from",
        "exit": "bound until",
        "not_in_force": "not in force as of",
    }
    return f"  {event.party}: {words[event.event]} {event.day}; {_sources(event.source_url)}"


def _relation_line(relation: "Relation", target: str) -> str:
    articles = str(relation.articles)
    words = " ".join(part for part in (relation.party or "", relation.relation, target) if part)
    details = ", ".join(
        part
        for part in (
            f"articles {articles}" if articles else "",
            relation.scope,
            f"from {relation.day}" if relation.day else "",
        )
        if part
    )
    return f"  {words}" + (f": {details}" if details else "") + f"; {_sources(relation.source_url)}"


def _sources(sources: "tuple[Source, ...]") -> str:
    return " ; ".join(f"{source.url} ({source.where})" if source.where else source.url for source in sources)


def _day(day: "date | object | None") -> str:
    return str(day) if day is not None else "-"
