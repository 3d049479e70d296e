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


NAVIGATION = "<nav><a href='/'>Home</a></nav>" + "<p>About the ministry, its houses and its gardens.</p>" * 40


@pytest.mark.parametrize(
    "body",
    [
        f"<html><head><title>The page cannot be found</title></head><body>{NAVIGATION}</body></html>",
        f"<html><head><title>404 - Not Found</title></head><body>{NAVIGATION}</body></html>",
        f"<html><head><title>Ministry</title></head><body><h1>Error</h1>{NAVIGATION}</body></html>",
        "<html><head><title>Document Moved</title></head><body><a href='/x'>here</a></body></html>",
        f"<html><head><title>Página no encontrada</title></head><body>{NAVIGATION}</body></html>",
        "<html><body><p>Le document demandé est introuvable.</p></body></html>",
        "<html><body>This resource is temporarily unavailable. Try again later.</body></html>",
    ],
)
def test_an_error_page_with_status_200_is_a_failure(body: str) -> None:
    found = problem_with(Response("http://x/", body=body.encode()), "html")
    assert found is not None
    assert found.kind is ErrorKind.NOT_FOUND
    assert "with status 200; the document may have moved" in found.reason


@pytest.mark.parametrize(
    "body",
    [
        f"<html><title>Chapter 14</title><body>{WORDS} A page that cannot be found is reported.</body></html>",
        "<html><body><p>Article 3</p><p>A Party mends a page that cannot be found within a day.</p></body></html>",
        f"<html><head><title>Errors of Origin Certificates</title></head><body>{WORDS}</body></html>",
        "<html><head><title>Moved Goods</title></head><body>Goods that move are moved goods.</body></html>",
    ],
)
def test_a_page_that_speaks_of_such_things_is_none(body: str) -> None:
    assert problem_with(Response("http://x/", body=body.encode()), "html") is None
