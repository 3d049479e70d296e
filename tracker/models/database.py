"""Opening the database: engine, sessions, migration when opened, and storage errors in one line."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session, sessionmaker

from tracker.errors import StorageError
from tracker.models.first_start import first_start
from tracker.settings import database_url, with_driver

# The newest migration. Kept here so that opening an up-to-date database need not import Alembic
# (0.2 s); a test compares it with the migrations folder.
HEAD_REVISION = "0020"

BUSY_TIMEOUT_SECONDS = 10

KEPT = "kept results"
"""Key in `Session.info` of results that hold as long as the data stay the same (`tracker.queries.core.kept`)."""


class RefusedRows(StorageError):
    """The database works, and refused what was to be written: a value out of range, a rule between rows."""


class Database:
    """An open database. `session()` gives a transaction that commits at the end or rolls back as a whole."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # Writers take SQLite's write lock at once and wait for it; a transaction that starts as a reader
        # and then wants to write would be refused without waiting when another job wrote in between.
        writing = engine.execution_options(sqlite_begin="IMMEDIATE")
        self._writers = sessionmaker(writing, expire_on_commit=False)
        self._readers = sessionmaker(engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @property
    def shown_url(self) -> str:
        """The address without the password, for people to read."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One writing transaction. Raises StorageError in place of driver errors that a user can act on."""
        with storage_errors(), self._writers.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One reading transaction: a consistent view that neither waits for a writing job nor blocks one."""
        with storage_errors(), self._readers() as session:
            session.info[KEPT] = {}
            yield session

    @contextmanager
    def one_moment(self) -> Iterator[Connection]:
        """A connection all of whose statements see the database as it is at one moment, whatever others store."""
        options = (
            {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        with storage_errors(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one writing transaction, for bulk work without the ORM."""
        engine = self.engine.execution_options(sqlite_begin="IMMEDIATE")
        with storage_errors(), engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(url: str | None = None, *, migrate: bool = True) -> Database:
    """Open the database at `url` or `DATABASE_URL`; with `migrate`, create it or bring it up to date.

    Raises StorageError when it cannot be reached, is not a database, is locked, or was written by a newer
    version of this program.
    """
    parsed = _parsed(url or database_url())
    with storage_errors():
        try:
            engine = create_engine(parsed, **_engine_options(parsed))
        except (exc.NoSuchModuleError, ModuleNotFoundError):
            raise StorageError(
                f"no driver for databases of kind '{parsed.drivername}'; use sqlite:/// or postgresql://"
            ) from None
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine, parsed)
        else:
            # Many rows of a table in one statement: each on its own takes a message to the server and one back.
            engine.dialect.use_insertmanyvalues_wo_returning = True
        database = Database(engine)
        if migrate:
            _bring_up_to_date(database)
    return database


def sqlite_path(address: str) -> Path | None:
    """The file of a SQLite address, None for another one. Raises StorageError for what is no address."""
    url = _parsed(address)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _parsed(address: str) -> URL:
    try:
        return make_url(with_driver(address))
    except exc.ArgumentError:
        raise StorageError("DATABASE_URL is not a database address; try sqlite:///tracker.db") from None


def _engine_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_TIMEOUT_SECONDS}}
    return {"pool_pre_ping": True}


def _prepare_sqlite(engine: Engine, url: URL) -> None:
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot make the folder for {url.database}: {error.strerror}") from None

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
        # WAL: readers (the dashboard) are not blocked while a job writes, and a killed writer leaves the last
        # commit intact; NORMAL is durable against kill -9 in WAL mode.
        # isolation_level None: the driver opens no transactions of its own, so that DDL is inside ours too
        # and a migration killed half-way leaves nothing behind.
        connection.isolation_level = None
        cursor = connection.cursor()
        _write_ahead(cursor)
        for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch the file to WAL; SQLite itself does not wait where another process is just doing so."""
    deadline = time.monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= deadline:
                raise
            time.sleep(0.05)
        else:
            return


def current_revision(database: Database) -> str | None:
    """The migration the database is at, None for an empty one."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def _bring_up_to_date(database: Database) -> None:
    revision = current_revision(database)
    if revision == HEAD_REVISION:
        return
    if revision is not None and revision > HEAD_REVISION:
        raise StorageError(
            f"the database is at revision {revision}, newer than this program ({HEAD_REVISION}); "
            "update the program"
        )
    with first_start(database):
        # Another process may have migrated it meanwhile; Alembic looks again.
        migrate(database)


def migrate(database: Database) -> None:
    """Run all pending Alembic migrations, in one transaction each."""
    from alembic import command
    from alembic.config import Config

    import migrations

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with database.engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn driver errors that a user can act on into StorageError; others are raised unchanged."""
    try:
        yield
    except (exc.DataError, exc.IntegrityError) as error:
        raise RefusedRows(_explain(error)) from error
    except exc.DBAPIError as error:
        raise StorageError(_explain(error)) from error


def _explain(error: exc.DBAPIError) -> str:
    reason = str(error.orig).splitlines()[0] if error.orig else str(error)
    lowered = reason.lower()
    if "database is locked" in lowered or "table is locked" in lowered:
        return (
            f"the database is in use by another process (waited {BUSY_TIMEOUT_SECONDS} s); "
            "let that job end, then run this again"
        )
    if "disk is full" in lowered or "disk i/o error" in lowered or "no space" in lowered:
        return "the disk is full; free some space, then run this again (what was stored before is intact)"
    if "not a database" in lowered or "malformed" in lowered:
        return f"the file is not a usable SQLite database ({reason}); move it away or restore a copy"
    if "unable to open" in lowered or "readonly" in lowered or "read-only" in lowered:
        return f"the database file cannot be opened for writing ({reason}); check its folder and rights"
    if "connect" in lowered or "could not translate" in lowered:
        return f"the database server cannot be reached: {reason}"
    return f"the database refused: {reason}"
