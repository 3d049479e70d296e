"""What an answer contains: a page with a text or only a list of links, its format and encoding."""

import re

from scrapy.http import Response, TextResponse

from scrapers.answers import problem_with
from scrapers.links import joined
from tracker.crawls import ErrorKind, Problem
from tracker.errors import BadInput
from tracker.texts import DOCX, HTML, PDF, parse, raw_document

NOT_A_PAGE = Problem(ErrorKind.FORMAT, "not a page")

MEDIA_TYPES = {"html": HTML, "pdf": PDF, "docx": DOCX}

LEAST_TEXT = 60
"""Least average length (characters) of the articles on a page that is a text; lines of a table of contents are
shorter."""

_MAGIC = {"pdf": b"%PDF-", "docx": b"PK\x03\x04"}
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_TITLE_WORD = re.compile(r"agreement|treaty|partnership|protocol|convention|acuerdo|tratado", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b\w*(?:FTA|EPA|CEP|TPP?A?|DEA)\b")
_PAGE_WORDS = re.compile(
    r"\s*[-–—:|]\s*(?:table of contents|official text|final text|text|index|overview|home)\b.*$",
    re.IGNORECASE,
)

_SITE_WORDS = re.compile(
    r"^(?:[^:|]{1,60}[:|]\s*)*?[^:|]{0,40}\b(?:agreements|treaties|acuerdos|tratados)\b[^:|]{0,25}[:|]\s*(?=\S)",
    re.IGNORECASE,
)
"""A site's name and section at the beginning of a page's title: no agreement's name has a plural before a colon."""

_BETWEEN = re.compile(r"\w\s*[-–—]\s*\w")
"""Two sides with a dash between, as sites name an agreement under such a heading."""


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
    """The name of the agreement on a page, from the first element found by `css`; None where that is not a name.

    Words of the site before the name ("SICE: Trade Agreements: ...") are not part of it.
    """
    name = _PAGE_WORDS.sub("", joined(response.css(css)[:1].xpath(".//text()").getall()))
    of_site = _SITE_WORDS.match(name)
    if of_site is not None:
        name = name[of_site.end() :]
        return name if has_full_name(name) or _BETWEEN.search(name) else None
    return name if has_full_name(name) or _ABBREVIATION.search(name) else None


def has_full_name(text: str) -> bool:
    """Whether some words can be the name of an agreement, not only its abbreviation."""
    return bool(_TITLE_WORD.search(text)) and len(text) <= 200


def slug(text: str) -> str:
    """Lower-case words of a title with hyphens between."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:60].strip("-")
