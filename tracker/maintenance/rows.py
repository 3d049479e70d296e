"""All rows of a database as plain values that are the same on SQLite and on PostgreSQL, and their checksums."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from tracker.models import Base
from tracker.models.bulk import ROWS_AT_ONCE

_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table has, and a checksum of them (64 hex digits).

    The checksum is the sum, modulo 2 to the power of 256, of the SHA-256 of every row: it does not depend on the order
    of rows, which the two back ends sort differently. A row is the JSON of its values in the order of their columns'
    names.
    """

    rows: int
    checksum: str


class SumOfRows:
    """Adds up the checksum of a table's rows."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._order = sorted(range(len(columns)), key=lambda place: columns[place])
        self._rows = self._sum = 0

    def add(self, row: Sequence[Any]) -> None:
        """Take in a row, with its values in the order of the columns."""
        plain = json.dumps([row[place] for place in self._order], sort_keys=True, default=_plain)
        digest = hashlib.sha256(plain.encode("ascii")).digest()
        self._sum = (self._sum + int.from_bytes(digest, "big")) % _MODULUS
        self._rows += 1

    def result(self) -> TableSum:
        """The sum so far."""
        return TableSum(self._rows, f"{self._sum:064x}")


def _plain(value: Any) -> str:
    if isinstance(value, date):  # datetime, too
        return value.isoformat()
    raise TypeError(f"a value of type {type(value).__name__} has no plain form")


def tables() -> list[Table]:
    """All tables of the models; one that refers to another comes after it."""
    return list(Base.metadata.sorted_tables)


def read_rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, values in the order of its columns; moments have the time zone UTC."""
    moments = [place for place, column in enumerate(table.columns) if column.type.python_type is datetime]
    query = select(table).execution_options(yield_per=ROWS_AT_ONCE)
    if table.primary_key.columns:
        query = query.order_by(*table.primary_key.columns)
    for row in connection.execute(query):
        if not moments:
            yield tuple(row)
            continue
        values = list(row)
        for place in moments:
            values[place] = _in_utc(values[place])
        yield tuple(values)


def _in_utc(moment: datetime | None) -> datetime | None:
    """SQLite keeps no time zone, PostgreSQL answers in that of its session; what is stored is UTC."""
    if moment is None:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def sum_of(connection: Connection, table: Table) -> TableSum:
    """Number and checksum of a table's rows."""
    total = SumOfRows(table.columns.keys())
    for row in read_rows(connection, table):
        total.add(row)
    return total.result()


def sums(connection: Connection, of: Iterable[Table] | None = None) -> dict[str, TableSum]:
    """Number and checksum of the rows of each table, by its name."""
    return {table.name: sum_of(connection, table) for table in (tables() if of is None else of)}


def count_rows(connection: Connection) -> int:
    """How many rows all tables have together."""
    return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables())
