"""What the pages of a site link: an agreement's parts within the source's hosts, and why one cannot be had."""

from dataclasses import replace
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from scrapers.gathering import Gathering
from scrapers.links import Link, Links, folder_of, frames_in, links_in, pick_chapters, pick_forms, same
from scrapers.listed_site import ListedSite, changed
from tracker.crawls import ErrorKind, Problem


class LinkedSite(ListedSite):
    """A site of which a page's links are read."""

    def barred(self, link: Link) -> Problem | None:
        """Why a part cannot be asked for; None where it can."""
        if self.here(link.url) is None:
            return Problem(ErrorKind.OFF_SITE, "lies on a host that is not the source's")
        if link.form == "doc":
            return Problem(ErrorKind.FORMAT, "an old Word file (.doc, .rtf), which cannot be read")
        return None

    def nothing_found(self, response: TextResponse, gathering: Gathering) -> Problem:
        """Why no text was found on an agreement's page."""
        files = links_in(response, Links("body", r"\.(?:pdf|docx)(?:\?|$)"))
        hosts = sorted({urlsplit(link.url).hostname or "" for link in files if self.here(link.url) is None})
        if hosts:
            where = f"files lie on hosts that are not the source's: {', '.join(hosts)}"
            return Problem(ErrorKind.OFF_SITE, f"no text of {gathering.key} here; {where}")
        return changed(self.page_problem(response)) or Problem(
            ErrorKind.NOT_FOUND, f"no text of {gathering.key} found on its page"
        )

    def parts_of(self, response: TextResponse) -> list[Link]:
        """The parts an agreement's page lists, in order; each once, in one format."""
        links = [
            replace(link, url=self.here(link.url) or link.url) for link in links_in(response, self.parts)
        ]
        links = [link for link in links if same(link.url) != same(response.url)]
        if self.same_folder:
            links = [link for link in links if folder_of(link.url).startswith(folder_of(response.url))]
        return pick_chapters(pick_forms(links, self.prefer)) or self.inside(frames_in(response))

    def here(self, url: str) -> str | None:
        """An address as requested, at the mirror where there is one; None outside the source's hosts."""
        host = urlsplit(url).hostname
        if host in self.allowed_domains:
            return url
        return self.at(url) if self.mirrored and host in self.source.allowed_hosts else None

    def inside(self, links: list[Link]) -> list[Link]:
        """Those of some links that stay within the source's hosts."""
        return [replace(link, url=url) for link in links if (url := self.here(link.url)) is not None]
