"""Telling block pages, challenges and wrong files from the documents asked for."""

import pytest
from scrapy.http import Response

from scrapers.answers import problem_with
from tracker.crawls import ErrorKind

WORDS = "The Parties shall keep their gardens open to visitors on every day of the week. " * 20
SCRIPT = "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
CHALLENGE = "a challenge or block page instead of the document; open the address in a browser"


@pytest.mark.parametrize(
    ("body", "wants", "problem"),
    [
        (f"<html><body>{WORDS}{SCRIPT}</body></html>", "html", None),
        (f"<html><body><noscript>Enable JavaScript</noscript>{WORDS[:80]}</body></html>", "html", None),
        (f"<html><title>Just a moment...</title>{SCRIPT}</html>", "html", CHALLENGE),
        ("<html><body>Access Denied. Reference 18.2</body></html>", "html", CHALLENGE),
        ("<?xml version='1.0'?><!DOCTYPE html><html><body>Access Denied</body></html>", "html", CHALLENGE),
        (f"<html><body>{WORDS}{SCRIPT}</body></html>", "pdf", CHALLENGE),
        (
            f"<html><body>{WORDS}</body></html>",
            "pdf",
            "an HTML page instead of PDF; the document may have moved",
        ),
        ("%PDF-1.7 ...", "pdf", None),
        ("\n\n%PDF-1.4 ...", "pdf", None),
        ("Not a document", "pdf", "not a PDF; the document may have moved"),
        ("PK\x03\x04...", "xlsx", None),
        ("PK\x03\x04...", "html", "a file instead of an HTML page; the address may have changed its meaning"),
        ("RTA ID;Name", "xlsx", "not a spreadsheet; the document may have moved"),
        ("\xd0\xcf\x11\xe0...", "xlsx", "an old binary Office file (.doc, .xls), which cannot be read"),
        ("\xd0\xcf\x11\xe0...", "docx", "an old binary Office file (.doc, .xls), which cannot be read"),
        ("\xd0\xcf\x11\xe0...", "html", "an old binary Office file (.doc, .xls), which cannot be read"),
        ('{"a": 1}', "json", None),
        ("<rss/>", "json", "not JSON; the interface may have changed"),
    ],
)
def test_answers_are_judged_by_what_was_asked_for(body: str, wants: str, problem: str | None) -> None:
    found = problem_with(Response("http://x/", body=body.encode("latin-1")), wants)
    assert (found and found.reason) == problem


def test_a_202_is_no_document_whatever_it_holds() -> None:
    found = problem_with(Response("http://x/", status=202, body=b"%PDF-1.7"), "pdf")
    assert found is not None and found.kind is ErrorKind.BLOCKED
    assert found.reason == "answered 202 without the document; the site may be holding robots off"
