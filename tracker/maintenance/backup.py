"""Backups: one SQLite file with all rows of the database, whichever kind it is, and their checksums.

Why this format: docs/decisions/0029-one-format-of-backups.md. The file is an ordinary database of this program, with
one table more, `backup`, that says what it has. The archive of raw files is not in it.
"""

import json
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, NullPool, create_engine, exc

from tracker import __version__
from tracker.errors import BadInput, StorageError
from tracker.maintenance.rows import TableSum, count_rows, sums
from tracker.maintenance.transfer import Report, transfer
from tracker.models.database import HEAD_REVISION, Database, open_database
from tracker.models.first_start import first_start

FORMAT = 1
_TABLE = "backup"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself. `kind`: of the database it was made of; `made_at` in UTC."""

    made_at: datetime
    program: str
    revision: str
    kind: str
    tables: Mapping[str, TableSum]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())


def write_backup(database: Database, path: Path, *, force: bool = False) -> Backup:
    """Write all rows of the database, as they are at one moment, to a file, and read it again before it gets its name.

    The database may be in use. A file that exists is replaced only with `force`, and only if it is a regular one.

    Raises BadInput for a path that cannot be used, StorageError where the database or the disk fails or the file does
    not have the rows that were read; what was at `path` is then still there.
    """
    _check_free(path, force)
    with _workplace(path) as folder:
        file = folder / "backup.db"
        copy = open_database(f"sqlite:///{file}")
        try:
            backup = Backup(
                datetime.now(UTC).replace(microsecond=0),
                __version__,
                HEAD_REVISION,
                database.engine.dialect.name,
                transfer(database, copy),
            )
        finally:
            copy.close()
        _describe(file, backup)
        read_backup(file, shown=path)
        _publish(file, path, force)
    return backup


def read_backup(path: Path, *, shown: Path | None = None) -> Backup:
    """What the backup at `path` has, after reading all of it.

    Raises BadInput, in one line, for a file that is none, is damaged or cut short, or is of a newer program.
    """
    name = shown or path
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadInput(f"{name}: not a file; give a backup that `tracker backup` made")
    except OSError as error:
        raise BadInput(f"{name}: {error.strerror}; give a backup that `tracker backup` made") from None
    try:
        with closing(_open_to_read(path)) as connection:
            backup = _described(connection, name)
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
        if problems != ["ok"]:
            raise BadInput(f"{name}: damaged ({problems[0].splitlines()[0]}); take another backup")
        found = _sums_in(path, backup.tables)
    except (sqlite3.Error, exc.DBAPIError, exc.InvalidRequestError, ValueError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise BadInput(f"{name}: damaged, or no backup of this program ({reason})") from None
    for table, expected in backup.tables.items():
        if found[table] != expected:
            raise BadInput(
                f"{name}: damaged (the rows of {table} are not those written); take another backup"
            )
    return backup


def restore_backup(
    path: Path, database: Database, *, force: bool = False, work_in: Path, on_table: Report | None = None
) -> Backup:
    """Put the rows of a backup into the database, in one transaction; one of an older program is brought up to date.

    A database with rows is left alone unless `force` is given: then its rows are replaced. Others may use it meanwhile;
    killed at any point it is as before. `work_in` is a folder for a copy of the file.

    Raises BadInput for a damaged file or a database with rows, StorageError where the database fails.
    """
    backup = read_backup(path)
    work_in.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=work_in) as folder:
        copy = shutil.copyfile(path, Path(folder, "backup.db"))
        source = open_database(f"sqlite:///{copy}")
        try:
            with first_start(database):
                copied = transfer(
                    source, database, replace=force, **({"on_table": on_table} if on_table else {})
                )
        finally:
            source.close()
    if backup.revision == HEAD_REVISION and copied != backup.tables:
        raise StorageError(
            f"{path}: changed while it was read; restore again from a file that stays as it is"
        )
    return backup


def has_rows(database: Database) -> bool:
    """Whether anything is stored."""
    with database.one_moment() as connection:
        return count_rows(connection) > 0


def _check_free(path: Path, force: bool) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise BadInput(f"{path.parent}: no such folder; make it, or give another path") from None
        return
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}; give another path") from None
    if not stat.S_ISREG(mode):
        raise BadInput(f"{path}: is there already and is no regular file; give another path")
    if not force:
        raise BadInput(f"{path}: is there already; give another path, or --force to replace it")


@contextmanager
def _workplace(path: Path) -> Iterator[Path]:
    """A folder beside the file, so that the finished one can be moved; what killed backups left there is removed."""
    prefix = f".{path.name}-unfinished-"
    for left in path.parent.glob(f"{prefix}*"):
        process = left.name.removeprefix(prefix).partition("-")[0]
        if process.isdigit() and not Path(f"/proc/{process}").exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=path.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _describe(file: Path, backup: Backup) -> None:
    """Add the table `backup`, and make it one file without a write-ahead log."""
    facts = {
        "format": FORMAT,
        **{name: str(getattr(backup, name)) for name in ("program", "revision", "kind")},
        "made_at": backup.made_at.isoformat(),
        "tables": {name: asdict(table) for name, table in backup.tables.items()},
    }
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"CREATE TABLE {_TABLE} (facts TEXT NOT NULL)")
        connection.execute(f"INSERT INTO {_TABLE} VALUES (?)", [json.dumps(facts)])  # noqa: S608
        connection.execute("PRAGMA journal_mode = DELETE")


def _described(connection: sqlite3.Connection, name: Path) -> Backup:
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [_TABLE]).fetchone()
    if known is None:
        raise BadInput(f"{name}: no backup of this program (it says nothing of what it has)")
    facts: dict[str, Any] = json.loads(connection.execute(f"SELECT facts FROM {_TABLE}").fetchone()[0])  # noqa: S608
    if facts["format"] != FORMAT or facts["revision"] > HEAD_REVISION:
        raise BadInput(
            f"{name}: made by a newer version of this program ({facts['program']}); update this one"
        )
    return Backup(
        datetime.fromisoformat(facts["made_at"]),
        facts["program"],
        facts["revision"],
        facts["kind"],
        {table: TableSum(**values) for table, values in facts["tables"].items()},
    )


def _open_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _sums_in(path: Path, wanted: Mapping[str, TableSum]) -> dict[str, TableSum]:
    """The sums of the tables in the file, with the columns they have there (which may be those of an older program)."""
    engine = create_engine("sqlite://", creator=lambda: _open_to_read(path), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            there = MetaData()
            there.reflect(connection, only=list(wanted), resolve_fks=False)
            return sums(connection, there.tables.values())
    finally:
        engine.dispose()


def _publish(file: Path, path: Path, force: bool) -> None:
    """Give the finished file its name, at once; never that of another file, unless `force`."""
    with file.open("rb") as written:
        os.fsync(written.fileno())
    if force:
        _check_free(path, force)
        file.replace(path)
    else:
        try:
            os.link(file, path)
        except FileExistsError:
            _check_free(path, force)
        except OSError:  # a disk without hard links
            _check_free(path, force)
            file.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
