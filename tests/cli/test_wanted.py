"""`tracker sources wanted`: what it prints, writes and refuses."""

import csv
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def stored(sqlite_url: str, shipped_registry: Path) -> None:
    """The registry that is shipped, and no text."""
    shutil.copyfile(shipped_registry, sqlite_url.removeprefix("sqlite:///"))


@pytest.mark.usefixtures("stored")
def test_the_addresses_are_printed_below_their_agreement(run: Run) -> None:
    ran = run("sources", "wanted")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    at = next(number for number, line in enumerate(lines) if "[USMCA]: 3 countries bound" in line)
    assert "fetched by " in lines[at + 1]
    assert lines[at + 1].startswith("  https://")
    assert lines[-1].endswith("agreements not fully known here")


@pytest.mark.usefixtures("stored")
def test_a_csv_of_one_source(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wanted.csv"
    ran = run("sources", "wanted", "--source", "mfat", "--official", "-o", file)
    assert ran.code == 0
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert ran.out == f"{len(rows)} addresses -> {file}\n"
    assert {row["Fetched by"] for row in rows} == {"mfat"}
    assert {row["Official"] for row in rows} == {"yes"}
    (cptpp,) = [row for row in rows if row["Registry key"] == "CPTPP"]
    assert cptpp["Address"].startswith("https://www.mfat.govt.nz/")
    assert "CAN" in cptpp["Bound"]


def test_without_agreements_it_says_so(run: Run) -> None:
    ran = run("sources", "wanted")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "tracker: no agreement is stored here yet; `tracker up` loads those that are shipped\n"


def test_an_unknown_source_is_refused(run: Run) -> None:
    ran = run("sources", "wanted", "--source", "lemuria")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("tracker: unknown source 'lemuria'; known are ")
