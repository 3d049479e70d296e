"""Whole nights against a local site: `tracker nightly` in a process of its own, with its own data folder."""

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.invented import agreement, tota_xml
from tests.processes import PROJECT, run_module
from tests.scrapers.entries import entry_of, write_entries
from tests.scrapers.site import Answer, Site
from tracker.models.database import Database, open_database
from tracker.texts.types import AgreementText

NAMES = {1: "Arcadia - Ruritania", 2: "Freedonia - Sylvania", 3: "Utopia - Erewhon"}


def text(number: int) -> AgreementText:
    """One of the invented agreements."""
    return agreement(str(number), NAMES.get(number, f"Land {number} - Isle {number}"))


def page(content: bytes) -> Answer:
    """A file as the site serves it, with an ETag of its content."""
    return Answer(content, headers={"ETag": f'"{hashlib.sha256(content).hexdigest()[:12]}"'})


def pages(*numbers: int) -> dict[str, Any]:
    """The site's pages for these agreements."""
    return {f"/pta_{number}.xml": page(tota_xml(text(number))) for number in numbers}


@dataclass(frozen=True)
class Ran:
    """How a night ended."""

    code: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        """The line a mail or a monitor uses."""
        return self.out.splitlines()[-1]


class House:
    """A data folder with a database of its own, a list of sources, and nights that run in it."""

    def __init__(
        self, folder: Path, site: Site | None, sources: dict[str, dict[str, Any]] | None = None
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.data = folder / "var"
        self.url = f"sqlite:///{folder / 'nights.db'}"
        self.sources = folder / "sources"
        self.list_sources(sources or {"tota": {}})
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")},
            "DATABASE_URL": self.url,
            "TRACKER_DATA": str(self.data),
            "TRACKER_SOURCES": str(self.sources),
            "COLUMNS": "250",
        }
        if site is not None:
            self.environment["TRACKER_TOTA_BASE_URL"] = site.address

    def list_sources(
        self, wanted: dict[str, dict[str, Any]], verified: dict[str, date] | None = None
    ) -> None:
        """Write the sources' entries: ToTA's under each key, quick, with some values changed."""
        tota = entry_of("tota")
        expect = {**tota["expect"], "documents": 3, "min_documents": 1, "max_documents": 9}
        quick = {**tota, "delay_seconds": 0.1, "expect": expect}
        entries = {key: {**quick, **changes} for key, changes in wanted.items()}
        write_entries(self.sources, entries, verified)

    def command(self, *words: str) -> list[str]:
        """`tracker` with these words, as a command."""
        return [sys.executable, "-m", "tracker.cli", *words]

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start `tracker ...` as the leader of a process group of its own."""
        return subprocess.Popen(
            self.command(*words),
            env=self.environment,
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str) -> Ran:
        """Run `tracker ...` to its end."""
        ended = run_module("tracker.cli", words, environment=self.environment, timeout=240)
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    def night(self, *words: str) -> Ran:
        """One night."""
        return self.run("nightly", *words)

    def database(self) -> Database:
        """The database, open."""
        return open_database(self.url)

    def digest(self) -> dict[str, Any]:
        """The newest digest, as its JSON file has it."""
        all_: list[dict[str, Any]] = [
            json.loads(path.read_text(encoding="utf-8")) for path in self.data.glob("digests/*/*.json")
        ]
        return max(all_, key=lambda one: int(one["night"]))

    def rows(self) -> dict[str, int]:
        """Rows of every table that holds facts (runs and nights are added to by every visit)."""
        from sqlalchemy import func, select

        from tracker.models import Agreement, Article, Chapter, Document, Finding, Paper
        from tracker.models.base import table_of

        database = self.database()
        with database.read() as session:
            counts = {
                model.__tablename__: session.scalar(select(func.count()).select_from(table_of(model))) or 0
                for model in (Agreement, Document, Chapter, Article, Finding, Paper)
            }
        database.close()
        return counts


def wait_until(condition: Any, seconds: float = 120) -> None:
    """Wait for something to become true; fails when it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
