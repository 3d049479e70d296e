"""The kinds of error a crawl can meet, and the names of the monitors: the values that runbooks answer to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ErrorKind(StrEnum):
    """What went wrong at an address. Set where the failure is noticed, and never read out of a sentence again."""

    EXCEPTION = "exception"
    """Code raised: a spider, a pipeline, the reader or the store. The crawl has failed."""
    ABORTED = "aborted"
    """The crawl ended before its time. The crawl has failed."""
    MARKUP = "markup"
    """A page or an answer no longer holds what its spider looks for."""
    BLOCKED = "blocked"
    """A challenge, sign-in or block page, an empty answer, or status 202, 401, 403, 429 or 451."""
    FORMAT = "format"
    """An answer in another format than asked for, such as an HTML page instead of a PDF."""
    REFUSED = "refused"
    """A document that must not or cannot be read: a scan, broken, encrypted, too large, a link in a folder."""
    NOT_FOUND = "not_found"
    """Status 404 or 410, or a known text that is nowhere to be found."""
    SERVER = "server"
    """Status 408 or 500 and above, also after the retries."""
    STATUS = "status"
    """Any other status that brings no document."""
    ROBOTS = "robots"
    """robots.txt forbids the address."""
    TIMEOUT = "timeout"
    """No answer, or no end of it, in the time allowed."""
    NETWORK = "network"
    """No connection: unknown host, refused, broken off before an answer began."""
    TRUNCATED = "truncated"
    """The answer ended before all of it was there."""
    OFF_SITE = "off_site"
    """It lies on, or redirects to, a host that is not the source's."""
    LIMIT = "limit"
    """Beyond a bound of the crawler: size of an answer, number of pages, parts or redirects."""
    OTHER = "other"
    """Not known: counted by a version of this program that recorded no kinds."""


FAILING = frozenset({ErrorKind.EXCEPTION, ErrorKind.ABORTED})
"""One error of these kinds makes the crawl a failed one, whatever else it brought."""

REJECTING = frozenset({ErrorKind.BLOCKED, ErrorKind.FORMAT, ErrorKind.REFUSED})
"""Errors of these kinds are answers that came and were not the document asked for."""


class Monitor(StrEnum):
    """The nightly job's monitors (`tracker.nightly.monitors`), by the names that alerts carry."""

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


def answers_to(value: str) -> str:
    """`value`, where it is the name of a kind of error or of a monitor. Raises ValueError, naming both lists."""
    if value in set(ErrorKind) or value in set(Monitor):
        return value
    kinds, monitors = ", ".join(ErrorKind), ", ".join(Monitor)
    raise ValueError(f"{value!r} is neither a kind of error ({kinds}) nor a monitor ({monitors})")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer or a file; `reason` in one line a person understands."""

    kind: ErrorKind
    reason: str

    def at(self, url: str) -> "CrawlError":
        """The same with its address (or a file's name)."""
        return CrawlError(self.kind, url, self.reason)


@dataclass(frozen=True, slots=True)
class CrawlError:
    """One address, or file, that brought nothing usable. `url` is empty where the crawl as a whole is meant."""

    kind: ErrorKind
    url: str
    reason: str

    def line(self) -> str:
        """One line for people and logs."""
        return f"{self.url}: {self.reason}" if self.url else self.reason

    @classmethod
    def of_exception(cls, url: str, error: BaseException) -> "CrawlError":
        """Code raised while it dealt with an address."""
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
