"""`tracker sources verify` and `take-note`: are the live sites as the spiders expect; remembering that they were."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import say, show

if TYPE_CHECKING:
    from scrapers.sources import Source
    from scrapers.verify_note import SourceSeen

EXIT_NOT_AS_EXPECTED = 5

COLUMNS = ("source", "state", "list page", "agreement", "what failed")


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Visit the live sites: are they as the spiders expect?")(verify)
    app.command(name="take-note", short_help="Remember from a note which sites were as expected.")(take_note)


def verify(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Keys of the sources; all sites without them.", metavar="SOURCE"),
    ] = None,
    note: Annotated[
        Path | None, typer.Option(help="File for the note; verify-YYYY-MM-DD.json here if not given.")
    ] = None,
    base_url: Annotated[
        list[str] | None, typer.Option(help="KEY=URL: a mirror to ask instead of the site.")
    ] = None,
) -> None:
    """Visit each live site, one list page and one agreement, and compare them with what its spider expects.

    robots.txt, pauses and the user agent are those of every crawl; nothing is stored but the note, a file to be sent
    back to whoever keeps the sources (`tracker sources take-note`). States: ok; changed (with the selector or word
    that failed, and what the page links instead); blocked (robots.txt, a challenge, 403 ...); unreachable. Exit codes:
    0 all are ok; 5 some are not; 2 an unknown source or option, or a note that cannot be written.
    """
    from scrapers.settings import user_agent
    from scrapers.verify import verify as visit
    from scrapers.verify_note import note_name, read_note, write_note

    chosen = _sites(names or [])
    file = note or Path(note_name(datetime.now(UTC).date()))
    if file.exists():
        read_note(
            file
        )  # what is no note is not written over, and that is said before anybody is asked anything
    seen = visit(chosen, base_urls=_mirrors(base_url or []))
    write_note(file, seen, user_agent())
    _print(seen)
    say(f"note: {file}; `tracker sources take-note {file}` reads it")
    if any(one.state != "ok" for one in seen):
        raise typer.Exit(EXIT_NOT_AS_EXPECTED)


def take_note(file: Annotated[Path, typer.Argument(help="A note of `tracker sources verify`.")]) -> None:
    """Store from a note on which day which source's spider fitted the live site (`verified`).

    Only what the note shows counts: a source of which every page was ok at the site itself, with the spider as it is
    here, on a later day than is stored. Exit codes: 0 something was taken; 1 nothing was, each source says why; 2 the
    file is no note, or the facts cannot be stored.
    """
    from scrapers.sources import entries_folder, load_sources
    from scrapers.verified import FILE
    from scrapers.verify_note import read_note
    from scrapers.verify_note import take_note as take

    note = read_note(file)
    folder = entries_folder()
    taken, not_taken = take(note, load_sources(folder), folder)
    for key in taken:
        say(f"{key}: verified on {note.sources[key].seen_at.date()}")
    for key, reason in not_taken.items():
        say(f"{key}: not taken: {reason}")
    if not taken:
        raise typer.Exit(1)
    say(f"stored in {folder / FILE}; commit it")


def _sites(names: list[str]) -> "list[Source]":
    """The sources with these keys, or all that are sites. Raises BadInput for an unknown one and for a folder."""
    from scrapers.sources import get_source, load_sources
    from tracker.errors import BadInput

    chosen = [get_source(name) for name in dict.fromkeys(names)]
    folder = next((source for source in chosen if source.kind == "folder"), None)
    if folder is not None:
        raise BadInput(f"{folder.key} is a folder on your disk; there is no site to visit")
    return chosen or [source for source in load_sources().values() if source.kind == "site"]


def _mirrors(given: list[str]) -> dict[str, str]:
    """Base URLs by source, from KEY=URL; those of the environment do not count, since the live sites are asked."""
    from scrapers.sources import get_source
    from tracker.errors import BadInput

    found = {}
    for words in given:
        key, equals, url = words.partition("=")
        if not equals or not url:
            raise BadInput(f"{words!r}: give --base-url as KEY=URL")
        found[get_source(key).key] = url
    return found


def _print(seen: "list[SourceSeen]") -> None:
    from rich.box import SIMPLE
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    for name in COLUMNS:
        table.add_column(name, no_wrap=name in ("source", "state"), overflow="fold")
    for one in seen:
        table.add_row(*(escape(cell) for cell in row_of(one)))
    show(table)
    for one in seen:
        for line in details_of(one):
            say(line)


def row_of(seen: "SourceSeen") -> tuple[str, ...]:
    """One row of the table, under COLUMNS."""
    states = {page.page: page.state for page in seen.pages}
    failed = "; ".join(page.reason for page in seen.pages if page.reason)
    return (
        seen.source,
        seen.state,
        states.get("list", "-"),
        states.get("agreement", "-"),
        failed or ("" if seen.pages else "no answer came"),
    )


def details_of(seen: "SourceSeen") -> list[str]:
    """What to look at, for each page that is not as expected: address, what the spider looks for, the page's links."""
    lines = []
    for page in seen.pages:
        if page.state == "ok":
            continue
        lines.append(f"{seen.source}: {page.url}")
        if page.state == "changed":
            lines.append(f"  looked for: {page.expected}")
            lines += [f"  there is: {link}" for link in page.links[:5]]
    return lines
