"""What all spiders share: reporting failures in one line, and stopping when a site is plainly down."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scrapers.answers import problem_with
from scrapers.middlewares import NOT_MODIFIED
from scrapers.session import CrawlSession, FetchedDocument, now
from scrapers.sources import Source
from tracker.texts import raw_document


class TextSpider(Spider):
    """Base of all spiders. `base_url` is the source's own or a mirror's; only its host is visited then."""

    wants: ClassVar[str]
    media_type: ClassVar[str]

    def __init__(
        self, source: Source, session: CrawlSession, base_url: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.session = session
        self.base_url = base_url or source.base_url
        hosts = (urlsplit(base_url).hostname,) if base_url else source.allowed_hosts
        self.allowed_domains = [host for host in hosts if host]

    def document(self, response: Response, name: str) -> FetchedDocument | None:
        """The document in an answer; None, and an entry in the errors, where it is something else."""
        problem = problem_with(response, self.wants)
        if problem is not None:
            self.fail(response.url, problem, refused=True)
            return None
        not_modified = NOT_MODIFIED in response.flags
        self.session.succeeded(0 if "cached" in response.flags else len(response.body), not_modified)
        raw = raw_document(
            response.body, name, media_type=self.media_type, url=response.url, source=self.source.key
        )
        return FetchedDocument(raw, response.url, now(), not_modified)

    def fail(self, url: str, reason: str, refused: bool = False) -> None:
        """Note a failure; too many in a row end the crawl."""
        self.session.failed(url, reason, refused)
        if self.session.hopeless:
            raise CloseSpider("too_many_errors")

    def fail_request(self, failure: Failure) -> None:
        """Note a request that got no answer, or one with an error status."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.fail(request.url, reason_of(failure))


def status_of(failure: Failure) -> int | None:
    """The HTTP status of a failed request; None where there was no answer."""
    return failure.value.response.status if isinstance(failure.value, HttpError) else None


def reason_of(failure: Failure) -> str:
    """Why a request failed, in one line a person understands."""
    status = status_of(failure)
    if status is not None:
        return f"status {status}"
    if isinstance(failure.value, IgnoreRequest):
        text = str(failure.value)
        return "robots.txt forbids it" if "robots.txt" in text else text
    detail = " ".join(str(failure.getErrorMessage()).split())
    return f"{type(failure.value).__name__}: {detail}" if detail else type(failure.value).__name__
