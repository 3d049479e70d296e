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
_TITLE_OF_WINDOW = re.compile(rb"<title\b.*?</title\s*>", re.IGNORECASE | re.DOTALL)
_TITLES = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_NOTICES = re.compile(
    r"<(h2|h3)\b[^>]*>(.{1,300}?)</\1\s*>"
    r"|<(div|p|span)\b[^>]*\bclass\s*=\s*[\"']?[^\"'>]*\b(?:alert|error|warning|message)\b[^>]*>([^<]{5,300})<",
    re.IGNORECASE | re.DOTALL,
)
"""Places below the first heading where a site says that something is missing; a line of a list may say the like."""

_OF_ONE_ITEM = re.compile(r"soon|construc|results?|resultad|available|disponib|dispon[ií]vel", re.IGNORECASE)
"""What such a place says of one text of a list, and not of the page."""

_ARTICLE = re.compile(r"\bart(?:[ií]cle|[ií]culo|igo|ikel)\b", re.IGNORECASE)
_ASKS_FOR_A_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_WORDLESS = re.compile(rb"<(?:frame|iframe|img|object|embed)\b", re.IGNORECASE)
_HOLDS_OFF = re.compile(
    r"\b(?:sign|log) ?in\b|login|iniciar sesi|connexion|cookie|privacy|consent|human|robot|javascript|browser|den[iy]ed"
    r"|denegad|negado|refus|interdit|forbidden|permission|blocked|rejected|too many|session|before you continue",
    re.IGNORECASE,
)
"""Words of pages that stand between a visitor and the text, which is there."""
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
        return _problem_of_page(body, response.status)
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


def _problem_of_page(body: bytes, status: int) -> Problem | None:
    """Why an HTML page with a status of success is not the page asked for; None where nothing shows that."""
    said = _error_page(body)
    if said is None:
        return None
    if not said:
        reason = f"a page without words (status {status}); it may send browsers elsewhere by a script"
        return Problem(ErrorKind.NOT_FOUND, reason)
    if _HOLDS_OFF.search(said):
        reason = f"a page that says {said!r} in place of the document; open the address in a browser"
        return Problem(ErrorKind.BLOCKED, reason)
    reason = f"a page that says {said!r} with status {status}; the document may have moved"
    return Problem(ErrorKind.NOT_FOUND, reason)


def _error_page(body: bytes) -> str | None:
    """The words by which a page with a status of success says that something is missing or must be done first.

    None for a real page, "" for one without any words. Its title or first heading says so; where it names no article,
    a further heading or a notice; or all that it has to say.
    """
    start = body[:_LOOK_AT].decode("utf-8", "replace")
    for match in _TITLES.finditer(start):
        if said := title_of_error_page(_words(match[2])):
            return said
    if not _ARTICLE.search(start):
        for match in _NOTICES.finditer(start):
            said = error_page_words(_words(match[2] or match[4]))
            if said and not _OF_ONE_ITEM.search(said):
                return said
    if len(body) > _LOOK_AT:
        return None
    shown = _UNSEEN.sub(b" ", _TITLE_OF_WINDOW.sub(b" ", body))
    visible = html.unescape(b" ".join(shown.split()).decode("utf-8", "replace"))
    if not visible.strip() and not _WORDLESS.search(body):
        return ""
    if len(visible) >= _MAX_CHALLENGE_CHARACTERS or _ARTICLE.search(visible):
        return None
    if _ASKS_FOR_A_PASSWORD.search(start):
        return "sign in (it asks for a password)"
    return error_page_words(visible)


def _words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


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
