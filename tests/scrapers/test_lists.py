"""Parties as sites write them, and what a spider remembers."""

from pathlib import Path

import pytest

from scrapers.memory import Memory
from scrapers.written_parties import party_code, party_codes


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
