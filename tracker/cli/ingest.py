"""`tracker ingest`: read texts from files, folders and archives into the database."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import complain, progress, say

if TYPE_CHECKING:
    from tracker.ingest.tally import Tally
    from tracker.models.database import Database
    from tracker.texts import MetaOverrides, RawDocument, Refusal

SHOWN_WARNINGS = 20


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Read agreements from files into the database.")(ingest)


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="ToTA XML (folder, file or .tar.xz), or one agreement as .txt, .md, .html, .pdf or .docx."
        ),
    ],
    name: Annotated[str | None, typer.Option(help="Name of the agreement (plain texts).")] = None,
    parties: Annotated[
        str | None, typer.Option(help="Parties, comma-separated: ISO codes or groups, e.g. EU,JPN.")
    ] = None,
    signed: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date signed, YYYY-MM-DD.")
    ] = None,
    legal_status: Annotated[
        str | None, typer.Option(help="in_negotiation, draft_text, signed, in_force or inactive.")
    ] = None,
    source_url: Annotated[str | None, typer.Option(help="Where the text is published.")] = None,
    language: Annotated[str | None, typer.Option(help="en, es or fr; detected where not given.")] = None,
    archive: Annotated[
        bool, typer.Option("--archive/--no-archive", help="Keep a copy of the files, for `tracker reparse`.")
    ] = False,
) -> None:
    """Read agreements into the database; unchanged ones are left alone, changed ones become new versions."""
    from tracker.logs import job_log
    from tracker.models.database import open_database
    from tracker.texts import NO_OVERRIDES, overrides_from

    given = {
        "name": name,
        "parties": parties,
        "date_signed": signed.date() if signed else None,
        "legal_status": legal_status,
        "source_url": source_url,
        "language": language,
    }
    overrides = overrides_from(given, "options")
    database = open_database()
    given_overrides = None if overrides == NO_OVERRIDES else overrides
    with job_log("ingest"):
        tally = ingest_with_progress(database, paths, overrides=given_overrides, keep_raw=archive)
    database.close()
    show_tally(tally)
    if tally.refusals:
        raise typer.Exit(2)


def ingest_with_progress(
    database: "Database",
    paths: Sequence[Path],
    *,
    overrides: "MetaOverrides | None" = None,
    keep_raw: bool = False,
) -> "Tally":
    """Run the ingest job with a bar that shows the share of the paths that is read."""
    from tracker.cli.sources import source_facts
    from tracker.ingest.job import ingest_paths
    from tracker.texts import RawDocument, count_documents

    # The number of documents in an archive is unknown; each document has the share of the archive read so far.
    counts = [count_documents(path) for path in paths]
    known = None if None in counts else sum(count or 0 for count in counts)
    done = 0
    with progress() as display:
        task = display.add_task("Reading agreements", total=known)

        def note(item: "RawDocument | Refusal") -> None:
            nonlocal done
            done += 1
            total = known
            if total is None and len(paths) == 1 and isinstance(item, RawDocument):
                total = max(done, round(done / max(item.progress, 0.001)))
            display.update(task, completed=done, total=total)

        tally = ingest_paths(
            database,
            paths,
            sources=source_facts(),
            overrides=overrides,
            keep_raw=keep_raw,
            on_document=note,
        )
        display.update(task, total=done)
    return tally


def show_tally(tally: "Tally") -> None:
    """Print what an ingest did, refusals with their reasons last."""
    kinds = tally.kinds
    languages = ", ".join(f"{count} {language}" for language, count in tally.languages.most_common())
    say(
        f"loaded {kinds['loaded']}, new versions {kinds['updated']}, texts added {kinds['filled']},"
        f" unchanged {kinds['unchanged']}, refused {len(tally.refusals)}{_also(tally)};"
        f" {tally.articles:,} articles read{f' ({languages})' if languages else ''}"
    )
    for document, warning in tally.warnings[:SHOWN_WARNINGS]:
        say(f"  note: {document}: {warning}")
    if len(tally.warnings) > SHOWN_WARNINGS:
        say(f"  ... and {len(tally.warnings) - SHOWN_WARNINGS} more notes")
    for later, earlier in tally.merged:
        say(f"  one agreement, here twice, made one: {later} = {earlier}")
    for older, newer in tally.misfiled:
        say(f"  text set aside: {older} carries the text of {newer}")
    for document, reason in tally.quarantined:
        complain(f"quarantined {document}: {reason}; nothing was changed, see tracker quarantine")
    for refusal in tally.refusals:
        complain(f"refused {refusal.name}: {refusal.reason}")


def _also(tally: "Tally") -> str:
    """Rare outcomes, printed only when there are any."""
    reported = {
        "texts of known agreements": tally.kinds["attached"],
        "papers without articles": tally.kinds["papers"],
        "quarantined": tally.kinds["quarantined"],
    }
    return "".join(f", {words} {count}" for words, count in reported.items() if count)
