"""One crawl: where its documents go, what it counted, and when it has seen enough errors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from scrapers.feeds import claims_record, document_record
from tracker.texts import RawDocument
from tracker.texts.types import AgreementMeta

MAX_ERRORS_IN_A_ROW = 10
"""After so many failures without one success between, a crawl stops: the site is down or blocks us."""


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """One document as fetched, not parsed. `not_modified`: the site answered that our copy still holds."""

    raw: RawDocument = field(metadata={"serializer": document_record})
    url: str
    fetched_at: datetime
    not_modified: bool = False


@dataclass(frozen=True, slots=True)
class FetchedFacts:
    """What a source's list tells of one agreement, whether or not the site has its text. `external_id` is the
    source's own name for it, the same as that of its text."""

    source: str
    external_id: str
    meta: AgreementMeta = field(metadata={"serializer": claims_record})


@dataclass
class CrawlStats:
    """What a crawl did.

    `pages` answers received (304s included), `bytes` of the documents that came anew, `documents` handed to
    the sink, `facts` listed agreements handed over, `refused` answers that were no document (block pages and
    the like), `errors` one line each, refused ones included; `notes` what is worth knowing but no error (a
    restricted document, a text that lies
    elsewhere). `failed`: it ended before its time or brought nothing; `interrupted`: stopped by hand.
    """

    source: str
    pages: int = 0
    bytes: int = 0
    documents: int = 0
    facts: int = 0
    not_modified: int = 0
    refused: int = 0
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: bool = False
    interrupted: bool = False


class CrawlSession:
    """Passed to spider and pipeline: collects documents, errors and progress."""

    def __init__(
        self,
        source: str,
        sink: Callable[[FetchedDocument], None],
        on_progress: Callable[[int, int | None], None] | None = None,
        limit: int | None = None,
        facts_sink: Callable[[FetchedFacts], None] | None = None,
    ) -> None:
        self.stats = CrawlStats(source)
        self.limit = limit
        self.total: int | None = limit
        self.broken_by: Exception | None = None
        self._sink = sink
        self._facts_sink = facts_sink
        self._on_progress = on_progress
        self._done = 0
        self._errors_in_a_row = 0

    def deliver(self, document: FetchedDocument) -> None:
        """Hand a document to the sink. What the sink raises is kept: no more is delivered or asked for."""
        if self.broken_by is not None:
            return
        try:
            self._sink(document)
        except Exception as error:
            self.broken_by = error
        else:
            self.stats.documents += 1

    def deliver_facts(self, facts: FetchedFacts) -> None:
        """Hand over what a list tells of an agreement, as `deliver` does a document; nowhere where nobody asked."""
        if self.broken_by is not None:
            return
        try:
            if self._facts_sink is not None:
                self._facts_sink(facts)
        except Exception as error:
            self.broken_by = error
        else:
            self.stats.facts += 1

    def succeeded(self, size: int, not_modified: bool) -> None:
        """Note an answer that is what was asked for, and the bytes that came anew."""
        self._errors_in_a_row = 0
        self.stats.pages += 1
        self.stats.bytes += size
        self.stats.not_modified += not_modified
        self._advance()

    def failed(self, url: str, reason: str, refused: bool = False) -> None:
        """Note an address that brought nothing usable, and why."""
        self._errors_in_a_row += 1
        self.stats.refused += refused
        self.stats.errors.append(f"{url}: {reason}")
        self._advance()

    def note(self, text: str) -> None:
        """Note something that a person may want to know and that is no error."""
        self.stats.notes.append(text)

    def absent(self) -> None:
        """Note an address the site says does not exist: no error of the site's, whatever it means."""
        self._errors_in_a_row = 0
        self._advance()

    @property
    def over(self) -> bool:
        """Whether nothing more should be asked for, because the sink failed."""
        return self.broken_by is not None

    @property
    def hopeless(self) -> bool:
        """Whether so many requests failed one after the other that going on would only annoy the site."""
        return self._errors_in_a_row >= MAX_ERRORS_IN_A_ROW

    def _advance(self) -> None:
        self._done += 1
        if self._on_progress is not None:
            self._on_progress(self._done, self.total)


def now() -> datetime:
    """The time of fetching, in UTC."""
    return datetime.now(UTC)
