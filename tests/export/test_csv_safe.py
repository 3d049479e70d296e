"""CSV for Excel: byte-order mark, line ends, and no formula from a scraped text."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from tracker.export.csv_safe import csv_text, safe_cell, write_csv


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_texts_that_a_spreadsheet_would_run_are_disarmed(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (-3, "-3"),
        (0.5, "0.5"),
        (date(2016, 2, 4), "2016-02-04"),
        (("EU", "Chile"), "EU; Chile"),
        (("=EU", "Chile"), "'=EU; Chile"),
        ("plain", "plain"),
    ],
)
def test_values(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_file_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    rows = [['señal, "quoted"', "two\nlines"], ["=x", None]]
    write_csv(path, ["a", "b"], rows, delimiter=";")
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    read = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read == [["a", "b"], ['señal, "quoted"', "two\nlines"], ["'=x", ""]]
    assert list(tmp_path.iterdir()) == [path], "nothing half-written is left beside it"


def test_headings_are_disarmed_too() -> None:
    assert csv_text(["=a"], []) == "\ufeff'=a\r\n"
