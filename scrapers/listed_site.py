"""The description of a site that lists agreements and links their texts, and whether its pages still fit that."""

import re
from typing import ClassVar, Literal
from urllib.parse import unquote, urljoin, urlsplit

from scrapy.http import Response, TextResponse

from scrapers.links import Link, Links, frames_in, joined, links_in
from scrapers.page_facts import date_in_force_in, date_signed_in, legal_status_in
from scrapers.parts import form_inside, has_full_name, is_text, name_on
from scrapers.session import now
from scrapers.sources import Source
from scrapers.spider import TextSpider
from tracker.crawls import ErrorKind, Problem
from tracker.texts import MetaOverrides


def changed(reason: str | None) -> Problem | None:
    """What is wrong with a page, as a problem of its markup; None where nothing is."""
    return Problem(ErrorKind.MARKUP, reason) if reason is not None else None


class ListedSite(TextSpider):
    """A spider of such a site. The class variables describe the site."""

    checks: ClassVar[Literal["list", "agreement"]] = "list"
    lists: ClassVar[tuple[str, ...]]
    """Paths of the list pages, below the base URL. They are visited in this order; of several links to one key the
    first counts."""
    agreements: ClassVar[Links]
    """Links of a list to an agreement's page, or to its text."""
    key: ClassVar[str]
    """Pattern of an agreement's path; its first group that matches is the site's own key."""
    rows: ClassVar[Links | None] = None
    """Links that every list page has, where some pages of a long list have none of `agreements`."""
    more_lists: ClassVar[Links | None] = None
    """Links of a list to further lists, of the instruments of one group of countries, say."""
    parts: ClassVar[Links]
    """Links of an agreement's page to its parts."""
    text_page: ClassVar[Links | None] = None
    """Links of an agreement's page to the page with the parts, where that is another one."""
    separate: ClassVar[str | None] = None
    """Titles of files on an agreement's page that are agreements of their own."""
    same_folder: ClassVar[bool] = False
    """Whether parts are in the folder of the page that lists them, or below it."""
    next_list: ClassVar[str | None] = None
    """CSS of the link from one list page to the following one."""
    prefer: ClassVar[tuple[str, ...]] = ("html", "docx", "pdf")
    name_css: ClassVar[str] = "h1"
    content: ClassVar[str] = "body"
    """CSS of what every page of the site has around its text; a page without it no longer fits."""
    language: ClassVar[str | None] = "en"

    @classmethod
    def check_url(cls, source: Source) -> str:
        """The first list page."""
        return urljoin(source.base_url, cls.lists[0])

    @classmethod
    def markup_problem(cls, response: Response) -> str | None:
        """Why a list page, or an agreement's page, no longer has what this spider looks for, in one line."""
        path = urlsplit(response.url).path.lower().rstrip("/")
        is_list = any(path.endswith(urlsplit(name).path.lower().strip("/")) for name in cls.lists)
        return cls.list_problem(response) if is_list else cls.page_problem(response)

    @classmethod
    def sample(cls, response: Response) -> str | None:
        """The first agreement of a list page that has a key of the site."""
        if not isinstance(response, TextResponse):
            return None
        links = links_in(response, cls.agreements)
        return next((link.url for link in links if cls.key_of(link.url)), None)

    @classmethod
    def agreement_problem(cls, response: Response) -> str | None:
        """The same for what a list links: a page, or a file that is the text itself."""
        if isinstance(response, TextResponse):
            return cls.page_problem(response)
        return None if form_inside(response) in {"pdf", "docx"} else "neither a page nor a text"

    @classmethod
    def expects(cls, page: Literal["list", "agreement"]) -> str:
        """Where the links are, and what their paths are like."""
        rules = [cls.rows or cls.agreements] if page == "list" else [cls.text_page, cls.parts]
        wanted = " or ".join(
            f"{rule.inside!r} a[href] to {rule.path!r}" for rule in rules if rule is not None
        )
        return f"{cls.content!r}; {wanted}"

    @classmethod
    def list_problem(cls, response: Response) -> str | None:
        """The same for a list page."""
        problem = cls.content_problem(response)
        rows = cls.rows or cls.agreements
        if problem is None and isinstance(response, TextResponse) and not links_in(response, rows):
            return "the list links no agreement any more; its markup or its addresses have changed"
        return problem

    @classmethod
    def page_problem(cls, response: Response) -> str | None:
        """The same for the page of an agreement."""
        problem = cls.content_problem(response)
        if problem is not None or not isinstance(response, TextResponse):
            return problem
        has_text_page = bool(cls.text_page and links_in(response, cls.text_page))
        if has_text_page or links_in(response, cls.parts) or frames_in(response) or is_text(response):
            return None
        return "no text and no link to one on the page; its markup or its addresses have changed"

    @classmethod
    def content_problem(cls, response: Response) -> str | None:
        """The same for any page: whether it has what all pages of the site have."""
        if not isinstance(response, TextResponse):
            return "not a page"
        if response.css(cls.content) or frames_in(response):
            return None
        return f"nothing found by {cls.content!r} on the page; its markup has changed"

    @classmethod
    def key_of(cls, url: str) -> str | None:
        """The site's own key of the agreement an address belongs to, None where it belongs to none."""
        match = re.search(cls.key, unquote(urlsplit(url).path), re.IGNORECASE)
        return next((group.lower() for group in match.groups() if group), None) if match else None

    def listed_facts(self, link: Link) -> MetaOverrides:
        """Facts about an agreement from a list: its name, and its status by path, row or heading."""
        hints = (urlsplit(link.url).path, link.row, link.heading)
        status = next((status for text in hints if (status := legal_status_in(text))), None)
        return MetaOverrides(name=link.title if has_full_name(link.title) else None, legal_status=status)

    def page_facts(self, response: TextResponse) -> MetaOverrides:
        """Facts about an agreement from its page: name and dates."""
        text = joined(response.css(self.content).xpath(".//text()[not(ancestor::script)]").getall())
        in_force = date_in_force_in(text)
        return MetaOverrides(
            name=name_on(response, self.name_css),
            date_signed=date_signed_in(text),
            date_in_force=in_force,
            legal_status="in_force" if in_force is not None and in_force <= now().date() else None,
        )
