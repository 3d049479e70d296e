"""Writing many rows at once without the ORM: COPY on PostgreSQL, one prepared statement on SQLite."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Connection, Table, insert

from tracker.models.search_index import search_vector

ROWS_AT_ONCE = 1000
_ARTICLE, _SEARCH = "article", "search"


def write_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows; `names` are the columns of their values.

    Articles get their words for PostgreSQL's full-text index with them, worked out here (see `search_vector`); SQLite's
    index is the caller's business. A column that is left out gets the database's own default.
    """
    if connection.dialect.name == "postgresql":
        if table.name == _ARTICLE:
            names, rows = [*names, _SEARCH], _with_words(names, rows)
        _copy_in(connection, table, names, rows)
        return
    left = iter(rows)
    while some := [dict(zip(names, row, strict=True)) for row in islice(left, ROWS_AT_ONCE)]:
        connection.execute(insert(table), some)


def _with_words(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    heading, text = names.index("heading"), names.index("text")
    for row in rows:
        yield (*row, search_vector(row[heading], row[text]))


def _copy_in(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    in_json: list[tuple[int, bool]] = []
    for place, name in enumerate(names):
        kind = table.columns[name].type if name in table.columns else None
        if isinstance(kind, JSON):
            in_json.append((place, bool(kind.none_as_null)))
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                values = list(row)
                for place, none_as_null in in_json:
                    if values[place] is not None or not none_as_null:
                        values[place] = json.dumps(values[place])
                copy.write_row(values)
    finally:
        cursor.close()
