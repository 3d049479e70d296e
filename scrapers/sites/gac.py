"""Global Affairs Canada: bilingual HTML, a page per chapter, in the Web Experience Toolkit's page frame."""

import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from scrapers.chapters import ChapterSpider
from scrapers.gathering import Gathering
from scrapers.links import Link, Links
from scrapers.session import FetchedDocument

_AGREEMENTS = "trade-commerce/trade-agreements-accords-commerciaux/agr-acc"
_LANGUAGE = re.compile(r"\blang=(eng|fra)\b", re.IGNORECASE)
_FRENCH = "/fr"
"""End of the key of an agreement's French text."""


class GacSpider(ChapterSpider):
    """The English text of every agreement, then its French one: the same addresses with `lang=fra` for `lang=eng`."""

    name = "gac"
    lists: ClassVar = (f"{_AGREEMENTS}/index.aspx?lang=eng",)
    # <a href="/trade-commerce/.../agr-acc/cusma-aceum/index.aspx?lang=eng">
    agreements: ClassVar = Links(
        "main", r"/agr-acc/(?!fta|acc)[^/]+/(?:[^/?]+/)*(?:index|toc-tdm)\.aspx(?:\?lang=eng)?$"
    )
    key: ClassVar = r"/agr-acc/([^/]+)/"
    # <a href="text-texte/toc-tdm.aspx?lang=eng">, older: <a href="fta-ale/index.aspx?lang=eng">
    text_page: ClassVar = Links(
        "main", r"/(?:text-texte|fta-ale|agreement-accord)/(?:toc-tdm|index)\.aspx(?:\?lang=(?:eng|fra))?$"
    )
    # <li><a href="19.aspx?lang=eng">Chapter 19 - Digital Trade</a></li>
    parts: ClassVar = Links(
        "main",
        r"/[\w-]+\.aspx(?:\?lang=(?:eng|fra))?$",
        but_not=r"/(?:toc-tdm|index)\.aspx|letter|lettre|schedule|tariff|guide",
    )
    same_folder: ClassVar = True
    content: ClassVar = "main"

    @classmethod
    def key_of(cls, url: str) -> str | None:
        """The agreement's folder; with `/fr` for a French page."""
        key = super().key_of(url)
        return f"{key}{_FRENCH}" if key and _lang(url) == "fra" else key

    def parts_of(self, response: TextResponse) -> list[Link]:
        """The parts in the page's own language: pages also link each other's translation."""
        return [link for link in super().parts_of(response) if _lang(link.url) == _lang(response.url)]

    def language_of(self, gathering: Gathering) -> str:
        """French where the key ends in it, else English."""
        return "fr" if gathering.key.endswith(_FRENCH) else "en"

    def finish(self, gathering: Gathering) -> Iterator[FetchedDocument | Request]:
        """Deliver a text; after the English one, start the French one. The order matters: the first text is the one
        counted."""
        delivered = False
        for document in super().finish(gathering):
            delivered = True
            yield document
        limit = self.session.limit
        full = self.session.over or (limit is not None and len(self.keys_seen) >= limit)
        if delivered and not full and not gathering.key.endswith(_FRENCH):
            french = Gathering(f"{gathering.key}{_FRENCH}", in_french(gathering.url), gathering.facts)
            self.keys_seen.add(french.key)
            yield self.ask_page(french.url, french)


def in_french(url: str) -> str:
    """The address of a page's French version."""
    if _LANGUAGE.search(url):
        return _LANGUAGE.sub("lang=fra", url)
    return f"{url}{'&' if urlsplit(url).query else '?'}lang=fra"


def _lang(url: str) -> str:
    match = _LANGUAGE.search(url)
    return match[1].lower() if match else "eng"
