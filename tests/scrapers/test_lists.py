"""Spreadsheets read under limits, parties as sites write them, and what a spider remembers."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from scrapers import xlsx as reader
from scrapers.memory import Memory
from scrapers.written_parties import party_code, party_codes
from scrapers.xlsx import date_in, table, xlsx_rows
from tests.scrapers.public_sites import xlsx
from tracker.errors import BadInput


def test_rows_are_found_under_their_titles() -> None:
    data = xlsx(
        ["A list", ""], [["RTA ID", "", "Name"], [7, "x", "Bells & <whistles>"], ["", "no number"], [8, ""]]
    )
    assert table(xlsx_rows(data, "list"), "RTA ID") == [
        {"RTA ID": "7", "": "x", "Name": "Bells & <whistles>"},
        {"RTA ID": "8"},
    ]


def test_what_is_no_spreadsheet_is_refused() -> None:
    for data, message in (
        (b"\xd0\xcf\x11\xe0 old", "old format"),
        (b"PK\x03\x04 broken", "no spreadsheet that can be read"),
    ):
        with pytest.raises(BadInput, match=f"list: .*{message}"):
            list(xlsx_rows(data, "list"))


def packed(sheet: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def test_entities_and_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="declares a document type"):
        list(xlsx_rows(packed('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "list"))
    monkeypatch.setattr(reader, "MAX_SHEET_BYTES", 1_000)
    with pytest.raises(BadInput, match="larger than any list"):
        list(xlsx_rows(packed(f"<a>{' ' * 2_000}</a>"), "list"))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("43586", date(2019, 5, 1)),
        ("43586.0", date(2019, 5, 1)),
        ("May  1 2019", date(2019, 5, 1)),
        ("May 1 2019 12:00AM", date(2019, 5, 1)),
        ("2019-05-01T00:00:00", date(2019, 5, 1)),
        ("01-May-2019", date(2019, 5, 1)),
        ("", None),
        ("999999", None),
        ("soon", None),
    ],
)
def test_days_are_read_as_serial_or_text(cell: str, day: date | None) -> None:
    assert date_in(cell) == day


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Korea, Republic of", "KOR"),
        ("Kuwait, the State of", "KWT"),
        ("Saudi Arabia, Kingdom of", "SAU"),
        ("Southern Common Market (MERCOSUR)", "MERCOSUR"),
        ("Democratic Republic of the Congo", "COD"),
        ("Congo", "COG"),
        ("European Union", "EU"),
        ("Ruritania", None),
        ("", None),
    ],
)
def test_parties_are_known_as_sites_write_them(written: str, code: str | None) -> None:
    assert party_code(written) == code


def test_half_a_list_of_parties_is_none() -> None:
    assert party_codes(["Chile", "Peru", "Chile"]) == ("CHL", "PER")
    assert party_codes(["Chile", "Ruritania"]) == ()


def test_what_was_remembered_is_there_again_and_a_broken_file_is_forgotten(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "deep" / "cards.json")
    memory.values["7"] = {"links": [["a", "en"]]}
    memory.save()
    assert Memory(tmp_path / "deep" / "cards.json").values == {"7": {"links": [["a", "en"]]}}
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert Memory(tmp_path / "broken.json").values == {}
