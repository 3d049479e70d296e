"""WTO Regional Trade Agreements database: one spreadsheet lists every agreement, a card each links its texts.

- Every agreement of the list is delivered with its facts, including those under negotiation and those without a text on
  the site.
- A card is requested only where the spreadsheet has changed for the agreement, or the card was last requested a month
  ago; its links are stored beside the HTTP cache.
- Only texts on the site itself are fetched.
"""

from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from scrapers.answers import problem_of
from scrapers.memory import Memory
from scrapers.rta_list import ListedAgreement, listed_agreements
from scrapers.session import FetchedDocument, FetchedFacts, now
from scrapers.sources import Source
from scrapers.spider import TextSpider
from tracker.errors import BadInput
from tracker.texts.raw import DOCX, PDF
from tracker.texts.wto_record import wto_record

LIST = "https://rtais.wto.org/UI/ExportAllRTAList.aspx"
LIST_NAME = "the list of all agreements"
FIELD = "showRelAggreement_RTAIdCardTabContainer_BasicInfoTbPanel_"
"""Part of the id of every field of a card (in the site's spelling); the part before it has changed over time."""

AT_ONCE = 2
LOOK_AGAIN_DAYS = 30
"""Days after which a card is requested again: it may get a text without any change in the list."""

_LANGUAGES = {"Eng": "en", "Sp": "es", "Fr": "fr"}  # in order of preference
_READABLE = {".pdf": ("pdf", PDF), ".docx": ("docx", DOCX)}

Links = list[tuple[str, str]]
"""Addresses of an agreement's texts, each with its language, in the card's order."""


class WtoRtaSpider(TextSpider):
    """Fetches the texts on the WTO's site of the agreements notified to it, with the facts of its list."""

    name = "wto_rta"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.waiting: deque[ListedAgreement] = deque()
        self.memory: Memory | None = None

    @classmethod
    def check_url(cls, source: Source) -> str:
        """A card, since every crawl checks the list."""
        return wto_record(source.items[0] if source.items else 1).url

    @classmethod
    def markup_problem(cls, response: Response) -> str | None:
        """Whether a card has the fields a crawl reads."""
        if not isinstance(response, TextResponse):
            return "no page but a file"
        for field in ("txtEngAgrName", "selStatus"):
            if not response.css(f'[id$="{FIELD}{field}"]'):
                return f"no field {field!r} on the card of an agreement"
        return None

    async def start(self) -> AsyncIterator[Request]:
        """The list; everything else follows from it."""
        self.memory = Memory(Path(self.settings["HTTPCACHE_DIR"]) / f"{self.name}-cards.json")
        yield Request(self.at(LIST), callback=self.parse_list, errback=self.fail_request)

    def parse_list(self, response: Response) -> Iterator[FetchedFacts | Request]:
        """Deliver the facts of all agreements; request the first few cards or texts, each followed by the next."""
        if not self.good(response, "xlsx"):
            return
        try:
            agreements = listed_agreements(response.body, LIST_NAME)
        except BadInput as error:
            self.fail(response.url, problem_of(error))
            return
        self.session.note(f"{len(agreements)} agreements in the list")
        for agreement in agreements:
            if agreement.facts.legal_status is None:
                self.session.warn(f"RTA {agreement.rta_id}: unknown status {agreement.status!r}")
            for problem in agreement.problems:
                self.session.warn(f"RTA {agreement.rta_id}: {problem}")
            yield FetchedFacts(self.source.key, str(agreement.rta_id), agreement.meta)
        self.waiting.extend(agreement for agreement in agreements if agreement.may_have_text)
        for _slot in range(AT_ONCE):
            yield from self.next_agreement()

    def next_agreement(self) -> Iterator[Request]:
        """The next request: for a card, or for the texts of one whose links are stored."""
        while self.waiting and not self.enough:
            agreement = self.waiting.popleft()
            links = self.remembered(agreement)
            if links is None:
                card = self.at(wto_record(agreement.rta_id).url)
                yield Request(
                    card,
                    callback=self.parse_card,
                    errback=self.missed,
                    cb_kwargs={"agreement": agreement},
                )
                return
            if links:
                yield self.first_text(agreement, links)
                return

    def remembered(self, agreement: ListedAgreement) -> Links | None:
        """The stored links of a card that need not be requested again; None where it must be."""
        known = self.memory.values.get(str(agreement.rta_id)) if self.memory else None
        if not known or known["row"] != agreement.fingerprint:
            return None
        if (now().date() - date.fromisoformat(known["seen"])).days >= LOOK_AGAIN_DAYS:
            return None
        return [(url, language) for url, language in known["links"]]

    def parse_card(self, response: Response, agreement: ListedAgreement) -> Iterator[Request]:
        """One agreement's card: read its links to texts."""
        if self.good(response, "html"):
            problem = self.markup_problem(response)
            if problem is not None:
                self.fail_markup(response.url, f"{problem}; the site's markup has changed")
            else:
                links = self.links_on(response, agreement)
                if self.memory is not None:
                    self.memory.values[str(agreement.rta_id)] = {
                        "row": agreement.fingerprint,
                        "seen": now().date().isoformat(),
                        "links": links,
                    }
                if links and not self.enough:
                    yield self.first_text(agreement, links)
                    return
        yield from self.next_agreement()

    def links_on(self, response: Response, agreement: ListedAgreement) -> Links:
        """Texts on the site itself, one per line of the card's list of texts; others are noted."""
        links: Links = []
        elsewhere = []
        rows: dict[str, dict[str, str]] = {}
        for anchor in response.css(f'a[id*="{FIELD}rptTOAList_"][href]'):
            row, language = _place(anchor.attrib["id"])
            if language is not None:
                url = urljoin(response.url, anchor.attrib["href"].strip())
                rows.setdefault(row, {})[language] = self.home(url)
        for texts in rows.values():
            usable = [code for code in _LANGUAGES if code in texts and self.is_readable(texts[code])]
            if usable:
                links.append((texts[usable[0]], _LANGUAGES[usable[0]]))
            else:
                elsewhere.append(next(iter(texts.values())))
        for url in elsewhere:
            self.session.note(f"RTA {agreement.rta_id}: text not fetched, see {url}")
        return links

    def is_readable(self, url: str) -> bool:
        """Whether a text is on the site and in a format that can be read."""
        here = urlsplit(url).hostname in self.source.allowed_hosts
        return here and PurePosixPath(unquote(urlsplit(url).path)).suffix.lower() in _READABLE

    def first_text(self, agreement: ListedAgreement, links: Links) -> Request:
        """The request for an agreement's first text."""
        self.asked_documents += 1
        return self.text_request(agreement, links, [])

    def text_request(self, agreement: ListedAgreement, links: Links, parts: list[FetchedDocument]) -> Request:
        """The request for the next text of an agreement, after those already fetched."""
        url, _language = links[len(parts)]
        return Request(
            self.at(url),
            callback=self.parse_text,
            errback=self.missed,
            cb_kwargs={"agreement": agreement, "links": links, "parts": parts},
            dont_filter=True,  # two agreements may share a text
        )

    def parse_text(
        self, response: Response, agreement: ListedAgreement, links: Links, parts: list[FetchedDocument]
    ) -> Iterator[FetchedDocument | Request]:
        """One text; after the last one of its agreement they are delivered, as one document where there are several."""
        url, language = links[len(parts)]
        file = PurePosixPath(unquote(urlsplit(url).path))
        wants, media_type = _READABLE[file.suffix.lower()]
        facts = replace(agreement.facts, language=language, source_url=url)
        document = self.document(
            response, f"{agreement.rta_id}/{file.name}", wants=wants, media_type=media_type, overrides=facts
        )
        if document is None:
            yield from self.next_agreement()
            return
        parts = [*parts, document]
        if len(parts) < len(links):
            yield self.text_request(agreement, links, parts)
            return
        document = self.together(parts, f"{agreement.rta_id}/texts")
        if document is not None:
            yield document
        yield from self.next_agreement()

    def missed(self, failure: Failure) -> Iterator[Request]:
        """Handle a card or text that could not be fetched: record it and request the next agreement."""
        self.fail_request(failure)
        yield from self.next_agreement()

    def after_exception(self, _request: Request) -> Iterable[Request]:
        """The next agreement."""
        return self.next_agreement()

    def closed(self, _reason: str) -> None:
        """Store the links of the cards."""
        if self.memory is not None:
            self.memory.save()


def _place(anchor_id: str) -> tuple[str, str | None]:
    """Line and language of a link in the card's list of texts.

    Seen as "…rptTOAList_EngTOAHyperLink_0" and, years ago, as "…rptTOAList_ctl01_EngTOAHyperLink".
    """
    rest = anchor_id.partition("rptTOAList_")[2]
    for code in _LANGUAGES:
        if f"{code}TOAHyperLink" in rest:
            return rest.replace(f"{code}TOAHyperLink", ""), code
    return rest, None
