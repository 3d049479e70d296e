"""ToTA: XML files numbered pta_1.xml, pta_2.xml, ... in a public repository (or a mirror of its folder).

The folder cannot be listed politely, but the numbers have no gaps, so they are requested one after the other, and a few
after the last known one, in case new agreements were added.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, ClassVar
from urllib.parse import urljoin

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.failures import status_of
from scrapers.session import FetchedDocument
from scrapers.sources import Source
from scrapers.spider import TextSpider
from tracker.crawls import CrawlError, ErrorKind

AT_ONCE = 4
"""Requests under way; the next number is requested when one is answered."""

MISSES_AT_END = 3
"""This number of missing numbers in a row after the last known one ends the search for new ones."""

NUMBERS_MISSING = "numbers_missing"
"""Scrapy's reason for the end where too many known numbers were missing."""

MISSES_INSIDE = 20
"""This number of missing numbers in a row among the known ones means that the folder moved, or that a mirror ends
here."""


class TotaSpider(TextSpider):
    """Fetches every agreement of ToTA, in the order of their numbers."""

    name = "tota"
    wants: ClassVar[str] = "xml"
    media_type: ClassVar[str] = "application/xml"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = self.source.expect.documents
        self.next_number = 1
        self.missing: list[int] = []
        self.misses_in_a_row = 0
        if self.session.total is None:
            self.session.total = self.known

    @classmethod
    def check_url(cls, source: Source) -> str:
        """The first agreement."""
        return urljoin(source.base_url, "pta_1.xml")

    def at(self, url: str) -> str:
        """Where to request an address; a mirror of ToTA mirrors the folder of files, not the whole site."""
        return urljoin(self.base_url, url.removeprefix(self.source.base_url))

    @classmethod
    def markup_problem(cls, response: Response) -> str | None:
        """Whether the file is an agreement with articles in ToTA's markup."""
        missing = [tag for tag in (b"<treaty", b"<meta", b"<article") if tag not in response.body]
        return f"no {missing[0].decode()}> in the file" if missing else None

    async def start(self) -> AsyncIterator[Request]:
        """The first few numbers; each answer is followed by the next request."""
        for _slot in range(AT_ONCE):
            for request in self.next_request():
                yield request

    def next_request(self) -> Iterator[Request]:
        """The request for the next number, unless all wanted ones have been requested."""
        number = self.next_number
        if self.session.over:
            return
        if self.session.limit is not None and number > self.session.limit:
            return
        if number > self.known and self.misses_in_a_row >= MISSES_AT_END:
            return
        self.next_number += 1
        yield Request(
            urljoin(self.base_url, f"pta_{number}.xml"),
            callback=self.parse,
            errback=self.missed,
            cb_kwargs={"number": number},
            meta={"number": number},
        )

    def parse(self, response: Response, number: int) -> Iterator[FetchedDocument | Request]:
        """One agreement's file."""
        document = self.document(response, f"pta_{number}.xml")
        if document is not None:
            self.misses_in_a_row = 0
            yield document
        yield from self.next_request()

    def missed(self, failure: Failure) -> Iterator[Request]:
        """Handle a number without a file, which is not an error after the last known one."""
        number: int = failure.request.meta["number"]  # type: ignore[attr-defined]
        if status_of(failure) == 404:
            self.session.absent()
            self.misses_in_a_row += 1
            if number <= self.known:
                self.missing.append(number)
                if self.misses_in_a_row >= MISSES_INSIDE:
                    raise CloseSpider(NUMBERS_MISSING)
        else:
            self.fail_request(failure)
        yield from self.next_request()

    def after_exception(self, _request: Request) -> Iterable[Request]:
        """The next number."""
        return self.next_request()

    def closed(self, _reason: str) -> None:
        """Report which of the known numbers were missing."""
        for first, last in _runs(sorted(self.missing)):
            which = (
                f"number {first} is missing" if first == last else f"numbers {first} to {last} are missing"
            )
            self.session.report(CrawlError(ErrorKind.NOT_FOUND, self.base_url, which))


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Sorted numbers as first and last of each run without gaps."""
    start = 0
    for end in range(1, len(numbers) + 1):
        if end == len(numbers) or numbers[end] != numbers[end - 1] + 1:
            yield numbers[start], numbers[end - 1]
            start = end
