"""Base of all spiders: reports failures in one line, and stops when a site is down."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from scrapers.answers import problem_of, problem_with
from scrapers.failures import problem_of_failure
from scrapers.middlewares import NOT_MODIFIED
from scrapers.run import checked_base_url
from scrapers.session import CrawlSession, FetchedDocument, now
from scrapers.sources import Source, get_source
from scrapers.wanted import wanted_of
from tracker.crawls import ErrorKind, Problem
from tracker.errors import BadInput
from tracker.registry import WantedText
from tracker.texts import NO_OVERRIDES, MetaOverrides, overrides_from, raw_document
from tracker.texts.bundle import bundle
from tracker.texts.raw import HTML


class TextSpider(Spider):
    """Base of all spiders. `base_url` is the source's own or a mirror's; with a mirror only its host is visited.

    `wanted` are the texts to fetch first; the registry's where none are given (of a mirror nobody knows whether it has
    them).

    `wants` and `media_type` are what the documents of the source are, unless a call says otherwise.
    """

    wants: ClassVar[str] = "html"
    media_type: ClassVar[str] = HTML
    checks: ClassVar[Literal["list", "agreement"]] = "agreement"
    """What the page of `check_url` is."""
    check_headers: ClassVar[dict[str, str]] = {}
    """Headers that a request for the page of `check_url` needs."""

    def __init__(
        self,
        source: Source,
        session: CrawlSession,
        base_url: str | None = None,
        wanted: Sequence[WantedText] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.session = session
        self.asked_documents = 0
        self.mirrored = base_url is not None
        self.base_url = base_url or source.base_url
        hosts = (urlsplit(base_url).hostname,) if base_url else source.allowed_hosts
        self.allowed_domains = [host for host in hosts if host]
        found = wanted if wanted is not None else () if self.mirrored else wanted_of(source.key)
        self.wanted = tuple(row for row in found if self.takes_wanted(row.url))
        for row in found:
            if row not in self.wanted:
                session.warn(f"{row.key}: {row.url} is wanted, and the spider does not know how to fetch it")

    @classmethod
    def takes_wanted(cls, url: str) -> bool:
        """Whether the spider can fetch a wanted text from an address of its site."""
        return False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way of making a spider; its own commands name neither source nor session.

        `scrapy crawl KEY -a base_url=URL -a limit=3` fetches what the entry of the source says; what is fetched goes
        to Scrapy's feeds only (`-O out.jsonl`). Raises BadInput for an address or a number that cannot be used.
        """
        if "session" not in kwargs:
            kwargs.setdefault("source", get_source(cls.name))
            limit = _count(kwargs.pop("limit", None))
            kwargs["session"] = CrawlSession(cls.name, lambda _document: None, limit=limit)
            kwargs["base_url"] = checked_base_url(kwargs.get("base_url"))
        return super().from_crawler(crawler, *args, **kwargs)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Set the source's pause between two requests, unless the crawl was started with another one."""
        super().update_settings(settings)
        for name in ("DOWNLOAD_DELAY", "AUTOTHROTTLE_START_DELAY"):
            if not settings.getpriority(name):
                settings.set(name, get_source(cls.name).delay_seconds, priority="default")

    @classmethod
    def handles_request(cls, request: Request) -> bool:
        """Whether an address is the source's; by it `scrapy shell URL` and `scrapy parse URL` find the spider."""
        return urlsplit(request.url).hostname in get_source(cls.name).allowed_hosts

    @classmethod
    def markup_problem(cls, response: Response) -> str | None:
        """Why the page a crawl begins with no longer has what this spider looks for, in one line.

        None where the markup still fits. Used by `tracker sources check`, and by the spider itself.
        """
        return None

    @classmethod
    def check_url(cls, source: Source) -> str:
        """The page of the site (not of a mirror: see `at`) that `markup_problem` checks."""
        return source.base_url

    @classmethod
    def sample(cls, response: Response) -> str | None:
        """The address of one agreement that a list page leads to; None where there is none to follow."""
        return None

    @classmethod
    def agreement_problem(cls, response: Response) -> str | None:
        """Why the page of an agreement, as `sample` gives it, no longer has what this spider looks for, in one line."""
        return cls.markup_problem(response)

    @classmethod
    def expects(cls, page: Literal["list", "agreement"]) -> str:
        """What the spider looks for on a list page or an agreement's, in the words of its code: selectors, paths."""
        return " ".join((cls.markup_problem.__doc__ or "").split()).rstrip(".")

    def at(self, url: str) -> str:
        """Where to request an address of the site: there, or at the mirror under the same path and query."""
        if not self.mirrored:
            return url
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.base_url}{parts.path.lstrip('/')}{query}"

    def home(self, url: str) -> str:
        """The site's own address of a page that was fetched from `url`, which may be at a mirror."""
        if not self.mirrored or not url.startswith(self.base_url):
            return url
        return urljoin(self.source.base_url, f"/{url.removeprefix(self.base_url)}")

    def after_exception(self, request: Request) -> Iterable[Request]:
        """The next requests where the callback (or errback) of `request` raised.

        For spiders in which each answer is followed by the next request: without this, one page that the code cannot
        handle would leave out all later ones.
        """
        return ()

    def good(self, response: Response, wants: str) -> bool:
        """Whether an answer is of the kind wanted; it is counted as a page, or else recorded as an error."""
        problem = problem_with(response, wants)
        if problem is not None:
            self.fail(response.url, problem)
            return False
        fresh = 0 if "cached" in response.flags else len(response.body)
        self.session.succeeded(fresh, NOT_MODIFIED in response.flags)
        return True

    def document(
        self,
        response: Response,
        name: str,
        *,
        wants: str | None = None,
        media_type: str | None = None,
        charset: str | None = None,
        overrides: MetaOverrides = NO_OVERRIDES,
    ) -> FetchedDocument | None:
        """The document in an answer; None, and a recorded error, where it is something else."""
        if not self.good(response, wants or self.wants):
            return None
        raw = raw_document(
            response.body,
            name,
            media_type=media_type or self.media_type,
            url=response.url,
            source=self.source.key,
            charset=charset,
            overrides=overrides,
        )
        return FetchedDocument(raw, response.url, now(), NOT_MODIFIED in response.flags)

    def together(self, parts: list[FetchedDocument], name: str) -> FetchedDocument | None:
        """The files of one agreement as one document, with the facts of the first file; a single file is not changed.

        None, and a recorded error, where they cannot be joined.
        """
        first = parts[0]
        if len(parts) == 1:
            return first
        # Each file has the agreement's name; in a part it would be taken for the title of a chapter.
        raws = [replace(part.raw, overrides=replace(part.raw.overrides, name=None)) for part in parts]
        try:
            raw = bundle(raws, name, source=self.source.key, url=first.url, overrides=first.raw.overrides)
        except BadInput as error:
            self.fail(first.url, problem_of(error))
            return None
        return FetchedDocument(raw, first.url, now(), all(part.not_modified for part in parts))

    def entry_facts(self, key: str) -> MetaOverrides:
        """Facts about an agreement from the source's entry, which the site does not give."""
        entry = {**self.source.agreements.get("*", {}), **self.source.agreements.get(key, {})}
        facts = {name: value for name, value in entry.items() if name != "page"}
        return overrides_from(facts, f"{self.source.key}.yaml: {key}")

    @property
    def enough(self) -> bool:
        """Whether no further document should be requested: the limit is reached, or the sink failed."""
        limit = self.session.limit
        return self.session.over or (limit is not None and self.asked_documents >= limit)

    def fail(self, url: str, problem: Problem) -> None:
        """Record a failure; too many in a row end the crawl."""
        self.session.failed(url, problem)
        if self.session.hopeless:
            raise CloseSpider("too_many_errors")

    def fail_markup(self, url: str, reason: str) -> None:
        """Record a page that no longer has what this spider looks for."""
        self.fail(url, Problem(ErrorKind.MARKUP, reason))

    def fail_request(self, failure: Failure) -> None:
        """Record a request without an answer, or with an error status."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.fail(request.url, problem_of_failure(failure))


def _count(given: str | None) -> int | None:
    """A number of documents as given on the command line. Raises BadInput where it is not a number."""
    if given is not None and not (given.isdecimal() and int(given)):
        raise BadInput(f"limit={given}: give a number of documents, 1 or more")
    return int(given) if given is not None else None
