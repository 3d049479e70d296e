"""Moving all rows between databases of either kind: all equal in the end, and nothing half done."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run, run
from tests.conftest import PROJECT, PostgresServer
from tests.maintenance.filled import fill
from tracker.errors import BadInput, StorageError
from tracker.maintenance import transfer as transfer_module
from tracker.maintenance.rows import TableSum, count_rows, sums
from tracker.maintenance.transfer import transfer
from tracker.models import Party, PartyGroup, Source
from tracker.models.database import Database, open_database
from tracker.queries import search_articles

__all__ = ["run"]

KILLED_BEFORE_ITS_END = """
import sys, time
from tracker.maintenance.transfer import transfer
from tracker.models.database import open_database

def wait(table, there, here):
    print(table, flush=True)
    time.sleep(300)

transfer(open_database(sys.argv[1]), open_database(sys.argv[2]), on_table=wait)
"""


@pytest.fixture
def other_url(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a fresh, migrated, empty database of the other kind than `database_url`."""
    server: PostgresServer = request.getfixturevalue("postgres_server")
    if database_url.startswith("sqlite"):
        url = server.fresh_url()
        yield url
        server.drop(url)
    else:
        yield f"sqlite:///{tmp_path / 'other.db'}"


@pytest.fixture
def other(other_url: str) -> Iterator[Database]:
    opened = open_database(other_url)
    yield opened
    opened.close()


def sums_of(database: Database) -> dict[str, TableSum]:
    with database.one_moment() as connection:
        return sums(connection)


def test_everything_arrives_on_the_other_back_end(database: Database, other: Database) -> None:
    fill(database)
    before = sums_of(database)
    seen: list[str] = []
    copied = transfer(database, other, on_table=lambda name, there, here: seen.append(name))
    assert copied == before == sums_of(other) == sums_of(database)
    assert set(seen) == set(copied) and all(table.rows for table in copied.values())
    with other.session() as session:
        # Numbers go on behind those copied, and the full-text index has the words.
        session.add(Source(key="next", title="next"))
        session.flush()
        hits = search_articles(session, "lanterns").hits
    assert [hit.article.number for hit in hits] == ["ARTICLE 2.1"]


def test_one_other_value_is_another_checksum(database: Database) -> None:
    fill(database)
    before = sums_of(database)
    with database.session() as session:
        source = session.query(Source).one()
        source.title += " "
    after = sums_of(database)
    assert {name for name in before if before[name] != after[name]} == {"source"}
    assert before["source"].rows == after["source"].rows


def test_a_target_with_rows_is_left_alone(database: Database, other: Database) -> None:
    fill(database)
    with other.session() as session:
        session.add(Party(iso3="XAA", name="Arcadia"))
    before = sums_of(other)
    with pytest.raises(BadInput, match="has 1 rows already"):
        transfer(database, other)
    assert sums_of(other) == before
    transfer(database, other, replace=True)
    assert sums_of(other) == sums_of(database)


def test_rows_that_arrive_changed_are_taken_back(
    database: Database, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database)
    genuine = transfer_module.sum_of
    monkeypatch.setattr(
        transfer_module,
        "sum_of",
        lambda connection, table: (
            TableSum(0, "0" * 64) if table.name == "finding" else genuine(connection, table)
        ),
    )
    with pytest.raises(StorageError, match="finding: the rows that arrived are not those that were read"):
        transfer(database, other)
    with other.one_moment() as connection:
        assert count_rows(connection) == 0


def test_killed_before_its_end_the_target_is_empty_and_it_can_be_run_again(
    database: Database, database_url: str, other: Database, other_url: str
) -> None:
    fill(database)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_BEFORE_ITS_END, database_url, other_url],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline().strip()
    process.kill()
    process.communicate(timeout=60)
    with other.one_moment() as connection:
        assert count_rows(connection) == 0
    assert transfer(database, other) == sums_of(other)


def test_what_is_stored_meanwhile_is_not_half_seen(database: Database) -> None:
    fill(database)
    with database.one_moment() as connection:
        before = sums(connection)
        with database.session() as session:
            session.add_all([Party(iso3="XAA", name="Arcadia"), PartyGroup(code="XG", name="Group")])
        assert sums(connection) == before
    after = sums_of(database)
    assert {name for name in before if before[name] != after[name]} == {"party", "party_group"}


def test_the_command_prints_and_compares_all_tables(database: Database, other_url: str, run: Run) -> None:
    fill(database)
    address = database.engine.url.render_as_string(hide_password=False)
    moved = run("migrate-data", address, other_url)
    assert moved.code == 0, moved.err
    lines = [line.split() for line in moved.out.splitlines() if line.endswith("equal")]
    assert all(line[1:4] == line[4:7] for line in lines if line[0] != "moved")
    assert {"agreement", "document", "article", "finding"} < {line[0] for line in lines}
    assert "every count and checksum is equal" in moved.out
    again = run("migrate-data", address, other_url)
    assert again.code == 2 and again.err.count("\n") == 1 and "rows already; nothing was changed" in again.err


@pytest.mark.parametrize("made", [False, True])
def test_a_source_without_data_is_refused(made: bool, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "none.db"
    if made:
        file.touch()
    refused = run("migrate-data", f"sqlite:///{file}", f"sqlite:///{tmp_path / 'to.db'}")
    assert refused.code == 2 and refused.err.count("\n") == 1
    assert "FROM must be a database with data" in refused.err
    assert not (tmp_path / "to.db").exists() and file.exists() == made
