"""Running a crawl inside this process, and asking beforehand whether a site can be reached at all."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapers.session import CrawlSession, CrawlStats, FetchedDocument, FetchedFacts
from scrapers.settings import crawl_settings, user_agent
from scrapers.sources import Source, get_source
from tracker.errors import BadInput
from tracker.settings import data_folder

if TYPE_CHECKING:
    from scrapers.spider import TextSpider

__all__ = ["CrawlStats", "FetchedDocument", "FetchedFacts", "crawl", "reachable"]

_ENDINGS = {
    "too_many_errors": "stopped: too many requests failed one after the other",
    "numbers_missing": "stopped: too many numbers missing one after the other; has the folder moved?",
}


def crawl(
    source: str | Source,
    *,
    base_url: str | None = None,
    folder: Path | None = None,
    sink: Callable[[FetchedDocument], None],
    facts_sink: Callable[[FetchedFacts], None] | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
    cache_dir: Path | None = None,
    limit: int | None = None,
    settings: Mapping[str, Any] | None = None,
) -> CrawlStats:
    """Fetch the documents of a source (or of the source with that key) and hand each to `sink`.

    `facts_sink` takes what a source that lists agreements tells of each, with or without its text.
    At most one crawl a process. `base_url` is a mirror to visit instead of the site; `folder` is what a source
    that is a folder reads (no Scrapy then, and no network); `on_progress(done, total)` is told after every
    answer (total None while unknown); `cache_dir` keeps pages for conditional requests, so that a second crawl,
    or one after an interruption, only fetches what is new; `limit` is a number of documents; `settings`
    override Scrapy's (tests shorten the pauses).

    Ctrl-C ends the crawl after the requests under way and sets `interrupted`. What the sink raises is
    raised again. Raises BadInput for an unknown source or an unusable address.
    """
    source = get_source(source) if isinstance(source, str) else source
    base_url = checked_base_url(base_url)
    session = CrawlSession(source.key, sink, on_progress, limit, facts_sink)
    if source.kind == "folder":
        from scrapers.sites.watch_folder import read_folder

        reason = read_folder(source, session, folder)
    else:
        reason = _run(source, session, base_url, cache_dir or data_folder() / "http-cache", settings or {})
    if session.broken_by is not None:
        raise session.broken_by
    stats = session.stats
    stats.interrupted = reason == "shutdown"
    if reason in _ENDINGS:
        stats.errors.insert(0, _ENDINGS[reason])
    # A mirror may hold a part only; the source itself may not.
    ended_well = {"finished", "shutdown", *(["numbers_missing"] if base_url else [])}
    # A site always has something; somebody's folder may be empty.
    brought = stats.documents or (stats.facts and not stats.errors)
    nothing = not brought and not stats.interrupted and source.kind != "folder"
    stats.failed = reason not in ended_well or nothing
    return stats


def reachable(url: str, timeout: float = 5.0) -> str | None:
    """None where a site answers at all (whatever it says), else why not, in one line.

    `timeout` in seconds. Proxies of the environment are used, as in a crawl.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return f"{url!r} is no web address"
    request = urllib.request.Request(url, method="HEAD", headers={"User-Agent": user_agent()})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=timeout):  # noqa: S310 (http or https, checked above)
            return None
    except urllib.error.HTTPError as error:
        return f"{parts.hostname} answers with an error (status {error.code})" if error.code >= 500 else None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        return f"{parts.hostname} cannot be reached: {' '.join(str(reason).split()) or type(error).__name__}"


def checked_base_url(base_url: str | None) -> str | None:
    """The address of a mirror with a slash at its end. Raises BadInput for one that cannot be crawled."""
    if base_url is None:
        return None
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadInput(f"{base_url!r} is no address to crawl; give one like https://mirror.example/xml/")
    return base_url if base_url.endswith("/") else f"{base_url}/"


def _run(
    source: Source, session: CrawlSession, base_url: str | None, cache_dir: Path, overrides: Mapping[str, Any]
) -> str:
    """Run the spider to its end, and give Scrapy's reason for the end."""
    from scrapy.crawler import CrawlerProcess  # loads Twisted: only when a crawl really begins

    spider = spider_of(source.key)
    process = CrawlerProcess({**crawl_settings(source, cache_dir), **overrides})
    crawler = process.create_crawler(spider)
    process.crawl(crawler, source=source, session=session, base_url=base_url)
    process.start()
    return str(crawler.stats.get_value("finish_reason", "crashed")) if crawler.stats else "crashed"


def spider_of(key: str) -> "type[TextSpider]":
    """The spider of a source: the class of its module that carries the source's key as its name.

    Raises BadInput where there is none, or more than one.
    """
    if find_spec(f"scrapers.sites.{key}") is None:
        raise BadInput(f"{key}: there is no spider scrapers/sites/{key}.py; write it, or remove the entry")
    module = import_module(f"scrapers.sites.{key}")
    spiders = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and getattr(value, "name", None) == key
    ]
    if len(spiders) != 1:
        raise BadInput(
            f"scrapers/sites/{key}.py: {len(spiders)} classes with name = {key!r}; there must be one"
        )
    return spiders[0]
