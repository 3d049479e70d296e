"""Visiting sources, one list page and one agreement each, to see whether their sites are as the spiders expect."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from scrapers.answers import problem_with
from scrapers.failures import problem_of_failure
from scrapers.links import Links, links_in, path_of
from scrapers.run import checked_base_url, spider_of
from scrapers.session import CrawlSession
from scrapers.settings import crawl_settings
from scrapers.sources import Source
from scrapers.spider import TextSpider
from scrapers.verified import spider_digest
from scrapers.verify_note import PageSeen, SourceSeen, State
from tracker.crawls import ErrorKind, Problem
from tracker.settings import data_folder

Page = Literal["list", "agreement"]

SHOWN_LINKS = 25
"""Links of a page that no longer fits which are put into the note, for whoever mends the spider."""

_BLOCKED = frozenset({ErrorKind.BLOCKED, ErrorKind.ROBOTS})
_UNREACHABLE = frozenset(
    {ErrorKind.NETWORK, ErrorKind.TIMEOUT, ErrorKind.SERVER, ErrorKind.TRUNCATED, ErrorKind.ABORTED}
)


def state_of(problem: Problem | None) -> State:
    """What a problem of a page means for its site; anything that is neither a block nor an outage is a change."""
    if problem is None:
        return "ok"
    if problem.kind in _BLOCKED:
        return "blocked"
    return "unreachable" if problem.kind in _UNREACHABLE else "changed"


def verify(
    sources: Sequence[Source],
    *,
    base_urls: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> list[SourceSeen]:
    """Visit each source: the page by which its spider is checked, and where that is a list, the first agreement of it.

    Sources are visited at the same time, each as politely as in a crawl (robots.txt, pauses, user agent). Nothing is
    stored, and our copies of pages are not used. It can be called once per process. `base_urls`: mirrors to ask instead
    of a site, by the source's key; `settings` override Scrapy's. Raises BadInput for an unusable address.
    """
    from scrapy.crawler import CrawlerProcess  # loads Twisted: only when a page is really fetched

    options = {
        **crawl_settings(sources[0], data_folder() / "http-cache"),
        "HTTPCACHE_ENABLED": False,
        "ITEM_PIPELINES": {},
        **(settings or {}),
    }
    process = CrawlerProcess(options)
    visits = []
    for source in sources:
        visit = _visit(source, checked_base_url((base_urls or {}).get(source.key)), settings or {})
        visits.append(visit)
        process.crawl(visit)
    process.start()
    return [visit.seen() for visit in visits]


class _Visit(Spider):
    """One source's visit. A class of its own is made for each source, because Scrapy makes the objects."""

    kind: type[TextSpider]
    source: Source
    base_url: str | None
    spider: TextSpider
    pages: list[PageSeen]

    async def start(self) -> Any:
        """The page by which the spider is checked."""
        yield self.request(self.spider.at(self.kind.check_url(self.source)), self.kind.checks)

    def request(self, url: str, page: Page) -> Request:
        """A request for a page of that kind."""
        return Request(
            url,
            headers=self.kind.check_headers if not self.pages else None,
            callback=self.arrived,
            errback=self.failed,
            cb_kwargs={"page": page},
            dont_filter=True,
        )

    def arrived(self, response: Response, page: Page) -> Iterator[Request]:
        """Compare a page with what the spider expects; after a list, go on to its first agreement."""
        problem, following = self.compare(response, page)
        self.note(response.url, page, problem, response)
        if following is not None:
            yield self.request(self.spider.at(self.spider.home(following)), "agreement")

    def compare(self, response: Response, page: Page) -> tuple[Problem | None, str | None]:
        """What is wrong with a page, and the agreement to visit after it."""
        problem = problem_with(response, "page")
        if problem is not None:
            return problem, None
        try:
            check = self.kind.markup_problem if page == self.kind.checks else self.kind.agreement_problem
            reason = check(response)
            following = self.kind.sample(response) if reason is None and page == "list" else None
        except Exception as error:
            # A page on which the spider's own check raises does not fit.
            reason = f"the spider cannot read the page ({type(error).__name__}: {error})"
            return Problem(ErrorKind.EXCEPTION, reason), None
        return (Problem(ErrorKind.MARKUP, reason) if reason is not None else None), following

    def failed(self, failure: Failure) -> None:
        """Note a page that could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.note(request.url, request.cb_kwargs["page"], problem_of_failure(failure), None)

    def note(self, url: str, page: Page, problem: Problem | None, response: Response | None) -> None:
        """Put down what was seen of a page."""
        self.pages.append(
            PageSeen(
                page=page,
                url=self.spider.home(url),
                state=state_of(problem),
                kind=str(problem.kind) if problem is not None else None,
                reason=problem.reason if problem is not None else None,
                expected=self.kind.expects(page),
                status=response.status if response is not None else None,
                size=len(response.body) if response is not None else 0,
                links=links_of(response) if problem is not None else (),
            )
        )

    @classmethod
    def seen(cls) -> SourceSeen:
        """The result of the visit."""
        return SourceSeen(
            source=cls.source.key,
            seen_at=datetime.now(UTC).replace(microsecond=0),
            spider=spider_digest(cls.source.key),
            mirror=cls.base_url,
            pages=tuple(cls.pages),
        )


def _visit(source: Source, base_url: str | None, settings: Mapping[str, Any]) -> type[_Visit]:
    kind = spider_of(source.key)
    session = CrawlSession(source.key, lambda _document: None)
    spider = kind(source=source, session=session, base_url=base_url, wanted=())
    pause = {
        name: source.delay_seconds
        for name in ("DOWNLOAD_DELAY", "AUTOTHROTTLE_START_DELAY")
        if name not in settings
    }
    return type(
        f"Visit_{source.key}",
        (_Visit,),
        {
            "name": f"verify-{source.key}",
            "kind": kind,
            "source": source,
            "base_url": base_url,
            "spider": spider,
            "pages": [],
            "allowed_domains": spider.allowed_domains,
            "custom_settings": pause,
        },
    )


def links_of(response: Response | None) -> tuple[str, ...]:
    """The first links of a page, by their paths: what the site has now in place of what the spider looks for."""
    if not isinstance(response, TextResponse):
        return ()
    try:
        found = links_in(response, Links("html", r"."))
    except ValueError:  # an answer without a document, such as an empty body
        return ()
    return tuple(path_of(link.url)[:200] for link in found[:SHOWN_LINKS])
