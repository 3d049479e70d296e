"""Global Affairs Canada: bilingual HTML, a page a chapter, in the Web Experience Toolkit's page frame."""

from typing import ClassVar

from scrapers.chapters import ChapterSpider
from scrapers.links import Links

_AGREEMENTS = "trade-commerce/trade-agreements-accords-commerciaux/agr-acc"


class GacSpider(ChapterSpider):
    """The English text of every agreement; `lang=fra` in place of `lang=eng` would give the French one."""

    name = "gac"
    lists: ClassVar = (f"{_AGREEMENTS}/index.aspx?lang=eng",)
    # <a href="/trade-commerce/.../agr-acc/cusma-aceum/index.aspx?lang=eng">
    agreements: ClassVar = Links(
        "main", r"/agr-acc/(?!fta|acc)[^/]+/(?:[^/?]+/)*(?:index|toc-tdm)\.aspx(?:\?lang=eng)?$"
    )
    key: ClassVar = r"/agr-acc/([^/]+)/"
    # <a href="text-texte/toc-tdm.aspx?lang=eng">, older: <a href="fta-ale/index.aspx?lang=eng">
    text_page: ClassVar = Links(
        "main", r"/(?:text-texte|fta-ale|agreement-accord)/(?:toc-tdm|index)\.aspx(?:\?lang=eng)?$"
    )
    # <li><a href="19.aspx?lang=eng">Chapter 19 - Digital Trade</a></li>
    parts: ClassVar = Links(
        "main",
        r"/[\w-]+\.aspx(?:\?lang=eng)?$",
        but_not=r"/(?:toc-tdm|index)\.aspx|letter|lettre|schedule|tariff|guide",
    )
    same_folder: ClassVar = True
    content: ClassVar = "main"
