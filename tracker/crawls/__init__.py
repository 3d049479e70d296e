"""What a crawl of a source reports: its errors by kind, and its result; plain data that scrapers and jobs share."""

from tracker.crawls.errors import CrawlError, ErrorKind, Monitor, Problem, answers_to
from tracker.crawls.result import CrawlResult, CrawlState

__all__ = ["CrawlError", "CrawlResult", "CrawlState", "ErrorKind", "Monitor", "Problem", "answers_to"]
