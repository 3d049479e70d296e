"""EFTA: its free trade network, a page per partner with the main agreement, annexes and protocols as PDF files."""

from typing import ClassVar

from scrapy.http import TextResponse

from scrapers.chapters import ChapterSpider
from scrapers.links import Links, joined
from tracker.parties import find_country, find_group
from tracker.texts import MetaOverrides
from tracker.texts.overrides import merge_overrides

_PARTNERS = "(?:trade-relations/free-trade-network|free-trade/free-trade-agreement)"


class EftaSpider(ChapterSpider):
    """Main agreements; annexes have tariff lines and rules of origin and are left out."""

    name = "efta"
    lists: ClassVar = ("trade-relations/free-trade-network",)
    # <a href="/trade-relations/free-trade-network/moldova">
    # (until 2024: <a href="/free-trade/Free-Trade-Agreement/Moldova">)
    agreements: ClassVar = Links("body", rf"^/{_PARTNERS}/[^/?]+/?$")
    key: ClassVar = rf"/{_PARTNERS}/([^/]+)"
    # <a href="/sites/default/files/documents/legal-texts/free-trade-relations/georgia/EFTA-...-Main-Agreement.PDF">
    parts: ClassVar = Links(
        "body",
        r"/legal-texts/free-trade-relations/.*\.pdf(?:\?|$)",
        text=r"agreement|electronic commerce|digital",
        but_not=r"agricultur|protocol|annex(?!.*(?:electronic|digital))|record of|understanding|schedule|summary",
    )
    separate: ClassVar = r"digital (?:economy|trade) agreement"
    next_list: ClassVar = "li.pager__item--next a"

    def page_facts(self, response: TextResponse) -> MetaOverrides:
        """Facts from a page, whose heading is the partner's name alone ("Moldova")."""
        partner = joined(response.css("h1")[:1].xpath(".//text()").getall())
        code = find_country(partner) or find_group(partner)
        facts = super().page_facts(response)
        if code is None:
            return facts
        return merge_overrides(MetaOverrides(name=f"EFTA - {partner}", parties=("EFTA", code)), facts)
