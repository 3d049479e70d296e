"""The way out of a crawl: every fetched document goes to whoever asked for the crawl."""

from typing import TYPE_CHECKING, cast

from scrapy.crawler import Crawler

from scrapers.session import FetchedDocument

if TYPE_CHECKING:
    from scrapers.spider import TextSpider


class SinkPipeline:
    """Hands documents to the crawl's session."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "SinkPipeline":
        """Scrapy's way of making a pipeline."""
        return cls(crawler)

    def process_item(self, item: FetchedDocument) -> FetchedDocument:
        """Deliver one document."""
        cast("TextSpider", self._crawler.spider).session.deliver(item)
        return item
