"""Sites that publish an agreement as a list page, a page of the agreement, and a file or page per chapter.

- A spider for such a site only says where its lists are and which links to follow (`Links`).
- All parts of an agreement are fetched one after the other, in the order of its page, and delivered as one document: a
  bundle, or the file itself where it is the only one.
- If a part fails, the agreement is not delivered, so that half an agreement never replaces a complete one.
"""

import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Self
from urllib.parse import unquote, urljoin, urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from scrapers.answers import problem_of
from scrapers.failures import problem_of_failure
from scrapers.gathering import Gathering
from scrapers.indexes import MAX_INDEXES, attachments_behind, behind_index, follow_index
from scrapers.links import (
    Link,
    frames_in,
    is_chapter,
    links_in,
    names_one_annex,
    same,
)
from scrapers.listed_site import changed
from scrapers.memento import WANTED
from scrapers.middlewares import NOT_MODIFIED
from scrapers.page_links import LinkedSite
from scrapers.parts import (
    MEDIA_TYPES,
    NOT_A_PAGE,
    charset_of,
    form_inside,
    is_text,
    problem_inside,
    slug,
)
from scrapers.session import FetchedDocument, now
from scrapers.wanted import facts_of
from scrapers.wanted_first import WantedFirst, wanted_link
from tracker.crawls import CrawlError, ErrorKind, Problem
from tracker.errors import BadInput
from tracker.texts import NO_OVERRIDES, MetaOverrides, RawDocument, raw_document
from tracker.texts.bundle import bundle
from tracker.texts.overrides import merge_overrides

MAX_LISTS = 30
"""Most list pages of one source, following ones included, so that no calendar or paging is followed for ever."""

MAX_AGREEMENTS = 500
MAX_PARTS = 300
"""Most agreements of a site, and most parts of an agreement: far more than any has. Further ones are reported."""


class ChapterSpider(LinkedSite):
    """Base of the spiders for such sites."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lists_to_visit = deque(urljoin(self.base_url, path) for path in self.lists)
        self.lists_seen: set[str] = set()
        self.keys_seen: set[str] = set()
        self.asked = 0
        self.first = WantedFirst(self.wanted)
        self.lists_begun = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The same as of every spider; `begin_lists` is called when nothing more is under way."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.begin_lists, signal=signals.spider_idle)
        return spider

    @classmethod
    def takes_wanted(cls, url: str) -> bool:
        """Every page and file of the site."""
        return True

    async def start(self) -> AsyncIterator[Request | FetchedDocument]:
        """The wanted texts, and the pages that only the source's entry names, because no list does; where there are
        none of these, the first list."""
        for row in self.wanted:
            key = self.first.key_for(row, self.key_of(row.url))
            for request in self.begin(wanted_link(row), key, facts_of(row)):
                yield request
        for key, known in self.source.agreements.items():
            if "page" in known:
                for request in self.begin(Link(urljoin(self.base_url, known["page"]), ""), key):
                    yield request
        if not self.wanted:
            self.lists_begun = True
            for request in self.visit_list():
                yield request

    def begin_lists(self) -> None:
        """Go on with the lists when the wanted texts are done: a text that could not be had from its own address is
        then looked for where the list says."""
        engine, begun, self.lists_begun = self.crawler.engine, self.lists_begun, True
        for request in self.visit_list() if engine is not None and not begun else ():
            engine.crawl(request)
            raise DontCloseSpider

    # Lists

    def visit_list(self) -> Iterator[Request]:
        """The request for the next list page, unless all have been visited."""
        while self.lists_to_visit:
            url = self.lists_to_visit.popleft()
            if same(url) not in self.lists_seen and len(self.lists_seen) < MAX_LISTS:
                self.lists_seen.add(same(url))
                yield self.ask(url, self.parse_list, self.list_missed)
                return

    def parse_list(self, response: Response) -> Iterator[Request | FetchedDocument]:
        """One list page: its agreements, then the next list."""
        problem = problem_inside(response, "html") or changed(self.list_problem(response))
        if self.is_past_the_end(response):
            self.session.absent()
        elif problem is not None or not isinstance(response, TextResponse):
            self.fail(response.url, problem or NOT_A_PAGE)
        else:
            self.arrived(response)
            for link in links_in(response, self.agreements):
                yield from self.begin(link, self.listed_key(response, link))
            self.lists_to_visit.extendleft(self.following(response)[:1])
            more = links_in(response, self.more_lists) if self.more_lists is not None else []
            self.lists_to_visit.extend(link.url for link in self.inside(more))
        yield from self.visit_list()

    def listed_key(self, response: TextResponse, link: Link) -> str | None:
        """The site's own key of an agreement in a list; None where the link is not to an agreement."""
        return self.key_of(link.url)

    def following(self, response: TextResponse) -> list[str]:
        """Addresses of the list page after this one: one or none."""
        links = response.css(self.next_list).xpath("@href").getall() if self.next_list else []
        return [url for href in links if (url := self.here(response.urljoin(href))) is not None]

    def is_past_the_end(self, response: Response) -> bool:
        """Whether a list page is after the last one, where that can be seen only by asking for it."""
        return False

    def list_missed(self, failure: Failure) -> Iterator[Request]:
        """Handle a list page that could not be fetched."""
        self.fail_request(failure)
        yield from self.visit_list()

    # Agreements

    def begin(
        self, link: Link, key: str | None, facts: MetaOverrides = NO_OVERRIDES
    ) -> Iterator[Request | FetchedDocument]:
        """Start with one agreement, unless it was started already or the limit is reached.

        `facts` are what is known of it besides what the source's entry and the list say.
        """
        url = self.here(link.url)
        if url is None or key is None or key in self.keys_seen or self.session.over:
            return
        listed = merge_overrides(self.entry_facts(key), self.listed_facts(link))
        brought = self.first.brings(key, listed.name or link.title)
        if brought is not None:
            self.session.note(f"{key}: not fetched again, its text was fetched first as {brought}")
            return
        if len(self.keys_seen) >= (self.session.limit or MAX_AGREEMENTS):
            if self.session.limit is None:
                reason = f"not visited: more than {MAX_AGREEMENTS} agreements are listed"
                self.fail(url, Problem(ErrorKind.LIMIT, reason))
            return
        self.keys_seen.add(key)
        gathering = Gathering(key, url, merge_overrides(listed, facts))
        if link.form == "html":
            yield self.ask_page(url, gathering)
        else:
            gathering.waiting.append(replace(link, url=url))
            yield from self.proceed(gathering)

    def ask_page(self, url: str, gathering: Gathering) -> Request:
        """The request for an agreement's own page, or for the one that lists its parts."""
        gathering.seen.add(same(url))
        return self.ask(url, self.parse_page, self.missed, gathering=gathering)

    def parse_page(self, response: Response, gathering: Gathering) -> Iterator[Request | FetchedDocument]:
        """An agreement's page: read its facts, then ask for its parts or for the page that lists them."""
        if form_inside(response) != "html":  # an address that does not show the format
            gathering.waiting.append(Link(response.url, ""))
            yield from self.parse_part(response, gathering)
            return
        problem = problem_inside(response, "html")
        if problem is not None or not isinstance(response, TextResponse):
            self.lose(gathering, response.url, problem or NOT_A_PAGE)
            return
        self.arrived(response)
        if is_text(response):
            gathering.takes(response)
        gathering.seen.add(same(response.url))
        gathering.unchanged &= NOT_MODIFIED in response.flags
        gathering.facts = merge_overrides(gathering.facts, self.page_facts(response))
        text_links = self.text_links(response, gathering) if self.may_go_on(response, gathering) else []
        if text_links:
            gathering.text_page_followed = True
            gathering.indexes += 1
            if text_links[0].form == "html":
                yield self.ask_page(text_links[0].url, gathering)
                return
            gathering.waiting.append(text_links[0])
        else:
            yield from self.take_parts(response, gathering)
        brought = self.first.files(gathering.key, [self.home(link.url) for link in gathering.waiting])
        if brought is not None and not gathering.parts:
            self.session.note(f"{gathering.key}: not fetched again, its text was fetched first as {brought}")
        elif gathering.waiting or gathering.parts:
            yield from self.proceed(gathering)

    def may_go_on(self, response: TextResponse, gathering: Gathering) -> bool:
        """Whether a page may lead to another one with the text: the agreement's own, or a hub below it without
        parts."""
        if not gathering.text_page_followed:
            return True
        return gathering.indexes < MAX_INDEXES and not self.parts_of(response) and not is_text(response)

    def take_parts(self, response: TextResponse, gathering: Gathering) -> Iterator[Request | FetchedDocument]:
        """Record the parts a page lists, and the page itself where it is a text; start separate agreements listed on
        it."""
        parts = self.parts_of(response)
        apart = [
            link for link in parts if self.separate and re.search(self.separate, link.title, re.IGNORECASE)
        ]
        for link in apart:
            yield from self.begin(link, f"{gathering.key}/{slug(link.title)}")
        for link in parts:
            barred = self.barred(link)
            if barred is not None and (is_chapter(link) or len(parts) == 1):
                self.lose(gathering, link.url, barred)
                gathering.waiting.clear()
                return
            if barred is not None:
                left_out = f"{barred.reason} (left out of {gathering.key})"
                self.session.report(CrawlError(barred.kind, link.url, left_out))
            elif link not in apart:
                gathering.waiting.append(link)
        if is_text(response):
            gathering.parts.append(self.raw(response, Link(response.url, ""), "html"))
        elif not parts and gathering.facts.legal_status != "in_negotiation":
            self.session.report(self.nothing_found(response, gathering).at(response.url))

    def text_links(self, response: TextResponse, gathering: Gathering) -> list[Link]:
        """Links to the page, or file, with the text of this agreement."""
        links = self.inside(links_in(response, self.text_page)) if self.text_page else []
        known = (None, gathering.key)
        return [
            link for link in links if same(link.url) not in gathering.seen and self.key_of(link.url) in known
        ]

    # Parts

    def proceed(self, gathering: Gathering) -> Iterator[Request | FetchedDocument]:
        """The request for the next part, or the agreement when all are fetched."""
        if not gathering.waiting:
            yield from self.finish(gathering)
        elif len(gathering.parts) >= MAX_PARTS:
            self.lose(gathering, gathering.url, Problem(ErrorKind.LIMIT, f"has more than {MAX_PARTS} parts"))
        else:
            yield self.ask(gathering.waiting[0].url, self.parse_part, self.missed, gathering=gathering)

    def parse_part(self, response: Response, gathering: Gathering) -> Iterator[Request | FetchedDocument]:
        """One part; a frameset is replaced by the pages in its frames."""
        link = gathering.waiting[0]
        form = link.form if link.form != "html" else form_inside(response)
        problem = problem_inside(response, form) or (
            changed(self.content_problem(response)) if form == "html" else None
        )
        if problem is not None:
            self.lose(gathering, response.url, problem)
            return
        gathering.waiting.popleft()
        self.arrived(response)
        gathering.takes(response)
        gathering.unchanged &= NOT_MODIFIED in response.flags
        gathering.seen |= {same(link.url), same(response.url)}
        frames = self.inside(frames_in(response)) if isinstance(response, TextResponse) else []
        frames = [
            replace(frame, title=link.title) for frame in frames if same(frame.url) not in gathering.seen
        ]
        if frames:
            gathering.waiting.extendleft(reversed(frames))
        elif not gathering.has_text and (behind := self.behind_index(response, link, gathering)):
            follow_index(behind, gathering)
        elif listed := self.attachments_behind(response, link, gathering):
            gathering.lists += 1
            gathering.waiting.extendleft(reversed(listed))
        else:
            gathering.has_text |= form != "html" or (isinstance(response, TextResponse) and is_text(response))
            gathering.parts.append(self.raw(response, link, form))
        yield from self.proceed(gathering)

    def behind_index(self, response: Response, link: Link, gathering: Gathering) -> list[Link]:
        """The parts behind a page that was taken for the text and is its index; none for a part of the text."""
        if gathering.indexes >= MAX_INDEXES or not isinstance(response, TextResponse):
            return []
        known = gathering.seen | {same(other.url) for other in gathering.waiting}
        return behind_index(response, link, self.parts_of(response), known)

    def attachments_behind(self, response: Response, link: Link, gathering: Gathering) -> list[Link]:
        """The annexes, protocols and the like that a page lists which is no text itself ("Annexes"); none elsewhere."""
        if gathering.lists >= MAX_INDEXES or not isinstance(response, TextResponse):
            return []
        if is_chapter(link) or names_one_annex(link):
            return []
        known = gathering.seen | {same(other.url) for other in gathering.waiting}
        return attachments_behind(response, self.parts_of(response), known)

    def raw(self, response: Response, link: Link, form: str) -> RawDocument:
        """One part as a raw document; its title is the text of the link."""
        stem = PurePosixPath(unquote(urlsplit(response.url).path)).stem or "text"
        return raw_document(
            response.body,
            f"{stem}.{form}",
            media_type=MEDIA_TYPES[form],
            url=self.home(response.url),
            source=self.source.key,
            charset=charset_of(response),
            overrides=MetaOverrides(name=link.title or None),
        )

    def missed(self, failure: Failure) -> None:
        """Handle a page or a part of an agreement that could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.lose(request.cb_kwargs["gathering"], request.url, problem_of_failure(failure))

    def after_exception(self, request: Request) -> Iterable[Request]:
        """Nothing after an agreement, since agreements are independent; after a list, the next list."""
        return self.visit_list() if request.callback == self.parse_list else ()

    def lose(self, gathering: Gathering, url: str, problem: Problem) -> None:
        """Give up an agreement in this crawl, and report why."""
        if self.first.lost(gathering.key):
            self.keys_seen.discard(gathering.key)  # the list may know another address
        have, of = len(gathering.parts), len(gathering.parts) + len(gathering.waiting)
        fetched = f", {have} of {of} parts fetched" if of > 1 else ""
        self.fail(url, replace(problem, reason=f"{problem.reason} ({gathering.key} left as it was{fetched})"))

    def finish(self, gathering: Gathering) -> Iterator[FetchedDocument | Request]:
        """Deliver the agreement, as a bundle where it has several parts."""
        url = gathering.archived_at or self.home(gathering.url)
        reported = gathering.basis(url, self.language_of(gathering))
        if gathering.archived_on is not None:
            self.session.warn(f"{gathering.key}: an archive's copy of {gathering.archived_on}: {url}")
        overrides = merge_overrides(gathering.facts, reported)
        if len(gathering.parts) == 1:
            raw = replace(gathering.parts[0], overrides=overrides)
        else:
            try:
                raw = bundle(
                    gathering.parts, gathering.key, source=self.source.key, url=url, overrides=overrides
                )
            except BadInput as error:
                self.session.report(problem_of(error).at(gathering.url))
                return
        self.first.done(gathering.key)
        yield FetchedDocument(raw, url, now(), gathering.unchanged)

    def language_of(self, gathering: Gathering) -> str | None:
        """The language of an agreement's text (ISO 639-1); None where only the text shows it."""
        return self.language

    # Asking

    def ask(
        self, url: str, callback: Callable[..., Any], errback: Callable[[Failure], Any], **kwargs: Any
    ) -> Request:
        """A request, also for an address that was requested already: two agreements can share a file."""
        self.asked += 1
        self.session.total = self.asked
        return Request(
            url, callback=callback, errback=errback, cb_kwargs=kwargs, dont_filter=True, meta={WANTED: True}
        )

    def arrived(self, response: Response) -> None:
        """Record a page or part that is what was asked for."""
        fresh = 0 if "cached" in response.flags else len(response.body)
        self.session.succeeded(fresh, NOT_MODIFIED in response.flags)
