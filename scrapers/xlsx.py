"""Rows of a spreadsheet in the xlsx format, as text, read under limits: a file from the net is not trusted."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from lxml import etree

from tracker.errors import BadInput

MAX_SHEET_BYTES = 32 * 1024 * 1024
"""No part of the file may unpack to more. The list of all trade agreements unpacks to about 2 MB."""

MAX_ROWS = 20_000
MAX_COLUMNS = 200

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DAY_ZERO = date(1899, 12, 30)  # Excel's day 0, one day early because it takes 1900 for a leap year
_SERIALS = range(1, 80_000)  # up to the year 2119
_DATE_FORMATS = ("%b %d %Y", "%B %d %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d %B %Y", "%Y-%m-%d")


def xlsx_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Rows of all sheets one after the other, cells as text ("" where empty), dates as Excel's serial numbers.

    Raises BadInput, naming the file, for what is no xlsx file or larger than any list we read.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(f"{name}: is an Excel file of the old format (.xls), which cannot be read.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            strings = _shared_strings(archive, name)
            sheets = [part for part in archive.namelist() if re.fullmatch(r"xl/worksheets/[\w-]+\.xml", part)]
            for sheet in sorted(sheets, key=lambda part: (len(part), part)):
                yield from _sheet_rows(_tree(archive, sheet, name), strings)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError) as error:
        raise BadInput(f"{name}: is no spreadsheet that can be read ({error}).") from error


def table(rows: Iterator[list[str]], key: str) -> list[dict[str, str]]:
    """The rows below the first one that holds a cell `key`, by column title; empty where there is none.

    Ends at the next row that holds `key` (another sheet's titles) and skips rows without a value for it.
    """
    titles: list[str] = []
    found = []
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if key in cells:
            if titles:
                break
            titles = cells
        elif titles:
            record = dict(zip(titles, cells, strict=False))
            if record.get(key):
                found.append(record)
    return found


def date_in(cell: str) -> date | None:
    """The day a cell holds: a serial number, or text like "Jan 5 2021"; None where it is neither."""
    text = cell.strip()
    if re.fullmatch(r"\d{1,6}(\.\d+)?", text):
        days = int(float(text))
        return _DAY_ZERO + timedelta(days=days) if days in _SERIALS else None
    text = text.removesuffix(" 12:00AM").removesuffix(" 00:00:00").removesuffix("T00:00:00")
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _tree(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element:
    if archive.getinfo(part).file_size > MAX_SHEET_BYTES:
        raise BadInput(f"{name}: {part} is larger than any list that is read here.")
    with archive.open(part) as stream:
        data = stream.read(MAX_SHEET_BYTES + 1)
    if len(data) > MAX_SHEET_BYTES:
        raise BadInput(f"{name}: {part} is larger than any list that is read here.")
    if b"<!DOCTYPE" in data:
        raise BadInput(f"{name}: {part} declares a document type, which no spreadsheet does.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(f"{name}: {part} is broken ({error}).") from error


def _shared_strings(archive: zipfile.ZipFile, name: str) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = _tree(archive, "xl/sharedStrings.xml", name)
    return ["".join(node.text or "" for node in item.iter(f"{_MAIN}t")) for item in root.iter(f"{_MAIN}si")]


def _sheet_rows(root: etree._Element, strings: list[str]) -> Iterator[list[str]]:
    for number, row in enumerate(root.iter(f"{_MAIN}row")):
        if number >= MAX_ROWS:
            return
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            column = _column(cell.get("r")) if cell.get("r") else len(cells)
            if column >= MAX_COLUMNS:
                break
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = _value(cell, strings)
        yield cells


def _value(cell: etree._Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(node.text or "" for node in cell.iter(f"{_MAIN}t"))
    value = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    return value


def _column(reference: str | None) -> int:
    """0 for "A7", 27 for "AB7"."""
    number = 0
    for letter in re.match(r"[A-Z]*", reference or "")[0]:  # type: ignore[index]
        number = number * 26 + ord(letter) - 64
        if number > MAX_COLUMNS:
            break
    return max(0, number - 1)
