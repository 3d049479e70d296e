"""What an answer contains: a page with a text or only a list of links, its format and encoding."""

import re

from scrapy.http import Response, TextResponse

from scrapers.answers import problem_with
from scrapers.links import joined
from tracker.crawls import ErrorKind, Problem
from tracker.errors import BadInput
from tracker.texts import DOCX, HTML, PDF, parse, raw_document
from tracker.texts.page_titles import name_in_page_title

NOT_A_PAGE = Problem(ErrorKind.FORMAT, "not a page")

MEDIA_TYPES = {"html": HTML, "pdf": PDF, "docx": DOCX}

LEAST_TEXT = 60
"""Least average length (characters) of the articles on a page that is a text; lines of a table of contents are
shorter."""

_MAGIC = {"pdf": b"%PDF-", "docx": b"PK\x03\x04"}
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_TITLE_WORD = re.compile(r"agreement|treaty|partnership|protocol|convention|acuerdo|tratado", re.IGNORECASE)


def form_inside(response: Response) -> str:
    """The format of an answer, by its bytes, where the address does not show it: "pdf", "docx" or "html"."""
    for form, magic in _MAGIC.items():
        if response.body.startswith(magic):
            return form
    return "html"


def problem_inside(response: Response, form: str) -> Problem | None:
    """Why an answer is not a file of that format; None where it is one."""
    if response.body.startswith(_OLD_WORD):
        return Problem(ErrorKind.FORMAT, "an old Word file (.doc), which cannot be read")
    problem = problem_with(response, form)
    if problem is None and form == "html" and not isinstance(response, TextResponse):
        return NOT_A_PAGE
    return problem


def charset_of(response: Response) -> str | None:
    """The charset the server declares, None where it declares none."""
    declared = response.headers.get(b"Content-Type") or b""
    match = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", declared, re.IGNORECASE)
    return match[1].decode("ascii") if match else None


def is_text(response: TextResponse) -> bool:
    """Whether a page has articles, and not only lines that name them."""
    try:
        agreement = parse(
            raw_document(response.body, "page.html", media_type=HTML, charset=charset_of(response))
        )
    except BadInput:
        return False
    lengths = [
        len(article.text) for chapter in agreement.chapters for article in chapter.articles if article.number
    ]
    return bool(lengths) and sum(lengths) >= LEAST_TEXT * len(lengths)


def name_on(response: TextResponse, css: str) -> str | None:
    """The name of the agreement on a page, from the elements found by `css`; None where none of them has a name.

    Words of the site ("SICE: Trade Agreements: ...", "... | Department of ...") are not part of it.
    """
    for element in response.css(css):
        name = name_in_page_title(joined(element.xpath(".//text()").getall()))
        if name is not None:
            return name
    return None


def has_full_name(text: str) -> bool:
    """Whether some words can be the name of an agreement, not only its abbreviation."""
    return bool(_TITLE_WORD.search(text)) and len(text) <= 200


def slug(text: str) -> str:
    """Lower-case words of a title with hyphens between."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:60].strip("-")
