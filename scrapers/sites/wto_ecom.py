"""WTO documents online: the plurilateral e-commerce texts and the papers of the e-commerce work programme, as PDF.

- Each item of the entry is one search.
- All revisions of a document are versions of one: the first crawl fetches the public ones from the oldest to the
  newest, later crawls the newest and those that are new.
- Corrigenda and addenda are papers of their own.
- Whether a paper has articles, and so is the text of an agreement, is known only when it is read.
"""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, urljoin

from scrapy import FormRequest, Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from scrapers.memory import Memory
from scrapers.session import FetchedDocument
from scrapers.sources import Source
from scrapers.spider import TextSpider
from scrapers.wto_symbols import Hit, hits
from tracker.texts import MetaOverrides
from tracker.texts.raw import PDF

SEARCH = (
    "https://docs.wto.org/dol2fe/Pages/FE_Search/FE_S_S006.aspx?Query={}"
    "&Language=ENGLISH&Context=FomerScriptedSearch&languageUIChanged=true"
)
"""Symbol or title search by a plain GET; "Fomer" is the site's spelling."""

FIELD = "ctl00_MainPlaceHolder_"
NEXT = "ctl00$MainPlaceHolder$lnkNext"
MAX_PAGES = 100
"""Most pages of a search: none of ours has a thousand results, so a longer paging is broken."""

_ABOUT = re.compile(r"e-?commerce|electronic commerce|electronic transmission|digital", re.IGNORECASE)
_OURS = "INF/ECOM/"
"""Documents of this series are all about e-commerce; for others the title must say so."""


class WtoEcomSpider(TextSpider):
    """Fetches the public documents that the searches find."""

    name = "wto_ecom"
    wants: ClassVar[str] = "pdf"
    media_type: ClassVar[str] = PDF
    # The next page of a search may depend on the session of the previous page.
    custom_settings = {"COOKIES_ENABLED": True}  # noqa: RUF012 (as Scrapy declares it)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.found: dict[str, dict[str, Hit]] = defaultdict(dict)
        self.searches_open = len(self.source.items)
        self.memory: Memory | None = None

    checks: ClassVar = "list"

    @classmethod
    def check_url(cls, source: Source) -> str:
        """The first search."""
        return SEARCH.format(quote(source.items[0], safe="()*/"))

    @classmethod
    def markup_problem(cls, response: Response) -> str | None:
        """Whether a page of results has the parts a crawl reads."""
        if not isinstance(response, TextResponse):
            return "no page but a file"
        if not response.css(f'[id="{FIELD}dtlDocs"]') and "hdntotalresults" not in response.text:
            return "no table of results"
        found = list(hits(response.text))
        total = _number(response, "hdntotalresults")
        if total and not found:
            return f"{total} results, but none can be read"
        if found and not any(hit.title for hit in found):
            return "no titles in the results"
        if found and not any(hit.files or hit.restricted for hit in found):
            return "no links to files in the results"
        return None

    async def start(self) -> AsyncIterator[Request]:
        """The first page of every search."""
        self.memory = Memory(Path(self.settings["HTTPCACHE_DIR"]) / f"{self.name}-papers.json")
        for query in self.source.items:
            yield Request(
                self.at(SEARCH.format(quote(query, safe="()*/"))),
                callback=self.parse_results,
                errback=self.missed_search,
                cb_kwargs={"page": 0},
            )

    def parse_results(self, response: Response, page: int) -> Iterator[Request]:
        """One page of results; after the last page of the last search the documents are asked for."""
        if self.good(response, "html"):
            problem = self.markup_problem(response)
            if problem is not None:
                self.fail_markup(response.url, f"{problem}; the site's markup has changed")
            elif isinstance(response, TextResponse):
                new = self.remember(hits(response.text))
                following = self.next_page(response, page) if new else None
                if following is not None:
                    yield following
                    return
        yield from self.end_search()

    def remember(self, found: Iterator[Hit]) -> int:
        """Record the results about e-commerce; returns the number of all results on the page."""
        count = 0
        for hit in found:
            count += 1
            if hit.symbol.startswith(_OURS) or _ABOUT.search(hit.title):
                self.found[hit.base].setdefault(hit.symbol, hit)
        return count

    def next_page(self, response: TextResponse, page: int) -> Request | None:
        """The form as the browser sends it for "Next"; None on the last page."""
        link = response.css(f'a[id="{FIELD}lnkNext"]')
        current = _number(response, "hdnCurrentPage")
        if not link or "disabled" in link.attrib:
            return None
        if page + 1 >= MAX_PAGES or (current is not None and current < page):
            self.fail_markup(response.url, f"the paging of the search does not get beyond page {page + 1}")
            return None
        request = FormRequest.from_response(
            response,
            formxpath='//form[.//input[@name="__VIEWSTATE"]]',
            formdata={"__EVENTTARGET": NEXT, "__EVENTARGUMENT": ""},
            dont_click=True,
            dont_filter=True,
            callback=self.parse_results,
            errback=self.missed_search,
            cb_kwargs={"page": page + 1},
        )
        # The form may name the site itself; at a mirror the search stays there.
        return request.replace(url=self.at(self.home(request.url)))

    def missed_search(self, failure: Failure) -> Iterator[Request]:
        """Handle a page of results that could not be fetched."""
        self.fail_request(failure)
        yield from self.end_search()

    def end_search(self) -> Iterator[Request]:
        """After the last search: request the documents found, the newest first."""
        self.searches_open -= 1
        if self.searches_open:
            return
        chains = [chain for versions in self.found.values() if (chain := self.to_fetch(versions))]
        chains.sort(key=lambda chain: (chain[-1].issued is not None, chain[-1].issued), reverse=True)
        if self.session.total is None:
            self.session.total = self.session.pages + sum(map(len, chains))
        for chain in chains:
            if self.enough:
                return
            self.asked_documents += 1
            yield self.file_request(chain)

    def to_fetch(self, versions: dict[str, Hit]) -> list[Hit]:
        """Versions of one document to fetch, the oldest first."""
        public = []
        for hit in sorted(versions.values(), key=lambda hit: hit.revision):
            if hit.restricted:
                self.session.note(f"{hit.symbol}: restricted")
            elif not hit.files:
                self.session.note(f"{hit.symbol}: no file linked")
            else:
                public.append(hit)
        seen = self.memory.values if self.memory is not None else {}
        # The first crawl of a document with a limit, or an older version is stored already: only the newest.
        older = [hit for hit in public[:-1] if hit.symbol not in seen] if self.session.limit is None else []
        return [*older, *public[-1:]]

    def file_request(self, chain: list[Hit]) -> Request:
        """The request for the first document of a chain; the others are requested one by one, so that they arrive in
        order."""
        language, address = next(iter(chain[0].files.items()))
        url = urljoin(SEARCH, address)
        return Request(
            self.at(url),
            callback=self.parse_file,
            errback=self.missed_file,
            cb_kwargs={"chain": chain, "language": language, "url": url},
            meta={"chain": chain},
        )

    def parse_file(
        self, response: Response, chain: list[Hit], language: str, url: str
    ) -> Iterator[FetchedDocument | Request]:
        """One version of one document."""
        hit = chain[0]
        facts = MetaOverrides(
            name=f"{hit.title or 'WTO document'} ({hit.base})",
            parties=hit.members,
            # A paper binds nobody: what is agreed is signed elsewhere.
            legal_status="draft_text",
            source_url=url,
            language=language,
            external_id=hit.base,
            symbol=hit.symbol,
            title=hit.title or None,
            issued=hit.issued,
        )
        # The same name for all versions, since they are of one document.
        document = self.document(response, f"{hit.base.replace('/', '-')}.pdf", overrides=facts)
        if document is not None:
            if self.memory is not None and hit.issued is not None:
                self.memory.values[hit.symbol] = hit.issued.isoformat()
            yield document
        yield from self.rest_of(chain)

    def missed_file(self, failure: Failure) -> Iterator[Request]:
        """Handle a document that could not be fetched; its later versions are still requested."""
        self.fail_request(failure)
        yield from self.rest_of(failure.request.meta["chain"])  # type: ignore[attr-defined]

    def after_exception(self, request: Request) -> Iterable[Request]:
        """After a search, the next one; after a document, its later versions."""
        return (
            self.end_search()
            if request.callback == self.parse_results
            else self.rest_of(request.meta["chain"])
        )

    def rest_of(self, chain: list[Hit]) -> Iterator[Request]:
        """The request for the next version, if there is one."""
        if len(chain) > 1 and not self.session.over:
            yield self.file_request(chain[1:])

    def closed(self, _reason: str) -> None:
        """Store which versions were fetched, unless one of them could not be stored and must be requested again."""
        if self.memory is not None and not self.session.undelivered:
            self.memory.save()


def _number(response: TextResponse, field: str) -> int | None:
    """The number in a hidden field of the page."""
    match = re.search(rf'{field}"[^>]*\bvalue="(\d+)"', response.text)
    return int(match[1]) if match else None
