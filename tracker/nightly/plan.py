"""What the nightly job is told about each source, and what it keeps of each visit. No scrapers in here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

VISIT_STATES = ("finished", "failed", "timed_out", "interrupted", "crashed")
"""How a visit to a source ended; only `finished` is well. `crashed`: the process ended without a record."""


@dataclass(frozen=True, slots=True)
class RunbookLine:
    """What to do when something is noticed, from the source's entry."""

    when: str
    do: str


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """One source to visit: the command of its process, and what its entry says a normal night brings.

    The numbers of documents hold for a crawl, the numbers of articles for each document.
    """

    key: str
    title: str
    command: tuple[str, ...]
    min_documents: int
    max_documents: int
    min_articles: int
    max_articles: int
    crawl_every_days: int
    runbook: tuple[RunbookLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit to one source brought.

    `documents` came out of the site (unchanged ones included), `not_modified` of its answers were 304;
    `new`, `updated`, `filled` (facts were known, now the words are here) and `unchanged` are what became of
    the documents; `refused` documents could not be read, `blocked` answers were no document at all, `misfits`
    are errors that say the markup no longer fits, `quarantined` texts wait for a look; `bytes` came anew. `papers` are
    new or changed papers without articles. `listed` agreements stand in the source's list, with or without a text; of
    those `listed_new` nobody knew before.
    """

    key: str
    state: str
    documents: int = 0
    not_modified: int = 0
    new: int = 0
    updated: int = 0
    filled: int = 0
    unchanged: int = 0
    refused: int = 0
    blocked: int = 0
    misfits: int = 0
    quarantined: int = 0
    papers: int = 0
    listed: int = 0
    listed_new: int = 0
    listed_changed: int = 0
    errors: int = 0
    pages: int = 0
    bytes: int = 0
    seconds: float = 0.0
    message: str | None = None

    @property
    def well(self) -> bool:
        """Whether the visit ended as it should."""
        return self.state == "finished"

    def line(self) -> str:
        """One line for people and logs."""
        reported = (
            f"{self.key}: {self.state.replace('_', ' ')} after {self.seconds:,.0f} s: {self.documents:,} documents,"
            f" {self.not_modified:,} not modified, {self.new:,} new, {self.updated:,} updated,"
            f" {self.refused + self.blocked:,} refused, {self.quarantined:,} quarantined, {self.errors:,} errors"
        )
        if self.papers:
            reported += f", {self.papers:,} papers without articles"
        if self.listed:
            reported += f"; list of {self.listed:,}, {self.listed_new:,} new, {self.listed_changed:,} changed"
        return f"{reported} ({self.message})" if self.message else reported

    def to_json(self) -> dict[str, Any]:
        """All values but the key, for the night's record."""
        values = asdict(self)
        del values["key"]
        return values

    @classmethod
    def from_json(cls, key: str, values: Mapping[str, Any]) -> "Visit":
        """A visit from a night's record; values this version does not know are left out."""
        known = {field.name for field in fields(cls)}
        return cls(key, **{name: value for name, value in values.items() if name in known and name != "key"})


def counters_of(counters: Mapping[str, Any]) -> dict[str, int]:
    """The numbers of a `Visit` from the counters a crawl recorded (see `tracker.cli.crawl`)."""

    def number(name: str) -> int:
        value = counters.get(name, 0)
        return value if isinstance(value, int) else 0

    kinds = {"new": "loaded", "updated": "updated", "filled": "filled", "unchanged": "unchanged"}
    found = {name: number(kind) for name, kind in kinds.items()}
    # A first text of this source for an agreement that another source brought is a new text all the same.
    found["new"] += number("attached")
    same = (
        "listed",
        "listed_new",
        "listed_changed",
        "not_modified",
        "refused",
        "blocked",
        "misfits",
        "quarantined",
        "papers",
        "errors",
        "pages",
        "bytes",
    )
    found |= {name: number(name) for name in same}
    # Older records do not say how many documents there were; what became of them does.
    stored = sum(found[name] for name in kinds) + found["refused"] + found["quarantined"] + found["papers"]
    found["documents"] = number("documents") if "documents" in counters else stored
    return found
