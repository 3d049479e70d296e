"""Opening, migrating and refusing databases."""

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

import migrations
from tracker.errors import StorageError
from tracker.models import Base, CrawlRun, QuarantinedText, Source
from tracker.models import database as database_module
from tracker.models.database import HEAD_REVISION, Database, current_revision, open_database
from tracker.models.search_index import UNMODELLED_NAMES


def test_head_revision_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD_REVISION


def test_migrations_make_exactly_the_models(database: Database) -> None:
    def ours(_object: object, name: str | None, _kind: str, _reflected: bool, _other: object) -> bool:
        return not (name or "").startswith(UNMODELLED_NAMES)

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, Base.metadata) == []


def test_opening_again_keeps_what_is_stored(database_url: str) -> None:
    first = open_database(database_url)
    with first.session() as session:
        session.add(Source(key="tota", title="Texts"))
    first.close()
    again = open_database(database_url)
    with again.read() as session:
        assert session.execute(text("SELECT key FROM source")).scalars().all() == ["tota"]
    again.close()


def test_a_migration_that_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tracker.models.search_index.SQLITE_STATEMENTS", ("CREATE TABLE half (id int)", "NOT SQL")
    )
    url = f"sqlite:///{tmp_path / 'half.db'}"
    with pytest.raises(StorageError):
        open_database(url)
    with sqlite3.connect(tmp_path / "half.db") as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    monkeypatch.undo()
    opened = open_database(url)
    assert current_revision(opened) == HEAD_REVISION
    opened.close()


def test_a_database_of_a_newer_program_is_left_alone(sqlite_url: str) -> None:
    opened = open_database(sqlite_url)
    with opened.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    with pytest.raises(StorageError, match="newer than this program"):
        open_database(sqlite_url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear negotiator, this is a letter and not a database. " * 40)
    with pytest.raises(StorageError, match="not a usable SQLite database"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"Dear negotiator")


@pytest.mark.parametrize("url", ["nonsense", "oracle+none://x/y"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(StorageError):
        open_database(url)


def test_an_unreachable_server_is_one_line() -> None:
    with pytest.raises(StorageError, match="server cannot be reached") as caught:
        open_database("postgresql://nobody@127.0.0.1:9/none")
    assert "\n" not in str(caught.value)


def test_a_locked_database_is_said_to_be_locked(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_SECONDS", 0.2)
    opened = open_database(sqlite_url)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="in use by another process"), opened.session() as session:
        session.add(Source(key="x", title="x"))
    other.execute("ROLLBACK")
    other.close()
    opened.close()


def test_writers_wait_for_each_other(sqlite_url: str) -> None:
    """Two jobs that read first and write later must both get through (no upgrade of a stale read)."""
    opened = open_database(sqlite_url)
    failures: list[BaseException] = []

    def write(prefix: str) -> None:
        try:
            for number in range(20):
                with opened.session() as session:
                    session.execute(text("SELECT count(*) FROM source")).scalar()
                    session.add(Source(key=f"{prefix}{number}", title=prefix))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(prefix,)) for prefix in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with opened.read() as session:
        assert session.execute(text("SELECT count(*) FROM source")).scalar() == 40
    opened.close()


def test_values_of_before_are_renamed_to_the_words_of_the_field(database_url: str) -> None:
    opened = open_database(database_url)
    with opened.session() as session:
        session.add(Source(id=1, key="x", title="x"))
        session.flush()
        for statement in (
            "INSERT INTO held_text (source_id, external_id, sha256, name, reason, state, noticed_at)"
            " VALUES (1, 'a', 'b', 'n', 'shrank', 'quarantined', '2026-01-01')",
            "INSERT INTO crawl_run (source_id, started_at, state, counters)"
            """ VALUES (1, '2026-01-01', 'finished', '{"quarantined": 2, "new": 1}')""",
        ):
            session.connection().exec_driver_sql(statement)
    with opened.engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.downgrade(config, "0005")
        connection.commit()
    with opened.read() as session:
        assert session.execute(text("SELECT state FROM held_text")).scalar() == "held"
        assert session.scalars(select(CrawlRun.counters)).all() == [{"held": 2, "new": 1}]
    opened.close()
    again = open_database(database_url)
    with again.read() as session:
        assert current_revision(again) == HEAD_REVISION
        assert session.scalars(select(QuarantinedText.state)).all() == ["quarantined"]
        assert session.scalars(select(CrawlRun.counters)).all() == [{"quarantined": 2, "new": 1}]
    again.close()
