"""Rows of a spreadsheet in the xlsx format as text, read by openpyxl under limits, since files from the net are not
trusted.

Why openpyxl: docs/decisions/0012-spreadsheets-by-openpyxl.md.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from scrapers.office import container_problem
from tracker.errors import BadInput

MAX_PART_BYTES = 4 * 1024 * 1024
"""Most bytes a part of the file may unpack to; the worst file of this size that was tried took openpyxl 8 s and 80
times as much memory. The largest part of the list of all trade agreements unpacks to 0.6 MB."""

MAX_PARTS_BYTES = 4 * MAX_PART_BYTES
"""Most bytes all parts together may unpack to."""

MAX_ROWS = 20_000
MAX_COLUMNS = 200
"""Most rows of all sheets together (several may be one and the same part of the file), and columns that are read."""

MAX_SHEETS = 50

_ENDLESS = re.compile(
    rb"formatCode\s{0,9}=\s{0,9}(?:\"[^\"]{1000}|'[^']{1000})|<(?:\w{1,20}:)?definedName\b[^<>]{0,2000}>[^<]{9000}"
)
"""A format of numbers or a named range that is longer than Excel allows (255 and 8,192 characters): openpyxl reads them
with patterns whose time grows with the square of their length."""

_DAY_ZERO = date(1899, 12, 30)  # Excel's day 0, one day early because it takes 1900 for a leap year
_SERIALS = range(1, 80_000)  # up to the year 2119
_DATE_FORMATS = ("%b %d %Y", "%B %d %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d %B %Y", "%Y-%m-%d")
_TIME_OF_DAY = re.compile(r"T\d\d:\d\d:\d\d(?:\.\d+)?$| 12:00AM$| 00:00:00$")


def xlsx_rows(data: bytes, name: str) -> list[list[str]]:
    """Rows of all sheets one after the other, cells as text: "" where empty, days as `2019-05-01`.

    Columns beyond MAX_COLUMNS are not read; of a formula, the value that was stored with it. Raises BadInput, naming
    the file, for what is no xlsx file, is encrypted, broken, or larger than any list we read.
    """
    problem = container_problem(data)
    if problem is not None:
        raise BadInput(f"{name}: is {problem}; fetch it as .xlsx without a password.")
    # Loading it takes 0.2 s, and most crawls read no spreadsheet.
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, name)
        with warnings.catch_warnings():
            # openpyxl warns about formatting that it does not read, which is not needed here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                if len(book.worksheets) > MAX_SHEETS:
                    raise BadInput(
                        f"{name}: has more than {MAX_SHEETS} sheets, more than any list that is read here."
                    )
                if not book.worksheets:
                    raise BadInput(f"{name}: is no spreadsheet that can be read (it has no sheet).")
                return _rows(book.worksheets, name)
            finally:
                book.close()
    except BadInput:
        raise
    except Exception as error:
        # On a broken file openpyxl raises all kinds of exceptions, of which there is no list.
        raise BadInput(f"{name}: is no spreadsheet that can be read ({_reason(error)}).") from error


def table(rows: Iterable[list[str]], key: str) -> list[dict[str, str]]:
    """The first of the `tables` with that key; empty where there is none."""
    return next(iter(tables(rows, key)), [])


def tables(rows: Iterable[list[str]], key: str) -> list[list[dict[str, str]]]:
    """The tables one below the other (a sheet each): rows below one that holds a cell `key`, by column title.

    Rows without a value for `key` are left out. The lines of a cell stay lines, without doubled spaces; titles of
    columns are one line.
    """
    titles: list[str] = []
    found: list[list[dict[str, str]]] = []
    for row in rows:
        one_line = [" ".join(cell.split()) for cell in row]
        if key in one_line:
            titles = one_line
            found.append([])
        elif titles:
            record = dict(zip_longest(titles, map(_lines, row[: len(titles)]), fillvalue=""))
            if record.get(key):
                found[-1].append(record)
    return found


def _lines(cell: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in cell.splitlines())))


def date_in(cell: str) -> date | None:
    """The date in a cell: a serial number, or text like "Jan 5 2021"; None where it is neither."""
    text = cell.strip()
    if re.fullmatch(r"\d{1,6}(\.\d+)?", text):
        days = int(float(text))
        return _DAY_ZERO + timedelta(days=days) if days in _SERIALS else None
    text = _TIME_OF_DAY.sub("", text)
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    """Raise BadInput for a file that would unpack to too much. `zipfile` never unpacks more than a part declares."""
    parts = archive.infolist()
    for part in parts:
        if part.flag_bits & 1:
            raise BadInput(f"{name}: is an archive that has a password, which cannot be read.")
        # No spreadsheet has another compression, and some of them unpack a few bytes to gigabytes in one step.
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadInput(f"{name}: {part.filename} is packed as no spreadsheet is.")
        if part.file_size > MAX_PART_BYTES:
            raise BadInput(f"{name}: {part.filename} is larger than any list that is read here.")
    if sum(part.file_size for part in parts) > MAX_PARTS_BYTES:
        raise BadInput(f"{name}: is larger than any list that is read here.")
    for part in parts:
        if _ENDLESS.search(archive.read(part)):
            raise BadInput(f"{name}: {part.filename} has a format or a name longer than any spreadsheet's.")


def _reason(error: Exception) -> str:
    """What was wrong, in one line, without openpyxl's general sentence around it."""
    first: BaseException = error
    while first.__cause__ is not None:
        first = first.__cause__
    return " ".join(str(first).split())[:200] or type(first).__name__


def _rows(sheets: Iterable[Any], name: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for sheet in sheets:
        # The size that a sheet declares may be too small, and openpyxl would then leave out the rest.
        sheet.reset_dimensions()
        for values in sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True):
            if len(rows) == MAX_ROWS:
                raise BadInput(
                    f"{name}: has more than {MAX_ROWS:,} rows, more than any list that is read here."
                )
            cells = [_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            rows.append(cells)
    return rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return str(value)
