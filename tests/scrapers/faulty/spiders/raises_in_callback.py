"""A spider whose callback raises on one page."""

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response

from scrapers.session import FetchedDocument
from scrapers.sites.tota import TotaSpider


class RaisesInCallback(TotaSpider):
    """ToTA's spider, which cannot deal with the second agreement."""

    name = "raises_in_callback"

    def parse(self, response: Response, number: int) -> Iterator[FetchedDocument | Request]:
        """One agreement's file."""
        if number == 2:
            raise ValueError("the second page\nis odd")
        yield from super().parse(response, number)
