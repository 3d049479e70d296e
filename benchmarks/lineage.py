"""The time of the lineage job over everything that is loaded, at first and again without changes.

    DATABASE_URL=sqlite:///everything.db uv run python -m benchmarks.lineage [--json FILE]

An SQLite database is copied; any lineage in the copy is deleted and worked out anew. Measured is processor time, which
other programs on the machine do not lengthen; the yardstick is reading the texts that are compared.
"""

import argparse
import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.engine import make_url

from tracker.lineage.job import run_lineage
from tracker.models import Article, LineageClause
from tracker.models.database import Database, open_database
from tracker.queries.lineage.state import present_clauses, provisions_with_lineage
from tracker.settings import database_url

TARGET_SECONDS = 60.0
AGAIN_TARGET_RATIO = 0.2
"""Greatest share of the first run's time that a run without changes may take."""


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds of some work, and its result."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def read_texts(database: Database) -> int:
    """The yardstick: how many articles with a clause there are, by reading the words of each."""
    with database.read() as session:
        clauses = present_clauses(session, provisions_with_lineage())
        ids = {clause.article_id for own in clauses.values() for clause in own}
        return len(session.execute(select(Article.text).where(Article.id.in_(ids))).all())


def measure(database: Database) -> dict[str, float]:
    """Seconds of the yardstick, of a first run and of one without changes, and what there was to do."""
    with database.session() as session:
        session.execute(delete(LineageClause))
    reading, articles = timed(lambda: read_texts(database))
    first, result = timed(lambda: run_lineage(database))
    again, nothing = timed(lambda: run_lineage(database))
    if nothing.compared:
        raise SystemExit(f"the second run compared {nothing.compared} clauses, there was nothing to do")
    return {
        "articles": articles,
        "clauses": result.compared,
        "pairs": result.pairs,
        "reading_seconds": reading,
        "first_seconds": first,
        "again_seconds": again,
        "first_by_reading": first / reading,
    }


def copied(folder: Path) -> Database:
    """A copy of the SQLite database of DATABASE_URL."""
    source = make_url(database_url()).database
    if source is None or not Path(source).exists():
        raise SystemExit("DATABASE_URL names no SQLite file; load one with 'tracker up' first")
    target = folder / "copy.db"
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
    return open_database(f"sqlite:///{target}")


def main() -> None:
    """Measure, print, and end with exit code 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", type=Path, help="file for the figures")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="lineage-"))
    try:
        database = copied(folder)
        figures = measure(database)
        database.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for name, value in figures.items():
        print(f"{name}: {value:,.2f}" if isinstance(value, float) else f"{name}: {value:,}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    missed = [
        words
        for words, missing in (
            (f"the first run took more than {TARGET_SECONDS} s", figures["first_seconds"] > TARGET_SECONDS),
            (
                "a run without changes is too slow",
                figures["again_seconds"] > AGAIN_TARGET_RATIO * figures["first_seconds"],
            ),
        )
        if missing
    ]
    raise SystemExit("; ".join(missed) or 0)


if __name__ == "__main__":
    main()
