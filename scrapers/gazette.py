"""Official gazettes and law databases that give one text for each address: fetched one after the other."""

from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.memento import WANTED, archived_on, copy_address
from scrapers.middlewares import NOT_MODIFIED
from scrapers.session import FetchedDocument, now
from scrapers.sources import Source
from scrapers.spider import TextSpider
from scrapers.wanted import facts_at
from tracker.texts import MetaOverrides, raw_document
from tracker.texts.overrides import merge_overrides
from tracker.texts.raw import HTML


class GazetteSpider(TextSpider):
    """Base of their spiders: what a spider says is the address of an item, and how to make a page of the answer.

    Items are those of the registry's wanted texts, then those of the entry, each once.
    """

    language: ClassVar[str]
    accepts: ClassVar[str]
    """Format of the answers, in the words of `scrapers.answers.problem_with`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        first = [item for row in self.wanted if (item := self.item_at(row.url)) is not None]
        self.waiting: deque[str] = deque(dict.fromkeys([*first, *self.source.items]))
        if self.session.total is None:
            self.session.total = len(self.waiting)

    @classmethod
    def item_at(cls, url: str) -> str | None:
        """The item that an address is of, None for an address of something else."""
        raise NotImplementedError

    @classmethod
    def address_of(cls, item: str) -> str:
        """The address of an item."""
        raise NotImplementedError

    @classmethod
    def page_of(cls, body: bytes) -> str:
        """The text in an answer as an HTML page. Raises ValueError, in one line, where there is none."""
        raise NotImplementedError

    @classmethod
    def takes_wanted(cls, url: str) -> bool:
        """Addresses of items."""
        return cls.item_at(url) is not None

    @classmethod
    def check_url(cls, source: Source) -> str:
        """The first item of the entry."""
        return cls.address_of(source.items[0])

    @classmethod
    def markup_problem(cls, response: Response) -> str | None:
        """Whether an answer has the fields of a text that a crawl reads."""
        try:
            cls.page_of(response.body)
        except ValueError as error:
            return str(error)
        return None

    async def start(self) -> AsyncIterator[Request]:
        """The first item; each answer is followed by the next request."""
        for request in self.next_item():
            yield request

    def next_item(self) -> Iterator[Request]:
        """The request for the next item."""
        if self.waiting and not self.enough:
            item = self.waiting.popleft()
            self.asked_documents += 1
            yield self.item_request(item)

    def item_request(self, item: str) -> Request:
        """The request for an item."""
        return Request(
            self.at(self.address_of(item)),
            callback=self.parse_item,
            errback=self.missed,
            cb_kwargs={"item": item},
            dont_filter=True,
            meta={WANTED: True},
        )

    def parse_item(self, response: Response, item: str) -> Iterator[FetchedDocument | Request]:
        """One answer, then the next request."""
        if self.good(response, self.accepts):
            try:
                page = self.page_of(response.body)
            except ValueError as error:
                self.fail_markup(response.url, f"{error}; the interface may have changed")
            else:
                yield self.made(response, item, page)
        yield from self.next_item()

    def made(self, response: Response, item: str, page: str) -> FetchedDocument:
        """The text as a document, with the registry's facts of the agreement, where it has that address."""
        url = copy_address(response) or self.home(response.url)
        reported = MetaOverrides(
            source_url=url, language=self.language, external_id=item, archived_on=archived_on(response)
        )
        facts = merge_overrides(self.entry_facts(item), facts_at(self.source.key, item, self.item_at))
        raw = raw_document(
            page.encode(),
            f"{self.name}.html",
            media_type=HTML,
            url=url,
            source=self.source.key,
            charset="utf-8",
            overrides=merge_overrides(replace(facts, language=None), reported),
        )
        return FetchedDocument(raw, url, now(), NOT_MODIFIED in response.flags)

    def missed(self, failure: Failure) -> Iterator[Request]:
        """Handle an item that could not be fetched: record it and request the next one."""
        self.fail_request(failure)
        yield from self.next_item()

    def after_exception(self, _request: Request) -> Iterable[Request]:
        """The next item."""
        return self.next_item()


def page(title: str, body: str) -> str:
    """An HTML page with a title and a body that is HTML already."""
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body><h1>{title}</h1>{body}</body></html>"
