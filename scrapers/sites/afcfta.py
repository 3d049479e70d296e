"""AfCFTA: the African Union's list of treaties, of which the free trade area and its protocols are taken."""

from dataclasses import replace
from typing import ClassVar

from scrapy.http import TextResponse

from scrapers.chapters import ChapterSpider
from scrapers.links import NEVER_TEXT, Links, joined
from scrapers.page_facts import first_date_in
from scrapers.session import now
from tracker.texts import MetaOverrides


class AfcftaSpider(ChapterSpider):
    """The agreement and its protocols, in English."""

    name = "afcfta"
    lists: ClassVar = ("en/treaties",)
    # <a href="/en/treaties/agreement-establishing-african-continental-free-trade-area">
    agreements: ClassVar = Links(
        "body", r"^/en/treaties/[^/?]*(?:continental-free-trade|afcfta|digital-trade)[^/?]*/?$"
    )
    # <a href="/en/treaties/1158"> is a category
    rows: ClassVar = Links("body", r"^/en/treaties/[a-z][^/?]*")
    key: ClassVar = r"/en/treaties/([^/]+)"
    # <a href="/sites/default/files/treaties/36437-treaty-consolidated_text_on_cfta_-_en.pdf">
    parts: ClassVar = Links(
        "body",
        r"/sites/default/files/(?:treaties|documents)/.*\.pdf(?:\?|$)",
        but_not=rf"{NEVER_TEXT}|/\d+-sl-|[_-](?:fr?|ar?|pt?|po|sp|es|sw)\.pdf\b|manual|signatures",
    )
    next_list: ClassVar = "li.pager-next a, li.pager__item--next a"

    def page_facts(self, response: TextResponse) -> MetaOverrides:
        """Name and entry into force; the page's field of signature does not say whose or which one it is."""
        begin = first_date_in(joined(response.css(".field-name-field-date-intoforce ::text").getall()))
        facts = replace(super().page_facts(response), date_signed=None, date_in_force=None, legal_status=None)
        if begin is None:
            return facts
        return replace(facts, date_in_force=begin, legal_status="in_force" if begin <= now().date() else None)
