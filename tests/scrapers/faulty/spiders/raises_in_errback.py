"""A spider whose errback raises."""

from collections.abc import Iterator

from scrapy import Request
from twisted.python.failure import Failure

from scrapers.sites.tota import TotaSpider


class RaisesInErrback(TotaSpider):
    """ToTA's spider, which cannot deal with an agreement that is missing."""

    name = "raises_in_errback"

    def missed(self, failure: Failure) -> Iterator[Request]:
        """A number that brought nothing."""
        raise KeyError("chain")
