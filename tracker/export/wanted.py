"""The texts wanted most, as a file: an address a line of CSV."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tracker.export.coverage import DIGITAL_RULES, words
from tracker.export.csv_safe import write_csv
from tracker.queries import WantedRow

# Column headings in the order of the sheet, and the value of each.
_COLUMNS: dict[str, Callable[[WantedRow], Any]] = {
    "Agreement": lambda row: row.name,
    "Short name": lambda row: row.short_name,
    "Registry key": lambda row: row.key,
    "Reading state": lambda row: words(row.reading),
    "Said to hold digital rules": lambda row: DIGITAL_RULES[row.digital_rules],
    "Year signed": lambda row: row.year_signed,
    "Countries bound": lambda row: len(row.bound),
    "Bound": lambda row: row.bound,
    "Address": lambda row: row.url,
    "Official": lambda row: row.official,
    "Fetched by": lambda row: row.source,
    "Language": lambda row: row.language,
    "Address was read": lambda row: row.read,
    "Seen in": lambda row: row.seen_in,
    "Looked on": lambda row: row.looked_on,
    "Note": lambda row: row.note,
    "Agreement link": lambda row: row.slug,
}


def write_wanted(rows: Sequence[WantedRow], path: Path, *, delimiter: str = ",") -> int:
    """Write the addresses to `path` in the order given; gives how many."""
    write_csv(
        path,
        list(_COLUMNS),
        ([value(row) for value in _COLUMNS.values()] for row in rows),
        delimiter=delimiter,
    )
    return len(rows)
