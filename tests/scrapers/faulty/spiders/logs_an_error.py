"""A spider that yields something which is neither a document nor a request, and one that only logs an error."""

from collections.abc import Iterator
from typing import Any

from scrapy.http import Response

from scrapers.sites.tota import TotaSpider


class LogsAnError(TotaSpider):
    """ToTA's spider, which says by its log alone that something is wrong."""

    name = "logs_an_error"

    def parse(self, response: Response, number: int) -> Iterator[Any]:
        """One agreement's file."""
        if number == 2:
            self.logger.error("page %s is not what it was", response.url)
        yield from super().parse(response, number)
