"""USTR: agreements of the United States, a list on a Drupal site and a PDF per chapter.

Chapter files have no uniform names (`23-Labor.pdf`, `16_Temporary_Entry.pdf`), so they are read from the page. The
digital trade agreement with Japan is in no list; its page is in the source's entry.
"""

from typing import ClassVar

from scrapers.chapters import ChapterSpider
from scrapers.links import NEVER_TEXT, Links


class UstrSpider(ChapterSpider):
    """Agreements of the free trade list, and those whose page the source's entry names."""

    name = "ustr"
    lists: ClassVar = ("trade-agreements/free-trade-agreements",)
    # <a href="/trade-agreements/free-trade-agreements/korus-fta">
    agreements: ClassVar = Links("body", r"^/trade-agreements/free-trade-agreements/[^/?]+/?$")
    key: ClassVar = r"/free-trade-agreements/([^/]+)"
    # <a href="/trade-agreements/free-trade-agreements/korus-fta/final-text">Final Text</a>
    text_page: ClassVar = Links(
        "body", r"/free-trade-agreements/[^/]+/(?:[\w-]*-text|text|agreement-between)/?$"
    )
    # <a href="/sites/default/files/files/agreements/FTA/USMCA/Text/19-Digital-Trade.pdf">19. Digital Trade</a>
    parts: ClassVar = Links("body", r"^/sites/default/files/.*\.pdf(?:\?|$)", but_not=NEVER_TEXT)
