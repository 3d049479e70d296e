"""Help and documents say the same: docs/cli.md is what the commands print, and no page names a command there is not."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.cli.conftest import Run
from tests.cli.test_commands import all_commands
from tests.conftest import PROJECT
from tracker.cli import app

PAGE = PROJECT / "docs" / "cli.md"
KNOWN = set(all_commands())
GROUPS = {command[:1] for command in KNOWN if len(command) > 1}


def check(page: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", str(page)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_is_what_the_commands_print() -> None:
    """`uv run cog -r docs/cli.md` rewrites it."""
    checked = check(PAGE)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_page_that_is_out_of_date_is_found(tmp_path: Path) -> None:
    """The check above can fail."""
    stale = tmp_path / "cli.md"
    stale.write_text(PAGE.read_text("utf-8").replace("--offline ", "--no-network "), "utf-8")
    assert check(stale).returncode != 0


def test_every_command_has_its_place_on_the_page() -> None:
    headings = re.findall(r"^##+ `tracker ?(.*)`$", PAGE.read_text("utf-8"), re.MULTILINE)
    hidden = {name for name, part in typer.main.get_command(app).commands.items() if part.hidden}
    shown = sorted(command for command in KNOWN if not hidden & set(command[:1]))
    assert sorted(tuple(words.split()) for words in headings) == shown


def test_every_option_says_what_it_is_for() -> None:
    """In the page's text: an option with nothing behind it but its type or default says nothing."""
    text = PAGE.read_text("utf-8")
    options = re.findall(r"^  (-\S.*?)(?:  +(.*))?$", text, re.MULTILINE)
    assert len(options) > 60
    silent = [option for option, words in options if not words or words.startswith("[")]
    assert silent == []


def test_lists_of_commands_fit_on_a_narrow_terminal(run: Run) -> None:
    for group in [(), *GROUPS]:
        listed = run(*group, "--help").out.partition("Commands:\n")[2]
        assert listed
        assert not [line for line in listed.splitlines() if line.endswith("...")]


def named_commands(text: str) -> list[tuple[str, ...]]:
    """Commands in code marks or code blocks: `tracker sources check KEY` is ("sources", "check")."""
    blocks = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    code = [*blocks, *re.findall(r"`[^`\n]+`|“tracker [^”]+”|«\s?tracker [^»]+»", rest)]
    lines = [line for part in code for line in part.splitlines()]
    found = [
        match
        for line in lines
        for match in re.findall(r"(?:^|[`“«\s])tracker((?: [a-z]+(?:-[a-z]+)*)+)", line)
    ]
    return [tuple(words.split()) for words in found]


PAGES = sorted(
    [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("dashboard/messages/*/*.yaml")]
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_pages_name_only_commands_there_are(page: Path) -> None:
    for words in named_commands(page.read_text("utf-8")):
        depth = 2 if words[:1] in GROUPS and len(words) > 1 else 1
        assert words[:depth] in KNOWN, f"tracker {' '.join(words)}"


def test_commands_are_found_in_pages() -> None:
    """The reader above sees what it must see."""
    text = "Run `tracker up`, then\n```sh\ntracker sources check tota   # x\n```\nor “tracker ingest”."
    assert named_commands(text) == [("sources", "check", "tota"), ("up",), ("ingest",)]
    assert sum(len(named_commands(page.read_text("utf-8"))) for page in PAGES) > 60
