"""What the local copies of sites are made of: fixture pages, and PDF and Word files made on the spot."""

from pathlib import Path

from tests.scrapers.site import Answer, served
from tests.texts.papers import column, docx_of, paragraph, pdf_of

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RULE = (
    "The Parties shall let fruit and letters about fruit pass as though at home,",
    "and shall not ask a messenger for more than a friendly word.",
)
"""The words of every article in the files made here."""

CHALLENGE = Answer(
    b"<!DOCTYPE html><html><head><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/h.js'>"
    b"</script></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>",
    202,
)


def fixture(key: str, name: str) -> bytes:
    """A saved page."""
    return (FIXTURES / key / name).read_bytes()


def html(key: str, name: str, encoding: str = "utf-8") -> Answer:
    """A fixture page, in the encoding its site uses; the server names the encoding only where it is UTF-8."""
    body = (FIXTURES / key / name).read_text(encoding="utf-8").encode(encoding)
    return served(body) if encoding == "utf-8" else served(body, "text/html")


def pdf(*articles: str, chapter: str | None = None) -> Answer:
    """A PDF with articles of these numbers, under the heading of a chapter where one is given."""
    lines = [chapter, ""] if chapter else []
    for number in articles:
        lines += [f"Article {number}", f"Rule {number}", *RULE, ""]
    return served(pdf_of([column(lines)]), "application/pdf")


def docx(*articles: str, chapter: str | None = None) -> Answer:
    """The same as a Word file."""
    lines = [chapter] if chapter else []
    for number in articles:
        lines += [f"Article {number}", f"Rule {number}", " ".join(RULE)]
    return served(docx_of("".join(map(paragraph, lines))), _WORD)
