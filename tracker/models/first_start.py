"""One process at a time makes the tables of a database and fills it first; others that start meanwhile wait.

Without it two first starts at once both find an empty database: on PostgreSQL the second one's CREATE TABLE fails when
the first commits, on SQLite the second one's patience (ten seconds) may end before the first one's work does.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from tracker.models.database import Database

ADVISORY_LOCK = 0x7472_6163_6B65_7231
"""Number of the PostgreSQL advisory lock ("tracker1" as bytes); others that use the same database must not take it."""


def _nothing() -> None:
    pass


@contextmanager
def first_start(database: "Database", on_wait: Callable[[], None] = _nothing) -> Iterator[None]:
    """While the block runs, no other process is in such a block for the same database.

    `on_wait` is called once where another process is. The lock ends with the process that has it, however that ends.
    It must not be taken twice by one process. Raises StorageError where the server goes away.
    """
    if not database.is_sqlite:
        with _server_lock(database, on_wait):
            yield
        return
    file = database.engine.url.database
    if not file or file == ":memory:" or file.startswith("file:"):
        yield
        return
    with _file_lock(Path(f"{file}.lock"), on_wait):
        yield


@contextmanager
def _server_lock(database: "Database", on_wait: Callable[[], None]) -> Iterator[None]:
    """An advisory lock of a transaction, so that it also works behind a pooler that gives out transactions."""
    key = {"key": ADVISORY_LOCK}
    with database.engine.connect() as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), key):
            on_wait()
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), key)
        yield


@contextmanager
def _file_lock(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """A lock on a file beside the database; it stays, since two processes could lock two files of one name."""
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
