"""Copying all rows from one database to another, of the same or the other kind, in one transaction of each."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Integer, Table, delete, text

from tracker.errors import BadInput, StorageError
from tracker.maintenance.rows import SumOfRows, TableSum, count_rows, read_rows, sum_of, tables
from tracker.models.bulk import write_rows
from tracker.models.database import Database, storage_errors
from tracker.models.search_index import index_all_articles

Report = Callable[[str, TableSum, TableSum], None]


def _nothing(_table: str, _there: TableSum, _here: TableSum) -> None:
    pass


def transfer(
    source: Database, target: Database, *, replace: bool = False, on_table: Report = _nothing
) -> dict[str, TableSum]:
    """Copy every row of `source`, as it is at one moment, to `target`; the count and checksum of each table.

    - Both must be at the newest migration. The target must have no rows; with `replace` its rows are deleted first.
    - Every row is read again from the target before the end: `on_table` is called with the name of each table, the
      sum of what was read from the source and of what the target has.
    - It is one transaction of the target: killed at any point, the target is as it was before.

    Raises BadInput for a target with rows, StorageError where the rows of the target differ in the end, or where either
    database fails.
    """
    with storage_errors(), source.one_moment() as reading, target.writing() as writing:
        if replace:
            _empty(writing)
        elif rows := count_rows(writing):
            raise BadInput(f"{target.shown_url} has {rows:,} rows already; nothing was changed")
        copied = {table.name: _copy(reading, writing, table) for table in tables()}
        index_all_articles(writing)
        for table in tables():
            _set_sequence(writing, table)
            arrived = sum_of(writing, table)
            on_table(table.name, copied[table.name], arrived)
            if arrived != copied[table.name]:
                raise StorageError(
                    f"{table.name}: the rows that arrived are not those that were read; nothing was changed in"
                    f" {target.shown_url}"
                )
    return copied


def _copy(reading: Connection, writing: Connection, table: Table) -> TableSum:
    total = SumOfRows(table.columns.keys())

    def summed() -> Iterator[tuple[Any, ...]]:
        for row in read_rows(reading, table):
            total.add(row)
            yield row

    if writing.dialect.name == "sqlite":
        # A row may refer to one that comes after it (a document to the one it replaced).
        writing.execute(text("PRAGMA defer_foreign_keys = ON"))
    write_rows(writing, table, table.columns.keys(), summed())
    return total.result()


def _empty(connection: Connection) -> None:
    """Delete all rows."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in tables())
        connection.execute(text(f"TRUNCATE {names}"))
        return
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in reversed(tables()):
        connection.execute(delete(table))


def _set_sequence(connection: Connection, table: Table) -> None:
    """The next row that PostgreSQL numbers itself gets a number beyond those copied; SQLite does so by itself."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name != "postgresql" or len(keys) != 1 or not isinstance(keys[0].type, Integer):
        return
    name, key = table.name, keys[0].name
    connection.execute(
        text(
            f"SELECT setval(found, coalesce(max({key}), 1), max({key}) IS NOT NULL)"  # noqa: S608 (names of ours)
            f" FROM pg_get_serial_sequence('{name}', '{key}') AS found LEFT JOIN {name} ON true"
            " WHERE found IS NOT NULL GROUP BY found"
        )
    )
