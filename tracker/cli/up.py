"""`tracker up`: the main job in one command, from an empty machine to the dashboard on real agreements."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.children import child, wait_until_up
from tracker.cli.console import complain, progress, say
from tracker.cli.stopping import stop

if TYPE_CHECKING:
    from tracker.models.database import Database

DEFAULT_PORT = 8501
PROBE_TIMEOUT_SECONDS = 8

STOPPED = 130
"""Exit code where Ctrl-C cut the work short; it is 0 where all was done and only the dashboard was open."""

# How often matching looks for newly fetched texts while the crawl goes on.
MATCH_EVERY_SECONDS = 5.0


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="From an empty machine to the dashboard, in one command.")(up)


def up(
    corpus: Annotated[
        Path | None, typer.Option(help="A local copy of the ToTA texts (folder or .tar.xz) to read.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch nothing; show the facts only.")] = False,
    port: Annotated[int, typer.Option(help="Port of the dashboard.")] = DEFAULT_PORT,
    base_url: Annotated[
        str | None, typer.Option(help="A mirror of the ToTA files, in place of TRACKER_TOTA_BASE_URL.")
    ] = None,
    dashboard: Annotated[
        bool, typer.Option("--dashboard/--no-dashboard", help="Open the dashboard, or only load.")
    ] = True,
) -> None:
    """Set up the database, open the dashboard on the snapshot's agreements, then fetch and match their texts.

    Ctrl-C ends it at any time; what was stored is intact, and the same command goes on. Exit codes: 0 all done, or
    Ctrl-C when all was done and only the dashboard was open; 130 Ctrl-C before that; 1 the dashboard ended or did not
    answer; 2 an option or setting that cannot be used; 4 the database or the disk cannot be used.
    """
    from tracker.models.database import open_database
    from tracker.settings import settings

    base_url = base_url or settings().mirrors.get("tota")
    if corpus is not None and not corpus.exists():
        from tracker.errors import BadInput

        raise BadInput(f"{corpus}: no such file or folder; give --corpus a ToTA folder or archive")
    # SIGTERM of a service manager, or SIGHUP of a terminal that closes, is the same as Ctrl-C: the dashboard must not
    # outlive this process. (`nohup` has SIGHUP ignored.)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, stop)
    all_done = False
    try:
        database = open_database()
        say(f"database ready: {database.shown_url}")
        _load_facts(database)
        with _dashboard(port) if dashboard else nullcontext() as server:
            _bring_texts(database, corpus=corpus, offline=offline, base_url=base_url)
            database.close()
            all_done = True
            if server is not None:
                say("press Ctrl-C to stop the dashboard")
                if server.wait() != 0:
                    raise typer.Exit(1)
    except KeyboardInterrupt:
        if all_done:
            say("stopped")
            return
        complain("stopped; what was stored is intact, run `tracker up` again to go on where this ended")
        raise typer.Exit(STOPPED) from None


def _load_facts(database: "Database") -> None:
    from tracker.cli.snapshot import load_with_progress, one_at_a_time, registry_stored

    with one_at_a_time(database):
        added = load_with_progress(database)
        registry = registry_stored(database)
    if added.agreements:
        say(f"facts loaded: {added.agreements:,} agreements, {added.findings:,} flagged clauses")
    else:
        say("facts are here already")
    say(registry)


@contextmanager
def _dashboard(port: int) -> "Iterator[subprocess.Popen[bytes]]":
    """The dashboard in a process of its own, answering, until the block ends."""
    from dashboard.launch import free_port, streamlit_command, streamlit_environment

    chosen = free_port(port)
    if chosen != port:
        say(f"port {port} is taken, using {chosen}")
    with child(
        streamlit_command(chosen, headless=True),
        env={**os.environ, **streamlit_environment()},
        stdin=subprocess.DEVNULL,
    ) as server:
        wait_until_up(server, f"http://127.0.0.1:{chosen}/_stcore/health")
        say(f"dashboard: http://127.0.0.1:{chosen}")
        yield server


def _bring_texts(database: "Database", *, corpus: Path | None, offline: bool, base_url: str | None) -> None:
    """Fetch (or read) the texts and match them; where that is impossible, say why in one line."""
    if corpus is not None:
        _read_corpus(database, corpus)
        _match(database)
        _trace(database)
    elif offline:
        say("offline: no texts fetched; pages show facts and link to the sources")
    elif (reason := _unreachable(base_url)) is not None:
        say(f"no texts fetched ({reason}); pages show facts and link to the sources")
    else:
        _crawl_and_match(database, base_url)
        _trace(database)


def _read_corpus(database: "Database", corpus: Path) -> None:
    from tracker.cli.ingest import ingest_with_progress, show_tally

    show_tally(ingest_with_progress(database, [corpus]))


def _match(database: "Database") -> None:
    from tracker.cli.match import match_with_progress

    result = match_with_progress(database)
    say(result.line("flagged clauses"))


def _trace(database: "Database") -> None:
    from tracker.cli.lineage import lineage_line, lineage_with_progress

    say(lineage_line(lineage_with_progress(database)))


def _unreachable(base_url: str | None) -> str | None:
    from scrapers.run import reachable
    from scrapers.sources import load_sources

    return reachable(base_url or load_sources()["tota"].base_url, timeout=PROBE_TIMEOUT_SECONDS)


def _crawl_and_match(database: "Database", base_url: str | None) -> None:
    """Run the crawl in a process of its own and matching at the same time, each with a progress bar."""
    from tracker.facts.match_job import run_match

    command = [sys.executable, "-m", "tracker.cli", "crawl", "tota", "--json-progress"]
    if base_url:
        command += ["--base-url", base_url]
    with (
        child(command, stdout=subprocess.PIPE, text=True) as crawler,
        progress() as display,
    ):
        fetching = display.add_task("Fetching texts", total=None)
        matching = display.add_task("Matching articles", total=None)
        done = 0

        def follow() -> None:
            for line in crawler.stdout or ():
                with suppress(ValueError):  # a crawl that is killed may break off within a line
                    state = json.loads(line)
                    display.update(fetching, completed=state["done"], total=state["total"])

        def advance(count: int) -> None:
            nonlocal done
            done += count
            display.update(matching, completed=done)

        reader = threading.Thread(target=follow, daemon=True)
        reader.start()
        while crawler.poll() is None:
            time.sleep(MATCH_EVERY_SECONDS)
            run_match(database, workers=1, on_progress=advance)
        reader.join()
        run_match(database, on_progress=advance)
        display.update(matching, total=done)
    if crawler.returncode != 0:
        complain(
            "not every text could be fetched; `tracker status` says why, run `tracker up` again to go on"
        )
