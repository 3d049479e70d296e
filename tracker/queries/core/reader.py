"""Runs queries over one connection pool and caches their results until the data change."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tracker.models.data_changes import POSTGRESQL_VERSION
from tracker.models.database import KEPT, Database, open_database

P = ParamSpec("P")
R = TypeVar("R")

KEPT_ANSWERS = 512
"""So many answers, those asked for last, are kept (measured on a full corpus: docs/decisions/0028)."""


class Reader:
    """Runs queries (functions whose first parameter is a Session) and caches each result until the data change.

    Safe for many threads: a query that several make at once is computed once. Results are shared, so callers must not
    change them (rows are frozen; do not mutate the lists).
    """

    def __init__(self, url: str | None = None) -> None:
        """Open the database at `url` or `DATABASE_URL`. Raises StorageError when that is impossible."""
        self._url = url
        self._lock = threading.RLock()
        self._answers: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._answers_token: str | None = None
        self._shared: dict[Hashable, Any] = {}
        self._opened = 0
        self._pinned: ContextVar[str | None] = ContextVar("pinned", default=None)
        self._open()

    def _open(self) -> None:
        self._database = open_database(self._url)
        self._watch = _watch(self._database)
        self._opened += 1

    @property
    def database(self) -> Database:
        """The open database."""
        return self._database

    def token(self) -> str:
        """A value that differs whenever another process or connection changed the data, and every day (what is in force
        today is another question tomorrow); costs under 1 ms."""
        with self._lock:
            if self._watch.replaced():
                self.close()
                self._open()
            return f"{self._opened}.{self._watch.version()}.{date.today()}"

    @contextmanager
    def pinned(self) -> Iterator[None]:
        """Look at the data once for all that is asked within, as for one page: some twenty looks of a millisecond
        each otherwise.

        What is asked within after the data changed may be answered from either state, as without; no answer of the
        earlier state is kept for the later one, since the state is looked at before the data are read.
        """
        before = self._pinned.set(self.token())
        try:
            yield
        finally:
            self._pinned.reset(before)

    def state(self) -> str:
        """The token of the data as `ask` uses them: the one looked at once (`pinned`), else that of now."""
        return self._pinned.get() or self.token()

    def ask(self, question: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of `question(session, *args)`, from the cache where the data have not changed since."""
        pinned = self._pinned.get()
        token = pinned or self.token()
        key = (question.__module__, question.__qualname__, args, tuple(sorted(kwargs.items())))
        with self._lock:
            if pinned is not None and pinned != self._answers_token:
                # Others have answers of a later state, which must not be dropped for this one.
                token = self.token()
                self._pinned.set(token)
            if token != self._answers_token:
                self._answers = OrderedDict()
                self._shared = {}
                self._answers_token = token
            answers, shared = self._answers, self._shared
            pending: Future[R] | None = answers.get(key)
            mine = pending is None
            if pending is None:
                pending = answers[key] = Future()
                while len(answers) > KEPT_ANSWERS:
                    answers.popitem(last=False)
            else:
                answers.move_to_end(key)
        if mine:
            try:
                with self._database.read() as session:
                    session.info[KEPT] = shared
                    # Worked out for another question before (`kept`)?
                    pending.set_result(shared[key] if key in shared else question(session, *args, **kwargs))
            except BaseException as error:
                with self._lock:
                    answers.pop(key, None)
                pending.set_exception(error)
        return pending.result()

    def once(self, question: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of a query, not cached: for files that are made on request."""
        self.token()  # reopens the database where it was replaced
        with self._database.read() as session:
            return question(session, *args, **kwargs)

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            self._watch.close()
            self._database.close()


class _SqliteWatch:
    """Notices commits by other connections through `PRAGMA data_version`, on a connection of its own.

    The pragma's values can be compared within one connection only, hence the connection that stays open.
    """

    def __init__(self, database: Database) -> None:
        self._connection: Connection = database.engine.connect()
        self._path = Path(database.engine.url.database or "")
        self._identity = self._file()

    def _file(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def replaced(self) -> bool:
        """Whether the file was deleted or replaced by another one (open connections would still read the old one)."""
        return self._file() != self._identity

    def version(self) -> str:
        """A value that changes with every commit by other connections."""
        version = self._connection.exec_driver_sql("PRAGMA data_version").scalar()
        self._connection.rollback()
        return str(version)

    def close(self) -> None:
        """Return the connection."""
        self._connection.close()


class _PostgresqlWatch:
    """Notices finished transactions that changed the data (`tracker.models.data_changes`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replaced(self) -> bool:
        """A server's database is never swapped under an open connection."""
        return False

    def version(self) -> str:
        """A value that changes whenever a transaction ends that changed the data; other databases of the server do not
        matter."""
        with self._database.engine.connect() as connection:
            return str(connection.exec_driver_sql(POSTGRESQL_VERSION).scalar())

    def close(self) -> None:
        """Does nothing: no connection is open."""


def _watch(database: Database) -> _SqliteWatch | _PostgresqlWatch:
    return _SqliteWatch(database) if database.is_sqlite else _PostgresqlWatch(database)
