"""What a command loads before it does anything: help and quick commands leave the heavy libraries alone.

Which modules are loaded is asserted here, not seconds; `python -m benchmarks.start` measures those.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import all_commands

HEAVY = (
    "alembic",
    "altair",
    "lxml",
    "multiprocessing",
    "numpy",
    "pandas",
    "pydantic",
    "rapidfuzz",
    "rich",
    "scrapy",
    "sqlalchemy",
    "streamlit",
    "twisted",
    "yaml",
)
"""Each of these takes longer to load than printing help takes."""

LIST_MODULES = """
import json, sys
from tracker.cli import main
commands = json.loads(sys.argv[1])
for words in commands:
    sys.argv = ["tracker", *words]
    try:
        main()
    except SystemExit:
        pass
print("LOADED", json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def loaded_by(*commands: tuple[str, ...]) -> set[str]:
    """Names of the packages in memory after these commands ran, in a process of their own."""
    result = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, json.dumps(commands)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "100"},
    )
    return set(json.loads(result.stdout.rpartition("LOADED ")[2]))


def test_the_list_of_heavy_packages_is_not_out_of_date() -> None:
    """A package that is not installed under its name would never be found among the loaded ones."""
    for name in HEAVY:
        __import__(name)


@pytest.mark.parametrize("words", [("--help",), ("--version",)], ids=" ".join)
def test_help_and_version_load_nothing_heavy(words: tuple[str, ...]) -> None:
    loaded = loaded_by(words)
    assert "typer" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_help_of_every_command_loads_nothing_heavy_of_ours() -> None:
    loaded = loaded_by(*((*command, "--help") for command in all_commands()))
    # Typer itself reads a command's parameters with pydantic.
    assert loaded & set(HEAVY) <= {"pydantic"}


def test_status_without_a_database_says_so_without_loading_one(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none' / 'tracker.db'}")
    ran = run("status")
    assert ran.code == 0
    first, second = ran.out.splitlines()
    assert first.split() == ["database", f"sqlite:///{tmp_path / 'none' / 'tracker.db'}"]
    assert "nothing is loaded" in second and "tracker up" in second
    assert not (tmp_path / "none").exists()
    assert loaded_by(("status",)) & set(HEAVY) <= {"pydantic", "yaml"}


def test_status_loads_the_database_and_nothing_for_pages_or_crawls(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the counterpart of the tests above: they can see a heavy package where there is one."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    loaded = loaded_by(("status",))
    assert "sqlalchemy" in loaded
    assert loaded.isdisjoint({"pandas", "streamlit", "altair", "scrapy", "twisted"})
