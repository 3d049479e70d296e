"""The dated note of a visit to live sites: written where there is a network, sent back, read where the code is kept."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from scrapers.sources import Source
from scrapers.verified import Verified, read_verified, spider_digest, write_verified
from tracker.errors import BadInput

State = Literal["ok", "changed", "blocked", "unreachable"]

WORST_FIRST: tuple[State, ...] = ("changed", "blocked", "unreachable", "ok")

FORMAT: Literal[1] = 1


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PageSeen(_Strict):
    """One page as it was seen.

    - `kind`, `reason`: what is wrong, None where nothing is; `expected`: what the spider looks for, in its own words.
    - `status`: the answer's, None without an answer; `size`: bytes.
    - `links`: paths of the first links of a page that no longer fits.
    """

    page: Literal["list", "agreement"]
    url: str
    state: State
    kind: str | None
    reason: str | None
    expected: str
    status: int | None
    size: int
    links: tuple[str, ...]


class SourceSeen(_Strict):
    """One source as it was seen: `spider` is the digest of the spider it was compared with, `mirror` the address that
    was asked instead of the site, None for the site itself."""

    source: str
    seen_at: datetime
    spider: str
    mirror: str | None
    pages: tuple[PageSeen, ...]

    @property
    def state(self) -> State:
        """The worst state of its pages; unreachable where none was seen."""
        states = {page.state for page in self.pages} or {"unreachable"}
        return next(state for state in WORST_FIRST if state in states)


class Note(_Strict):
    """All sources of one or more visits of a day."""

    format: Literal[1]
    program: str
    sources: dict[str, SourceSeen]


def note_name(day: date) -> str:
    """The file a visit of that day is noted in, unless another one is named."""
    return f"verify-{day.isoformat()}.json"


def read_note(file: Path) -> Note:
    """The note in a file. Raises BadInput where the file is none."""
    try:
        return Note.model_validate_json(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror or error})") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            f"{file}: is no note of `tracker sources verify` ({where + ': ' if where else ''}{first['msg']})"
        ) from None


def write_note(file: Path, seen: list[SourceSeen], program: str) -> Note:
    """Write what was seen; what a note in the file says of other sources stays.

    Raises BadInput where the file is there and is no note, or cannot be written.
    """
    earlier = read_note(file).sources if file.exists() else {}
    note = Note(format=FORMAT, program=program, sources={**earlier, **{one.source: one for one in seen}})
    unfinished = file.with_name(f"{file.name}.new")
    try:
        unfinished.write_text(json.dumps(note.model_dump(mode="json"), indent=1) + "\n", encoding="utf-8")
        unfinished.replace(file)
    except OSError as error:
        raise BadInput(f"{file}: cannot be written ({error.strerror or error})") from None
    return note


def take_note(note: Note, known: dict[str, Source], folder: Path) -> tuple[list[str], dict[str, str]]:
    """Store of each source that its spider fitted the live site, where the note shows that.

    Gives the sources of which that is stored now, and for each other one of the note why it is not. Raises BadInput
    where the facts cannot be stored.
    """
    facts = read_verified(folder)
    taken: list[str] = []
    not_taken: dict[str, str] = {}
    for key, seen in sorted(note.sources.items()):
        reason = _why_not(seen, known, facts.get(key))
        if reason is None:
            pages = tuple(page.url for page in seen.pages)
            facts[key] = Verified(day=seen.seen_at.date(), spider=seen.spider, pages=pages)
            taken.append(key)
        else:
            not_taken[key] = reason
    if taken:
        write_verified(folder, facts)
    return taken, not_taken


def _why_not(seen: SourceSeen, known: dict[str, Source], stored: Verified | None) -> str | None:
    if seen.source not in known:
        return "there is no such source"
    if seen.mirror is not None:
        return f"a mirror was asked ({seen.mirror}), not the site"
    if seen.state != "ok":
        wrong = next((page for page in seen.pages if page.state != "ok"), None)
        return f"{seen.state}: {wrong.reason}" if wrong is not None else seen.state
    if seen.spider != spider_digest(seen.source):
        return "the spider is another one than the note was made with; verify again"
    if seen.seen_at.date() > datetime.now(UTC).date():
        return f"its day, {seen.seen_at.date()}, is yet to come"
    if stored is not None and stored.spider == seen.spider and stored.day >= seen.seen_at.date():
        return f"{stored.day} is stored already"
    return None
