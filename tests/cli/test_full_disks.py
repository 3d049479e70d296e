"""A full disk, and folders without rights: one clear line, an exit code, nothing stored is lost, the next goes on.

How root is bound by permission bits, and how a disk is full, is said in `tests.full_disks`.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.full_disks import BOUND_BY_BITS, SmallDisk, bits_bind, small_disk
from tests.invented import agreement, tota_xml
from tests.killed import Grounds, grounds, stored
from tests.nightly.nights import House, Ran
from tests.same_rows import Content, differences, rows_of

AGREEMENTS = 40
FULL = ("disk is full", "No space left", "File too large")
"""What is said of a full disk, or of a file that may not grow."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    yield from grounds(tmp_path_factory.mktemp("full-disks") / "grounds", AGREEMENTS)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as made:
        yield made


def customized(house: House, folder: Path, little: Path, code: str) -> None:
    """Have the house's processes begin with this code."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(little, folder)
    with (folder / "sitecustomize.py").open("a", encoding="utf-8") as file:
        file.write(code)
    house.environment["PYTHONPATH"] = str(folder)


def complaints(ran: Ran) -> list[str]:
    assert "Traceback" not in ran.out + ran.err
    return [line for line in ran.err.splitlines() if line.startswith("tracker: ")]


@pytest.mark.parametrize(
    ("job", "leave", "codes"),
    [("ingest", 300_000, {4}), ("match", 60_000, {4}), ("nightly", 150_000, {1, 4, 6})],
)
def test_a_disk_that_is_full(
    shared: Grounds, disk: SmallDisk, tmp_path: Path, job: str, leave: int, codes: set[int]
) -> None:
    wanted = shared.undisturbed(job).content
    house = House(disk.folder / "house", shared.site)
    if job == "match":
        shutil.copy(shared.ingested.house.data.parent / "nights.db", disk.folder / "house" / "nights.db")
    else:
        house.database().close()
    before = rows_of(house.url)
    disk.fill(leave)
    customized(house, tmp_path / "customized", shared.little, disk.customized)
    ran = house.run(*shared.words(job))
    assert ran.code in codes, ran.out + ran.err
    said = complaints(ran) + ran.out.splitlines()
    assert any(word in line for line in said for word in FULL), said
    disk.free()
    nothing_lost(before, rows_of(house.url))
    customized(house, tmp_path / "customized", shared.little, disk.customized)
    again = house.run(*shared.words(job))
    assert again.code == 0, again.out + again.err
    assert differences(wanted, stored(house)) == []


def test_a_backup_to_a_disk_that_is_full(shared: Grounds, disk: SmallDisk, tmp_path: Path) -> None:
    house = matched(shared, tmp_path)
    file = disk.folder / "all.backup"
    disk.fill(5_000)
    customized(house, tmp_path / "customized", shared.little, disk.customized)
    ran = house.run("backup", str(file))
    assert ran.code == 4
    (line,) = complaints(ran)
    assert any(word in line for word in FULL), line
    assert [path.name for path in disk.folder.iterdir() if path.name != "ballast"] == []
    disk.free()
    customized(house, tmp_path / "customized", shared.little, disk.customized)
    assert house.run("backup", str(file)).code == 0
    assert file.stat().st_size > 5_000


def matched(shared: Grounds, folder: Path) -> House:
    """A house with everything ingested and matched."""
    house = House(folder / "house", shared.site)
    house.environment["PYTHONPATH"] = str(shared.little)
    shutil.copy(shared.matched.house.data.parent / "nights.db", folder / "house" / "nights.db")
    return house


def nothing_lost(before: Content, after: Content) -> None:
    assert {table: rows - after[table] for table, rows in before.items() if rows - after[table]} == {}


@pytest.fixture
def bound(tmp_path: Path) -> None:
    if not bits_bind(tmp_path / "bits"):
        pytest.skip("permission bits do not bind a process here, not even one without CAP_DAC_OVERRIDE")


@pytest.fixture
def closed() -> Iterator[list[Path]]:
    """Paths that nobody may write to; they may be again after the test."""
    paths: list[Path] = []
    yield paths
    for path in paths:
        path.chmod(0o755)


def close(paths: list[Path], *more: Path) -> None:
    for path in more:
        paths.append(path)
        path.chmod(0o555 if path.is_dir() else 0o444)


@pytest.mark.usefixtures("bound")
@pytest.mark.parametrize("job", ["ingest", "match"])
def test_a_database_that_may_not_be_written_to(
    shared: Grounds, tmp_path: Path, closed: list[Path], job: str
) -> None:
    house = House(tmp_path / "house", shared.site)
    at = shared.ingested.house.data.parent / "nights.db"
    shutil.copy(at, tmp_path / "house" / "nights.db")
    with (tmp_path / "house" / "nights.db").open("rb") as file:
        before = file.read()
    close(closed, tmp_path / "house" / "nights.db", tmp_path / "house")
    customized(house, tmp_path / "customized", shared.little, BOUND_BY_BITS)
    ran = house.run(*(["ingest", str(more(tmp_path))] if job == "ingest" else ["match"]))
    assert ran.code == 4, ran.out + ran.err
    (line,) = [line for line in complaints(ran) if "log" not in line]
    assert "cannot be opened for writing" in line and "rights" in line
    assert (tmp_path / "house" / "nights.db").read_bytes() == before


def more(folder: Path) -> Path:
    """One more text."""
    path = folder / "pta_99999.xml"
    path.write_bytes(tota_xml(agreement("99999", "Land - Isle")))
    return path


@pytest.mark.usefixtures("bound")
def test_raw_files_that_may_not_be_written(shared: Grounds, tmp_path: Path, closed: list[Path]) -> None:
    wanted = shared.undisturbed("nightly").content
    house = House(tmp_path / "house", shared.site)
    archive = house.data / "archive"
    archive.mkdir(parents=True)
    close(closed, archive)
    customized(house, tmp_path / "customized", shared.little, BOUND_BY_BITS)
    ran = house.night()
    assert ran.code == 6, ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err
    assert "Permission denied" in ran.out and str(archive) in ran.out
    archive.chmod(0o755)
    again = house.night()
    assert again.code == 0, again.out + again.err
    assert differences(wanted, stored(house)) == []


@pytest.mark.usefixtures("bound")
def test_logs_that_may_not_be_written(shared: Grounds, tmp_path: Path, closed: list[Path]) -> None:
    house = matched(shared, tmp_path)
    logs = house.data / "logs"
    logs.mkdir(parents=True)
    close(closed, logs)
    customized(house, tmp_path / "customized", shared.little, BOUND_BY_BITS)
    ran = house.run("ingest", str(more(tmp_path)))
    assert ran.code == 0 and "loaded 1" in ran.out
    (line,) = complaints(ran)
    assert "no log is written" in line


@pytest.mark.usefixtures("bound")
@pytest.mark.parametrize(
    "words",
    [
        ("snapshot", "build", "-o"),
        ("backup",),
        ("export", "bundle", "-o"),
        ("export", "lineage", "--provision", "data_flows", "-o"),
    ],
    ids=" ".join,
)
def test_a_folder_for_output_that_may_not_be_written_to(
    shared: Grounds, tmp_path: Path, closed: list[Path], words: tuple[str, ...]
) -> None:
    house = matched(shared, tmp_path)
    before = rows_of(house.url)
    target = tmp_path / "target"
    target.mkdir()
    close(closed, target)
    customized(house, tmp_path / "customized", shared.little, BOUND_BY_BITS)
    ran = house.run(*words, str(target / ("output.csv" if "lineage" in words else "output.zip")))
    assert ran.code == 4, ran.out + ran.err
    (line,) = complaints(ran)
    assert "Permission denied" in line and str(target) in line
    assert list(target.iterdir()) == []
    assert rows_of(house.url) == before
