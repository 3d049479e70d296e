"""Archived copies of official pages that are gone, by the Memento protocol (RFC 7089).

Where a site answers that a page does not exist, the TimeGate of the settings is asked for a copy (`Accept-Datetime`);
its redirect leads to one, and `Memento-Datetime` says of which moment that is. The spider sees the copy under the
page's own address, so that links and keys are the site's; the document says that it is a copy, and of which day.
"""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from tracker.settings import settings

WANTED = "memento"
"""Key in a request's meta: a copy will do, if the page is gone."""

ORIGINAL = "memento_of"
"""Key in the meta of a request for a copy: the page's own address."""

_GONE = "memento_gone"
_TRY = "memento_try"
_FLAG = "memento:"

GONE = frozenset({404, 410})

BACK = (timedelta(0), timedelta(days=365), timedelta(days=3 * 365))
"""How long before today copies are asked for, one after the other: the latest ones may be of a page that says that the
text is gone."""

_REPLAYED = re.compile(r"(/\d{14})(?:[a-z]{2}_)?(?=/https?:)")
"""In addresses of archives of the Wayback kind: after the moment stands how the copy is shown; `id_` is as it was
fetched, without the archive's own frame and with its links as they were."""


def timegate() -> str | None:
    """The TimeGate of the settings, with a slash at its end; None where there is none."""
    address = settings().timegate
    return None if address is None else address if address.endswith("/") else f"{address}/"


def may_ask(request: Request, host: str | None) -> bool:
    """Whether a request may go to the archive's host: one for a copy, and one for its robots.txt."""
    gate = timegate()
    if gate is None or host is None or host != urlsplit(gate).hostname:
        return False
    return ORIGINAL in request.meta or urlsplit(request.url).path == "/robots.txt"


def as_fetched(url: str) -> str:
    """The address at which an archive of the Wayback kind gives a copy as it was fetched; others unchanged."""
    return _REPLAYED.sub(r"\1id_", url, count=1)


def archived_on(response: Response) -> date | None:
    """The day of the copy that an answer is, None where it is the page itself."""
    flag = next((flag for flag in response.flags if flag.startswith(_FLAG)), None)
    return date.fromisoformat(flag.removeprefix(_FLAG).partition(" ")[0]) if flag else None


def copy_address(response: Response) -> str | None:
    """The address of that copy in the archive."""
    flag = next((flag for flag in response.flags if flag.startswith(_FLAG)), None)
    return flag.partition(" ")[2] if flag else None


class MementoMiddleware:
    """Asks for a copy where a page is gone; with no copy to be had the answer stays that it is gone."""

    def __init__(self, crawler: Crawler) -> None:
        self._gate = timegate()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "MementoMiddleware":
        """Scrapy's way of making a middleware."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The answer, a copy in its place, or the request for one."""
        if self._gate is None:
            return response
        if ORIGINAL in request.meta:
            return self._copy(request, response)
        if response.status not in GONE or not request.meta.get(WANTED) or request.method != "GET":
            return response
        return self._ask(request, request.url, response, 0)

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """Where the archive cannot be reached or must not be asked, the page is gone all the same."""
        gone = request.meta.get(_GONE)
        return gone if isinstance(gone, Response) else None

    def _ask(self, request: Request, original: str, gone: Response, number: int) -> Request:
        moment = datetime.now(UTC) - BACK[number]
        return request.replace(
            url=f"{self._gate}{original}",
            headers={"Accept-Datetime": format_datetime(moment, usegmt=True)},
            meta={**_without_retries(request), ORIGINAL: original, _GONE: gone, _TRY: number},
            dont_filter=True,
        )

    def _copy(self, request: Request, response: Response) -> Request | Response:
        original, gone, number = (request.meta[name] for name in (ORIGINAL, _GONE, _TRY))
        day = _day_of(response)
        if response.status == 200 and day is not None:
            flags = [*response.flags, f"{_FLAG}{day.isoformat()} {response.url}"]
            return response.replace(url=original, flags=flags)
        if number + 1 < len(BACK):
            return self._ask(request, original, gone, number + 1)
        found: Response = gone
        return found


def _day_of(response: Response) -> date | None:
    header = response.headers.get(b"Memento-Datetime")
    if header is None:
        return None
    try:
        return parsedate_to_datetime(header.decode("latin-1")).date()
    except ValueError:
        return None


def _without_retries(request: Request) -> dict[str, object]:
    own = (
        "retry_times",
        "redirect_times",
        "redirect_urls",
        "redirect_reasons",
        "redirect_ttl",
        "download_slot",
    )
    return {name: value for name, value in request.meta.items() if name not in own}
