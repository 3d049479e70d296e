"""A spider that cannot be made."""

from typing import Any

from scrapers.sites.tota import TotaSpider


class RaisesWhenMade(TotaSpider):
    """ToTA's spider, without what it needs."""

    name = "raises_when_made"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        raise LookupError("nothing to begin with")
