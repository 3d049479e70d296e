"""Monitors, in Spidermon's spirit: what looks wrong after a visit to a source, and what to do about it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from tracker.nightly.plan import RunbookLine, SourcePlan, Visit

FAR_LESS = 0.7
"""A crawl that brings less than this share of what the last one brought is looked into."""

MANY_REFUSED_SHARE = 0.1
MANY_REFUSED_AT_LEAST = 3
"""Refusals are many from a tenth of the documents on, but never fewer than three (or all there were)."""

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to look at: which source, which monitor, what it saw, and the runbook line for it."""

    source: str
    monitor: str
    message: str
    runbook: str

    def to_json(self) -> dict[str, str]:
        """A plain object."""
        return asdict(self)

    def line(self) -> str:
        """One line for people and logs."""
        return f"{self.source}: {self.message} [{self.monitor}; runbook: {self.runbook}]"


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything the monitors look at: the plan, tonight's visit, and what the database knows.

    `before`: the last finished visit. `articles`: (text, number of articles) of the texts stored since the last
    finished night; `held`: (text, reason) of those held back since; `last_success`: when a visit last ended well
    (tonight's included).
    """

    plan: SourcePlan
    visit: Visit
    before: Visit | None
    articles: Sequence[tuple[str, int]]
    quarantined: Sequence[tuple[str, str]]
    last_success: datetime | None
    now: datetime


Monitor = Callable[[Seen], str | None]
"""A monitor says in one line what is wrong, or None."""


def did_not_finish(seen: Seen) -> str | None:
    """The visit failed, crashed, took too long or was stopped."""
    if seen.visit.well:
        return None
    return f"the visit {seen.visit.state.replace('_', ' ')}: {seen.visit.message or 'no reason given'}"


def brought_nothing(seen: Seen) -> str | None:
    """Not one document, new or known (a source that may be empty, such as a folder, expects none)."""
    nothing = seen.visit.documents == 0 and seen.plan.min_documents > 0
    return "the source returned nothing" if nothing else None


def far_fewer(seen: Seen) -> str | None:
    """Far less than last time."""
    if seen.before is None:
        return None
    if 0 < seen.visit.listed < FAR_LESS * seen.before.listed:
        return f"{seen.visit.listed:,} agreements in the list, {seen.before.listed:,} last time"
    if seen.visit.documents == 0:
        return None
    if seen.visit.documents < FAR_LESS * seen.before.documents:
        return f"{seen.visit.documents:,} documents, {seen.before.documents:,} last time"
    return None


def outside_expectations(seen: Seen) -> str | None:
    """A number of documents the source's entry does not expect."""
    low, high = seen.plan.min_documents, seen.plan.max_documents
    if seen.visit.documents == 0 or low <= seen.visit.documents <= high:
        return None
    return f"{seen.visit.documents:,} documents, the entry expects {low:,} to {high:,}"


def strange_articles(seen: Seen) -> str | None:
    """Texts with fewer or more articles than the source's entry expects."""
    low, high = seen.plan.min_articles, seen.plan.max_articles
    strange = [f"{name} has {count:,}" for name, count in seen.articles if not low <= count <= high]
    return f"articles outside {low:,} to {high:,}: {_some(strange)}" if strange else None


def markup_misfits(seen: Seen) -> str | None:
    """The spider says that pages do not look as they did."""
    if not seen.visit.misfits:
        return None
    return f"markup no longer fits on {seen.visit.misfits:,} pages ({seen.visit.message or 'see the crawl'})"


def many_refusals(seen: Seen) -> str | None:
    """Many answers that were no document, or documents that could not be read."""
    refused = seen.visit.refused + seen.visit.blocked
    tried = seen.visit.documents + seen.visit.blocked
    enough = max(MANY_REFUSED_AT_LEAST, MANY_REFUSED_SHARE * tried)
    if not refused or (refused < enough and refused < tried):
        return None
    return f"{refused:,} of {tried:,} documents refused ({seen.visit.message or 'see the crawl'})"


def quarantined_texts(seen: Seen) -> str | None:
    """New versions that look wrong and wait for a look."""
    if not seen.quarantined:
        return None
    texts = [f"{name} ({reason})" for name, reason in seen.quarantined]
    return f"{len(texts):,} quarantined: {_some(texts)}"


def overdue(seen: Seen) -> str | None:
    """No visit has ended well for longer than the source's entry allows."""
    if seen.last_success is None:
        return None if seen.visit.well else "no visit has ended well yet"
    days = (seen.now - seen.last_success) / timedelta(days=1)
    if days <= seen.plan.crawl_every_days:
        return None
    return f"last visited well {days:,.0f} days ago, the entry says every {seen.plan.crawl_every_days:,}"


# Each monitor with words by which the runbook's line for it is found, most telling first.
MONITORS: tuple[tuple[str, Monitor, tuple[str, ...]], ...] = (
    ("failed", did_not_finish, ("fail", "down", "time", "reach", "missing", "moved", "block")),
    ("nothing", brought_nothing, ("nothing", "empty", "missing", "moved", "no document", "block")),
    ("fewer", far_fewer, ("fewer", "less", "missing", "moved")),
    ("documents", outside_expectations, ("fewer", "more", "missing", "number", "moved")),
    ("articles", strange_articles, ("article", "shrink", "refused", "scan")),
    ("markup", markup_misfits, ("markup", "instead", "page", "changed")),
    ("refusals", many_refusals, ("refus", "instead", "challenge", "block")),
    ("quarantine", quarantined_texts, ("quarantin", "shrink", "refus", "article")),
    ("overdue", overdue, ("overdue", "missing", "moved", "reach")),
)


def alerts(seen: Seen) -> Iterator[Alert]:
    """What the monitors say about one source."""
    for name, monitor, words in MONITORS:
        message = monitor(seen)
        if message is not None:
            yield Alert(seen.plan.key, name, message, runbook_line(seen.plan.runbook, words))


def runbook_line(runbook: Sequence[RunbookLine], words: Sequence[str]) -> str:
    """The line of the runbook whose occasion holds the most telling of the words; the first where none does."""
    if not runbook:
        return "its entry has none; look at docs/nightly.md"
    for word in words:
        for line in runbook:
            if re.search(rf"\b{re.escape(word)}", line.when, re.IGNORECASE):
                return f"when {line.when}: {line.do}"
    return f"when {runbook[0].when}: {runbook[0].do}"


def _some(reported: Sequence[str]) -> str:
    more = f" and {len(reported) - _SHOWN:,} more" if len(reported) > _SHOWN else ""
    return f"{', '.join(reported[:_SHOWN])}{more}"
