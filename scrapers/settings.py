"""Scrapy settings of every crawl: politeness, retries, limits and the user agent."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from scrapers.sources import Source
from tracker.settings import settings
from tracker.texts.raw import MAX_DOCUMENT_BYTES

_PACKAGE = "digital-trade-tracker"


def user_agent() -> str:
    """The crawler's user agent, with a contact address where the settings give one."""
    try:
        release = version(_PACKAGE)
    except PackageNotFoundError:
        release = "0"
    contact = settings().contact_url
    return f"{_PACKAGE}/{release} (+{contact})" if contact else f"{_PACKAGE}/{release}"


def crawl_settings(source: Source, cache_dir: Path) -> dict[str, Any]:
    """Scrapy settings for one source; pages are stored in `cache_dir` for conditional requests."""
    return {
        **polite_settings(cache_dir),
        "DOWNLOAD_DELAY": source.delay_seconds,
        "AUTOTHROTTLE_START_DELAY": source.delay_seconds,
    }


def polite_settings(cache_dir: Path) -> dict[str, Any]:
    """Scrapy settings for any source, without the pause between two requests, which is the source's own."""
    return {
        "BOT_NAME": _PACKAGE,
        "USER_AGENT": user_agent(),
        "ROBOTSTXT_OBEY": True,
        # No port of this machine through which code could be run in a crawl.
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "COOKIES_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        # An address without an answer is recorded as an error already, by its errback.
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        # Spiders record what they have requested; for a request that a filter drops no errback is called, and what
        # should have followed from its answer would be missing without any error.
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        # One request at a time and site, two where it answers quickly.
        "CONCURRENT_REQUESTS": 4,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_MAX_DELAY": 60.0,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DOWNLOAD_TIMEOUT": 60,
        "DNS_TIMEOUT": 20,
        "DOWNLOAD_MAXSIZE": MAX_DOCUMENT_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": 3,
        "RETRY_HTTP_CODES": [408, 429, 500, 502, 503, 504, 520, 522, 524],
        "RETRY_BACKOFF_SECONDS": 1.0,
        "RETRY_BACKOFF_MAX_SECONDS": 120.0,
        "HTTPCACHE_ENABLED": True,
        "HTTPCACHE_DIR": str(cache_dir.absolute()),
        "HTTPCACHE_GZIP": True,
        "HTTPCACHE_POLICY": "scrapers.middlewares.ConditionalPolicy",
        # Every crawl asks whether a page changed, even where the site says that our copy is fresh.
        "DEFAULT_REQUEST_HEADERS": {"Accept-Language": "en", "Cache-Control": "max-age=0"},
        "DOWNLOADER_MIDDLEWARES": {
            # Nearer to the spider than retries and redirects: what it sees is the last answer of a site or archive.
            "scrapers.memento.MementoMiddleware": 540,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "scrapers.middlewares.BackoffRetryMiddleware": 550,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
            "scrapers.middlewares.InsideRedirectMiddleware": 600,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapers.middlewares.InsideMiddleware": 50,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapers.middlewares.RobotsMiddleware": 100,
        },
        "ITEM_PIPELINES": {"scrapers.pipelines.SinkPipeline": 300},
    }
