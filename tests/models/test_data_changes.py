"""A reader on PostgreSQL notices every change of its database, and none of another one's."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text, update

from tests.conftest import PostgresServer
from tracker.models import Base, Source
from tracker.models.data_changes import CHANGE_TABLE, POSTGRESQL_VERSION
from tracker.models.database import Database, open_database


@pytest.fixture
def postgresql(postgres_server: PostgresServer) -> Iterator[Database]:
    """An empty database."""
    url = postgres_server.fresh_url()
    opened = open_database(url)
    yield opened
    opened.close()
    postgres_server.drop(url)


def version(database: Database) -> object:
    """What a reader compares."""
    with database.engine.connect() as connection:
        return connection.exec_driver_sql(POSTGRESQL_VERSION).scalar()


def add(database: Database, key: str) -> None:
    """Store a source."""
    with database.session() as session:
        session.add(Source(key=key, title="Lanterns"))


def test_each_kind_of_change_is_noticed_and_reading_is_not(postgresql: Database) -> None:
    seen = [version(postgresql)]

    def changed() -> bool:
        seen.append(version(postgresql))
        return seen[-1] not in seen[:-1]

    add(postgresql, "a")
    assert changed()
    with postgresql.session() as session:
        session.execute(update(Source).values(title="Kites"))
    assert changed()
    with postgresql.session() as session:
        session.delete(session.scalars(select(Source)).one())
    assert changed()
    with postgresql.writing() as connection:
        connection.execute(text("TRUNCATE source CASCADE"))
    assert changed()
    with postgresql.session() as session:
        assert session.scalars(select(Source)).all() == []
    assert not changed()


def test_a_change_is_noticed_when_it_can_be_read_whatever_ended_before(postgresql: Database) -> None:
    before = version(postgresql)
    with postgresql.session() as early:
        early.add(Source(key="early", title="Lanterns"))
        early.flush()
        assert version(postgresql) == before
        add(postgresql, "late")
        between = version(postgresql)
    assert len({before, between, version(postgresql)}) == 3


def test_another_database_of_the_server_is_none_of_ours(
    postgresql: Database, postgres_server: PostgresServer
) -> None:
    other = open_database(postgres_server.fresh_url())
    add(postgresql, "ours")
    before = version(postgresql)
    add(other, "theirs")
    assert version(postgresql) == before
    other.close()


def test_every_table_of_ours_is_watched(postgresql: Database) -> None:
    with postgresql.engine.connect() as connection:
        watched = connection.scalars(
            text("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'data_changed'")
        ).all()
    assert set(watched) == set(Base.metadata.tables)


def test_numbers_of_old_transactions_go(postgresql: Database) -> None:
    seen = set()
    for number in range(700):
        add(postgresql, f"s{number}")
        seen.add(version(postgresql))
    assert len(seen) == 700
    with postgresql.engine.connect() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {CHANGE_TABLE}")) < 600
