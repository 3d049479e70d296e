"""UK treaties on GOV.UK, by its content API: collections list publications, publications their attachments.

- Items of the entry are collections or publications, by their path on www.gov.uk.
- A publication that is a treaty is one agreement: its HTML attachment where it has one, else its PDFs.
- Explanatory papers with it are left out.
"""

import html
import json
import re
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, ClassVar
from urllib.parse import unquote, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.middlewares import NOT_MODIFIED
from scrapers.session import FetchedDocument, now
from scrapers.sources import Source
from scrapers.spider import TextSpider
from scrapers.written_parties import party_codes
from tracker.texts import MetaOverrides, raw_document
from tracker.texts.overrides import merge_overrides
from tracker.texts.raw import HTML, PDF

SITE = "https://www.gov.uk"
API = SITE + "/api/content"
TREATY = "international_treaty"
"""`document_type` of a publication that is a treaty."""

AT_ONCE = 2
MAX_DEPTH = 3
"""Deepest level of collections of collections of pages that link treaties."""

_TREATY_PATH = re.compile(
    r"/government/publications/(?:[a-z0-9-]*-)?(?:cs|ms|ts|eu)-[a-z0-9-]*?no-?\d[a-z0-9-]*"
)
_BESIDE = re.compile(
    r"explanatory memorand|parliamentary report|impact assessment|summary|factsheet|fact sheet|guidance|side letter"
    r"|correction slip|report\b|timeline|infographic|cymraeg|welsh",
    re.IGNORECASE,
)
"""Titles of attachments of a treaty that are not its text."""

_TITLE = re.compile(r"^\s*(?P<sides>UK\s*/[^:\[]+):\s*(?P<name>[^\[]+?)\s*(?:\[(?P<series>[^\]]+)\])?\s*$")
_SIDES = re.compile(r"\s*/\s*|\s*,\s*|\s+and\s+")


@dataclass(slots=True)
class Publication:
    """A treaty being fetched: its facts, the attachments not fetched yet, and those fetched."""

    facts: MetaOverrides
    files: list[tuple[str, str]]  # kind ("html" or "pdf") and address
    parts: list[FetchedDocument] = field(default_factory=list)


class GovukSpider(TextSpider):
    """Fetches the treaties in the collections of the entry."""

    name = "govuk"
    checks: ClassVar = "list"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.waiting: deque[tuple[str, int]] = deque((path, 0) for path in self.source.items)
        self.seen: set[str] = set(self.source.items)
        self.idle = AT_ONCE

    @classmethod
    def check_url(cls, source: Source) -> str:
        """The first collection, as the content API gives it."""
        return API + source.items[0]

    @classmethod
    def markup_problem(cls, response: Response) -> str | None:
        """Whether an answer of the content API has the parts a crawl reads."""
        page = _loaded(response)
        if page is None:
            return "no JSON object"
        missing = [key for key in ("base_path", "document_type", "details", "links") if key not in page]
        if missing:
            return f"no {missing[0]!r} in the answer of the content API"
        if page["document_type"] == "document_collection" and not page["links"].get("documents"):
            return "a collection without documents"
        return None

    @classmethod
    def sample(cls, response: Response) -> str | None:
        """The first publication of a collection, as the content API gives it."""
        page = _loaded(response)
        path = next(_paths(page), None) if page is not None else None
        return API + path if path is not None else None

    async def start(self) -> AsyncIterator[Request]:
        """The first few items; each answer is followed by the next request."""
        for request in self.next_pages():
            yield request

    def next_pages(self) -> Iterator[Request]:
        """Requests for waiting pages, as many as may be under way at once."""
        while self.idle and self.waiting and not self.enough:
            path, depth = self.waiting.popleft()
            self.idle -= 1
            yield Request(
                self.at(API + path), callback=self.parse, errback=self.missed, cb_kwargs={"depth": depth}
            )

    def done(self) -> Iterator[Request]:
        """The next requests after one page, or all of one treaty, was handled."""
        self.idle += 1
        yield from self.next_pages()

    def parse(self, response: Response, depth: int) -> Iterator[Request]:
        """A collection, a page that links treaties, or a treaty."""
        page = self.page(response)
        if page is not None and page["document_type"] == TREATY:
            publication = self.publication(page)
            if publication.files and not self.enough:
                self.asked_documents += 1
                yield self.file_request(publication)
                return
            if not publication.files:
                self.session.note(f"{page['base_path']}: no attachment that can be read as the text")
        elif page is not None and depth < MAX_DEPTH:
            for path in _paths(page):
                if path not in self.seen:
                    self.seen.add(path)
                    self.waiting.append((path, depth + 1))
        yield from self.done()

    def page(self, response: Response) -> dict[str, Any] | None:
        """An answer of the content API; None, and an entry in the errors, where it is something else."""
        if not self.good(response, "json"):
            return None
        problem = self.markup_problem(response)
        if problem is not None:
            self.fail_markup(response.url, f"{problem}; the site's markup has changed")
            return None
        return _loaded(response)

    def publication(self, page: dict[str, Any]) -> Publication:
        """The facts on a treaty's page, and the attachments that are its text."""
        base_path, title = str(page["base_path"]), str(page.get("title", ""))
        match = _TITLE.match(title)
        series = (match["series"] or "") if match else ""
        facts = MetaOverrides(
            name=" ".join(title.split("[")[0].split()) or None,
            parties=_parties(match["sides"]) if match else (),
            # The Treaty Series has treaties in force; Country and Miscellaneous Series have signed ones.
            legal_status="in_force" if series.startswith("TS ") else None,
            source_url=SITE + base_path,
            language="en",
            external_id=PurePosixPath(base_path).name,
        )
        facts = merge_overrides(self.entry_facts(PurePosixPath(base_path).name), facts)
        return Publication(facts, _texts(page["details"].get("attachments") or []))

    def file_request(self, publication: Publication) -> Request:
        """The request for the next attachment of a treaty."""
        kind, address = publication.files[len(publication.parts)]
        url = urljoin(SITE, address)
        if kind == "html":
            url = API + urlsplit(url).path
        return Request(
            self.at(url),
            callback=self.parse_file,
            errback=self.missed,
            cb_kwargs={"publication": publication},
        )

    def parse_file(self, response: Response, publication: Publication) -> Iterator[FetchedDocument | Request]:
        """One attachment; after the last one the treaty is delivered."""
        kind, address = publication.files[len(publication.parts)]
        name = unquote(PurePosixPath(urlsplit(address).path).name)
        if kind == "html":
            document = self.html_document(response, f"{name}.html", publication.facts)
        else:
            document = self.document(response, name, wants="pdf", media_type=PDF, overrides=publication.facts)
        if document is not None:
            publication.parts.append(document)
            if len(publication.parts) < len(publication.files):
                yield self.file_request(publication)
                return
            document = self.together(publication.parts, str(publication.facts.external_id))
            if document is not None:
                yield document
        yield from self.done()

    def html_document(self, response: Response, name: str, facts: MetaOverrides) -> FetchedDocument | None:
        """An HTML attachment; the API has the content of the page alone, without the site's frame."""
        page = self.page(response)
        if page is None:
            return None
        body = page["details"].get("body")
        if not isinstance(body, str) or not body.strip():
            self.fail_markup(response.url, "no body in the answer; the site's markup has changed")
            return None
        title = html.escape(str(page.get("title", "")))
        head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
        text = f"<!DOCTYPE html><html>{head}<body>{body}</body></html>"
        raw = raw_document(
            text.encode(),
            name,
            media_type=HTML,
            url=response.url,
            source=self.source.key,
            charset="utf-8",
            overrides=facts,
        )
        return FetchedDocument(raw, response.url, now(), NOT_MODIFIED in response.flags)

    def missed(self, failure: Failure) -> Iterator[Request]:
        """Handle a page or attachment that could not be fetched: record it and request the next one."""
        self.fail_request(failure)
        yield from self.done()

    def after_exception(self, _request: Request) -> Iterable[Request]:
        """The next page."""
        return self.done()


def _loaded(response: Response) -> dict[str, Any] | None:
    try:
        page = json.loads(response.body)
    except ValueError:
        return None
    return page if isinstance(page, dict) else None


def _paths(page: dict[str, Any]) -> Iterator[str]:
    """Pages to follow: a collection's treaties and collections, newest first, and treaties linked in its text."""
    listed = [entry for entry in page["links"].get("documents", []) if entry.get("base_path")]
    for entry in sorted(listed, key=lambda entry: str(entry.get("public_updated_at") or ""), reverse=True):
        yield str(entry["base_path"])
    body = page["details"].get("body")
    for match in _TREATY_PATH.finditer(body if isinstance(body, str) else ""):
        yield match[0]


def _texts(attachments: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Kind and address of the attachments that are the treaty's text, in order; HTML pages where there are any, else
    PDFs."""
    pages, files = [], []
    for attachment in attachments:
        title, url = str(attachment.get("title", "")), attachment.get("url")
        if not isinstance(url, str) or _BESIDE.search(title):
            continue
        if attachment.get("attachment_type") == "html":
            pages.append(("html", url))
        elif attachment.get("content_type") == PDF or urlsplit(url).path.lower().endswith(".pdf"):
            files.append(("pdf", url))
    return pages or files


def _parties(sides: str) -> tuple[str, ...]:
    """Codes of the sides in a title like "UK/Japan"; empty where one of them is unknown."""
    return party_codes(name for name in _SIDES.split(sides) if name)
