"""AfCFTA: the African Union's list of treaties, of which the free trade area and its protocols are taken."""

from typing import ClassVar

from scrapers.chapters import ChapterSpider
from scrapers.links import NEVER_TEXT, Links


class AfcftaSpider(ChapterSpider):
    """The agreement and its protocols, in English."""

    name = "afcfta"
    lists: ClassVar = ("en/treaties",)
    # <a href="/en/treaties/agreement-establishing-african-continental-free-trade-area">
    agreements: ClassVar = Links(
        "body", r"^/en/treaties/[^/?]*(?:continental-free-trade|afcfta|digital-trade)[^/?]*/?$"
    )
    rows: ClassVar = Links("body", r"^/en/treaties/[^/?]+")
    key: ClassVar = r"/en/treaties/([^/]+)"
    # <a href="/sites/default/files/treaties/36437-treaty-consolidated_text_on_cfta_-_en.pdf">
    parts: ClassVar = Links(
        "body",
        r"/sites/default/files/(?:treaties|documents)/.*\.pdf(?:\?|$)",
        but_not=rf"{NEVER_TEXT}|/\d+-sl-|[_-](?:fr?|ar?|pt?|po|sp|es|sw)\.pdf\b|manual|signatures",
    )
    next_list: ClassVar = "li.pager-next a, li.pager__item--next a"
