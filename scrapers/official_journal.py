"""Pages of the Official Journal and of Cellar: their markup, titles, sides, and lists of files."""

import re
from urllib.parse import urljoin

from scrapy.http import Response

from scrapers.written_parties import party_code

LANGUAGES = {"en": "eng", "es": "spa", "fr": "fra", "de": "deu", "it": "ita", "pt": "por", "nl": "nld"}
"""Cellar's names of languages; those not used yet are for entries that name them."""

MAX_TITLE = 400

ANCHORS = (
    ".oj-ti-art",
    ".ti-art",
    ".title-article-norm",
    ".eli-subdivision",
    ".oj-doc-ti",
    ".doc-ti",
    "#TexteOnly",
    ".oj-normal",
    ".normal",
)
"""Markup of the Official Journal, today's with `oj-` first, then that of before 2023, of consolidated texts, and of
before 2004."""

_TITLE = re.compile(r"\b(?:agreement|partnership|protocol|acuerdo|protocolo|accord)\b", re.IGNORECASE)
_SIDES = re.compile(
    r"\bbetween\s+the\s+European\s+(?:Union|Community|Economic\s+Community)"
    r"(?:\s+and\s+(?:its|their)\s+Member\s+States)?\s*,?(?:\s+of\s+the\s+one\s+part\s*,)?\s+and\s+(?:the\s+)?"
    r"(?P<other>[^,]+?)(?:,?\s+of\s+the\s+other\s+part)?\s*$",
    re.IGNORECASE,
)


def files_in(response: Response, language: str) -> list[str]:
    """Addresses in a list of files, in its order; only those of the act itself where the list marks them."""
    found: list[tuple[bool, int, str]] = []
    for item in response.css('li[title="item"]'):
        address = item.css("a[href]").attrib.get("href")
        said = {
            key: "".join(item.css(f'li[title="stream_{key}"] ::text').getall()).strip()
            for key in ("name", "label", "order")
        }
        if address is None or ".toc." in said["name"].lower():
            continue
        other = re.search(r"(?:_|\d)([A-Z]{2})(?:_|\.)", said["name"])
        if other is not None and other[1] in {code.upper() for code in LANGUAGES} - {language.upper()}:
            continue
        order = int(said["order"]) if said["order"].isdecimal() else len(found) + 1
        found.append((said["label"].lower() == "act", order, urljoin(response.url, address)))
    acts = [entry for entry in found if entry[0]] or sorted(found)
    return [address for _act, _order, address in sorted(acts, key=lambda entry: entry[1])]


def title_on(response: Response) -> str | None:
    """The title of the agreement as the Official Journal prints it; None where no line of it names one.

    A short line ("AGREEMENT") is often above the line that names the parties.
    """
    for classes in (".oj-doc-ti", ".doc-ti", ".title-doc-first"):
        lines = [" ".join("".join(line.css("::text").getall()).split()) for line in response.css(classes)]
        named = [line for line in lines if _TITLE.search(line) and len(line) <= MAX_TITLE]
        if named:
            return max(named, key=len)
    return None


def parties_in(title: str) -> tuple[str, ...]:
    """The EU and the other side, where the title names a single known one."""
    match = _SIDES.search(title)
    other = party_code(match["other"]) if match else None
    return ("EU", other) if other and other != "EU" else ()
