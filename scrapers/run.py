"""Running a crawl inside this process, and checking whether a site can be reached."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapers.session import CrawlSession, FetchedDocument, FetchedFacts
from scrapers.settings import crawl_settings, user_agent
from scrapers.sources import Source, get_source
from tracker.crawls import CrawlError, CrawlResult, CrawlState, ErrorKind
from tracker.errors import BadInput
from tracker.registry import WantedText
from tracker.settings import data_folder

if TYPE_CHECKING:
    from scrapers.spider import TextSpider

__all__ = ["CrawlResult", "FetchedDocument", "FetchedFacts", "crawl", "reachable"]

_STOPPED = "shutdown"
"""Scrapy's reason for the end where the crawl was stopped."""

_NOTHING_CAME = "not one document came, and no error was noticed: does the list still have its links?"

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
    wanted: Sequence[WantedText] | None = None,
) -> CrawlResult:
    """Fetch the documents of a source (or of the source with that key) and pass each to `sink`.

    It can be called once per process.

    - `facts_sink`: gets the claims of a source that lists agreements, one agreement at a time, with or without a text.
    - `base_url`: a mirror to visit instead of the site.
    - `folder`: the folder to read where the source is a folder (without Scrapy and network).
    - `on_progress(done, total)`: called after every answer (total None while unknown).
    - `cache_dir`: stores pages for conditional requests, so that a second crawl, or one after an interruption, only
      fetches what is new.
    - `limit`: most documents to fetch.
    - `settings`: override Scrapy's (tests shorten the pauses).
    - `wanted`: the texts to fetch first; those of the registry if not given, and of a mirror none.

    How it ends:

    - *interrupted*: by Ctrl-C, after the requests under way.
    - A TrackerError of the sink ends the crawl and is raised again.
    - *failed*: code raised anything else (a spider, a pipeline, the sink), or Scrapy logged an error. These are errors
      of the kind `exception`, and the crawl continues. It has also failed where it ended early or fetched nothing.

    Raises BadInput for an unknown source or an unusable address.
    """
    source = get_source(source) if isinstance(source, str) else source
    base_url = checked_base_url(base_url)
    session = CrawlSession(source.key, sink, on_progress, limit, facts_sink)
    if source.kind == "folder":
        from scrapers.sites.watch_folder import read_folder

        reason, unsound = read_folder(source, session, folder), False
    else:
        cache = cache_dir or data_folder() / "http-cache"
        reason, unsound = _run(source, session, base_url, cache, settings or {}, wanted)
    if session.broken_by is not None:
        raise session.broken_by
    # A mirror may be incomplete; the source itself may not.
    if reason in _ENDINGS and not (base_url and reason == "numbers_missing"):
        session.report(CrawlError(ErrorKind.ABORTED, "", _ENDINGS[reason]))
    elif reason in _ENDINGS:
        session.note(_ENDINGS[reason])
    if session.over:
        session.report(
            CrawlError(ErrorKind.ABORTED, "", "stopped: one document after the other could not be stored")
        )
    # A site always has documents; a folder may be empty.
    brought = session.documents or (session.facts and not session.errors)
    nothing = not brought and source.kind != "folder"
    result = session.result(CrawlState.RUNNING)
    if reason not in {"finished", _STOPPED, *_ENDINGS}:
        result = result.with_errors(CrawlError(ErrorKind.ABORTED, "", f"ended before its time ({reason})"))
    if result.fails or unsound or (nothing and reason != _STOPPED):
        known = result.message or ("Scrapy logged an error; it is in the log" if unsound else _NOTHING_CAME)
        return replace(result, state=CrawlState.FAILED, message=known)
    if reason == _STOPPED and result.message is None:
        result = replace(result, message="stopped by hand, or by the service manager")
    return replace(result, state=CrawlState.INTERRUPTED if reason == _STOPPED else CrawlState.FINISHED)


def reachable(url: str, timeout: float = 5.0) -> str | None:
    """None where a site answers at all (with any status), else why not, in one line.

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
    source: Source,
    session: CrawlSession,
    base_url: str | None,
    cache_dir: Path,
    overrides: Mapping[str, Any],
    wanted: Sequence[WantedText] | None,
) -> tuple[str, bool]:
    """Run the spider to its end: Scrapy's reason for the end, and whether there were errors that only the log had."""
    from scrapy.crawler import CrawlerProcess  # loads Twisted: only when a crawl really begins

    from scrapers.watch import ErrorWatch

    spider = spider_of(source.key)
    process = CrawlerProcess({**crawl_settings(source, cache_dir), **overrides})
    crawler = process.create_crawler(spider)
    with ErrorWatch(crawler, session) as watch:
        process.crawl(crawler, source=source, session=session, base_url=base_url, wanted=wanted).addErrback(
            watch.crawl_failed
        )
        process.start()
        # A crawler without a spider, because it could not be created, has no statistics.
        stats = dict(crawler.stats.get_stats()) if crawler.spider is not None else {}
        unsound = watch.close_up(stats)
    # Stopped twice, Scrapy gives up the requests under way and gets no chance to note a reason.
    given_up = crawler.spider is not None and not crawler.crawling
    return str(stats.get("finish_reason", _STOPPED if given_up else "crashed")), unsound


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
