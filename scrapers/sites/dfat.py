"""DFAT: agreements of Australia, each chapter as Word and PDF file; older agreements have a page per chapter.

An agreement's address changes with its state (`/negotiations/`, `/not-yet-in-force/`, `/in-force/`), its slug does not.
"""

from typing import ClassVar

from scrapers.chapters import ChapterSpider
from scrapers.links import NEVER_TEXT, Links

_STATES = "in-force|not-yet-in-force|negotiations|concluded"


class DfatSpider(ChapterSpider):
    """All agreements of the list; their status is read from the path."""

    name = "dfat"
    lists: ClassVar = ("trade/agreements/trade-agreements",)
    # <a href="/trade/agreements/in-force/aukfta">, <a href="/trade/agreements/in-force/ausfta/Pages/australia-...-fta">
    agreements: ClassVar = Links("body", rf"^/trade/agreements/(?:{_STATES})/[^/?]+(?:/[^?]*)?$")
    key: ClassVar = rf"/trade/agreements/(?:{_STATES})/([^/]+)"
    # <a href="/trade/agreements/in-force/aukfta/official-text">Official text</a>
    text_page: ClassVar = Links(
        "body",
        rf"^/trade/agreements/(?:{_STATES})/[^/]+/.*(?:official|text|documents)",
        but_not=rf"{NEVER_TEXT}|/chapter-",
    )
    # <a href="/sites/default/files/aukfta-chapter-14-digital-trade.docx">Chapter 14 Digital Trade [DOCX 81 KB]</a>
    # <a href="/trade/agreements/in-force/aclfta/fta-text-implementation/Pages/chapter-2-general-definitions">
    parts: ClassVar = Links(
        "body",
        r"^/sites/default/files/.*\.(?:docx?|pdf)(?:\?|$)|/(?:chapter-\w+|preamble)[^/]*$",
        but_not=NEVER_TEXT,
    )
    prefer: ClassVar = ("docx", "html", "pdf")
