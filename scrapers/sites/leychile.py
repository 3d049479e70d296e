"""LeyChile: Chile's law database at the Library of Congress, whose exchange service gives every law as XML.

Chile promulgates treaties by decree and prints their text with it. The service answers robots that it suspects with a
few bytes that are no XML: that is reported, and not got round.
"""

import html
import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from scrapers.gazette import GazetteSpider, page

SERVICE = "https://www.leychile.cl/Consulta/obtxml?opt=7&idNorma="


class LeychileSpider(GazetteSpider):
    """The decrees of the entry; an item is the number that the database gives a law (`idNorma`)."""

    name = "leychile"
    wants: ClassVar[str] = "xml"
    accepts: ClassVar[str] = "xml"
    language: ClassVar[str] = "es"

    @classmethod
    def item_at(cls, url: str) -> str | None:
        """The number in an address of the exchange service."""
        parts = urlsplit(url)
        number = parse_qs(parts.query).get("idNorma", [""])[0]
        return number if parts.path.lower() == "/consulta/obtxml" and number.isdecimal() else None

    @classmethod
    def address_of(cls, item: str) -> str:
        """The law as XML."""
        return f"{SERVICE}{item}"

    @classmethod
    def page_of(cls, body: bytes) -> str:
        """Heading and parts of a law, in its order. Raises ValueError where they are not there."""
        try:
            law = fromstring(body)
        except (ParseError, DefusedXmlException) as error:
            raise ValueError(f"no XML that can be read ({error})") from None
        if _tag(law) != "Norma":
            raise ValueError(f"no Norma in the answer but {_tag(law)}")
        parts = [text for element in law.iter() if _tag(element) == "Texto" and (text := _text(element))]
        if not parts:
            raise ValueError("no Texto in the Norma")
        title = next((_text(one) for one in law.iter() if _tag(one) == "TituloNorma"), "")
        return page(html.escape(" ".join(title.split())), "".join(map(_lines, parts)))


def _tag(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _text(element: Element) -> str:
    return "".join(element.itertext()).replace("\N{NO-BREAK SPACE}", " ").strip()


def _lines(words: str) -> str:
    """Each line of a text as a paragraph; lines that were broken to fit a width are joined again."""
    return "".join(f"<p>{html.escape(line)}</p>" for line in _joined(words))


def _joined(words: str) -> Iterator[str]:
    """The lines of a text, without their indents; empty ones left out."""
    for line in words.splitlines():
        plain = re.sub(r"\s+", " ", line).strip()
        if plain:
            yield plain
