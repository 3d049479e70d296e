"""Monitors, as in Spidermon: what looks wrong after a visit to a source, and what to do about it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from tracker.crawls import CrawlResult, ErrorKind, Monitor
from tracker.crawls.errors import REJECTING
from tracker.nightly.changes import GivenUpArticles
from tracker.nightly.plan import SourcePlan
from tracker.nightly.runbook import runbook_line

FAR_LESS = 0.7
"""A crawl with less than this share of the last one's documents raises an alert."""

MANY_REFUSED_SHARE = 0.1
MANY_REFUSED_AT_LEAST = 3
"""Refusals raise an alert from a tenth of the documents, but at least this number (or all of them)."""

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert: the source, the monitor, what it found, and the runbook line for it."""

    source: str
    monitor: Monitor
    message: str
    runbook: str

    def to_json(self) -> dict[str, str]:
        """A plain object."""
        return {**asdict(self), "monitor": str(self.monitor)}

    def line(self) -> str:
        """One line for people and logs."""
        return f"{self.source}: {self.message} [{self.monitor}; runbook: {self.runbook}]"


@dataclass(frozen=True, slots=True)
class Seen:
    """The input of the monitors: the plan, this night's visit, and the facts in the database.

    - `before`: the last finished visit.
    - `articles`: (text, number of articles) of the texts stored since the last finished night.
    - `quarantined`: (text, reason) of those quarantined since then.
    - `last_success`: when a visit last finished well (this night's included).
    """

    plan: SourcePlan
    visit: CrawlResult
    before: CrawlResult | None
    articles: Sequence[tuple[str, int]]
    quarantined: Sequence[tuple[str, str]]
    last_success: datetime | None
    now: datetime


def did_not_finish(seen: Seen) -> str | None:
    """The visit failed, crashed, took too long or was stopped."""
    if seen.visit.well:
        return None
    return f"the visit {seen.visit.state.replace('_', ' ')}: {seen.visit.reason}"


def brought_nothing(seen: Seen) -> str | None:
    """There was no document, new or known (a source that may be empty, such as a folder, expects none)."""
    nothing = seen.visit.documents == 0 and seen.plan.min_documents > 0
    return "the source returned nothing" if nothing else None


def far_fewer(seen: Seen) -> str | None:
    """Far fewer documents, or listed agreements, than last time."""
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
    """The number of documents is outside the limits of the source's entry."""
    low, high = seen.plan.min_documents, seen.plan.max_documents
    if seen.visit.documents == 0 or low <= seen.visit.documents <= high:
        return None
    return f"{seen.visit.documents:,} documents, the entry expects {low:,} to {high:,}"


def strange_articles(seen: Seen) -> str | None:
    """Texts whose number of articles is outside the limits of the source's entry."""
    low, high = seen.plan.min_articles, seen.plan.max_articles
    strange = [f"{name} has {count:,}" for name, count in seen.articles if not low <= count <= high]
    return f"articles outside {low:,} to {high:,}: {_some(strange)}" if strange else None


def markup_misfits(seen: Seen) -> str | None:
    """The spider reports that the markup of pages no longer fits."""
    misfits = seen.visit.error_kinds.get(ErrorKind.MARKUP, 0)
    if not misfits:
        return None
    pages = "1 page" if misfits == 1 else f"{misfits:,} pages"
    return f"markup no longer fits on {pages} {_first(seen.visit, (ErrorKind.MARKUP,))}"


def many_refusals(seen: Seen) -> str | None:
    """Many answers that were not a document, or documents that could not be read."""
    refused = seen.visit.refused + seen.visit.rejected
    tried = seen.visit.documents + seen.visit.rejected
    enough = max(MANY_REFUSED_AT_LEAST, MANY_REFUSED_SHARE * tried)
    if not refused or (refused < enough and refused < tried):
        return None
    return f"{refused:,} of {tried:,} documents refused {_first(seen.visit, REJECTING)}"


def quarantined_texts(seen: Seen) -> str | None:
    """New versions of texts that look broken and wait for a decision."""
    if not seen.quarantined:
        return None
    texts = [f"{name} ({reason})" for name, reason in seen.quarantined]
    return f"{len(texts):,} quarantined: {_some(texts)}"


def overdue(seen: Seen) -> str | None:
    """No visit has finished well for longer than the source's entry allows."""
    if seen.last_success is None:
        return None if seen.visit.well else "no visit has ended well yet"
    days = (seen.now - seen.last_success) / timedelta(days=1)
    if days <= seen.plan.crawl_every_days:
        return None
    return f"last visited well {days:,.0f} days ago, the entry says every {seen.plan.crawl_every_days:,}"


def exceptions(seen: Seen) -> str | None:
    """Code raised: the text concerned is missing or out of date, and only a change of code repairs that."""
    count = seen.visit.error_kinds.get(ErrorKind.EXCEPTION, 0)
    lines = _some([error.line() for error in seen.visit.errors_of(ErrorKind.EXCEPTION)], count)
    return f"code raised {'once' if count == 1 else f'{count:,} times'}: {lines}" if count else None


_CheckedBy = tuple[Monitor, Callable[[Seen], str | None], frozenset[ErrorKind]]

_ALL_KINDS = frozenset(ErrorKind)
_NONE: frozenset[ErrorKind] = frozenset()

# Each monitor with the kinds of error that explain its finding: their lines of the runbook precede its own.
MONITORS: tuple[_CheckedBy, ...] = (
    (Monitor.FAILED, did_not_finish, _ALL_KINDS),
    (Monitor.EXCEPTION, exceptions, frozenset({ErrorKind.EXCEPTION})),
    (Monitor.NOTHING, brought_nothing, _ALL_KINDS),
    (Monitor.FEWER, far_fewer, _ALL_KINDS),
    (Monitor.DOCUMENTS, outside_expectations, _NONE),
    (Monitor.ARTICLES, strange_articles, _NONE),
    (Monitor.MARKUP, markup_misfits, frozenset({ErrorKind.MARKUP})),
    (Monitor.REFUSALS, many_refusals, REJECTING),
    (Monitor.QUARANTINE, quarantined_texts, _NONE),
    (Monitor.OVERDUE, overdue, _ALL_KINDS),
)


def alerts(seen: Seen) -> Iterator[Alert]:
    """The alerts of the monitors for one source."""
    for name, monitor, explaining in MONITORS:
        message = monitor(seen)
        if message is not None:
            occasions = [*(kind for kind in _gravest_first(seen.visit) if kind in explaining), name]
            yield Alert(seen.plan.key, name, message, runbook_line(seen.plan.runbook, occasions))


def given_up_alerts(found: Iterable[GivenUpArticles], plans: Iterable[SourcePlan]) -> Iterator[Alert]:
    """One alert a source for the articles that matching gave up in the night, also of sources not visited in it."""
    runbooks = {plan.key: plan.runbook for plan in plans}
    by_source: dict[str, list[str]] = {}
    for row in found:
        source, _, _ = row.text.partition("/")
        named = by_source.setdefault(source, [])
        named += [f"{row.slug} {place or 'without a number'}" for place in row.articles]
    for source, articles in by_source.items():
        noun = "article" if len(articles) == 1 else "articles"
        message = (
            f"{len(articles):,} {noun} too costly to search, what they say is not known: {_some(articles)}"
        )
        runbook = runbook_line(runbooks.get(source, ()), [Monitor.GIVEN_UP])
        yield Alert(source, Monitor.GIVEN_UP, message, runbook)


def _gravest_first(visit: CrawlResult) -> list[ErrorKind]:
    """The kinds of error of a visit: exceptions first, then the most frequent."""
    return sorted(
        visit.error_kinds, key=lambda kind: (kind is not ErrorKind.EXCEPTION, -visit.error_kinds[kind])
    )


def _first(visit: CrawlResult, kinds: Collection[ErrorKind]) -> str:
    """The first error of some kinds, in brackets."""
    errors = visit.errors_of(*kinds)
    return f"({errors[0].line()})" if errors else "(see the log)"


def _some(lines: Sequence[str], count: int | None = None) -> str:
    """The first few, and how many more there are of `count` (of the lines, where that is not given)."""
    more = (len(lines) if count is None else count) - _SHOWN
    return f"{', '.join(lines[:_SHOWN])}{f' and {more:,} more' if more > 0 else ''}"
