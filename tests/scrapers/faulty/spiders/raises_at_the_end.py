"""A spider that cannot keep what it learnt."""

from scrapers.sites.tota import TotaSpider


class RaisesAtTheEnd(TotaSpider):
    """ToTA's spider, which raises when the crawl is over."""

    name = "raises_at_the_end"

    def closed(self, _reason: str) -> None:
        """Keep nothing."""
        raise PermissionError("memory.json")
