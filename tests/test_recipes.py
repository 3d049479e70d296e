"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the project: only own files appear."""

import json
import os
import re
import shlex
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.conftest import PROJECT

OWN_FILES = {
    "Add a provision": {"tracker/template/provisions/lamp_oil.yaml", "tests/matching/clauses/lamp_oil.yaml"},
    "Add a source": {
        "scrapers/sites/lantern_office.py",
        "scrapers/sites/lantern_office.yaml",
        "tests/fixtures/lantern_office/",
    },
}


def commands_of(recipe: str) -> list[str]:
    """The lines of the `sh` blocks under a heading of CONTRIBUTING.md."""
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {recipe}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```$", section, re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


class Copy:
    """A copy of the project's files under git, in which commands run with this environment's tools."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True, text=True
        ).stdout
        for name in filter(None, listed.split("\0")):
            source, target = PROJECT / name, self.folder / name
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
        tools = folder / "tools"
        tools.mkdir()
        # `uv run` would make an environment of its own; ours has everything, and PYTHONPATH puts the copy first.
        (tools / "uv").write_text('#!/bin/sh\nshift\nexec "$@"\n', encoding="utf-8")
        (tools / "uv").chmod(0o755)
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TRACKER_", "PYTEST_", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE"))
        }
        self.environment = kept | {
            "PATH": f"{tools}:{Path(sys.executable).parent}:{kept.get('PATH', '')}",
            "PYTHONPATH": str(self.folder),
            "PYTEST_ADDOPTS": "-n 0 -p no:cacheprovider",
            "DATABASE_URL": f"sqlite:///{folder / 'copy.db'}",
            "TRACKER_DATA": str(folder / "var"),
        }
        self.git("init", "-q")
        self.git("add", "-A")
        self.git("-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "copy")

    def git(self, *words: str) -> str:
        """What git says in the copy."""
        return subprocess.run(
            ["git", *words], cwd=self.folder, capture_output=True, check=True, text=True
        ).stdout

    def run(self, command: str) -> str:
        """A command of the recipe; what it prints. Fails where it does."""
        done = subprocess.run(
            shlex.split(command),
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def changed(self) -> set[str]:
        """Files that git does not know or that differ; folders that are new end with a slash."""
        lines = self.git("status", "--porcelain").splitlines()
        assert all(line.startswith("?? ") for line in lines), "a file that was there before has changed"
        return {line.removeprefix("?? ") for line in lines}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("recipes"))


def test_commands_run_in_the_copy(copy: Copy) -> None:
    place = copy.run("uv run python -c 'import tracker; print(tracker.__file__)'")
    assert Path(place.strip()).is_relative_to(copy.folder)


def test_a_provision_needs_its_own_files_only(copy: Copy) -> None:
    before = copy.changed()
    commands = commands_of("Add a provision")
    printed = {command: copy.run(command) for command in commands}
    assert copy.changed() - before == OWN_FILES["Add a provision"]
    assert [words.split()[2:4] for words in commands[:2]] == [["tracker", "template"]] * 2
    assert "lamp_oil: fr: no title" in printed[commands[1]]
    assert re.search(r"\d+ passed", printed[commands[2]])
    found = copy.run("uv run tracker template check")
    assert re.search(r"^ lamp_oil ", found, re.MULTILINE)


def test_a_source_needs_its_own_files_only(copy: Copy) -> None:
    before = copy.changed()
    for command in (commands := commands_of("Add a source")):
        printed = copy.run(command)
        if command == commands[1]:
            assert "1 skipped" in printed and "crawl.expected.json written: read it" in printed
        elif " pytest " in command:
            passed = re.search(r"(\d+) passed", printed)
            assert passed and int(passed.group(1)) >= 5, printed
    assert copy.changed() - before == OWN_FILES["Add a source"]
    skeleton = (PROJECT / "scrapers" / "skeleton" / "fixtures" / "crawl.expected.json").read_text("utf-8")
    written = copy.folder / "tests" / "fixtures" / "lantern_office" / "crawl.expected.json"
    assert written.read_text("utf-8") == skeleton.replace("${base_url}", "https://lanterns.example/")


def test_the_day_somebody_verifies_a_site_nothing_breaks(copy: Copy) -> None:
    """All sources with a day, those with words on what they were written from and those without them."""
    sites = copy.folder / "scrapers" / "sites"
    for number, entry in enumerate(sorted(sites.glob("*.yaml"))):
        if number % 2:
            text = re.sub(r"^known_from: .*\n", "", entry.read_text("utf-8"), flags=re.MULTILINE)
            entry.write_text(text, encoding="utf-8")
    facts = {
        entry.stem: {
            "day": "2030-01-02",
            "spider": sha256(entry.with_suffix(".py").read_bytes()).hexdigest(),
            "pages": [],
        }
        for entry in sites.glob("*.yaml")
    }
    (sites / "verified.json").write_text(json.dumps(facts), encoding="utf-8")
    said = copy.run("uv run tracker sources about")
    assert "unverified" not in said and "compared with the live site on 2030-01-02" in said
    copy.run(
        "uv run pytest tests/scrapers/test_sources.py tests/scrapers/test_chapters.py tests/cli/test_sources.py"
        " tests/scrapers/test_new_source.py -k 'not crawl and not night'"
    )
