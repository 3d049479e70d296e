"""A spider with a pipeline that raises on one document."""

from typing import Any, ClassVar

from scrapers.session import FetchedDocument
from scrapers.sites.tota import TotaSpider


class OddPipeline:
    """Cannot deal with the second agreement."""

    def process_item(self, item: FetchedDocument) -> FetchedDocument:
        """Let all others pass."""
        if item.raw.name == "pta_2.xml":
            raise TypeError("not an item")
        return item


class RaisesInPipeline(TotaSpider):
    """ToTA's spider with that pipeline before the sink's."""

    name = "raises_in_pipeline"
    custom_settings: ClassVar[dict[str, Any]] = {
        "ITEM_PIPELINES": {OddPipeline: 100, "scrapers.pipelines.SinkPipeline": 300}
    }
