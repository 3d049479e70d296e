"""`tracker compare`: a spreadsheet against stored findings, on a real database."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.factory import World
from tracker.models.database import open_database

MAP = """
agreement: {slug: agreement}
variables: [{column: flows, provision: data_flows, present: ["1"], absent: ["0"]}]
"""


@pytest.fixture
def files(sqlite_url: str, tmp_path: Path) -> tuple[Path, Path]:
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        world.agreement("Read Pact", ("AAA", "VNM"))
        world.agreement("Unread Pact", ("AAA", "VNM"), current=False)
    database.close()
    sheet, columns = tmp_path / "sheet.csv", tmp_path / "map.yaml"
    sheet.write_text("agreement,flows\nread-pact,1\nunread-pact,0\nno-pact,1\n", encoding="utf-8")
    columns.write_text(MAP, encoding="utf-8")
    return sheet, columns


def test_figures_disagreements_and_rows_left_out_are_printed_and_written(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    output = tmp_path / "out.csv"
    ran = run("compare", str(files[0]), "--map", str(files[1]), "-o", str(output))
    assert (ran.code, ran.err) == (0, "")
    assert "1 agreements compared" in ran.out
    assert "not counted" in ran.out
    assert "the agreement is not stored: 1 rows (line 4 no-pact)" in ran.out
    assert "the text was not read: 1 rows (line 3 unread-pact)" in ran.out
    with output.open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["agreement"], row["kind"], row["theirs"], row["ours"]) == (
        "read-pact",
        "only they",
        "1",
        "not found",
    )


def test_nothing_that_could_be_compared_is_exit_code_1(run: Run, files: tuple[Path, Path]) -> None:
    files[0].write_text("agreement,flows\nno-pact,1\n", encoding="utf-8")
    assert run("compare", str(files[0]), "--map", str(files[1])).code == 1


def test_a_bad_map_is_one_line(run: Run, files: tuple[Path, Path]) -> None:
    files[1].write_text("agreement: {}\nvariables: []\n", encoding="utf-8")
    ran = run("compare", str(files[0]), "--map", str(files[1]))
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "map.yaml:1" in ran.err
