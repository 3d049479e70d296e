"""Checks whether an answer is what was asked for: distinguishes texts from block pages, challenges and empty
answers."""

import html
import re

from scrapy.http import Response

from scrapers.office import container_problem
from tracker.crawls import ErrorKind, Problem
from tracker.errors import BadInput
from tracker.texts.error_pages import error_page_words, title_of_error_page

_CHALLENGE = re.compile(
    rb"just a moment|cf-chl|cf_chl|challenge-platform|captcha|incapsula|_Incapsula_Resource|enable javascript"
    rb"|access denied|request blocked|are you a (?:human|robot)|unusual traffic|ddos protection|awswaf"
    rb"|sucuri_cloudproxy|you are being redirected",
    re.IGNORECASE,
)
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_NOSCRIPT = re.compile(rb"<noscript\b.*?</noscript\s*>", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(
    rb"<(script|style|noscript|svg)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL
)
_TITLES = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_ARTICLE = re.compile(r"\bart[ií]c(?:le|ulo)\b", re.IGNORECASE)
_LOOK_AT = 20_000

_MAX_CHALLENGE_CHARACTERS = 700
"""A challenge or block page has little visible text. Protected sites load the same scripts on real pages, and real
pages ask for JavaScript too: a page with more visible text than this is taken as a real one."""

_STARTS = {
    "pdf": (b"%PDF-", "a PDF"),
    "docx": (b"PK\x03\x04", "a Word file"),
    "xlsx": (b"PK\x03\x04", "a spreadsheet"),
}
_PDF_MAY_START_WITHIN = 1024  # readers accept bytes before a PDF's first line, and some sites send them


class WrongAnswer(BadInput):
    """An answer that cannot be used, with the kind of its problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def problem_of(error: BadInput) -> Problem:
    """The problem of an error; that the document cannot be read where the error has no kind."""
    return error.problem if isinstance(error, WrongAnswer) else Problem(ErrorKind.REFUSED, str(error))


def problem_with(response: Response, wants: str) -> Problem | None:
    """Why an answer is not a document of the kind wanted; None where it is.

    - `wants` is "html", "xml", "json", "pdf", "docx", "xlsx", "page" (a site's page in any format), or another word
      (then only HTML is recognised as wrong).
    - A site that suspects a robot answers with status 202, an empty body, or a page that asks for JavaScript; all of
      these have a status of success and must never be read as a text.
    - A page that says that the document was not found, or has moved, may have a status of success, too.
    """
    body = response.body
    if not body.strip():
        reason = f"empty answer (status {response.status}); the site may be holding robots off"
        return Problem(ErrorKind.BLOCKED, reason)
    if response.status == 202:
        reason = "answered 202 without the document; the site may be holding robots off"
        return Problem(ErrorKind.BLOCKED, reason)
    start = body[:_LOOK_AT]
    if _HTML.match(start):
        if _CHALLENGE.search(start) and (wants not in {"html", "page"} or is_challenge(body)):
            reason = "a challenge or block page instead of the document; open the address in a browser"
            return Problem(ErrorKind.BLOCKED, reason)
        if wants not in {"html", "page"}:
            reason = f"an HTML page instead of {wants.upper()}; the document may have moved"
            return Problem(ErrorKind.FORMAT, reason)
        said = _error_page(body)
        reason = f"a page that says {said!r} with status {response.status}; the document may have moved"
        return Problem(ErrorKind.NOT_FOUND, reason) if said is not None else None
    wrong = _wrong_start(body, wants)
    return Problem(ErrorKind.FORMAT, wrong) if wrong is not None else None


def is_challenge(body: bytes) -> bool:
    """Whether an HTML page with a typical word of challenges is one, where a page was asked for."""
    if len(body) > 5 * _LOOK_AT:
        return False  # no challenge page is so long, and removing its tags would take long
    # Ordinary pages ask for JavaScript too, but only in `noscript`.
    rest = _NOSCRIPT.sub(b" ", body)
    return bool(_CHALLENGE.search(rest)) and len(b" ".join(_UNSEEN.sub(b" ", rest).split())) < (
        _MAX_CHALLENGE_CHARACTERS
    )


def _error_page(body: bytes) -> str | None:
    """The words by which a page with a status of success says that something was not found; None for a real one.

    Its title or first heading says so, or all that it has to say.
    """
    start = body[:_LOOK_AT].decode("utf-8", "replace")
    for match in _TITLES.finditer(start):
        if said := title_of_error_page(html.unescape(re.sub(r"<[^>]*>", " ", match[2]))):
            return said
    if len(body) > _LOOK_AT:
        return None
    visible = b" ".join(_UNSEEN.sub(b" ", body).split()).decode("utf-8", "replace")
    if len(visible) >= _MAX_CHALLENGE_CHARACTERS or _ARTICLE.search(visible):
        return None
    return error_page_words(html.unescape(visible))


def _wrong_start(body: bytes, wants: str) -> str | None:
    """Why bytes that are not an HTML page are not of the kind wanted."""
    start = body[:_PDF_MAY_START_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n")
    if wants == "xml" and not start.startswith(b"<"):
        return "not XML; the document may have moved"
    if wants == "json" and not start.startswith((b"{", b"[")):
        return "not JSON; the interface may have changed"
    if wants == "html" and start.startswith(tuple(magic for magic, _what in _STARTS.values())):
        return "a file instead of an HTML page; the address may have changed its meaning"
    container = container_problem(body)
    if container is not None:
        return container
    if wants in _STARTS:
        magic, what = _STARTS[wants]
        found = magic in start if wants == "pdf" else start.startswith(magic)
        if not found:
            return f"not {what}; the document may have moved"
    return None
