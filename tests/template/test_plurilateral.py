"""The facts about the WTO's plurilateral text: codes are real, faults are reported with file and line."""

import shutil
from pathlib import Path

import pytest

from tests.template.test_loader import spoil
from tracker.errors import TemplateError
from tracker.parties import country_codes, is_group_code
from tracker.template import load_plurilateral
from tracker.template.fingerprint import TEMPLATE_FOLDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(TEMPLATE_FOLDER / "plurilateral.yaml", tmp_path)
    return tmp_path


def test_shipped_facts_name_members_of_the_wto_and_their_source() -> None:
    facts = load_plurilateral()
    known = facts.known("INF/ECOM/87")
    assert known is not None and known.source and known.as_of >= known.issued
    for codes in known.roles.values():
        assert all(is_group_code(code) or code in country_codes() for code in codes)
    assert facts.known("INF/ECOM/8") is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("symbol: INF/ECOM/87", "symbol: WT/GC/87", "not of the series"),
        ("issued: 2024-07-26", "issued: soon", "issued"),
        ("outside: [BRA", "outside: [AUS, BRA", "AUS stands twice"),
        ("convenor: [AUS", "chair: [AUS", "chair"),
        ("series: INF/ECOM/", "series: anything", "series"),
    ],
)
def test_faults_name_file_and_line(folder: Path, old: str, new: str, message: str) -> None:
    spoil(folder / "plurilateral.yaml", old, new)
    with pytest.raises(TemplateError, match=r"plurilateral.yaml:\d+: ") as caught:
        load_plurilateral(folder)
    assert message in str(caught.value)
