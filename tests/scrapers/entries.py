"""The sources' real entries as plain values, and folders of entries changed for a test."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from scrapers.sources import SOURCES_FOLDER
from scrapers.verified import Verified, spider_digest, write_verified


def entry_of(key: str) -> dict[str, Any]:
    """The real entry of a source, as its file has it."""
    entry: dict[str, Any] = yaml.load(
        (SOURCES_FOLDER / f"{key}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return entry


def write_entries(
    folder: Path, entries: dict[str, dict[str, Any]], verified: dict[str, date] | None = None
) -> Path:
    """A folder with just these entries, for TRACKER_SOURCES; `verified` are the days of comparison that hold."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.yaml"):
        old.unlink()
    for key, entry in entries.items():
        (folder / f"{key}.yaml").write_text(yaml.safe_dump(entry, sort_keys=False), encoding="utf-8")
    days = (verified or {}).items()
    facts = {key: Verified(day=day, spider=spider_digest(key), pages=()) for key, day in days}
    write_verified(folder, facts)
    return folder
