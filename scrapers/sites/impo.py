"""IMPO: Uruguay's law database, which gives every law as JSON; the laws of treaties have a collection of their own.

An address that does not exist is answered with a page ("Acceso no válido") in place of JSON, with status 200.
"""

import html
import json
import re
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapers.gazette import GazetteSpider, page

COLLECTION = "https://www.impo.com.uy/bases/leyes-internacional/"
_ITEM = re.compile(r"/bases/leyes-internacional/(\d+-\d{4})/?")


class ImpoSpider(GazetteSpider):
    """The treaties that the laws of the entry approve; an item is number and year of the law."""

    name = "impo"
    wants: ClassVar[str] = "json"
    accepts: ClassVar[str] = "json"
    language: ClassVar[str] = "es"

    @classmethod
    def item_at(cls, url: str) -> str | None:
        """Number and year of the law."""
        match = _ITEM.fullmatch(urlsplit(url).path)
        return match[1] if match else None

    @classmethod
    def address_of(cls, item: str) -> str:
        """The law as JSON."""
        return f"{COLLECTION}{item}?json=true"

    @classmethod
    def page_of(cls, body: bytes) -> str:
        """The titles, articles and notes of a law, in its order. Raises ValueError where they are not there."""
        law = _loaded(body)
        articles = law.get("articulos")
        if not isinstance(articles, list) or not articles:
            raise ValueError("no 'articulos' in the answer")
        pieces = [_article(article) for article in articles if isinstance(article, dict)]
        if not any(pieces):
            raise ValueError("no 'textoArticulo' in any of the articles")
        return page(html.escape(str(law.get("nombreNorma") or "").strip()), "".join(pieces))


def _loaded(body: bytes) -> dict[str, Any]:
    """The JSON object in an answer, which is in UTF-8 or, as the site's pages are, in ISO 8859-1."""
    for encoding in ("utf-8", "iso-8859-1"):
        try:
            law = json.loads(body.decode(encoding))
        except ValueError:
            continue
        if isinstance(law, dict):
            return law
    raise ValueError("no JSON object in the answer")


def _article(article: dict[str, Any]) -> str:
    """One article as HTML: headings above it, its own heading, its text; the fields are HTML."""
    words = str(article.get("textoArticulo") or "").strip()
    if not words:
        return ""
    above, own = (str(article.get(name) or "").strip() for name in ("titulosArticulo", "tituloArticulo"))
    return "".join(
        (
            f"<div>{above}</div>" if above else "",
            f"<h3>{own}</h3>" if own else "",
            f"<div>{_lines(words)}</div>",
        )
    )


def _lines(words: str) -> str:
    """Text with its lines kept: what has no tags of its own is set line by line."""
    if re.search(r"<(?:p|br|div|table)\b", words, re.IGNORECASE):
        return words
    return "".join(f"<p>{line.strip()}</p>" for line in words.splitlines() if line.strip())
