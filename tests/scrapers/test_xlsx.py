"""Workbooks: as the WTO writes them, as other programs do, and hostile ones."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from scrapers import xlsx as reader
from scrapers.answers import problem_with
from scrapers.rta_list import RTA_ID, listed_agreements
from scrapers.xlsx import date_in, table, xlsx_rows
from tests.conftest import SHARED
from tests.fixtures.wto_rta.site import xlsx
from tests.scrapers.local_pages import fixture
from tracker.errors import BadInput

REAL = SHARED / "registry" / "AllRTAs_2026-04.xlsx"


def changed(
    data: bytes, part: str, change: Callable[[bytes], bytes], packing: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A workbook with one of its parts changed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", packing) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return written.getvalue()


def with_sheet(rows: str, **options: Any) -> bytes:
    """A workbook whose only sheet holds this markup for its rows."""
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet = start + rows.encode() + b"</sheetData></worksheet>"
    return changed(xlsx(["a"], []), "xl/worksheets/sheet1.xml", lambda _part: sheet, **options)


def test_the_list_is_read_as_the_wto_lays_it_out() -> None:
    rows = xlsx_rows(fixture("wto_rta", "list.xlsx"), "list")
    assert len(rows) == 7 + 4  # both sheets, one after the other
    assert len(rows[0]) == 28 and (rows[0][0], rows[0][-1]) == (RTA_ID, "Remarks")
    assert rows[7][:4] == [RTA_ID, "RTA Name", "Parties concerned", "Changes affect"]
    assert rows[8][4:7] == ["2019-08-15", "2019-01-22", "2019-03-01"]
    listed = table(rows, RTA_ID)
    assert len(listed) == 6  # the sheet of changes is no agreement's
    assert all(list(record) == rows[0] for record in listed)
    first = listed[0]
    assert (first[RTA_ID], first["Date of Signature (G)"], first["End of implementation period (G)"]) == (
        "1201",
        "2019-05-01",
        "2035",
    )
    assert (first["Inactive Date"], first["Remarks"]) == ("", "")


@pytest.mark.skipif(not REAL.exists(), reason=f"needs {REAL}, which is not here")
def test_the_real_list_is_read_to_the_last_row() -> None:
    data = REAL.read_bytes()
    rows = xlsx_rows(data, "list")
    assert len(rows) == 656 + 356
    listed = table(rows, RTA_ID)
    assert len({record[RTA_ID] for record in listed}) == len(listed) == 655
    days = [cell for record in listed for title, cell in record.items() if "Date " in title and cell]
    assert len(days) == 620 + 243 + 613 + 239 + 615 + 239 + 284 + 183
    assert all(date.fromisoformat(day) == date_in(day) for day in days)
    agreements = listed_agreements(data, "list")
    assert len(agreements) == 655
    assert sum(agreement.meta.date_in_force is not None for agreement in agreements) >= 615


def test_rows_are_found_under_their_titles() -> None:
    data = xlsx(
        ["A list", ""], [[RTA_ID, "", "Name"], [7, "x", "Bells & <whistles>"], ["", "no number"], [8, ""]]
    )
    assert table(xlsx_rows(data, "list"), RTA_ID) == [
        {RTA_ID: "7", "": "x", "Name": "Bells & <whistles>"},
        {RTA_ID: "8", "": "", "Name": ""},
    ]


def test_cells_of_every_kind() -> None:
    cells = [7, 7.5, True, "a  b\nc", date(2019, 5, 1), datetime(2019, 5, 1, 13, 30), None, "=1+1", "#N/A"]

    def in_1904(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book.create_sheet("second").append(["later"])

    # A formula that no program has worked out yet has no value.
    expected = ["7", "7.5", "TRUE", "a  b\nc", "2019-05-01", "2019-05-01T13:30:00", "", "", "#N/A"]
    assert xlsx_rows(xlsx(["t"], [cells]), "list") == [["t"], expected]
    assert xlsx_rows(xlsx(["t"], [cells], in_1904), "list") == [["t"], expected, ["later"]]


def test_a_sheet_that_declares_too_small_a_size_is_read_to_its_end() -> None:
    data = xlsx([RTA_ID, "Name"], [[1, "Kites"], [2, "Drums"]])
    cut = changed(data, "xl/worksheets/sheet1.xml", lambda part: part.replace(b'ref="A1:B3"', b'ref="A1:A1"'))
    assert cut != data
    assert table(xlsx_rows(cut, "list"), RTA_ID) == [
        {RTA_ID: "1", "Name": "Kites"},
        {RTA_ID: "2", "Name": "Drums"},
    ]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("43586", date(2019, 5, 1)),
        ("43586.0", date(2019, 5, 1)),
        ("May  1 2019", date(2019, 5, 1)),
        ("May 1 2019 12:00AM", date(2019, 5, 1)),
        ("2019-05-01T00:00:00", date(2019, 5, 1)),
        ("2019-05-01", date(2019, 5, 1)),
        ("2019-05-01T13:30:00", date(2019, 5, 1)),
        ("01-May-2019", date(2019, 5, 1)),
        ("", None),
        ("999999", None),
        ("soon", None),
    ],
)
def test_days_are_read_as_serial_or_text(cell: str, day: date | None) -> None:
    assert date_in(cell) == day


def refusal(data: bytes) -> str:
    """The one line with which a workbook is refused."""
    with pytest.raises(BadInput) as refused:
        xlsx_rows(data, "list")
    message = str(refused.value)
    assert message.startswith("list: ") and "\n" not in message and len(message) < 300
    return message


def test_a_workbook_with_a_password_says_so() -> None:
    data = fixture("wto_rta", "list_with_password.xlsx")
    assert "an Office file that has a password" in refusal(data)
    assert "an old binary Office file (.doc, .xls)" in refusal(b"\xd0\xcf\x11\xe0 old")


BROKEN = {
    "no archive": b"PK\x03\x04 broken",
    "an archive of something else": changed(xlsx(["a"], []), "xl/workbook.xml", lambda _part: b"<x/>"),
    "cut off": xlsx(["a"], [[1]])[:-200],
    "markup that ends too early": with_sheet("<row><c><v>1</v>"),
    "a string that is not there": with_sheet('<row r="1"><c r="A1" t="s"><v>77</v></c></row>'),
    "a number of a million digits": with_sheet(f"<row><c><v>{'9' * 1_000_000}</v></c></row>"),
    "a place that is none": with_sheet('<row r="1"><c r="!!"><v>1</v></c></row>'),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_workbook_is_one_line(data: bytes) -> None:
    assert "no spreadsheet that can be read (" in refusal(data)


def test_any_cut_of_a_workbook_is_refused_or_read() -> None:
    data = fixture("wto_rta", "list.xlsx")
    for end in range(0, len(data), 97):
        assert "no spreadsheet that can be read (" in refusal(data[:end])


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    too_large = with_sheet("<row/>" * (reader.MAX_PART_BYTES // 6))
    assert len(too_large) < 50_000
    assert "xl/worksheets/sheet1.xml is larger than any list" in refusal(too_large)


def test_many_parts_that_are_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_PARTS_BYTES", 10_000)
    assert "list: is larger than any list" in refusal(with_sheet("<row/>" * 1_000))


def test_a_part_that_declares_less_than_it_holds_is_never_unpacked_further() -> None:
    data = with_sheet("<row/>" * 100_000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        true = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = data.replace(true.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lie != data
    assert "no spreadsheet that can be read (" in refusal(lie)


def test_formats_and_names_longer_than_any_spreadsheets_are_refused() -> None:
    """openpyxl's patterns take a time that grows with the square of their length."""
    kinds = {
        "xl/styles.xml": f"<numFmts><numFmt numFmtId='200' formatCode='{'[' * 2_000}'/></numFmts>",
        "xl/workbook.xml": f"<definedName name='_xlnm.Print_Area'>{'$A$1:' * 2_000}</definedName>",
    }
    for part, long in kinds.items():
        data = changed(xlsx(["a"], []), part, lambda old, long=long: old + long.encode())  # type: ignore[misc]
        assert f"{part} has a format or a name longer than any spreadsheet's" in refusal(data)


def test_rows_are_counted_over_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several sheets may be one and the same part of the file."""
    book = Workbook()
    for number in range(3):
        sheet = book.create_sheet(f"s{number}")
        for _row in range(4):
            sheet.append(["x"])
    written = io.BytesIO()
    book.save(written)
    assert len(xlsx_rows(written.getvalue(), "list")) == 12
    monkeypatch.setattr(reader, "MAX_ROWS", 10)
    assert "has more than 10 rows" in refusal(written.getvalue())
    monkeypatch.setattr(reader, "MAX_SHEETS", 3)
    assert "has more than 3 sheets" in refusal(written.getvalue())


def test_other_ways_of_packing_are_refused() -> None:
    assert "is packed as no spreadsheet is" in refusal(with_sheet("<row/>", packing=zipfile.ZIP_BZIP2))


def test_a_cell_at_the_end_of_the_sheet_does_not_make_a_sheet_of_empty_ones() -> None:
    """1.4 KB that say: a million rows of 16,384 columns."""
    far = with_sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    assert "has more than 20,000 rows" in refusal(far)
    wide = with_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>')
    assert xlsx_rows(wide, "list") == [["1"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_whatever_the_encoding(encoding: str) -> None:
    """A kilobyte of entities within entities unpacks to gigabytes."""
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(9))
    laughs = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE worksheet [{declared}]><worksheet>&e8;</worksheet>'
    data = changed(xlsx(["a"], []), "xl/worksheets/sheet1.xml", lambda _part: laughs.encode(encoding))
    assert "EntitiesForbidden" in refusal(data)


def test_a_sites_answer_is_recognised_before_it_is_read() -> None:
    from scrapy.http import Response

    def reported(name: str) -> str:
        return str(problem_with(Response("http://127.0.0.1/", body=fixture("wto_rta", name)), "xlsx"))

    assert reported("list.xlsx") == "None"
    assert "has a password" in reported("list_with_password.xlsx")


def test_the_fixtures_are_workbooks_of_this_size() -> None:
    """Small, and without what a person's program adds (names, thumbnails)."""
    folder = Path(__file__).parents[1] / "fixtures" / "wto_rta"
    for file in folder.glob("*.xlsx"):
        assert file.stat().st_size < 20_000
