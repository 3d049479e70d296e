"""Fetching one page of a source, to see whether its markup still fits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.answers import problem_with
from scrapers.failures import problem_of_failure
from scrapers.run import checked_base_url, spider_of
from scrapers.session import CrawlSession
from scrapers.settings import crawl_settings
from scrapers.sources import Source
from scrapers.spider import TextSpider
from tracker.crawls import ErrorKind, Problem
from tracker.settings import data_folder


@dataclass(frozen=True, slots=True)
class Checked:
    """The page asked for, and what is wrong with it (None: its markup fits)."""

    url: str
    problem: Problem | None


def check_source(
    source: Source, *, base_url: str | None = None, settings: Mapping[str, Any] | None = None
) -> Checked:
    """Fetch the page by which a spider checks whether a site's markup still fits. Nothing is stored.

    It can be called once per process. `base_url` is a mirror to ask instead of the site; `settings` override Scrapy's.
    Raises BadInput for an unusable address.
    """
    from scrapy.crawler import CrawlerProcess  # loads Twisted: only when a page is really fetched

    kind = spider_of(source.key)
    base_url = checked_base_url(base_url)
    spider = kind(source=source, session=CrawlSession(source.key, lambda _document: None), base_url=base_url)
    url = spider.at(kind.check_url(source))
    found: list[Problem | None] = []

    class PageCheck(Spider):
        name = f"check-{source.key}"
        allowed_domains = spider.allowed_domains

        async def start(self) -> Any:
            yield Request(
                url, headers=kind.check_headers, callback=self.parse, errback=self.failed, dont_filter=True
            )

        def parse(self, response: Response) -> None:
            found.append(page_problem(kind, response))

        def failed(self, failure: Failure) -> None:
            problem = problem_of_failure(failure)
            found.append(replace(problem, reason=f"not fetched: {problem.reason}"))

    # Our copies of pages are not used, because the question is what the site sends now.
    options = {
        **crawl_settings(source, data_folder() / "http-cache"),
        "HTTPCACHE_ENABLED": False,
        "ITEM_PIPELINES": {},
    }
    process = CrawlerProcess({**options, **(settings or {})})
    process.crawl(PageCheck)
    process.start()
    nothing = Problem(ErrorKind.ABORTED, "not fetched; no answer came")
    return Checked(url, found[0] if found else nothing)


def page_problem(kind: type[TextSpider], response: Response) -> Problem | None:
    """What is wrong with a page: a challenge or an empty answer, else what the spider says about its markup."""
    problem = problem_with(response, "page")
    if problem is not None:
        return problem
    try:
        reason = kind.markup_problem(response)
    except Exception as error:
        # A page on which the spider's own check raises does not fit.
        reason = f"the spider cannot read the page ({type(error).__name__}: {error})"
        return Problem(ErrorKind.EXCEPTION, reason)
    return Problem(ErrorKind.MARKUP, reason) if reason is not None else None
