"""Arguments, settings and terminals that nobody expects: one line that says what is wrong, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.invented import agreement, tota_xml
from tracker.errors import BadInput
from tracker.export.csv_safe import safe_cell, write_csv
from tracker.files import replace_file


def one_line(said: str) -> bool:
    return said.startswith("tracker: ") and said.count("\n") == 1 and "Traceback" not in said


@pytest.mark.parametrize("number", ["99999999999999999999999", str(-(2**63) - 1)])
def test_a_number_beyond_the_database(run: Run, number: str) -> None:
    run("status")
    ran = run("quarantine", "reject", "--", number)
    assert ran.code == 2 and one_line(ran.err), ran.err


@pytest.mark.parametrize(
    "command", [("crawl", "\udcff"), ("export", "lineage", "-p", "\ud800", "-o", "x.csv")]
)
def test_an_argument_that_is_no_text(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command)
    assert ran.code != 0 and "Traceback" not in ran.err and ran.err.strip(), ran.err


def test_a_negative_port(run: Run) -> None:
    ran = run("serve", "--port", "-5")
    assert ran.code == 2 and "--port" in ran.err and "Traceback" not in ran.err


def test_output_that_can_only_show_ascii(tmp_path: Path, sqlite_url: str) -> None:
    """A name with accents, on a terminal or in a file that is ASCII, is printed with escapes."""
    named = agreement("1", name="Acuerdo de Asociaci\u00f3n \u2013 Chile")
    (tmp_path / "pta_1.xml").write_bytes(tota_xml(named)[:300])
    (tmp_path / "acci\u00f3n.xml").write_bytes(b"<treaty>")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "DATABASE_URL": sqlite_url}
    environment["TRACKER_DATA"] = str(tmp_path / "var")
    ran = subprocess.run(
        [sys.executable, "-m", "tracker.cli", "ingest", str(tmp_path)],
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 2
    assert b"refused acci\\xf3n.xml" in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_a_data_folder_with_a_question_mark(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "what?now"))
    ran = run("status")
    assert ran.code == 2 and one_line(ran.err) and "TRACKER_DATA" in ran.err
    assert not (tmp_path / "what").exists()


@pytest.mark.parametrize("kind", ["link", "dangling link", "pipe", "folder"])
def test_output_never_replaces_what_is_no_file(tmp_path: Path, kind: str) -> None:
    path, other = tmp_path / "out.csv", tmp_path / "other.csv"
    other.write_text("keep")
    if kind == "link":
        path.symlink_to(other)
    elif kind == "dangling link":
        path.symlink_to(tmp_path / "nowhere")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    before = path.lstat()
    with pytest.raises(BadInput, match=r"out\.csv: is a .*, which is not replaced"):
        write_csv(path, ["a"], [[1]])
    assert path.lstat().st_ino == before.st_ino
    assert sorted(file.name for file in tmp_path.iterdir()) == ["other.csv", "out.csv"]
    assert other.read_text() == "keep"


def test_a_device_is_not_replaced() -> None:
    with pytest.raises(BadInput, match="/dev/null: is a pipe or device"):
        replace_file(Path("/dev/null"), b"x")


def test_a_command_says_so_in_one_line(run: Run, tmp_path: Path) -> None:
    items = tmp_path / "items.jsonl"
    items.write_text('{"item_id": "1", "language": "en", "text": "Each Party shall fold its boats."}\n')
    (tmp_path / "labels.csv").symlink_to(tmp_path / "nowhere")
    ran = run("classify", items, "-o", tmp_path / "labels.csv")
    assert ran.code == 2 and "labels.csv: is a link" in ran.err and "Traceback" not in ran.err
    ran = run("classify", items, "-o", tmp_path / "good.csv")
    assert ran.code == 0 and (tmp_path / "good.csv").read_text(encoding="utf-8").startswith("item_id")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_begins_a_formula_in_any_width(sign: str) -> None:
    assert safe_cell(f"{sign}1+1") == f"'{sign}1+1"
