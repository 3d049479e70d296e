"""Crawl behaviour that Scrapy has no setting for, such as pauses before a retry, and recognising a 304."""

import asyncio
from email.utils import parsedate_to_datetime
from time import time
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.httpcache import RFC2616Policy
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import load_object

from scrapers import memento
from scrapers.failures import Ignored
from tracker.crawls import ErrorKind, Problem

NOT_MODIFIED = "not-modified"
"""Flag on a response that, according to the site, has not changed since our stored copy."""


class ConditionalPolicy(RFC2616Policy):
    """The HTTP cache rules of RFC 2616, but strict: if the site fails, the error is reported and no stored copy is
    used."""

    def is_cached_response_valid(
        self, cachedresponse: Response, response: Response, request: Request
    ) -> bool:
        """Whether the stored copy is valid: only when the site says so (304)."""
        if response.status != 304:
            return False
        cachedresponse.flags.append(NOT_MODIFIED)
        return True


class BackoffRetryMiddleware:
    """Retries with growing pauses (1, 2, 4, ... seconds), or the pause the site asks for by Retry-After.

    It replaces Scrapy's own retry middleware, which retries at once, and uses the same settings.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._codes = {int(code) for code in settings.getlist("RETRY_HTTP_CODES")}
        self._exceptions = tuple(load_object(name) for name in settings.getlist("RETRY_EXCEPTIONS"))
        self._times = settings.getint("RETRY_TIMES")
        self._first = settings.getfloat("RETRY_BACKOFF_SECONDS")
        self._longest = settings.getfloat("RETRY_BACKOFF_MAX_SECONDS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BackoffRetryMiddleware":
        """Scrapy's way of making a middleware."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Wait, then hand out the request again; the response itself when there is nothing to retry."""
        if response.status not in self._codes:
            return response
        asked = retry_after_seconds(response.headers.get(b"Retry-After"), time())
        return await self._again(request, f"status {response.status}", asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The same for timeouts and broken connections."""
        if not isinstance(exception, self._exceptions):
            return None
        return await self._again(request, exception, None)

    async def _again(self, request: Request, reason: str | Exception, asked: float | None) -> Request | None:
        spider = self._crawler.spider
        if spider is None:
            return None
        retry = get_retry_request(request, spider=spider, reason=reason, max_retry_times=self._times)
        if retry is not None:
            growing = self._first * 2 ** (retry.meta["retry_times"] - 1)
            await asyncio.sleep(min(self._longest, max(asked or 0.0, growing)))
        return retry


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, with a kind of error for a forbidden address."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let a request pass. Raises Ignored where robots.txt forbids it."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise Ignored(Problem(ErrorKind.ROBOTS, "robots.txt forbids it")) from error


class InsideMiddleware:
    """Allows requests to the hosts of the source only.

    It replaces Scrapy's own offsite middleware, which drops requests before they are scheduled: no errback is called
    for them, so a text would be missing without any error.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "InsideMiddleware":
        """Scrapy's way of making a middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request pass. Raises Ignored where its host is not the source's."""
        host = urlsplit(request.url).hostname
        if not _may_ask(self._crawler, host) and not memento.may_ask(request, host):
            raise Ignored(
                Problem(
                    ErrorKind.OFF_SITE, f"lies on {host or 'no host'}, which is not a host of this source"
                )
            )


class InsideRedirectMiddleware(RedirectMiddleware):
    """Redirects within the hosts of the source; one to another host is an error and not followed."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Follow a redirect. Raises Ignored where its target is missing or on a host that is not the source's."""
        try:
            result = super().process_response(request, response)
        except IgnoreRequest as error:
            raise Ignored(Problem(ErrorKind.LIMIT, "redirects again and again")) from error
        if isinstance(result, Request):
            host = urlsplit(result.url).hostname
            if memento.may_ask(request, host):
                return result.replace(url=memento.as_fetched(result.url))
            if not _may_ask(self.crawler, host):
                reason = f"redirects to {host}, which is not a host of this source"
                raise Ignored(Problem(ErrorKind.OFF_SITE, reason))
        return result


def _may_ask(crawler: Crawler, host: str | None) -> bool:
    """Whether the spider may ask a host; one that is no source's (of `scrapy shell`) may ask all."""
    hosts = getattr(crawler.spider, "allowed_domains", None)
    return hosts is None or host in hosts


def retry_after_seconds(header: bytes | None, now: float) -> float | None:
    """Seconds from a Retry-After header, which has seconds or a date; None where there is none."""
    if header is None:
        return None
    text = header.decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError):
        return None
