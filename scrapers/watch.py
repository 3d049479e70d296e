"""Finds every error inside Scrapy, in its signals, its statistics and its log.

Scrapy logs an exception in a spider's callback and still calls the crawl *finished*, without the text that the callback
was about. Here each exception becomes an error of the crawl, with its address.
"""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure

from scrapers.failures import kind_of_exception
from scrapers.session import CrawlSession, FetchedDocument
from tracker.crawls import CrawlError, ErrorKind

if TYPE_CHECKING:
    from scrapers.spider import TextSpider

COUNTED = "spider_exceptions/count"
"""Scrapy's statistic of exceptions in callbacks, errbacks and `start`."""

_OWN = ("scrapers", "tracker")
_ROBOTS = "scrapy.downloadermiddlewares.robotstxt"
"""Logs, with the request that waited for it, that a site's robots.txt could not be fetched."""


class ErrorWatch(logging.Handler):
    """Watches one crawl: connected to the crawler's signals, and a handler of the root logger while it runs."""

    def __init__(self, crawler: Crawler, session: CrawlSession) -> None:
        super().__init__(level=logging.ERROR)
        self._crawler = crawler
        self._session = session
        self._noted: list[BaseException] = []
        self._raised = 0
        self._logged: list[logging.LogRecord] = []
        crawler.signals.connect(self.spider_error, signal=signals.spider_error)
        crawler.signals.connect(self.item_error, signal=signals.item_error)

    def __enter__(self) -> "ErrorWatch":
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_error: object) -> None:
        logging.getLogger().removeHandler(self)

    def spider_error(self, failure: Failure, response: Response | Failure | None, spider: Spider) -> None:
        """A callback, an errback or `start` raised: record it, and continue where the spider would have continued."""
        self._raised += 1
        # The failure of a request has the request, and so has an answer; `start` has neither.
        request: Request | None = getattr(response, "request", None)
        url = response.url if isinstance(response, Response) else request.url if request else ""
        self._note(url, failure)
        engine = self._crawler.engine
        if self._session.hopeless:
            # The request that raised may have been the one that ends the spider.
            deferred_from_coro(engine.close_spider_async(reason="too_many_errors"))
        elif request is not None:
            for following in cast("TextSpider", spider).after_exception(request):
                engine.crawl(following)

    def item_error(self, item: Any, failure: Failure) -> None:
        """An item pipeline raised."""
        self._note(item.url if isinstance(item, FetchedDocument) else "", failure)

    def crawl_failed(self, failure: Failure) -> None:
        """The spider could not be created, or the engine itself raised."""
        self._note("", failure, traced=False)

    def emit(self, record: logging.LogRecord) -> None:
        """Record an error that Scrapy, Twisted or asyncio logs; our own are recorded where they happen."""
        if record.name.partition(".")[0] not in _OWN:
            self._logged.append(record)

    def close_up(self, stats: Mapping[str, Any]) -> bool:
        """Record the errors that were only logged, or only counted in Scrapy's statistics; whether there were any."""
        before = len(self._session.errors)
        for record in self._logged:
            exception = record.exc_info[1] if record.exc_info else None
            if any(exception is noted for noted in self._noted):
                continue
            if exception is not None:
                self._noted.append(exception)
            self._session.report(_logged_error(record, exception))
        counted = stats.get(COUNTED, 0)
        if counted > self._raised:
            reason = f"Scrapy counts {counted} exceptions of the spider, of which {self._raised} are named"
            self._session.report(CrawlError(ErrorKind.EXCEPTION, "", reason))
        return len(self._session.errors) > before

    def _note(self, url: str, failure: Failure, *, traced: bool = True) -> None:
        assert failure.value is not None, "a failure is made of an exception"
        self._noted.append(failure.value)
        self._session.raised(url, failure.value, traced=traced)


def _logged_error(record: logging.LogRecord, exception: BaseException | None) -> CrawlError:
    """An error known from the log alone, with its address where the record has the request."""
    request = record.args.get("request") if isinstance(record.args, Mapping) else None
    url = request.url if isinstance(request, Request) else ""
    if exception is None:
        lines = record.getMessage().splitlines() or [""]
        return CrawlError(ErrorKind.EXCEPTION, url, f"{lines[0]} ({record.name})")
    error = CrawlError.of_exception(url, exception)
    if record.name == _ROBOTS and isinstance(request, Request):
        return CrawlError(kind_of_exception(exception), urljoin(url, "/robots.txt"), error.reason)
    return error
