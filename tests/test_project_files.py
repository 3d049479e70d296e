"""Files that engineers and services look for at the project's root: there, valid, and true."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from scrapers.sources import get_source
from tests.conftest import PROJECT

PACKAGES = ("tracker", "scrapers", "dashboard", "migrations")
TEMPLATES = PROJECT / ".github" / "ISSUE_TEMPLATE"
FACTS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
SCHEMAS = {
    "CITATION.cff": "vendor.citation-file-format",
    "deploy/compose.yaml": "vendor.compose-spec",
    ".github/ISSUE_TEMPLATE/config.yml": "vendor.github-issue-config",
    **{
        f".github/ISSUE_TEMPLATE/{form.name}": "vendor.github-issue-forms"
        for form in sorted(TEMPLATES.glob("*.yml"))
        if form.name != "config.yml"
    },
}


def check(file: Path, schema: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", SCHEMAS)
def test_files_fit_their_published_schemas(name: str) -> None:
    checked = check(PROJECT / name, SCHEMAS[name])
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_file_that_does_not_fit_is_found(tmp_path: Path) -> None:
    """The check above can fail."""
    broken = tmp_path / "CITATION.cff"
    broken.write_text(
        (PROJECT / "CITATION.cff").read_text("utf-8").replace("authors:\n  - name", "author:\n  - name")
    )
    assert check(broken, SCHEMAS["CITATION.cff"]).returncode != 0


def test_the_citation_says_what_the_package_says() -> None:
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text("utf-8"))
    assert (citation["version"], citation["license"]) == (FACTS["version"], FACTS["license"])
    assert [author["name"] for author in citation["authors"]] == [
        author["name"] for author in FACTS["authors"]
    ]
    assert citation["abstract"].startswith(FACTS["description"].rstrip("."))
    (corpus,) = citation["references"]
    tota = get_source("tota")
    names = ", ".join(author["family-names"] for author in corpus["authors"])
    assert (f"{names} {corpus['year']}: {corpus['title']}", corpus["url"]) == (tota.cite, tota.url)


def test_every_package_says_that_it_is_typed() -> None:
    for package in PACKAGES:
        assert (PROJECT / package / "py.typed").read_bytes() == b""


def test_hooks_are_local_and_are_the_checks_of_ci() -> None:
    """Nothing is fetched when somebody commits, and what a commit passes .ci/run passes."""
    config = PROJECT / ".pre-commit-config.yaml"
    checked = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config", str(config)], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
    (repository,) = yaml.safe_load(config.read_text("utf-8"))["repos"]
    assert repository["repo"] == "local"
    entries = [hook["entry"] for hook in repository["hooks"]]
    assert all(entry.startswith("uv run --locked ") for entry in entries)
    assert all(hook["language"] == "system" for hook in repository["hooks"])
    ci = (PROJECT / ".ci" / "run").read_text("utf-8")
    for tool in ("mypy", "lint-imports", "ruff check", "ruff format"):
        assert any(entry.startswith(f"uv run --locked {tool}") for entry in entries)
        assert f"run --locked {tool}" in ci
    for entry in entries:
        program = Path(sys.executable).parent / entry.split()[3]
        assert program.exists(), entry


def test_what_the_security_page_names_exists() -> None:
    page = (PROJECT / "SECURITY.md").read_text("utf-8")
    named = [*re.findall(r"`(tests/[\w./]+)`", page), *re.findall(r"\]\(([\w./]+)\)", page)]
    assert len(named) > 8
    assert [name for name in named if not (PROJECT / name).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_links_of_the_pages_at_the_root_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", (PROJECT / page).read_text("utf-8"))
    assert [link for link in links if not (PROJECT / link).exists()] == []
