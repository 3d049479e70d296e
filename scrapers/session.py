"""One crawl: where its documents are delivered, its counters, and after how many errors it ends."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from scrapers.feeds import claims_record, document_record
from tracker.crawls import CrawlError, CrawlResult, CrawlState, Problem
from tracker.crawls.errors import FAILING, REJECTING
from tracker.errors import TrackerError
from tracker.texts import RawDocument
from tracker.texts.types import AgreementMeta

log = logging.getLogger(__name__)

MAX_ERRORS_IN_A_ROW = 10
"""A crawl ends after this number of failures without a success in between: the site is down or blocks us."""


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """One document as fetched, not parsed. `not_modified`: the site answered that our copy is up to date."""

    raw: RawDocument = field(metadata={"serializer": document_record})
    url: str
    fetched_at: datetime
    not_modified: bool = False


@dataclass(frozen=True, slots=True)
class FetchedFacts:
    """What a source's list claims about one agreement, whether or not the site has its text. `external_id` is the
    source's own identifier, the same as that of its text."""

    source: str
    external_id: str
    meta: AgreementMeta = field(metadata={"serializer": claims_record})


class CrawlSession:
    """One crawl under way, passed to spider and pipeline: counts, collects errors, delivers what was fetched."""

    def __init__(
        self,
        source: str,
        sink: Callable[[FetchedDocument], None],
        on_progress: Callable[[int, int | None], None] | None = None,
        limit: int | None = None,
        facts_sink: Callable[[FetchedFacts], None] | None = None,
    ) -> None:
        self.source = source
        self.limit = limit
        self.total: int | None = limit
        self.broken_by: TrackerError | None = None
        self.errors: list[CrawlError] = []
        self.notes: list[str] = []
        self.pages = self.bytes = self.not_modified = self.documents = self.facts = 0
        self.undelivered = 0
        """Documents and facts that whoever asked for the crawl could not take."""
        self._sink = sink
        self._facts_sink = facts_sink
        self._on_progress = on_progress
        self._done = 0
        self._errors_in_a_row = 0
        self._undelivered_in_a_row = 0

    def deliver(self, document: FetchedDocument) -> None:
        """Pass a document to the sink.

        - A TrackerError (the database cannot be used) ends the crawl: it is recorded, and nothing more is delivered or
          requested.
        - Anything else the sink raises is recorded as an error of this one document, and the crawl continues.
        """
        if not self.over and self._handed_on(document.url or document.raw.name, self._sink, document):
            self.documents += 1

    def deliver_facts(self, facts: FetchedFacts) -> None:
        """Pass what a list claims about an agreement to the facts sink, if there is one, as `deliver` does with a
        document."""
        sink = self._facts_sink or _nowhere
        if not self.over and self._handed_on(f"{facts.source} {facts.external_id}", sink, facts):
            self.facts += 1

    def _handed_on(
        self, name: str, sink: Callable[[Any], None], thing: FetchedDocument | FetchedFacts
    ) -> bool:
        try:
            sink(thing)
        except TrackerError as error:
            self.broken_by = error
        except Exception as error:
            self._undelivered_in_a_row += 1
            self.raised(name, error)
        else:
            self._undelivered_in_a_row = 0
            return True
        self.undelivered += 1
        return False

    def succeeded(self, size: int, not_modified: bool) -> None:
        """Record an answer that is what was asked for, and the number of newly fetched bytes."""
        self._errors_in_a_row = 0
        self.pages += 1
        self.bytes += size
        self.not_modified += not_modified
        self._advance()

    def failed(self, url: str, problem: Problem) -> None:
        """Record an address without a usable answer, and why."""
        self._errors_in_a_row += 1
        self.report(problem.at(url))
        self._advance()

    def raised(self, url: str, error: BaseException, *, traced: bool = False) -> None:
        """Record that code raised while it handled an address: the crawl has failed, and continues.

        `traced`: the log has the traceback already.
        """
        self._errors_in_a_row += 1
        self.report(CrawlError.of_exception(url, error), None if traced else error)

    def report(self, error: CrawlError, exception: BaseException | None = None) -> None:
        """Record an error that does not show whether the site answers."""
        self.errors.append(error)
        log.log(
            logging.ERROR if error.kind in FAILING else logging.WARNING,
            "%s: %s",
            self.source,
            error.line(),
            exc_info=exception,
            extra={"source": self.source, "url": error.url, "kind": str(error.kind)},
        )

    def note(self, text: str) -> None:
        """Record a remark for people that is not an error."""
        self.notes.append(text)
        log.info("%s: %s", self.source, text, extra={"source": self.source})

    def warn(self, text: str) -> None:
        """Note something that a person should look at: what was fetched is used all the same."""
        self.notes.append(text)
        log.warning("%s: %s", self.source, text, extra={"source": self.source})

    def absent(self) -> None:
        """Record an address that does not exist according to the site, which by itself is not an error."""
        self._errors_in_a_row = 0
        self._advance()

    @property
    def over(self) -> bool:
        """Whether nothing more should be requested, because nothing can be delivered."""
        return self.broken_by is not None or self._undelivered_in_a_row >= MAX_ERRORS_IN_A_ROW

    @property
    def hopeless(self) -> bool:
        """Whether MAX_ERRORS_IN_A_ROW requests failed one after the other, so that the crawl should end."""
        return self._errors_in_a_row >= MAX_ERRORS_IN_A_ROW

    def result(self, state: CrawlState) -> CrawlResult:
        """The result of the crawl, as far as fetching is concerned."""
        found = CrawlResult(
            self.source,
            state,
            documents=self.documents,
            not_modified=self.not_modified,
            rejected=sum(error.kind in REJECTING for error in self.errors),
            listed=self.facts,
            pages=self.pages,
            bytes=self.bytes,
            notes=tuple(self.notes),
        )
        return found.with_errors(*self.errors)

    def _advance(self) -> None:
        self._done += 1
        if self._on_progress is not None:
            self._on_progress(self._done, self.total)


def _nowhere(_thing: object) -> None:
    """Sink that discards."""


def now() -> datetime:
    """The time of fetching, in UTC."""
    return datetime.now(UTC)
