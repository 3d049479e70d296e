"""DG Trade of the European Commission: agreements of the EU, often before they are signed; PDFs on a Drupal site.

- A list of negotiations and agreements links the pages of partner countries, a country's page those of its agreements,
  and an agreement's page the one with its text: a file a chapter, or one of all chapters and one of all annexes.
- A text that is published before signature says that it may still change: it is a draft.
- Files lie on the site itself or in CIRCABC, under addresses that do not show their format.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse

from scrapers.chapters import ChapterSpider
from scrapers.gathering import Gathering
from scrapers.links import Link, Links, joined, links_in, same
from scrapers.session import FetchedDocument
from tracker.parties import find_country, find_group
from tracker.texts import MetaOverrides

_COUNTRIES = "/eu-trade-relationships-country-and-region/countries-and-regions"
_AGREEMENT = r"eu-[^/]*agreements?"
_COUNTRY_PAGE = re.compile(rf"{_COUNTRIES}/[^/]+_en$", re.IGNORECASE)
_MAY_CHANGE = re.compile(
    r"\bfinal upon signature\b|\bmay (?:still )?undergo (?:further )?modifications?\b", re.IGNORECASE
)
_OF_ALL_ANNEXES = re.compile(r"\ball annexes\b", re.IGNORECASE)


class EuTradeSpider(ChapterSpider):
    """Agreements whose text stands on a page of its own; tariff schedules and lists of names are left out."""

    name = "eu_trade"
    lists: ClassVar = ("eu-trade-relationships-country-and-region/negotiations-and-agreements_en",)
    # <a href="/eu-trade-relationships-country-and-region/countries-and-regions/chile_en">Chile</a>, or on to
    # .../chile/eu-chile-agreement_en
    agreements: ClassVar = Links("main", rf"^{_COUNTRIES}/[^/]+(?:/{_AGREEMENT})?_en/?$")
    key: ClassVar = rf"{_COUNTRIES}/([^/]+/{_AGREEMENT})(?:_en)?(?:/|$)|{_COUNTRIES}/([^/]+)_en/?$"
    # .../new-zealand/eu-new-zealand-agreement/text-agreement_en, .../ceta-chapter-chapter_en
    text_page: ClassVar = Links(
        "main",
        rf"^{_COUNTRIES}/[^/]+/{_AGREEMENT}/(?:(?:[\w-]+-)?texts?(?:-[\w-]+)?|[\w-]*chapter-chapter)_en/?$",
    )
    # <a href="/document/download/<uuid>_en?filename=Chapter%2012.pdf">, <a href="https://circabc.europa.eu/rest/download/<uuid>">
    parts: ClassVar = Links(
        "main",
        r"^/document/download/|^/rest/download/[\w-]{8,}|\.(?:pdf|docx)(?:\?|$)",
        but_not=r"table of contents|(?<!except for )tariff schedule|headnotes|schedule of|geographical indications?$"
        r"|list of geographical|factsheet|explained|\bguide\b|impact assessment|summary|infographic|\bletters?\b",
    )
    content: ClassVar = "main"

    def parse_page(self, response: Response, gathering: Gathering) -> Iterator[Request | FetchedDocument]:
        """An agreement's page; a country's page leads on to its agreements, of which it may have several or none."""
        if not _COUNTRY_PAGE.search(unquote(urlsplit(response.url).path)) or not isinstance(
            response, TextResponse
        ):
            yield from super().parse_page(response, gathering)
            return
        problem = self.content_problem(response)
        if problem is not None:
            yield from super().parse_page(response, gathering)
            return
        self.arrived(response)
        self.keys_seen.discard(gathering.key)
        for link in links_in(response, self.agreements):
            key = self.key_of(link.url)
            if key is not None and "/" in key:
                yield from self.begin(link, key)

    @classmethod
    def sample(cls, response: Response) -> str | None:
        """The first agreement of the list that has a page of its own there; else the page of the first country."""
        links = links_in(response, cls.agreements) if isinstance(response, TextResponse) else []
        own = (link.url for link in links if "/" in (cls.key_of(link.url) or ""))
        return next(own, None) or super().sample(response)

    @classmethod
    def page_problem(cls, response: Response) -> str | None:
        """Why an agreement's page does not fit; a country's page may have no agreement."""
        if _COUNTRY_PAGE.search(unquote(urlsplit(response.url).path)):
            return cls.content_problem(response)
        return super().page_problem(response)

    def parts_of(self, response: TextResponse) -> list[Link]:
        """The parts; the file of all annexes besides that of all chapters."""
        parts = super().parts_of(response)
        taken = {same(link.url) for link in parts}
        annexes = [
            replace(link, url=url)
            for link in links_in(response, self.parts)
            if _OF_ALL_ANNEXES.search(link.title) and (url := self.here(link.url)) and same(url) not in taken
        ]
        return [*parts, *annexes]

    def page_facts(self, response: TextResponse) -> MetaOverrides:
        """Facts from a page; the partner is the folder that it lies in, where that is one country or group."""
        facts = super().page_facts(response)
        words = joined(response.css(self.content).xpath(".//text()").getall())
        folder = unquote(urlsplit(response.url).path).removeprefix(f"{_COUNTRIES}/").partition("/")[0]
        partner = folder.replace("-", " ").title()
        code = find_country(partner) or find_group(partner)
        return replace(
            facts,
            parties=("EU", code) if code is not None else (),
            legal_status="draft_text" if _MAY_CHANGE.search(words) else facts.legal_status,
        )
