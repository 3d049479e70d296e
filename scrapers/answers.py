"""Is an answer what was asked for? Block pages, challenges and empty answers are told from texts here."""

import re

from scrapy.http import Response

_CHALLENGE = re.compile(
    rb"just a moment|cf-chl|cf_chl|challenge-platform|captcha|incapsula|_Incapsula_Resource|enable javascript"
    rb"|access denied|request blocked|are you a (?:human|robot)|unusual traffic|ddos protection|awswaf",
    re.IGNORECASE,
)
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_LOOK_AT = 20_000


def problem_with(response: Response, wants: str) -> str | None:
    """Why an answer is not a document of the kind wanted ("xml"), in one line; None where it is.

    A site that suspects a robot answers with status 202, an empty body, or a page that asks for JavaScript;
    all of these come with a friendly status and must never be read as a text.
    """
    body = response.body
    if not body.strip():
        return f"empty answer (status {response.status}); the site may be holding robots off"
    if response.status == 202:
        return "answered 202 without the document; the site may be holding robots off"
    start = body[:_LOOK_AT]
    if _HTML.match(start):
        if _CHALLENGE.search(start):
            return "a challenge or block page instead of the document; open the address in a browser"
        if wants != "html":
            return f"an HTML page instead of {wants.upper()}; the document may have moved"
    if wants == "xml" and not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "not XML; the document may have moved"
    return None
