"""Running the command line in this process, as the console script would."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.ups import DATABASE
from tracker.cli import main


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    """`run("ingest", path)` runs `tracker ingest path` on a fresh database."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["tracker", *map(str, arguments)])
        capfd.readouterr()
        code: object = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code
        captured = capfd.readouterr()
        return Ran(code if isinstance(code, int) else 0 if code is None else 1, captured.out, captured.err)

    return command


@pytest.fixture
def with_facts(shipped_facts: Path, tmp_path: Path) -> Path:
    """The database `tracker up` finds in this test's folder: one with the facts, as after a first start."""
    return Path(shutil.copyfile(shipped_facts, tmp_path / DATABASE))
