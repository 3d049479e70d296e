"""`tracker export bundle`: the database as one file and one line about it, or one line that says why not."""

import csv
import io
import zipfile
from pathlib import Path

from tests.cli.conftest import Run
from tests.invented import agreement, tota_xml


def load(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pta_1.xml").write_bytes(tota_xml(agreement("1", "Land - Isle")))
    assert run("ingest", tmp_path / "pta_1.xml").code == 0
    assert run("match").code == 0


def test_help_says_what_is_in_it(run: Run) -> None:
    ran = run("export", "bundle", "--help")
    assert ran.code == 0
    assert "data package" in ran.out
    assert "No treaty text" in ran.out
    assert "--out" in ran.out


def test_writes_the_file_and_says_its_size(run: Run, tmp_path: Path) -> None:
    load(run, tmp_path)
    ran = run("export", "bundle", "--out", "all.zip")
    assert ran.code == 0, ran.err
    path = tmp_path / "all.zip"
    assert f"{path.stat().st_size:,} bytes -> all.zip" in ran.out
    assert "13/13" in ran.err, "the progress stays off the standard output"
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        found = list(csv.DictReader(io.StringIO(archive.read("findings.csv").decode("utf-8"), newline="")))
    assert "data_flows" in {row["provision"] for row in found}
    first = path.read_bytes()
    assert run("export", "bundle", "-o", "again.zip").code == 0
    assert (tmp_path / "again.zip").read_bytes() == first


def test_without_a_name_it_gets_one(run: Run, tmp_path: Path) -> None:
    load(run, tmp_path)
    assert run("export", "bundle").code == 0
    assert zipfile.is_zipfile(tmp_path / "digital-trade-tracker.zip")


def test_empty_database_is_one_line_and_leaves_no_file(run: Run, tmp_path: Path) -> None:
    ran = run("export", "bundle", "--out", "all.zip")
    assert ran.code == 2
    assert "tracker: the database is empty; run 'tracker up'" in ran.err
    assert "Traceback" not in ran.err
    assert not list(tmp_path.glob("all.zip*"))


def test_a_folder_that_is_not_there_is_one_line(run: Run, tmp_path: Path) -> None:
    load(run, tmp_path)
    ran = run("export", "bundle", "--out", "nowhere/all.zip")
    assert ran.code == 4
    assert "No such file or directory; check the path" in ran.err
    assert "Traceback" not in ran.err
