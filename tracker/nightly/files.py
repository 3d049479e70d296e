"""Writing a night's digest into the folder `digests`: Markdown and Atom in each language, CSV, JSON, and the feeds of
all nights."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.export.csv_safe import write_csv
from tracker.files import replace_file
from tracker.nightly.feed import FEED_NIGHTS, atom
from tracker.nightly.language import ENGLISH, LANGUAGES
from tracker.nightly.render import COLUMNS, DigestPaper, csv_rows, markdown

FOLDER = "digests"
FEED_FILE = "feed.xml"


def log_name(night_id: int, started_at: datetime) -> str:
    """The log file of a night, below the data folder, beside its digest.

    By the night's own number: a night that is killed has a log, and no digest.
    """
    return f"{FOLDER}/{started_at:%Y-%m-%d}/night-{night_id}.log"


def digest_path(data: Path, paper: DigestPaper, number: int) -> Path:
    """The Markdown file of a night, the `number`-th (1, 2, ...) of its day (UTC); the other formats are in the same
    folder."""
    name = "digest.md" if number == 1 else f"digest-{number}.md"
    return data / FOLDER / f"{paper.started_at:%Y-%m-%d}" / name


def in_language(path: Path, language: str) -> Path:
    """The same file in a language: `digest.md` in English, `digest.es.md` in Spanish."""
    return path if language == ENGLISH else path.with_suffix(f".{language}{path.suffix}")


def write_digest(path: Path, paper: DigestPaper, facts: dict[str, Any]) -> None:
    """Write all formats of one digest to the folder of `path`; each file is replaced only when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_csv(path.with_suffix(".csv"), COLUMNS, csv_rows(paper))
    plain = {
        "night": paper.night_id,
        "started_at": paper.started_at.isoformat(),
        "compared_with": paper.since.isoformat() if paper.since else None,
        "summary": paper.summary,
        "counts": paper.changes.counts(),
        "changes": paper.changes.to_json(),
        "statistics": facts,
    }
    text = json.dumps(plain, ensure_ascii=False, indent=1)
    _replace(path.with_suffix(".json"), text.encode("utf-8", "replace") + b"\n")
    # English last, because the presence of `path` means that the night's files are complete.
    for language in reversed(LANGUAGES):
        _replace(in_language(path.with_suffix(".atom"), language), atom([paper], language=language))
        _replace(in_language(path, language), markdown(paper, language).encode("utf-8", "replace"))


def write_feed(data: Path, papers: Sequence[DigestPaper], self_url: str | None) -> Path:
    """Write the feeds of the newest nights, one for each language; returns the English one's path.

    `self_url`: where the English one is published, if anywhere.
    """
    path = data / FOLDER / FEED_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        content = atom(papers[-FEED_NIGHTS:], self_url=_address(self_url, language), language=language)
        _replace(in_language(path, language), content)
    return path


def _address(self_url: str | None, language: str) -> str | None:
    """Where the feed of a language is published: beside the English one, if that has the name of its file; else it is
    not known."""
    if self_url is None or language == ENGLISH:
        return self_url
    folder, _, name = self_url.rpartition("/")
    return f"{folder}/{in_language(Path(FEED_FILE), language)}" if name == FEED_FILE else None


def _replace(path: Path, content: bytes) -> None:
    replace_file(path, content)
