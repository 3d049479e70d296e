"""Two empty databases for a module's tests that only read: one of each kind, filled once."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from tests.conftest import PostgresServer
from tracker.models.database import Database, open_database


@pytest.fixture(scope="module")
def empty_pair(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, postgres_server: PostgresServer
) -> Iterator[tuple[Database, Database]]:
    """SQLite and PostgreSQL, migrated, for the module alone."""
    file = tmp_path_factory.mktemp("pair") / "pair.db"
    copyfile(migrated_sqlite, file)
    url = postgres_server.fresh_url()
    databases = open_database(f"sqlite:///{file}"), open_database(url)
    yield databases
    for database in databases:
        database.close()
    postgres_server.drop(url)
