"""`tracker doctor`: is the installation well, and what is to be done?"""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import say

if TYPE_CHECKING:
    from tracker.nightly.plan import SourcePlan


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Is the installation well, and what is to be done?")(doctor)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Check program, space, certificates, backups, tables, index, nights, sources, matching, reports and archive.

    Each answer says what was found and what to do. Nothing is changed and no outside address is asked. Exit codes: 0
    nothing to be mended (notes and what is not known from here are none); 1 there is; 2 settings that cannot be used; 4
    the database cannot be opened.
    """
    from datetime import UTC, datetime

    from tracker.errors import BadInput
    from tracker.maintenance.doctor.checks import Installation, State
    from tracker.maintenance.doctor.examine import examine
    from tracker.models.database import open_database
    from tracker.settings import data_folder, settings, sqlite_file

    file = sqlite_file()
    if file is not None and not file.exists():
        raise BadInput(f"{file}: there is no such file yet; `tracker up` makes it and loads what is shipped")
    database = open_database(migrate=False)
    installed = Installation(database, data_folder(), settings(), _plans(), datetime.now(UTC))
    results = []
    for result in examine(installed):
        results.append(result)
        if not as_json:
            say(f"{result.state:<8} {result.check:<13} {result.found}")
            if result.advice:
                say(f"{'':<8} {'':<13} -> {result.advice}")
    database.close()
    problems = sum(result.state is State.PROBLEM for result in results)
    if as_json:
        checks = [
            {"check": one.check, "state": str(one.state), "found": one.found, "advice": one.advice or None}
            for one in results
        ]
        print(json.dumps({"well": problems == 0, "problems": problems, "checks": checks}, ensure_ascii=False))
    else:
        say("nothing is to be mended" if not problems else f"{problems:,} to be mended")
    if problems:
        raise typer.Exit(1)


def _plans() -> "list[SourcePlan]":
    from tracker.cli.nightly import source_plans
    from tracker.errors import BadInput

    try:
        return source_plans([], {})
    except BadInput:
        return []  # no source is enabled: nothing to be visited
