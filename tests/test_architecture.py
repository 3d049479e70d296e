"""docs/architecture.md is true: what it names exists, the drawing is the code's, and an article goes that way."""

import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.invented import agreement, tota_xml
from tests.scrapers.site import served, serving

PAGE = PROJECT / "docs" / "architecture.md"
TEXT = re.sub(r"<!-- \[\[\[cog.*?\]\]\] -->", "", PAGE.read_text("utf-8"), flags=re.DOTALL)
NAMES = sorted(set(re.findall(r"`((?:tracker|scrapers|dashboard)\.[\w.]+)`", TEXT)))
ROWS = [line.split("|") for line in TEXT.splitlines() if re.match(r"\| \d+ \|", line)]
WALK = [match[1] for row in ROWS if (match := re.search(r"`([\w.]+)`", row[2]))]


def resolved(name: str) -> object:
    """The module, class, function or method of this dotted name. Raises AttributeError where there is none."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError as error:
            if not name.startswith(str(error.name)):
                raise
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise AttributeError(name)


def check(page: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", str(page)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_the_page_names_exists(name: str) -> None:
    assert resolved(name) is not None


def test_a_name_that_does_not_exist_is_found() -> None:
    for name in ("tracker.ingest.job.Ingester.swallow", "tracker.ingest.nowhere"):
        with pytest.raises(AttributeError):
            resolved(name)


def test_the_drawing_and_the_table_are_made_from_the_code() -> None:
    """`uv run cog -r docs/architecture.md` makes them anew."""
    checked = check(PAGE)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_an_arrow_that_is_not_in_the_code_is_found(tmp_path: Path) -> None:
    stale = tmp_path / "architecture.md"
    stale.write_text(
        PAGE.read_text("utf-8").replace("    scrapers --> texts\n", "    scrapers --> queries\n"), "utf-8"
    )
    assert check(stale).returncode != 0


def test_every_package_is_in_the_table() -> None:
    for top in ("tracker", "scrapers", "dashboard"):
        for file in (PROJECT / top).glob("*/__init__.py"):
            assert f"| [`{top}.{file.parent.name}`](" in TEXT


def test_an_article_goes_that_way(tmp_path: Path) -> None:
    assert [int(row[1]) for row in ROWS] == list(range(1, len(WALK) + 1)) and len(WALK) > 15
    with serving({"/pta_1.xml": served(tota_xml(agreement()), "application/xml")}) as site:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.walk", site.address, json.dumps(WALK)],
            cwd=PROJECT,
            env={
                **os.environ,
                "DATABASE_URL": f"sqlite:///{tmp_path / 'walk.db'}",
                "TRACKER_DATA": str(tmp_path / "data"),
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert ended.returncode == 0, ended.stderr
    walked = json.loads(ended.stdout.rpartition("WALK ")[2])
    assert walked["called"] == WALK
    words = re.sub(r"<[^>]+>", "", walked["page"])
    assert "Movement of Data" in words
    assert "let a covered person send data, personal data included, across the border" in words
