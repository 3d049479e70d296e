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


MISSING = {
    "iis": ("404 - File or directory not found.", "<h1>Server Error</h1>"),
    "asp": ("", "<font size=2><p>Microsoft VBScript runtime </font><font size=2>error '800a01a8'</font>"),
    "drupal": ("African Union | Page not found", NAVIGATION),
    "gov.uk": ("Kites - GOV.UK", f"{NAVIGATION}<main><h1 class='gem-c-heading'>Page not found</h1></main>"),
    "sitecore": ("Document Not Found", "<p>requested URL : /x User Name: extranet\\Anonymous</p>"),
    "wet": ("Nous ne pouvons trouver cette page Web (Erreur 404) - Canada.ca", NAVIGATION),
    "below the menus": ("SICE", f"{NAVIGATION}<h2>La página que busca no existe o ha sido movida</h2>"),
    "a notice": (
        "EUR-Lex",
        f"{NAVIGATION}<div class='alert alert-warning'>The document does not exist.</div>",
    ),
    "register": ("Legal instruments", f"{NAVIGATION}<h3>Data not found</h3>"),
    "es": ("Gobierno", "<p>Lo sentimos, el recurso solicitado no está disponible.</p>"),
    "fr": ("Page non trouvée | Gouvernement", NAVIGATION),
    "pt": ("Portal", "<p>O conteúdo solicitado não foi encontrado.</p>"),
    "de": ("Behörde", f"{NAVIGATION}<h1>Die Seite konnte nicht gefunden werden</h1>"),
    "de, gone": ("Amt", "<p>Diese Seite gibt es nicht mehr.</p>"),
    "maintenance": ("Ministry", "<h1>We'll be back soon!</h1><p>We are performing some maintenance.</p>"),
    "maintenance, title": ("Scheduled maintenance", "<p>Come again on Monday.</p>"),
    "maintenance, fr": ("Service", "<p>Le service est momentanément indisponible.</p>"),
    "maintenance, pt": ("Portal", "<p>Página em manutenção. Tente mais tarde.</p>"),
    "parked": ("Kites", "<p>This domain is parked.</p>"),
    "no words": ("", "<script>window.location = '/new'</script>"),
}
BLOCKING = {
    "sign-in": ("Sign in to your account", NAVIGATION),
    "password": ("Ministry", "<p>User name</p><input name=u><p>Password</p><input type='password' name=p>"),
    "es": ("Iniciar sesión", "<p>Usuario</p>"),
    "consent": ("Before you continue", "<p>Accept all Reject all</p>"),
    "consent, body": ("Trade", "<p>To read this page you must accept cookies.</p>"),
    "privacy": ("Privacy settings", NAVIGATION),
    "firewall": ("Request Rejected", "<p>The requested URL was rejected. Your support ID is: 123</p>"),
    "limit": ("429 Too Many Requests", "<p>nginx</p>"),
    "human": ("Kites", "<p>Please verify that you are human.</p>"),
}


def judged(title: str, body: str, wants: str = "html") -> ErrorKind | None:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    found = problem_with(Response("http://x/", body=page.encode()), wants)
    return None if found is None else found.kind


@pytest.mark.parametrize("site", MISSING)
def test_pages_of_sites_that_say_that_a_text_is_missing(site: str) -> None:
    assert judged(*MISSING[site]) is ErrorKind.NOT_FOUND


@pytest.mark.parametrize("site", BLOCKING)
def test_pages_that_stand_before_a_text_are_blocks(site: str) -> None:
    assert judged(*BLOCKING[site]) is ErrorKind.BLOCKED


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Agreements", f"{NAVIGATION}<ul><li>Kites: text not available</li><li>Lamps: coming soon</li></ul>"),
        ("Agreements", f"{NAVIGATION}<h3>Coming soon</h3><p><a href='k.pdf'>Kites</a></p>"),
        ("Annex", "<p>Vessels undergoing scheduled maintenance in a yard of the other Party.</p>"),
        ("Anexo", "<p>Personas que prestan un servicio temporalmente en el territorio de la otra Parte.</p>"),
        ("Chapter 5", f"<h2>Article 3: Sign in</h2><p>{WORDS}</p><input type='password'>"),
        ("Frames", "<frameset><frame src='a.html'></frameset>"),
        ("Scan", "<img src='page1.gif'>"),
    ],
)
def test_pages_that_are_what_was_asked_for(title: str, body: str) -> None:
    assert judged(title, body) is None


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
