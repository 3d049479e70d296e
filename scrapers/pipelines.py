"""Item pipelines of Scrapy: pass fetched documents, and claims of lists, to the caller of the crawl."""

from typing import TYPE_CHECKING, cast

from scrapy.crawler import Crawler

from scrapers.session import FetchedDocument, FetchedFacts

if TYPE_CHECKING:
    from scrapers.spider import TextSpider


class SinkPipeline:
    """Passes documents and facts to the crawl's session."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "SinkPipeline":
        """Scrapy's way of making a pipeline."""
        return cls(crawler)

    def process_item(self, item: FetchedDocument | FetchedFacts) -> FetchedDocument | FetchedFacts:
        """Deliver one document, or what a list claims about one agreement."""
        session = cast("TextSpider", self._crawler.spider).session
        if isinstance(item, FetchedFacts):
            session.deliver_facts(item)
        else:
            session.deliver(item)
        return item
