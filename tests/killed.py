"""kill -9 at random moments of the long jobs, after each of which the job is run again, to its end."""

import csv
import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.ingest.test_job import write_archive
from tests.invented import agreement, tota_xml
from tests.nightly.nights import House, pages
from tests.processes import run_module
from tests.same_rows import Content, differences, rows_of
from tests.scrapers.site import Site, serving
from tracker.facts import snapshot
from tracker.registry.registry import DATA_FOLDER

JOBS = ("ingest", "match", "nightly", "up")
VISITED = (1, 2, 3)
INSTRUMENTS = 12

_LITTLE = """
from pathlib import Path

import tracker.facts.match_job
import tracker.facts.snapshot
import tracker.ingest.job
import tracker.registry.registry

here = Path(__file__).parent
tracker.ingest.job.BATCH_ARTICLES = tracker.facts.match_job.BATCH_ARTICLES = 40
tracker.facts.snapshot.DEFAULT_PATH = here / "snapshot.json.xz"
tracker.registry.registry.DATA_FOLDER = here / "registry"
"""
"""Run as a process begins: small batches, so that a small corpus has many, and few facts for `up` to load."""


@dataclass
class Killed:
    """What was tried: the moments, as shares of the undisturbed run, and what differed afterwards."""

    moments: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    under_way: int = 0
    """Kills after which something was stored, but not everything."""


class Grounds:
    """The corpus, the site and the undisturbed results that all rounds share."""

    def __init__(self, folder: Path, site: Site, agreements: int) -> None:
        self.folder, self.site = folder, site
        folder.mkdir(exist_ok=True)
        texts = {
            f"pta_{number}.xml": tota_xml(agreement(str(number), f"Land {number} - Isle {number}"))
            for number in range(agreements)
        }
        self.archive = write_archive(folder / "texts.tar.xz", texts)
        self.little = folder / "little"
        self.little.mkdir()
        (self.little / "sitecustomize.py").write_text(_LITTLE)
        _write_registry(self.little / "registry")
        self.ingested = self._undisturbed("ingest")
        self.matched = self._undisturbed("match")
        database = self.matched.house.database()
        snapshot.build(database, self.little / "snapshot.json.xz")
        database.close()
        self._known = {"ingest": self.ingested, "match": self.matched}

    def words(self, job: str) -> list[str]:
        """The job's command."""
        return {
            "ingest": ["ingest", str(self.archive)],
            "match": ["match"],
            "nightly": ["nightly"],
            "up": ["up", "--corpus", str(self.archive), "--no-dashboard"],
        }[job]

    def house(self, job: str, name: str) -> House:
        """A folder in which the job has all its work before it."""
        house = House(self.folder / name, self.site)
        house.environment["PYTHONPATH"] = str(self.little)
        if job == "match":
            shutil.copy(self.ingested.house.data.parent / "nights.db", house.data.parent / "nights.db")
        return house

    def undisturbed(self, job: str) -> "Undisturbed":
        """How the job ends where nobody disturbs it."""
        if job not in self._known:
            self._known[job] = self._undisturbed(job)
        return self._known[job]

    def _undisturbed(self, job: str) -> "Undisturbed":
        house = self.house(job, f"{job}-undisturbed")
        began = time.monotonic()
        ran = house.run(*self.words(job))
        seconds = time.monotonic() - began
        assert ran.code == 0, ran.out + ran.err
        return Undisturbed(house, seconds, stored(house))

    def killed_at(self, job: str, share: float, name: str, tried: Killed) -> None:
        """Kill the job at that share of its time, run it again, and compare what is stored."""
        wanted = self.undisturbed(job)
        house = self.house(job, name)
        while not _killed(house, self.words(job), wanted.seconds * share):
            # It was quicker this time: an earlier moment, in a new folder.
            share *= 0.7
            shutil.rmtree(house.data.parent)
            house = self.house(job, name)
        tried.moments.append(share)
        between = stored(house)
        tried.under_way += bool(between["article"]) and between != wanted.content
        again = house.run(*self.words(job))
        if again.code != 0 or "Traceback" in again.err:
            tried.faults.append(f"{job} at {share:.2f}: exit code {again.code}: {again.err[-500:]}")
        tried.faults += [
            f"{job} at {share:.2f}: {line}" for line in differences(wanted.content, stored(house))
        ]
        shutil.rmtree(house.data.parent)


@dataclass(frozen=True)
class Undisturbed:
    """A run to the end: its folder, its seconds, what it stored."""

    house: House
    seconds: float
    content: Content


def stored(house: House) -> Content:
    """All rows, and the names of all archived raw files."""
    content = rows_of(house.url)
    archive = house.data / "archive"
    content["raw files"] = Counter(path.name for path in archive.rglob("*") if path.is_file())
    return content


def kill_rounds(grounds: Grounds, rounds: dict[str, int], seed: int) -> dict[str, Killed]:
    """So many kills of each job, at moments drawn over the length of its undisturbed run."""
    tried = {}
    for job, count in rounds.items():
        moments = random.Random(f"{seed} {job}")
        tried[job] = Killed()
        for number in range(count):
            grounds.killed_at(job, moments.uniform(0.02, 0.98), f"{job}-{number}", tried[job])
    return tried


def grounds(folder: Path, agreements: int) -> Iterator[Grounds]:
    """The grounds, with their site served on this machine."""
    with serving(pages(*VISITED)) as site:
        yield Grounds(folder, site, agreements)


def _killed(house: House, words: list[str], seconds: float) -> bool:
    """Run the job and kill it, with its children, after so many seconds; False where it had ended by then."""
    try:
        run_module("tracker.cli", words, environment=house.environment, timeout=seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def _write_registry(folder: Path) -> None:
    """The first instruments of the registry, and what it says of them alone."""
    folder.mkdir()
    known: set[str] = set()
    for path in sorted(DATA_FOLDER.glob("*.csv"), key=lambda path: path.name != "instruments.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        head, rows = lines[0], lines[1:]
        if path.name == "instruments.csv":
            rows = rows[:INSTRUMENTS]
            known = {row[0] for row in rows}
        else:
            rows = [row for row in rows if row and row[0] in known and path.name == "entry_by_party.csv"]
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
