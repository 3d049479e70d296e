"""ASEAN: the register of its legal instruments, a table whose rows link PDF files; one is the e-commerce agreement.

Since 2026 the register has been seen behind a JavaScript challenge, which the source then reports.
"""

import re
from typing import ClassVar
from urllib.parse import urljoin

from scrapy.http import Response, TextResponse

from scrapers.answers import problem_with
from scrapers.chapters import ChapterSpider
from scrapers.links import Link, Links, links_in, same
from scrapers.page_facts import first_date_in
from scrapers.parts import slug
from tracker.texts import MetaOverrides
from tracker.texts.overrides import merge_overrides

_PAGE = re.compile(r"/ajax_list_data/(\d+)\.html")
_DETAIL = re.compile(r"/agreement/detail/(\d+)\.html", re.IGNORECASE)


class AseanSpider(ChapterSpider):
    """Instruments about trade, services, e-commerce and the digital economy."""

    name = "asean"
    lists: ClassVar = ("search/ajax_list_data/1.html",)
    # <tr><td>1</td><td><a href="/media/download/20190306035048.pdf">ASEAN Agreement on Electronic Commerce</a></td>
    # <td>Ha Noi, 22 January 2019</td><td>In Force</td><td><a href="/agreement/detail/372.html">Detail</a></td></tr>
    agreements: ClassVar = Links(
        "body",
        r"/media/download/[^/]+\.pdf$",
        text=r"trade|commerce|digital|services|economic (?:partnership|co-?operation)|customs",
        but_not=r"memorandum|declaration|work plan",
    )
    rows: ClassVar = Links("body", r"/media/download/[^/]+\.pdf$")
    key: ClassVar = r"/media/download/([^/]+)\.pdf$"
    parts: ClassVar = Links("body", r"/media/download/[^/]+\.pdf(?:\?|$)")

    def listed_key(self, response: TextResponse, link: Link) -> str | None:
        """The register's number of the instrument, from its row's link to the details.

        The address of a file is the time of its upload: a corrected file has another address, and is a new version of
        the same instrument. A row without details is identified by its title and day.
        """
        for row in response.css("tr"):
            addresses = [response.urljoin(href) for href in row.css("a::attr(href)").getall()]
            if any(same(address) == same(link.url) for address in addresses):
                number = next((found[1] for url in addresses if (found := _DETAIL.search(url))), None)
                if number is not None:
                    return number
        day = first_date_in(link.row)
        title = slug(f"{link.title} {day or ''}")
        return title or self.key_of(link.url)

    def following(self, response: TextResponse) -> list[str]:
        """The next page: the register is paged by number, without links; a page without instruments is the end."""
        match = _PAGE.search(response.url)
        return [urljoin(response.url, f"{int(match[1]) + 1}.html")] if match else []

    def listed_facts(self, link: Link) -> MetaOverrides:
        """Facts from a row: the day of signature; ASEAN is a party to all instruments."""
        reported = MetaOverrides(
            name=link.title or None, parties=("ASEAN",), date_signed=first_date_in(link.row)
        )
        return merge_overrides(reported, super().listed_facts(link))

    def is_past_the_end(self, response: Response) -> bool:
        """Whether a page is after the last one: the register then answers with an empty table, or with nothing."""
        match = _PAGE.search(response.url)
        if match is None or int(match[1]) == 1:
            return False
        return not response.body.strip() or (
            isinstance(response, TextResponse)
            and problem_with(response, "html") is None
            and not links_in(response, self.parts)
        )
