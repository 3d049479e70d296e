"""Backups: all rows in one file, from and to either back end; damaged ones are refused, nothing is overwritten."""

import json
import os
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import func, select

import migrations
from tests.cli.conftest import Run, run
from tests.maintenance.filled import fill
from tests.maintenance.test_transfer import other, other_url, sums_of
from tracker.maintenance import backup as backup_module
from tracker.maintenance.backup import read_backup, restore_backup, write_backup
from tracker.maintenance.backups import backups, delete_older, new_backup_path
from tracker.models import Party, PartyGroup
from tracker.models.database import Database, open_database

__all__ = ["other", "other_url", "run"]


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Path:
    """A backup of a database with a few rows."""
    database = open_database(sqlite_url)
    with database.session() as session:
        session.add_all([Party(iso3=f"X{number:02}", name=f"Isle {number}") for number in range(50)])
    write_backup(database, tmp_path / "small.backup")
    database.close()
    return tmp_path / "small.backup"


def test_a_backup_restores_on_the_other_back_end(database: Database, other: Database, tmp_path: Path) -> None:
    fill(database)
    path = tmp_path / "all.backup"
    made = write_backup(database, path)
    assert made.tables == sums_of(database) and made.rows > 50
    assert (made.kind, read_backup(path)) == (database.engine.dialect.name, made)
    assert restore_backup(path, other, work_in=tmp_path) == made
    assert sums_of(other) == sums_of(database)
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_backup_is_of_one_moment(database: Database, tmp_path: Path) -> None:
    over = threading.Event()
    begun = threading.Event()

    def write() -> None:
        number = 0
        while not over.is_set():
            number += 1
            with database.session() as session:
                session.add(Party(iso3=f"{number:03}", name="x"))
                session.flush()
                session.add(PartyGroup(code=f"{number:03}", name="x"))
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        made = [write_backup(database, tmp_path / f"{number}.backup") for number in (1, 2)]
    finally:
        over.set()
        writer.join()
    assert [one.tables["party"].rows for one in made] == [one.tables["party_group"].rows for one in made]
    assert 0 < made[0].tables["party"].rows <= made[1].tables["party"].rows
    with database.read() as session:
        assert (session.scalar(select(func.count()).select_from(Party)) or 0) >= made[1].tables["party"].rows


LATER_TABLES = {"lineage_clause", "lineage_pair", "crawl_job"}
"""Those that came after revision 0012."""


def test_a_backup_of_an_older_program_is_brought_up_to_date(database: Database, tmp_path: Path) -> None:
    fill(database)
    path = tmp_path / "old.backup"
    write_backup(database, path)
    old = open_database(f"sqlite:///{path}", migrate=False)
    with old.engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.downgrade(config, "0012")
    old.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        facts = json.loads(raw.execute("SELECT facts FROM backup").fetchone()[0])
        for gone in LATER_TABLES:
            del facts["tables"][gone]
        there = backup_module._sums_in(path, facts["tables"])
        facts["tables"] = {name: {"rows": one.rows, "checksum": one.checksum} for name, one in there.items()}
        raw.execute("UPDATE backup SET facts = ?", [json.dumps({**facts, "revision": "0012"})])
    before = sums_of(database)
    restored = restore_backup(path, database, force=True, work_in=tmp_path)
    assert restored.revision == "0012"
    after = sums_of(database)
    assert {name for name in before if before[name] != after[name]} == LATER_TABLES


@pytest.mark.parametrize(
    "harm", ["cut", "changed", "letter", "empty", "folder", "pipe", "none", "newer", "plain"]
)
def test_a_damaged_file_is_refused_in_one_line(harm: str, small: Path, run: Run, sqlite_url: str) -> None:
    data = small.read_bytes()
    if harm == "cut":
        small.write_bytes(data[: len(data) // 2])
    elif harm == "changed":
        assert data.count(b"Isle 17") == 1
        small.write_bytes(data.replace(b"Isle 17", b"Isle 71"))
    elif harm == "letter":
        small.write_bytes(b"Dear negotiator, this is a letter and not a database. " * 400)
    elif harm == "empty":
        small.write_bytes(b"")
    elif harm in ("folder", "pipe", "none"):
        small.unlink()
        if harm != "none":
            (os.mkdir if harm == "folder" else os.mkfifo)(small)
    else:
        with closing(sqlite3.connect(small)) as raw, raw:
            raw.execute(
                'UPDATE backup SET facts = replace(facts, \'"revision": "0\', \'"revision": "9\')'
                if harm == "newer"
                else "DROP TABLE backup"
            )
    before = open_database(sqlite_url)
    sums_before = sums_of(before)
    refused = run("restore", "--force", small)
    assert refused.code == 2, refused.err
    assert refused.err.count("\n") == 1 and refused.err.startswith(f"tracker: {small}: ")
    assert sums_of(before) == sums_before
    before.close()


def test_nothing_is_overwritten_unasked(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "my.backup"
    path.write_text("a letter")
    refused = run("backup", path)
    assert refused.code == 2 and "--force to replace it" in refused.err and refused.err.count("\n") == 1
    assert path.read_text() == "a letter"
    assert run("backup", "--force", path).code == 0
    read_backup(path)
    kept = tmp_path / "kept"
    kept.write_text("kept")
    link = tmp_path / "link"
    link.symlink_to(kept)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (link, pipe, tmp_path / "nowhere" / "x"):
        assert run("backup", "--force", place).code == 2
    assert kept.read_text() == "kept"


def test_a_database_with_rows_is_restored_into_only_by_force(run: Run, small: Path, sqlite_url: str) -> None:
    refused = run("restore", small)
    assert refused.code == 2 and "--force replaces what it has" in refused.err
    database = open_database(sqlite_url)
    with database.session() as session:
        session.add(Party(iso3="ZZZ", name="not in the backup"))
    assert run("restore", "--force", small).code == 0
    assert sums_of(database) == read_backup(small).tables
    database.close()


def test_a_full_disk_leaves_the_old_backup(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = small.read_bytes()

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_module, "_describe", full)
    failed = run("backup", "--force", small)
    assert failed.code == 4 and failed.err.count("\n") == 1 and "No space left" in failed.err
    assert small.read_bytes() == before
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_a_killed_backup_left_is_removed(run: Run, tmp_path: Path) -> None:
    left = tmp_path / ".my.backup-unfinished-999999999-x"
    left.mkdir()
    others = tmp_path / f".my.backup-unfinished-{os.getpid()}-x"
    others.mkdir()
    assert run("backup", tmp_path / "my.backup").code == 0
    assert (left.exists(), others.exists()) == (False, True)


def test_the_folder_of_backups_keeps_the_newest(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    monkeypatch.setenv("TRACKER_BACKUPS", str(folder))
    folder.mkdir()
    (folder / "letter.txt").write_text("not ours")
    for year in (2023, 2024, 2025):
        new_backup_path(datetime(year, 1, 1, tzinfo=UTC)).write_text("old")
    made = run("backup", "--keep", "2")
    assert made.code == 0, made.err
    assert [when.year for when, _path in backups()][1:] == [2025] and len(backups()) == 2
    read_backup(backups()[0][1])
    assert (folder / "letter.txt").exists() and delete_older(5) == []
    assert run("backup", "--keep", "2", "x.backup").code == 2
