"""CSV that Excel opens without an import dialog and that contains no formulas. The only writer of CSV in the project.

- UTF-8 with a byte-order mark (otherwise Excel assumes its own code page),
- CRLF line ends,
- an apostrophe before any text that a spreadsheet would run as a formula.
"""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from tracker.files import replace_file

BYTE_ORDER_MARK = "\ufeff"

# Spreadsheets set to Chinese, Japanese or Korean take the signs of full width for those of ASCII.
_FULL_WIDTH = ("\uff1d", "\uff0b", "\uff0d", "\uff20")

# What a spreadsheet takes as the start of a formula, or strips to find one (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", *_FULL_WIDTH)


def safe_cell(value: object) -> str:
    """`value` as the text of one cell. Numbers stay numbers, also negative ones; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return safe_cell("; ".join(str(part) for part in value))
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> str:
    """The whole file as text, byte-order mark included."""
    return BYTE_ORDER_MARK + "".join(csv_pieces(columns, rows, delimiter=delimiter))


def csv_pieces(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ","
) -> Iterator[str]:
    """The file row by row, column headings first, without byte-order mark: for programs, and for files of any
    length."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for row in itertools.chain([columns], rows):
        writer.writerow([safe_cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_csv(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ","
) -> None:
    """Write the rows to `path`, which is replaced only when the whole file is written. Raises like
    `tracker.files.replacing`."""
    replace_file(path, csv_text(columns, rows, delimiter=delimiter).encode("utf-8", "replace"))
