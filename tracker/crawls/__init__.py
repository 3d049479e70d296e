"""The report of a crawl: its errors by kind, and its result; plain data shared by scrapers and jobs."""

from tracker.crawls.errors import CrawlError, ErrorKind, Monitor, Problem, answers_to
from tracker.crawls.result import CrawlResult, CrawlState

__all__ = ["CrawlError", "CrawlResult", "CrawlState", "ErrorKind", "Monitor", "Problem", "answers_to"]
