"""A spider whose start raises after its first requests."""

from collections.abc import AsyncIterator

from scrapy import Request

from scrapers.sites.tota import TotaSpider


class RaisesInStart(TotaSpider):
    """ToTA's spider, which breaks off when it has asked for the first agreements."""

    name = "raises_in_start"

    async def start(self) -> AsyncIterator[Request]:
        """The first few numbers."""
        async for request in super().start():
            yield request
        raise RuntimeError("no more numbers")
