"""Settings from the environment: one class, one table, and one line for each value that cannot be used."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tracker.errors import BadInput
from tracker.settings import Settings, data_folder, database_url, settings, sqlite_file, variables

PACKAGES = ("tracker", "scrapers", "dashboard", "migrations")
TABLE = PROJECT / "docs" / "settings.md"
MIRROR = "TRACKER_<KEY>_BASE_URL"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without any setting of ours."""
    for name in [*variables().values(), "TRACKER_TOTA_BASE_URL"]:
        monkeypatch.delenv(name, raising=False)


def test_without_variables_everything_has_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_folder() == tmp_path / "var"
    assert database_url() == f"sqlite:///{tmp_path}/var/tracker.db"
    assert settings() == Settings() and settings().mirrors == {}
    assert (settings().smtp_tls, settings().notice_when, settings().log_format) == (
        "starttls",
        "always",
        "human",
    )


def test_blank_is_none_and_blanks_around_a_value_do_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [*variables().values(), "TRACKER_TOTA_BASE_URL"]:
        monkeypatch.setenv(name, "  ")
    monkeypatch.setenv("TRACKER_SMTP_PASSWORD", "")
    assert settings() == Settings.model_construct(**{name: getattr(Settings(), name) for name in variables()})
    assert (settings().database_url, settings().smtp_password, settings().data) == (None, None, Path("var"))
    monkeypatch.setenv("TRACKER_DATA", f" {tmp_path} ")
    monkeypatch.setenv("TRACKER_SMTP_TLS", " SSL ")
    assert (data_folder(), settings().smtp_tls) == (tmp_path, "ssl")


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:////srv/tracker.db", "/srv/tracker.db"),
        ("sqlite:///tracker.db", "tracker.db"),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("sqlite:///file:a?mode=ro&uri=true", None),
        ("postgresql:///tracker", None),
    ],
)
def test_the_file_of_the_embedded_database(
    monkeypatch: pytest.MonkeyPatch, url: str, file: str | None
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert sqlite_file() == (Path(file) if file is not None else None)


def test_values_arrive_as_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "DATABASE_URL": "postgresql://ann@db/tracker",
        "TRACKER_DATA": "~/tracker",
        "TRACKER_SMTP_HOST": "mail.campaign.example",
        "TRACKER_SMTP_PORT": "2525",
        "TRACKER_SMTP_FROM": "tracker@campaign.example",
        "TRACKER_SMTP_TO": "ann@campaign.example, bob@campaign.example,",
        "TRACKER_SMTP_PASSWORD": " with blanks ",
        "TRACKER_TOTA_BASE_URL": "http://127.0.0.1:8000/xml/",
        "TRACKER_WTO_RTA_BASE_URL": "https://mirror.example/",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    present = settings()
    assert database_url() == given["DATABASE_URL"]
    assert present.data == Path.home() / "tracker"
    assert present.smtp_port == 2525
    assert present.smtp_to == ("ann@campaign.example", "bob@campaign.example")
    assert present.smtp_password is not None and present.smtp_password.get_secret_value() == " with blanks "
    assert present.mirrors == {"tota": "http://127.0.0.1:8000/xml/", "wto_rta": "https://mirror.example/"}
    assert " with blanks " not in repr(present)


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("TRACKER_SMTP_PORT", "x", "TRACKER_SMTP_PORT must be a number from 1 to 65535, not 'x'"),
        ("TRACKER_SMTP_PORT", "0", "TRACKER_SMTP_PORT must be a number from 1 to 65535, not '0'"),
        ("TRACKER_SMTP_TLS", "maybe", "TRACKER_SMTP_TLS must be one of starttls, ssl, none, not 'maybe'"),
        ("TRACKER_LOG_FORMAT", "xml", "TRACKER_LOG_FORMAT must be one of human, json, not 'xml'"),
        (
            "TRACKER_NOTICE_WHEN",
            "often",
            "TRACKER_NOTICE_WHEN must be one of always, changes, trouble, not 'often'",
        ),
        ("TRACKER_FEED_URL", "feeds", "TRACKER_FEED_URL must be an http or https address, not 'feeds'"),
        ("TRACKER_TOTA_BASE_URL", "x", "TRACKER_TOTA_BASE_URL must be an http or https address, not 'x'"),
        (
            "TRACKER_CONTACT_URL",
            "call us",
            "TRACKER_CONTACT_URL must be an address without blanks or letters beyond ASCII, not 'call us'",
        ),
        # What may hold a secret is not repeated.
        ("TRACKER_WEBHOOK_URL", "file:///hook", "TRACKER_WEBHOOK_URL must be an http or https address"),
        (
            "TRACKER_SMTP_HOST",
            "mail.campaign.example",
            "TRACKER_SMTP_FROM and TRACKER_SMTP_TO must be set beside TRACKER_SMTP_HOST",
        ),
        (
            "TRACKER_SMPT_HOST",
            "x",
            "TRACKER_SMPT_HOST is no setting; did you mean TRACKER_SMTP_HOST? docs/settings.md lists them all",
        ),
        (
            "TRACKER_DATABASE_URL",
            "x",
            "TRACKER_DATABASE_URL is no setting; did you mean DATABASE_URL? docs/settings.md lists them all",
        ),
    ],
)
def test_what_cannot_be_used_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, line: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadInput) as refused:
        settings()
    assert str(refused.value) == line


def test_several_faults_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SMTP_PORT", "x")
    monkeypatch.setenv("TRACKER_SMTP_TLS", "y")
    with pytest.raises(BadInput, match=r"^TRACKER_SMTP_PORT must .*'x'; TRACKER_SMTP_TLS must .*'y'$"):
        settings()


@pytest.mark.parametrize("name", ["TRACKER_DEBUG", "TRACKER_USE_LOG_FILES", "TRACKER_DB_ONTOLOGIES_DIR"])
def test_what_other_programs_call_tracker_is_left_alone(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """GNOME's indexer has the same prefix."""
    monkeypatch.setenv(name, "1")
    assert settings() == Settings()


def test_a_command_ends_with_that_line(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tracker.cli", "status"],
        env={"PATH": "", "PYTHONPATH": str(PROJECT), "TRACKER_SMTP_TLS": "maybe"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr == "tracker: TRACKER_SMTP_TLS must be one of starttls, ssl, none, not 'maybe'\n"
    assert not list(tmp_path.iterdir())


def test_the_table_has_every_variable_and_no_other() -> None:
    table = re.findall(r"^\| `([A-Z_<>]+)` \|", TABLE.read_text("utf-8"), re.MULTILINE)
    assert table == [*variables().values(), MIRROR]
    assert all(field.description for field in Settings.model_fields.values())


def test_the_table_is_not_out_of_date() -> None:
    """`uv run cog -r docs/settings.md` rewrites it."""
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", str(TABLE)], cwd=PROJECT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_table_that_is_out_of_date_is_found(tmp_path: Path) -> None:
    """The check above can fail."""
    stale = tmp_path / "settings.md"
    stale.write_text(TABLE.read_text("utf-8").replace("Sender of the mail.", "Sender."), "utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", str(stale)], cwd=PROJECT, capture_output=True
    )
    assert checked.returncode != 0


def python_files() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((PROJECT / package).rglob("*.py"))


def names_read(tree: ast.AST) -> Iterator[str]:
    """What is asked of the environment by name: `os.environ.get(X)`, `os.environ[X]`, `os.getenv(X)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            asked, keys = ast.unparse(node.func), node.args
        elif isinstance(node, ast.Subscript):
            asked, keys = ast.unparse(node.value), [node.slice]
        else:
            continue
        if asked in {"os.environ.get", "os.environ", "os.getenv", "environ.get", "environ", "getenv"}:
            yield ast.unparse(keys[0])


def test_nothing_else_asks_the_environment() -> None:
    found = {
        (path.relative_to(PROJECT).as_posix(), name)
        for path in python_files()
        for name in names_read(ast.parse(path.read_text("utf-8")))
    }
    # Python's own variable, passed on to the dashboard's process.
    assert found == {("dashboard/launch.py", "'PYTHONPATH'")}


def test_every_variable_that_is_written_of_is_one() -> None:
    known = {*variables().values(), "TRACKER_"}
    others = {"TRACKER_USE_LOG_FILES"}  # an example of another program's variable
    written = re.compile(r"\bTRACKER_[A-Z_]*(?:<KEY>_BASE_URL)?")
    pages = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *python_files()]
    unknown = {
        (page.relative_to(PROJECT).as_posix(), name)
        for page in pages
        for name in written.findall(page.read_text("utf-8"))
        if name not in known | others and not name.endswith("_BASE_URL")
    }
    assert unknown == set()
