"""WTO documents in a page of search results: symbol, title, date of issue, members, files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from scrapy.selector import Selector

from scrapers.written_parties import party_codes
from tracker.texts.symbols import base_of, normal_symbol, revision_of

_SENDERS = re.compile(
    r"(?:communication|submission|proposal|contribution|request|paper|statement)s?\s+(?:from|by|of)\s+(?:the\s+)?(.+)$",
    re.IGNORECASE,
)
_AND = re.compile(
    # Not the comma of "Korea, Republic of" or "Hong Kong, China", which belongs to the name.
    r"\s*;\s*|,?\s+and\s+|(?<!hong kong)(?<!macao)(?<!macau),(?!\s*(?:\w+\s+){1,3}of\s*(?:$|[,;]|and\b))\s*",
    re.IGNORECASE,
)
_THE = re.compile(r"^the\s+", re.IGNORECASE)
_DAY = re.compile(r"\b(\d{2}/\d{2}/\d{4})\b")
_SPLIT = re.compile(r'<div class="hitContainer"')

LANGUAGES = {"hitEnFileLink": "en", "hitSpFileLink": "es", "hitFrFileLink": "fr"}
"""Language by the class of the link to its file, in order of preference."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result. `files` are addresses by language; empty where the document is restricted."""

    symbol: str
    title: str
    issued: date | None
    restricted: bool
    files: dict[str, str]

    @property
    def base(self) -> str:
        """The symbol without its revision, which is the same for all versions of a document."""
        return (base_of(self.symbol) or self.symbol) if self.revision else self.symbol

    @property
    def revision(self) -> int:
        """0 for the first version, 5 for Rev.5."""
        return revision_of(self.symbol)

    @property
    def members(self) -> tuple[str, ...]:
        """Codes of the members that submitted the document; empty unless the title names them all and all are known."""
        match = _SENDERS.search(self.title)
        names = _AND.split(match[1]) if match else []
        return party_codes(_THE.sub("", name) for name in names if name)


def hits(page: str) -> Iterator[Hit]:
    """The results on a page. Their divs are nested wrongly, so each result extends to the beginning of the next one."""
    for piece in _SPLIT.split(page)[1:]:
        selector = Selector(text=f"<div {piece}")
        symbol = "".join(selector.css("div.hitSymbol ::text").getall()).strip()
        if not symbol:
            continue
        # A document may have several symbols ("WT/L/274; WT/GC/W/90"): the first is its own.
        symbol = normal_symbol(re.split(r"[;,\n]", symbol)[0])
        title = " ".join(" ".join(selector.css('span[title="Document title"] ::text').getall()).split())
        details = " ".join(" ".join(selector.css("div.hitDetail ::text").getall()).split())
        restricted = bool(re.search(r"Access:\s*Restricted", details, re.IGNORECASE))
        yield Hit(symbol, title, _day(details), restricted, {} if restricted else _files(selector))


def _files(selector: Selector) -> dict[str, str]:
    files = {}
    for css, language in LANGUAGES.items():
        link = selector.css(f"div.{css} a.FEFileNameLinkResultsCss[href]")
        if link:
            files[language] = link.attrib["href"].strip()
    return files


def _day(details: str) -> date | None:
    match = _DAY.search(details)
    try:
        return datetime.strptime(match[1], "%d/%m/%Y").date() if match else None
    except ValueError:
        return None
