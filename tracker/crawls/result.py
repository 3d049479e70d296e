"""The result of one crawl of one source: the same record in the crawler, the database, the nights and the pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from tracker.crawls.errors import FAILING, CrawlError, ErrorKind, by_weight, count_kinds

KEPT_ERRORS = 50
"""Most errors stored with a result, the gravest first; the kinds of all errors are counted."""

_FORMAT = 2
"""Version of the stored form. 1 (no `format` key): the counters, and the visits, written before kinds were recorded."""


class CrawlState(StrEnum):
    """How a crawl ended; only `finished` is well. `crashed`: its process ended without a record."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    INTERRUPTED = "interrupted"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """The result of one crawl of one source. All numbers are counts, except `bytes` and `seconds`.

    From the site:

    - `pages`: answers that were what was asked for (304s included); `not_modified`: those with status 304.
    - `bytes`: newly fetched; `documents`: delivered.
    - `rejected`: answers that were not a document (see `errors.REJECTING`).
    - `listed`: agreements in the source's list, with or without a text.

    Outcomes of the documents:

    - `new`: a first text of this source; `updated`: a new version; `unchanged`.
    - `filled`: facts were known, now the words are stored.
    - `refused`: could not be read; `quarantined`: waiting for a decision.
    - `papers`: new or changed papers without articles.

    Outcomes of the listed agreements: `listed_new` were not known, `listed_recognised` are of other sources, and
    `listed_changed` have changed facts.

    `error_kinds` counts all errors; `errors` are those of this run, or the first KEPT_ERRORS of a stored one. `notes`
    are remarks that are not errors; they are logged, not stored.
    """

    source: str
    state: CrawlState = CrawlState.RUNNING
    documents: int = 0
    not_modified: int = 0
    new: int = 0
    updated: int = 0
    filled: int = 0
    unchanged: int = 0
    refused: int = 0
    rejected: int = 0
    quarantined: int = 0
    papers: int = 0
    listed: int = 0
    listed_new: int = 0
    listed_recognised: int = 0
    listed_changed: int = 0
    pages: int = 0
    bytes: int = 0
    seconds: float = 0.0
    message: str | None = None
    error_kinds: Mapping[ErrorKind, int] = field(default_factory=dict)
    errors: tuple[CrawlError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Whether the crawl ended as it should."""
        return self.state is CrawlState.FINISHED

    @property
    def error_count(self) -> int:
        """Errors of all kinds."""
        return sum(self.error_kinds.values())

    @property
    def fails(self) -> bool:
        """Whether an error makes the crawl a failed one."""
        return any(self.error_kinds.get(kind) for kind in FAILING)

    def with_errors(self, *errors: CrawlError) -> "CrawlResult":
        """The same with further errors; the message is the gravest error's line."""
        if not errors:
            return self
        together = (*self.errors, *errors)
        kinds = dict(self.error_kinds)
        for kind, count in count_kinds(errors).items():
            kinds[kind] = kinds.get(kind, 0) + count
        ordered = dict(sorted(kinds.items(), key=lambda item: -item[1]))
        return replace(self, errors=together, error_kinds=ordered, message=by_weight(together)[0].line())

    @property
    def reason(self) -> str:
        """Why it did not end well, in one line: the gravest error, or what is known of the end. "" where it did."""
        if self.well:
            return ""
        if self.message:
            return self.message
        if self.errors:
            return by_weight(self.errors)[0].line()
        counted = (
            f"{self.error_count:,} errors{self.kinds_in_brackets()}" if self.error_count else "no error noted"
        )
        return f"ended as {self.state.replace('_', ' ')} with {self.documents:,} documents and {counted}"

    def errors_of(self, *kinds: ErrorKind) -> tuple[CrawlError, ...]:
        """The errors of some kinds."""
        return tuple(error for error in self.errors if error.kind in kinds)

    def line(self) -> str:
        """One line for people and logs."""
        said = (
            f"{self.source}: {self.state.replace('_', ' ')} after {self.seconds:,.0f} s:"
            f" {self.documents:,} documents, {self.not_modified:,} not modified, {self.new:,} new,"
            f" {self.updated:,} updated, {self.refused + self.rejected:,} refused,"
            f" {self.quarantined:,} quarantined, {self.error_count:,} errors{self.kinds_in_brackets()}"
        )
        if self.papers:
            said += f", {self.papers:,} papers without articles"
        if self.listed:
            said += f"; list of {self.listed:,}, {self.listed_new:,} new, {self.listed_changed:,} changed"
        return f"{said} ({self.message})" if self.message else said

    def kinds_in_brackets(self) -> str:
        """` (2 timeout, 1 markup)`; nothing where there are no errors."""
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in self.error_kinds.items() if count)
        return f" ({kinds})" if kinds else ""

    def to_json(self) -> dict[str, Any]:
        """All values but the source and the notes, as plain JSON."""
        left_out = {"source", "notes", "errors", "error_kinds"}
        values = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in left_out}
        return {
            "format": _FORMAT,
            **values,
            "state": str(self.state),
            "error_kinds": {str(kind): count for kind, count in self.error_kinds.items()},
            "errors": [
                {"kind": str(error.kind), "url": error.url, "reason": error.reason}
                for error in by_weight(self.errors)[:KEPT_ERRORS]
            ],
        }

    @classmethod
    def from_json(cls, source: str, values: Mapping[str, Any], **known: Any) -> "CrawlResult":
        """A result from its stored form; `known` are values stored elsewhere (the row's state and message), which take
        precedence.

        It also reads the forms of older versions: counters without kinds, and visits of nights. Values that this
        version does not know are ignored.
        """
        values = values if "format" in values else _from_first_format(values)
        plain = {one.name for one in fields(cls)} - {"source", "notes", "errors", "error_kinds", "state"}
        found: dict[str, Any] = {name: value for name, value in values.items() if name in plain}
        found["error_kinds"] = {_kind(kind): count for kind, count in values.get("error_kinds", {}).items()}
        found["errors"] = tuple(
            CrawlError(_kind(error["kind"]), error["url"], error["reason"])
            for error in values.get("errors", ())
        )
        found |= known
        state = known.get("state", values.get("state", CrawlState.RUNNING))
        return cls(source, **{**found, "state": CrawlState(state)})


def _kind(value: str) -> ErrorKind:
    """A stored kind; `other` for one that a newer version wrote."""
    return ErrorKind(value) if value in set(ErrorKind) else ErrorKind.OTHER


_RENAMED = {"blocked": "rejected"}
_FIRST_COUNTS = (
    "not_modified",
    "updated",
    "filled",
    "unchanged",
    "refused",
    "blocked",
    "papers",
    "listed",
    "listed_new",
    "listed_recognised",
    "listed_changed",
    "pages",
    "bytes",
)


def _from_first_format(values: Mapping[str, Any]) -> dict[str, Any]:
    """The counters of a crawl, or the visit of a night, in today's form.

    They counted all errors, and those about markup (`misfits`); the kinds of the others are unknown.
    """

    def number(name: str) -> int:
        value = values.get(name, 0)
        return value if isinstance(value, int) else 0

    found: dict[str, Any] = {_RENAMED.get(name, name): number(name) for name in _FIRST_COUNTS}
    found["quarantined"] = number("quarantined") + number("held")  # its first name
    # A first text of this source for an agreement that another source has counts as a new text.
    found["new"] = number("new") if "new" in values else number("loaded") + number("attached")
    # The oldest records do not have the number of documents; it is the sum of their outcomes.
    kinds = ("new", "updated", "filled", "unchanged", "refused", "quarantined", "papers")
    stored = sum(found[kind] for kind in kinds)
    found["documents"] = number("documents") if "documents" in values else stored
    misfits = number("misfits")
    counted = {ErrorKind.MARKUP: misfits, ErrorKind.OTHER: number("errors") - misfits}
    found["error_kinds"] = {str(kind): count for kind, count in counted.items() if count > 0}
    same = {name: values[name] for name in ("state", "seconds", "message") if name in values}
    return found | same
