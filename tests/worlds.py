"""Databases with the facts the project ships, built once for a whole run and copied from there."""

import shutil
from pathlib import Path

from tracker.models.database import open_database

DATABASE = "facts.db"


def with_snapshot(folder: Path) -> None:
    """A SQLite file with the snapshot (it takes seconds to load)."""
    from tracker.facts import snapshot

    database = open_database(f"sqlite:///{folder / DATABASE}")
    snapshot.load(database)
    database.close()


def with_snapshot_and_registry(folder: Path, snapshot_only: Path) -> None:
    """A SQLite file with the snapshot and the registry, as `tracker snapshot load` stores them."""
    shutil.copyfile(snapshot_only, folder / DATABASE)
    store_registry_in(f"sqlite:///{folder / DATABASE}")


def with_registry(folder: Path, empty: Path) -> None:
    """A SQLite file with the registry alone."""
    shutil.copyfile(empty, folder / DATABASE)
    store_registry_in(f"sqlite:///{folder / DATABASE}")


def store_registry_in(url: str) -> None:
    """Store the shipped registry in the database at `url`, which has its tables."""
    from tracker.ingest.registered import store_registry
    from tracker.registry import registry

    database = open_database(url)
    store_registry(database, registry())
    database.close()
