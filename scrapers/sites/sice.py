"""SICE, the trade information system of the OAS: agreements of the Americas on hand-made pages.

- The index of an agreement can have any name (`CHL_AUSind_e.asp`, `PER_KOR_ToC_e.asp`, `Chpeind.asp`), so names are
  never guessed: links are followed within the agreement's folder.
- An agreement on a single page is linked by fragments; some pages are framesets, older ones are in windows-1252, and
  paths differ in case from link to link.
"""

import re
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from scrapy.http import TextResponse

from scrapers.chapters import ChapterSpider
from scrapers.gathering import Gathering
from scrapers.links import NEVER_TEXT, Link, Links

_LANGUAGE = re.compile(r"_([espf])(?=/|\.\w+$|$)", re.IGNORECASE)
_LANGUAGES = {"e": "en", "s": "es", "p": "pt", "f": "fr"}
_SHARED = re.compile(r"(?:preftrade|junac|sica|ccme|cacm_per)$", re.IGNORECASE)
"""Folders with several agreements: there the file's name is part of the key."""

_INSTRUMENTS = re.compile(r"/instmt[^/]*\.asp$", re.IGNORECASE)


class SiceSpider(ChapterSpider):
    """Agreements from the English list, then those that only the Spanish one has."""

    name = "sice"
    lists: ClassVar = ("agreements_e.asp", "agreements_s.asp")
    # <a href="/Trade/CHL_AUS_Final_e/CHL_AUSind_e.asp">Chile - Australia</a>; pages right in a folder of /TPD/ tell of
    # negotiations, texts there lie deeper: <a href="/TPD/PER_VEN/Texts/Text_s.pdf">
    agreements: ClassVar = Links(
        "body",
        r"^/(?:trade/|tpd/[^/]+/[^/]+/).+\.(?:asp|html?|pdf|docx?)$",
        but_not=r"/(?:decisi|resolu|directi)\w*/",
    )
    # .../instmt_e.asp: what the countries of CARICOM, SICA, Mercosur or the Andean Community concluded among them
    more_lists: ClassVar = Links("body", r"/instmt[^/]*\.asp$")
    key: ClassVar = r"^/(?:trade|tpd)/([^/]+)"
    # <a href="chap15_e.asp#15.1">, <a href="English/Chapter_9.pdf">: below the folder of the index
    parts: ClassVar = Links(
        "body", r"\.(?:asp|html?|pdf|docx?)$", but_not=rf"{NEVER_TEXT}|index[^/]*_pdf|pdf_[es]\.asp"
    )
    same_folder: ClassVar = True
    name_css: ClassVar = "h1, title"

    @classmethod
    def key_of(cls, url: str) -> str | None:
        """The folder without its language mark: `chl_aus_final`, `preftrade/panguas1`, `caricome`."""
        path = unquote(urlsplit(url).path)
        folder = super().key_of(url)
        if folder is None:
            return None
        if _SHARED.match(folder):
            return re.sub(r"^/\w+/|\.\w+$", "", path.lower())
        return re.sub(r"_[espf]$", "", folder.partition(".")[0])

    def listed_key(self, response: TextResponse, link: Link) -> str | None:
        """The key of an agreement; of a list of instruments each file is one, whatever folder it lies in."""
        key = self.key_of(link.url)
        if key is None or not _INSTRUMENTS.search(urlsplit(response.url).path):
            return key
        return re.sub(r"^/\w+/|\.\w+$", "", unquote(urlsplit(link.url).path).lower())

    def parts_of(self, response: TextResponse) -> list[Link]:
        """The parts, without versions in another language than the page's."""
        own = _language(response.url)
        links = super().parts_of(response)
        return [link for link in links if own is None or _language(link.url) in {None, own}]

    def language_of(self, gathering: Gathering) -> str | None:
        """The language by the file names."""
        urls = (*(part.url for part in gathering.parts), gathering.url)
        return next((_LANGUAGES[mark] for url in urls if url and (mark := _language(url))), None)


def _language(url: str) -> str | None:
    marks = _LANGUAGE.findall(unquote(urlsplit(url).path))
    return marks[-1].lower() if marks else None
