"""What a database holds, row by row, without the numbers and moments in which two runs that store the same differ."""

import hashlib
from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table

from tracker.maintenance.rows import read_rows, tables
from tracker.models.database import open_database

JOURNAL = {"crawl_run", "nightly_run"}
"""Tables of visits and nights: a job that was stopped and run again has one row more there, as it should."""

_UNDECLARED = {("article", "incorporated_from"): "article"}
"""Columns that refer to a row without a foreign key."""

_EITHER_WAY_ROUND = {"lineage_pair": ("first_id", "second_id")}
"""References whose order is that of the numbers."""

Content = dict[str, Counter[str]]
"""By table: how often each row is there, as text."""


def rows_of(url: str) -> Content:
    """Every row of every table but the journals. A reference is written as the digest of the row it leads to."""
    database = open_database(url)
    with database.one_moment() as connection:
        found = _read(connection)
    database.close()
    return found


def differences(one: Content, other: Content) -> list[str]:
    """The rows that only one of them has, at most five of each table; [] where both are the same."""
    found = []
    for table in sorted(one.keys() | other.keys()):
        for sign, more in (("-", one[table] - other[table]), ("+", other[table] - one[table])):
            found += [f"{sign} {table}: {row[:300]}" for row in sorted(more.elements())[:5]]
    return found


def _read(connection: Connection) -> Content:
    digests: dict[str, dict[Any, str]] = {}
    found: Content = {}
    for table in tables():
        own: dict[Any, str] = {}
        digests[table.name] = own
        rows = [dict(zip(table.columns.keys(), row, strict=True)) for row in read_rows(connection, table)]
        # An article may be taken from one that comes later: those that are taken from none are known first.
        rows.sort(key=lambda row: row.get("incorporated_from") is not None)
        if table.name in JOURNAL:
            continue
        found[table.name] = Counter()
        for row in rows:
            plain = repr(_plain(table, row, digests))
            found[table.name][plain] += 1
            if "id" in row:
                own[row["id"]] = hashlib.sha256(plain.encode()).hexdigest()[:16]
    return found


def _plain(table: Table, row: dict[str, Any], digests: dict[str, dict[Any, str]]) -> dict[str, Any]:
    """The row without its own number; moments only say whether there is one."""
    plain: dict[str, Any] = {}
    for name, value in row.items():
        to = _UNDECLARED.get((table.name, name)) or _referred(table, name)
        if name == "id":
            continue
        if value is None:
            plain[name] = None
        elif to is not None:
            plain[name] = digests[to][value]
        elif isinstance(value, datetime):
            plain[name] = "a moment"
        else:
            plain[name] = value
    pair = _EITHER_WAY_ROUND.get(table.name)
    if pair:
        plain.update(zip(pair, sorted(plain[name] for name in pair), strict=True))
    return plain


def _referred(table: Table, name: str) -> str | None:
    """The table whose number the column has, None where it refers to none or by a word that is the same everywhere."""
    for key in table.columns[name].foreign_keys:
        if key.column.name == "id":
            return key.column.table.name
    return None
