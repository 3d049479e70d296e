"""Bad input at the command line: one clear line, a non-zero exit, and nothing stored is lost."""

import os
import resource
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.invented import agreement, tota_xml
from tracker.models import database as database_module

GOOD = tota_xml(agreement("1"))

ENTITIES = b"""<?xml version="1.0"?>
<!DOCTYPE treaty [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<treaty><meta><name>&c;</name></meta><body/></treaty>"""

OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE treaty [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<treaty><meta><name>&x;</name></meta><body/></treaty>"""


def archive(path: Path, members: list[tuple[tarfile.TarInfo, bytes]], mode: str = "w:xz") -> None:
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for info, data in members:
            tar.addfile(info, BytesIO(data))


def member(name: str, data: bytes) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    return info, data


def link(name: str, target: str) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, target
    return info, b""


def write_bomb(path: Path) -> None:
    """An archive whose one member says that it holds 10 GB; cut short, for no one reads that far."""
    info = tarfile.TarInfo("pta_2.xml")
    info.size = 10 * 1024**3
    path.write_bytes(info.tobuf() + b" " * 100_000)


CASES: dict[str, Callable[[Path], Path]] = {}


def case(build: Callable[[Path], Path]) -> Callable[[Path], Path]:
    """Register a function that makes a bad file in a folder and returns its path."""
    CASES[build.__name__.replace("_", " ")] = build
    return build


def _file(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@case
def truncated_xml(folder: Path) -> Path:
    return _file(folder, "pta_2.xml", GOOD[: len(GOOD) // 2])


@case
def expanding_entities(folder: Path) -> Path:
    return _file(folder, "pta_2.xml", ENTITIES)


@case
def entity_from_outside(folder: Path) -> Path:
    return _file(folder, "pta_2.xml", OUTSIDE)


@case
def wrong_encoding_declared(folder: Path) -> Path:
    data = GOOD.decode().replace("Apples", "Äpfel").encode("latin-1")
    return _file(folder, "pta_2.xml", data)


@case
def binary_renamed_xml(folder: Path) -> Path:
    return _file(folder, "pta_2.xml", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20)


@case
def archive_with_a_path_out_of_it(folder: Path) -> Path:
    archive(folder / "bad.tar.xz", [member("../outside.xml", GOOD)])
    return folder / "bad.tar.xz"


@case
def archive_with_an_absolute_path(folder: Path) -> Path:
    archive(folder / "bad.tar.xz", [member("/tmp/outside.xml", GOOD)])
    return folder / "bad.tar.xz"


@case
def archive_with_a_link(folder: Path) -> Path:
    archive(folder / "bad.tar.xz", [link("pta_2.xml", "/etc/hostname")])
    return folder / "bad.tar.xz"


@case
def archive_with_a_10_gb_bomb(folder: Path) -> Path:
    write_bomb(folder / "bad.tar")
    return folder / "bad.tar"


@case
def archive_that_is_none(folder: Path) -> Path:
    return _file(folder, "bad.tar.xz", b"no archive")


@case
def empty_file(folder: Path) -> Path:
    return _file(folder, "pta_2.xml", b"")


@case
def an_agreement_with_no_articles(folder: Path) -> Path:
    return _file(folder, "pta_2.xml", tota_xml(agreement("2", content=())))


@case
def unknown_party_code(folder: Path) -> Path:
    return _file(folder, "pta_2.xml", tota_xml(agreement("2", parties=("NZL", "QQQ"))))


@case
def duplicated_article_ids(folder: Path) -> Path:
    return _file(folder, "pta_2.xml", tota_xml(agreement("2")).replace(b'"a2.2"', b'"a2.1"'))


@case
def no_such_file(folder: Path) -> Path:
    return folder / "nothing.xml"


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [line for line in connection.iterdump() if "article_search" not in line]


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_refused_in_one_line_and_nothing_is_lost(
    run: Run, tmp_path: Path, sqlite_url: str, name: str
) -> None:
    (tmp_path / "good").mkdir()
    assert run("ingest", _file(tmp_path / "good", "pta_1.xml", GOOD)).code == 0
    before = dump(Path(sqlite_url.removeprefix("sqlite:///")))
    (tmp_path / "bad").mkdir()
    ran = run("ingest", CASES[name](tmp_path / "bad"))
    assert ran.code == 2
    complaints = [line for line in ran.err.splitlines() if line.startswith("tracker: ")]
    assert len(complaints) == 1
    assert "Traceback" not in ran.err
    assert dump(Path(sqlite_url.removeprefix("sqlite:///"))) == before
    assert not (tmp_path / "outside.xml").exists()


def test_the_same_agreement_twice_in_one_archive(run: Run, tmp_path: Path) -> None:
    changed = GOOD.replace(b"forty tonnes", b"fifty tonnes")
    archive(tmp_path / "two.tar.xz", [member("a.xml", GOOD), member("b.xml", changed)])
    ran = run("ingest", tmp_path / "two.tar.xz")
    assert ran.code == 2
    assert "loaded 1" in ran.out
    assert "identifier" in ran.err


def test_a_locked_database_is_one_line(
    run: Run, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_SECONDS", 0.2)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ran = run("ingest", _file(tmp_path, "pta_1.xml", GOOD))
    other.execute("ROLLBACK")
    other.close()
    assert ran.code == 4
    assert "in use by another process" in ran.err
    assert "Traceback" not in ran.err


def test_a_full_disk_is_one_line_and_the_database_stays_usable(sqlite_url: str, tmp_path: Path) -> None:
    """The quota is a limit on file size, which SQLite meets as a failing write."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(120):
        _file(texts, f"pta_{number}.xml", tota_xml(agreement(str(number), f"Land {number} - Isle")))
    quota = path.stat().st_size + 40_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (quota, quota))

    command = [sys.executable, "-m", "tracker.cli", "ingest", str(texts)]
    environment = {**os.environ, "DATABASE_URL": sqlite_url}
    full = subprocess.run(command, env=environment, preexec_fn=limit, capture_output=True, text=True)
    assert full.returncode == 4
    complaints = [line for line in full.stderr.splitlines() if line.startswith("tracker: ")]
    assert complaints == [
        "tracker: the disk is full; free some space, then run this again (what was stored before is intact)"
    ]
    assert "Traceback" not in full.stderr
    again = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert again.returncode == 0
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM agreement").fetchone() == (120,)


def test_a_template_file_with_an_unknown_key_is_named_with_its_line(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from tracker.facts import versions
    from tracker.template import fingerprint, load_template

    folder = tmp_path / "template"
    shutil.copytree(fingerprint.TEMPLATE_FOLDER, folder)
    broken = next((folder / "provisions").glob("customs_duties.yaml"))
    lines = broken.read_text().splitlines()
    broken.write_text("\n".join([*lines, "colour: blue"]))
    versions.shared_matcher.cache_clear()
    monkeypatch.setattr("tracker.template.load_template", lambda **asked: load_template(folder, **asked))
    (tmp_path / "items.jsonl").write_text('{"item_id": "a", "text": "x"}\n')
    ran = run("classify", "items.jsonl", "-o", "labels.csv")
    versions.shared_matcher.cache_clear()
    assert ran.code == 3
    assert f"customs_duties.yaml:{len(lines) + 1}" in ran.err
    assert "colour" in ran.err
    assert ran.err.count("tracker: ") == 1
