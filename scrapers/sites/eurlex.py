"""EU agreements in the Official Journal, by CELEX number, from Cellar (the repository behind EUR-Lex).

- EUR-Lex itself answers scripts with an empty 202 or a challenge; Cellar serves the same files to machines.
- Cellar's catalogue lists the agreements (`scrapers.cellar`).
- A request must state the exact format and language of a text; the answer is 300 with a list where a text is in several
  files.
"""

from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.utils.request import fingerprint
from twisted.python.failure import Failure

from scrapers.answers import problem_of
from scrapers.cellar import MAX_PAGES, RESULTS, Listed, catalogue_url, kept, read_catalogue, remembered
from scrapers.failures import problem_of_failure
from scrapers.memory import Memory
from scrapers.middlewares import NOT_MODIFIED
from scrapers.official_journal import ANCHORS, LANGUAGES, MAX_TITLE, files_in, parties_in, title_on
from scrapers.session import FetchedDocument, now
from scrapers.sources import Source
from scrapers.spider import TextSpider
from tracker.crawls import ErrorKind, Problem
from tracker.errors import BadInput
from tracker.texts import MetaOverrides
from tracker.texts.overrides import merge_overrides
from tracker.texts.raw import HTML, PDF

CELLAR = "https://publications.europa.eu/resource/celex/{}?language={}"
PAGE = "https://eur-lex.europa.eu/legal-content/{}/TXT/?uri=CELEX:{}"
"""The address of the text for people."""


FORMATS = (("application/xhtml+xml", "html"), ("text/html", "html"), ("application/pdf", "pdf"))
"""Formats to ask for, one after the other: newer texts are XHTML, older ones HTML, the oldest scans."""

NOT_IN_THIS_FORM = (400, 404, 406)
AT_ONCE = 2
MAX_FILES = 60
TEXTLESS_DAYS = 30
"""Days after which an agreement of the catalogue without a text (some have only an entry) is requested again."""


class AcceptFingerprinter:
    """Distinguishes requests by format and language as well, since Cellar has one address for all of them."""

    def fingerprint(self, request: Request) -> bytes:
        """The key of a request in the HTTP cache and the filter of duplicates."""
        return fingerprint(request, include_headers=["Accept", "Accept-Language"])


class EurlexSpider(TextSpider):
    """Fetches each CELEX number of the entry, and the agreements of Cellar's catalogue that the entry selects.

    An item "CELEX/es" is fetched in that language only.
    """

    name = "eurlex"
    custom_settings = {"REQUEST_FINGERPRINTER_CLASS": AcceptFingerprinter}  # noqa: RUF012 (as Scrapy declares it)
    check_headers: ClassVar[dict[str, str]] = {"Accept": FORMATS[0][0], "Accept-Language": LANGUAGES["en"]}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.waiting: deque[str] = deque()
        self.listed: dict[str, Listed] = {}
        self.catalogue_pages = 0
        self.memory: Memory | None = None

    @classmethod
    def takes_wanted(cls, url: str) -> bool:
        """Addresses of texts in Cellar by CELEX number."""
        return celex_of(url) != ""

    @classmethod
    def check_url(cls, source: Source) -> str:
        """The first number of the entry."""
        return CELLAR.format(source.items[0].partition("/")[0], LANGUAGES["en"])

    @classmethod
    def markup_problem(cls, response: Response) -> str | None:
        """Whether a text has the Official Journal's markup, or is a list of files."""
        if not isinstance(response, TextResponse):
            return "no page but a file"
        if response.css('li[title="item"] a[href]') or any(response.css(anchor) for anchor in ANCHORS):
            return None
        return "none of the Official Journal's classes (oj-ti-art, ti-art, TexteOnly, ...) on the page"

    async def start(self) -> AsyncIterator[Request]:
        """The catalogue, where the entry selects from it; then the texts."""
        self.memory = Memory(Path(self.settings["HTTPCACHE_DIR"]) / f"{self.name}-catalogue.json")
        for request in [self.catalogue_request()] if self.source.catalogue else self.begin():
            yield request

    # The catalogue

    def catalogue_request(self, before: str | None = None) -> Request:
        """The request for a page of the catalogue."""
        return Request(
            self.at(catalogue_url(before)),
            callback=self.parse_catalogue,
            errback=self.catalogue_missed,
            headers={"Accept": RESULTS, "Accept-Language": "en"},
            cb_kwargs={"before": before},
        )

    def parse_catalogue(self, response: Response, before: str | None) -> Iterator[Request]:
        """One page of the catalogue; after the last page, or one that cannot be read, the texts are requested."""
        try:
            page = read_catalogue(response, before)
        except BadInput as error:
            self.fail(response.url.partition("?")[0], of_catalogue(problem_of(error)))
            yield from self.begin()
            return
        fresh = 0 if "cached" in response.flags else len(response.body)
        self.session.succeeded(fresh, NOT_MODIFIED in response.flags)
        self.catalogue_pages += 1
        self.listed |= {listed.celex: listed for listed in page.agreements}
        if page.last is None:
            self.end_catalogue()
            yield from self.begin()
        elif self.catalogue_pages >= MAX_PAGES:
            reason = f"the catalogue has more than {MAX_PAGES} pages"
            self.fail(response.url.partition("?")[0], Problem(ErrorKind.LIMIT, reason))
            yield from self.begin()
        else:
            yield self.catalogue_request(page.last)

    def catalogue_missed(self, failure: Failure) -> Iterator[Request]:
        """Handle a page of the catalogue that could not be fetched: the known texts are fetched nevertheless."""
        url: str = failure.request.url  # type: ignore[attr-defined]
        self.fail(url.partition("?")[0], of_catalogue(problem_of_failure(failure)))
        yield from self.begin()

    def end_catalogue(self) -> None:
        """After the complete catalogue: report new agreements, and delete those that are no longer in it."""
        found = self.selected(self.listed.values())
        if not found:
            reason = "no title in the catalogue is one the entry takes"
            self.fail_markup(catalogue_url().partition("?")[0], reason)
        elif self.memory is not None:
            known = self.memory.values
            new = [listed for listed in found if listed.celex not in known]
            for listed in new if known else []:
                self.session.note(f"{listed.celex}: new in the catalogue: {listed.title}")
            self.session.note(f"{len(found)} of {len(self.listed)} agreements in the catalogue are wanted")
            gone = known.keys() - {listed.celex for listed in found}
            for celex in gone:
                del known[celex]

    def selected(self, listed: Iterable[Listed]) -> list[Listed]:
        """The agreements that the entry selects, the newest first."""
        rule = self.source.catalogue
        found = [one for one in listed if rule is not None and rule.wants(one.title, one.filed)]
        # A CELEX number begins with the year of publication.
        return sorted(
            found, key=lambda one: (one.filed or date(int(one.celex[1:5]), 1, 1), one.celex), reverse=True
        )

    def begin(self) -> Iterator[Request]:
        """Requests for the entry's own numbers, then for those of the catalogue, as just read or stored by an earlier
        crawl."""
        memory = self.memory.values if self.memory is not None else {}
        earlier = {one.celex: one for one in remembered(memory)}
        found = self.selected((earlier | self.listed).values())
        today = now().date()
        for one in found:
            memory[one.celex] = kept(one, memory.get(one.celex, {}), today)
        self.listed = {one.celex: one for one in found}
        own = {item for item in self.source.items if "/" not in item}
        first = [celex for row in self.wanted if (celex := celex_of(row.url)) not in own]
        own.update(first)
        self.waiting.extend(first)
        self.waiting.extend(self.source.items)
        self.waiting.extend(
            one.celex for one in found if one.celex not in own and not self.is_textless(one.celex, today)
        )
        if self.session.limit is None:
            self.session.total = len(self.waiting) + self.catalogue_pages
        for _slot in range(AT_ONCE):
            yield from self.next_item()

    def is_textless(self, celex: str, today: date) -> bool:
        """Whether an agreement had no text when it was requested within the last TEXTLESS_DAYS."""
        since = self.memory.values.get(celex, {}).get("textless") if self.memory is not None else None
        return since is not None and (today - date.fromisoformat(since)).days < TEXTLESS_DAYS

    def no_text(self, item: str, celex: str) -> None:
        """Record that a text exists in none of the formats, which is an error only where the entry names it."""
        if item in self.source.items:
            reason = "no such text, in any format or language asked for"
            self.fail(self.at(CELLAR.format(celex, "")), Problem(ErrorKind.NOT_FOUND, reason))
            return
        self.session.absent()
        self.session.note(f"{celex}: in the catalogue, but no text in any format or language asked for")
        if self.memory is not None and celex in self.memory.values:
            self.memory.values[celex]["textless"] = now().date().isoformat()

    def closed(self, _reason: str) -> None:
        """Store what was read from the catalogue."""
        if self.memory is not None:
            self.memory.save()

    # Texts

    def next_item(self) -> Iterator[Request]:
        """The request for the next CELEX number."""
        if not self.waiting or self.enough:
            return
        item = self.waiting.popleft()
        celex, _, language = item.partition("/")
        wanted = (language,) if language else self.source.languages
        forms = [(code, accept, wants) for code in wanted for accept, wants in FORMATS if code in LANGUAGES]
        if not forms:
            reason = f"language {language!r} is not one that can be asked for"
            self.fail(item, Problem(ErrorKind.NOT_FOUND, reason))
            yield from self.next_item()
            return
        self.asked_documents += 1
        yield self.form_request(item, celex, forms)

    def form_request(self, item: str, celex: str, forms: list[tuple[str, str, str]]) -> Request:
        """The request for a text in the first of the formats not tried yet."""
        language, accept, _wants = forms[0]
        return Request(
            self.at(CELLAR.format(celex, LANGUAGES[language])),
            callback=self.parse_form,
            errback=self.missed,
            headers={"Accept": accept, "Accept-Language": LANGUAGES[language]},
            cb_kwargs={"item": item, "celex": celex, "forms": forms},
            priority=len(self.waiting),  # of several waiting requests Scrapy would send the last one first
            dont_filter=True,  # two numbers may have the same file, and the next request follows from every answer
            meta={"handle_httpstatus_list": [300, *NOT_IN_THIS_FORM]},
        )

    def parse_form(
        self, response: Response, item: str, celex: str, forms: list[tuple[str, str, str]]
    ) -> Iterator[FetchedDocument | Request]:
        """Handle a text, a list of its files, or an answer that it does not exist in this format."""
        if response.status in NOT_IN_THIS_FORM:
            if forms[1:]:
                yield self.form_request(item, celex, forms[1:])
                return
            self.no_text(item, celex)
        elif response.status == 300:
            request = self.parse_choice(response, item, celex, forms)
            if request is not None:
                yield request
                return
        else:
            document = self.text(response, item, celex, forms[0])
            if document is not None:
                yield document
        yield from self.next_item()

    def parse_choice(
        self, response: Response, item: str, celex: str, forms: list[tuple[str, str, str]]
    ) -> Request | None:
        """The request for the first file of a list; None, and an entry in the errors, where it has none."""
        if not self.good(response, "html"):
            return None
        files = files_in(response, forms[0][0])
        if not files or len(files) > MAX_FILES:
            self.fail_markup(response.url, f"a list of {len(files)} files; the site's markup has changed")
            return None
        return self.file_request(item, celex, forms[0], files, [])

    def file_request(
        self,
        item: str,
        celex: str,
        form: tuple[str, str, str],
        files: list[str],
        parts: list[FetchedDocument],
    ) -> Request:
        """The request for the next file of a text in several files."""
        return Request(
            self.at(self.home(files[len(parts)])),
            callback=self.parse_file,
            errback=self.missed,
            headers={"Accept": form[1], "Accept-Language": LANGUAGES[form[0]]},
            cb_kwargs={"item": item, "celex": celex, "form": form, "files": files, "parts": parts},
        )

    def parse_file(
        self,
        response: Response,
        item: str,
        celex: str,
        form: tuple[str, str, str],
        files: list[str],
        parts: list[FetchedDocument],
    ) -> Iterator[FetchedDocument | Request]:
        """One file; after the last one they are delivered as one text."""
        document = self.text(response, item, celex, form, len(parts) + 1)
        if document is not None:
            parts = [*parts, document]
            if len(parts) < len(files):
                yield self.file_request(item, celex, form, files, parts)
                return
            document = self.together(parts, celex)
            if document is not None:
                yield document
        yield from self.next_item()

    def text(
        self, response: Response, item: str, celex: str, form: tuple[str, str, str], part: int = 0
    ) -> FetchedDocument | None:
        """The text in an answer (or its part with that number), with the facts on its page."""
        language, _accept, wants = form
        title = title_on(response) if wants == "html" else None
        listed = self.listed.get(celex)
        if title is None and listed is not None and language == "en" and len(listed.title) <= MAX_TITLE:
            title = listed.title
        reported = MetaOverrides(
            name=title,
            parties=parties_in(title) if title else (),
            source_url=PAGE.format(language.upper(), celex),
            language=language,
            external_id=item,
        )
        facts = merge_overrides(self.entry_facts(celex), reported)
        problem = self.markup_problem(response) if wants == "html" and response.body.strip() else None
        document = self.document(
            response,
            f"{celex}.{language}{f'.{part}' if part else ''}.{wants}",
            wants=wants,
            media_type=PDF if wants == "pdf" else HTML,
            overrides=facts,
        )
        if document is not None and problem is not None:
            self.fail_markup(response.url, f"{problem}; the site's markup has changed")
            return None
        return document

    def missed(self, failure: Failure) -> Iterator[Request]:
        """Handle a text that could not be fetched: record it and request the next one."""
        self.fail_request(failure)
        yield from self.next_item()

    def after_exception(self, request: Request) -> Iterable[Request]:
        """After a page of the catalogue, the known texts; after a text, the next one."""
        return self.begin() if request.callback == self.parse_catalogue else self.next_item()


def celex_of(url: str) -> str:
    """The CELEX number in an address of Cellar; "" where there is none."""
    _before, found, number = unquote(urlsplit(url).path).partition("/resource/celex/")
    return number.strip("/") if found else ""


def of_catalogue(problem: Problem) -> Problem:
    """The same problem, with a message about the catalogue."""
    return replace(problem, reason=f"the catalogue: {problem.reason}")
