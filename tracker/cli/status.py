"""`tracker status`: what is loaded, how fresh, with which template."""

from typing import TYPE_CHECKING

import typer

from tracker.cli.console import say

if TYPE_CHECKING:
    from datetime import datetime

NAMED = 20
"""Articles that were given up, of which agreement and number are printed."""


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="What is loaded, how fresh, flagged with which template.")(status)


def status() -> None:
    """What is loaded, how fresh it is, and which template version flagged it."""
    from tracker.settings import database_url, sqlite_file

    file = sqlite_file()
    if (
        file is not None and not file.exists()
    ):  # said without SQLAlchemy, whose loading takes most of the time
        say(f"database          {database_url()}")
        say("nothing is loaded: there is no such file yet; `tracker up` makes it and loads what is shipped")
        return
    from tracker.facts.given_up import given_up_articles
    from tracker.facts.pending import pending_count
    from tracker.facts.versions import current_versions
    from tracker.models.database import open_database
    from tracker.queries import not_looked_at
    from tracker.queries import status as read_status

    database = open_database()
    with database.read() as session:
        facts = read_status(session)
        pending = pending_count(session)
        without_report = not_looked_at(session)
        given_up = given_up_articles(session)
    database.close()
    versions = current_versions()
    say(f"database          {database.shown_url}")
    say(f"agreements        {facts.agreements:,} of {facts.countries:,} countries and territories")
    if facts.facts_only:
        say(
            f"facts only        {facts.facts_only:,} more agreements are in a source's list, without a text here"
        )
    say(f"articles          {facts.progress.articles:,} ({facts.progress.articles_with_text:,} with text)")
    say(f"findings          {facts.findings:,}")
    say(f"latest fetch      {_moment(facts.latest_fetch)}")
    say(f"not matched yet   {pending:,} articles")
    if given_up:
        named = ", ".join(f"{one.slug} {one.number}".strip() for one in given_up[:NAMED])
        more = f" and {len(given_up) - NAMED:,} more" if len(given_up) > NAMED else ""
        say(f"not read by rules {len(given_up):,} articles, too costly to search: {named}{more}")
    if without_report:
        say(
            f"not looked at     {without_report:,} texts have no plausibility report: tracker plausibility --again"
        )
    say(f"template          {versions.template}")
    say(f"matcher           {versions.matcher}")
    for used in facts.versions_in_use:
        if (used.template, used.matcher) != (versions.template, versions.matcher):
            say(f"older findings    {used.findings:,} (template {used.template}, matcher {used.matcher})")
    for run in facts.last_runs:
        result = run.result
        state = f"{result.state}, {_moment(run.started_at)} {result.message or ''}".rstrip()
        say(f"crawl of {result.source:<9}{state}")


def _moment(when: "datetime | None") -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else "never"
