"""The kinds of error of a crawl, and the names of the monitors: the values that runbooks refer to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ErrorKind(StrEnum):
    """The kind of error at an address. It is set where the failure occurs, and never inferred from a message."""

    EXCEPTION = "exception"
    """Code raised: a spider, a pipeline, the reader or the store. The crawl has failed."""
    ABORTED = "aborted"
    """The crawl ended early. The crawl has failed."""
    MARKUP = "markup"
    """A page or an answer no longer has what its spider looks for."""
    BLOCKED = "blocked"
    """A challenge, sign-in or block page, an empty answer, or status 202, 401, 403, 429 or 451."""
    FORMAT = "format"
    """An answer in another format than asked for, such as an HTML page instead of a PDF."""
    REFUSED = "refused"
    """A document that must not or cannot be read: a scan, broken, encrypted, too large, a link in a folder."""
    NOT_FOUND = "not_found"
    """Status 404 or 410, or a known text that cannot be found."""
    SERVER = "server"
    """Status 408 or 500 and above, also after the retries."""
    STATUS = "status"
    """Any other status without a document."""
    ROBOTS = "robots"
    """robots.txt forbids the address."""
    TIMEOUT = "timeout"
    """No answer, or no complete answer, within the time limit."""
    NETWORK = "network"
    """No connection: unknown host, refused, closed before an answer began."""
    TRUNCATED = "truncated"
    """The answer ended before it was complete."""
    OFF_SITE = "off_site"
    """It is on, or redirects to, a host that is not the source's."""
    LIMIT = "limit"
    """Beyond a limit of the crawler: size of an answer, number of pages, parts or redirects."""
    OTHER = "other"
    """Unknown: counted by a version of this program that recorded no kinds."""


FAILING = frozenset({ErrorKind.EXCEPTION, ErrorKind.ABORTED})
"""One error of these kinds makes the crawl a failed one, whatever else it fetched."""

REJECTING = frozenset({ErrorKind.BLOCKED, ErrorKind.FORMAT, ErrorKind.REFUSED})
"""Errors of these kinds are answers that were not the document asked for."""


class Monitor(StrEnum):
    """The nightly job's monitors (`tracker.nightly.monitors`), by their names in alerts."""

    FAILED = "failed"
    EXCEPTION = "exception"
    NOTHING = "nothing"
    FEWER = "fewer"
    DOCUMENTS = "documents"
    ARTICLES = "articles"
    MARKUP = "markup"
    REFUSALS = "refusals"
    QUARANTINE = "quarantine"
    OVERDUE = "overdue"
    GIVEN_UP = "given_up"


def answers_to(value: str) -> str:
    """`value`, where it is the name of a kind of error or of a monitor. Raises ValueError, naming both lists."""
    if value in set(ErrorKind) or value in set(Monitor):
        return value
    kinds, monitors = ", ".join(ErrorKind), ", ".join(Monitor)
    raise ValueError(f"{value!r} is neither a kind of error ({kinds}) nor a monitor ({monitors})")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer or a file; `reason` is one line for people."""

    kind: ErrorKind
    reason: str

    def at(self, url: str) -> "CrawlError":
        """The same with its address (or a file's name)."""
        return CrawlError(self.kind, url, self.reason)


@dataclass(frozen=True, slots=True)
class CrawlError:
    """One address, or file, without a usable answer. `url` is empty for an error of the crawl as a whole."""

    kind: ErrorKind
    url: str
    reason: str

    def line(self) -> str:
        """One line for people and logs."""
        return f"{self.url}: {self.reason}" if self.url else self.reason

    @classmethod
    def of_exception(cls, url: str, error: BaseException) -> "CrawlError":
        """The error of code that raised while it handled an address."""
        words = " ".join(str(error).split())
        name = type(error).__name__
        return cls(ErrorKind.EXCEPTION, url, f"{name}: {words}" if words else name)


def by_weight(errors: Iterable[CrawlError]) -> list[CrawlError]:
    """Errors with those that make a crawl fail first, else in their order."""
    return sorted(
        errors, key=lambda error: (error.kind is not ErrorKind.EXCEPTION, error.kind not in FAILING)
    )


def count_kinds(errors: Iterable[CrawlError]) -> dict[ErrorKind, int]:
    """How many errors of each kind, the most frequent first."""
    return dict(Counter(error.kind for error in errors).most_common())
