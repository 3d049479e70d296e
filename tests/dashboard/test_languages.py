"""Spanish and French: every page opens, says so in its address, keeps its view; foreign texts say their language."""

import re
from html.parser import HTMLParser
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, update
from starlette.requests import Request

from dashboard.parts import language as language_part
from dashboard.parts.language import preferred_language
from dashboard.parts.markup import tag, woven
from dashboard.parts.messages import DEFAULT_LANGUAGE, Messages, languages
from dashboard.parts.pages import PAGES
from dashboard.preview import Preview
from dashboard.start_page import STATIC, asked_language, start_page
from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Document, Source
from tracker.models.database import open_database
from tracker.queries.agreement.reference import Verdict
from tracker.queries.country.accession import DIFFERENCES
from tracker.queries.country.policies import PolicyState
from tracker.template.loader import load_template

OTHERS = tuple(language for language in languages() if language != DEFAULT_LANGUAGE)

GATES = "Cada lado deja abiertas las puertas a los datos."


class Links(HTMLParser):
    """The addresses of all links of a page; those of the language bar apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[str] = []
        self.languages: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        if tag == "a" and "hreflang" in found:
            self.languages[found["hreflang"]] = found["href"]
        elif tag == "a":
            self.all.append(found["href"])


@pytest.fixture
def spanish_text(world: str) -> str:
    """The small world and an agreement whose text is Spanish."""
    database = open_database(world)
    finding = MadeFinding("data_flows", "hard", False, evidence=GATES)
    with database.session() as session:
        World(session, "oas").agreement(
            "Sol - Luna",
            parties=["EEE", "FFF"],
            chapters=(MadeChapter(articles=(MadeArticle("3", "Puertas", GATES, (finding,)),)),),
        )
        source = session.scalar(select(Source.id).where(Source.key == "oas"))
        session.execute(update(Document).where(Document.source_id == source).values(language="es"))
    database.close()
    return world


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language(world: str, open_page: Open, page: str, language: str) -> None:
    html = shown(open_page(page, lang=language))
    title = Messages(language).say(f"{page}.title")
    assert title != Messages().say(f"{page}.title")
    assert f"<h1>{title}</h1>" in html
    inner = [href for href in Links(html).all if not urlsplit(href).scheme and not href.startswith("#")]
    assert all(parse_qs(urlsplit(href).query)["lang"] == [language] for href in inner), inner


@pytest.mark.parametrize("language", languages())
def test_language_links_keep_the_view(world: str, open_page: Open, language: str) -> None:
    html = shown(open_page("spread", lang=language, provision="source_code", by="in_force"))
    links = Links(html).languages
    assert tuple(links) == languages()
    for target, href in links.items():
        kept = {"provision": ["source_code"], "by": ["in_force"]}
        assert parse_qs(urlsplit(href).query) == ({**kept, "lang": [target]} if target != "en" else kept)
    assert f'lang="{language}" hreflang="{language}" aria-current="true"' in html


def test_unknown_language_is_named_and_english_spoken(world: str, open_page: Open) -> None:
    html = shown(open_page("country", lang="<b>xx"))
    assert "<h1>What binds a country</h1>" in html
    assert "not known here (lang=&lt;b&gt;xx)" in html
    assert "lang=" not in "".join(Links(html).all)


def test_language_is_read_in_capitals_too(world: str, open_page: Open) -> None:
    html = shown(open_page("country", lang="ES"))
    assert "<h1>A qué está obligado un país</h1>" in html
    assert 'class="notice notice-warning"' not in html


@pytest.mark.parametrize("language", languages())
def test_start_page_speaks_the_language(language: str) -> None:
    page = start_page(
        (STATIC / "index.html").read_text(encoding="utf-8"), Messages(language), Preview("A", "<b>")
    )
    assert f'<html lang="{language}">' in page
    assert "<title>A</title>" in page
    assert '<meta name="description" content="&lt;b&gt;" />' in page


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("lang=es", "es"),
        ("provision=data_flows&lang=+FR", "fr"),
        ("lang=xx", "en"),
        ("lang=", "en"),
        ("", "en"),
    ],
)
def test_start_page_is_chosen_by_the_address(query: str, language: str) -> None:
    request = Request({"type": "http", "query_string": query.encode(), "headers": []})
    assert asked_language(request) == language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("de-DE,de;q=0.9", "en"),
        ("en;q=0.3, fr-CA", "fr"),
        ("fr;q=0, es;q=0.1", "es"),
        ("fr;q=x", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_without_a_language_in_the_address_the_browsers_is_spoken(
    accepted: str | None, language: str
) -> None:
    assert preferred_language(accepted) == language
    headers = [(b"accept-language", accepted.encode())] if accepted is not None else []
    request = Request({"type": "http", "query_string": b"", "headers": headers})
    assert asked_language(request) == language
    named = Request({"type": "http", "query_string": b"lang=fr", "headers": headers})
    assert asked_language(named) == "fr"


def test_english_is_in_the_links_of_a_browser_that_would_get_spanish(
    world: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_part, "browser_language", lambda: "es")
    spanish = shown(open_page("country"))
    assert "<h1>A qué está obligado un país</h1>" in spanish
    assert Links(spanish).languages["en"] == "?lang=en"
    assert Links(spanish).languages["es"] == "?"
    english = shown(open_page("country", lang="en"))
    assert "<h1>What binds a country</h1>" in english
    assert 'href="country?country=AAA&amp;lang=en"' in english


def test_snippets_clauses_and_articles_say_their_language(spanish_text: str, open_page: Open) -> None:
    quoted = re.compile(r'<blockquote lang="(\w+)">')
    search = shown(open_page("search", q="puertas OR gates"))
    assert sorted(quoted.findall(search)) == ["en", "es"]
    quotation = (
        '<blockquote lang="es"><p class="full-text">Cada lado deja abiertas las <mark class="evidence-hit">'
    )
    assert quotation in search
    clauses = shown(open_page("provision", provision="data_flows"))
    assert sorted(quoted.findall(clauses)) == ["en", "es"]
    assert quoted.findall(shown(open_page("agreement", agreement="sol-luna"))) == ["es"]
    article = shown(open_page("agreement", agreement="sol-luna", article="oas1:1"))
    assert '<div class="full-text" lang="es">' in article


@pytest.mark.parametrize(
    ("page", "parameters"),
    [
        ("spread", {}),
        ("country", {"country": "AAA"}),
        ("agreement", {"agreement": "north-south"}),
        ("search", {"q": "gates"}),
    ],
)
def test_pages_lead_to_the_provision_page(
    world: str, open_page: Open, page: str, parameters: dict[str, str]
) -> None:
    html = shown(open_page(page, lang="es", **parameters))
    links = re.findall(r'<a href="provision\?provision=data_flows&amp;lang=es"[^>]*>([^<]+)</a>', html)
    assert {"Sobre esta disposición", "detalles"} & set(links)
    assert re.search(r'aria-label="(?:Sobre esta disposición|detalles): Flujos de datos"', html)


def test_links_stand_where_the_language_puts_them() -> None:
    link = tag("a", "<x>", href="x")
    assert woven("{who} & {what}", what=link, who="<b>") == '&lt;b&gt; &amp; <a href="x">&lt;x&gt;</a>'
    assert woven("plain") == "plain"
    with pytest.raises(KeyError):
        woven("{missing}", other=1)


def test_numbers_and_counted_words() -> None:
    english, french = Messages(), Messages("fr")
    assert french.number(1234567) == "1\u202f234\u202f567"
    assert Messages("es").number(40993) == "40\u202f993"
    assert [french.count("number.agreements", n) for n in (0, 1, 2)] == ["0 accord", "1 accord", "2 accords"]
    assert english.count("number.agreements", 0) == "0 agreements"


@pytest.mark.parametrize("language", languages())
def test_typography(language: str) -> None:
    """French has a no-break space before : ; ? ! and within « »; English and Spanish have none."""
    wrong = r"[\w}»)][:;?!](?=\s|$)| [:;?!»]|«[^\u202f\u00a0]" if language == "fr" else r"\s[:;?!»]|«\s"
    messages = Messages(language)
    assert [key for key in sorted(messages.own_keys()) if re.search(wrong, messages.template(key))] == []


@pytest.mark.parametrize("language", languages())
def test_no_code_of_the_template_is_shown_bare(language: str) -> None:
    """Groups and details that a text can be flagged with have words of their own; provisions in their own files."""
    template = load_template()
    own = Messages(language).own_keys()
    codes = {f"group.{provision.group.replace(' ', '_')}" for provision in template.provisions}
    codes |= {
        f"note.{note.code}"
        for provision in template.provisions
        for rules in provision.languages.values()
        for note in rules.notes
        if note.code not in provision.note_names
    }
    codes |= {f"strength.{name}" for name in ("hard", "soft", "unrated", "unknown", "mandate", "none")}
    assert {code.partition(".")[0] for code in codes} == {"group", "note", "strength"}
    assert codes - own == set()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("beginning", "kinds"),
    [
        ("wto.against_", get_args(Verdict)),
        ("reference.", get_args(Verdict)),
        ("wto.difference_", DIFFERENCES),
        ("wto.why_", DIFFERENCES),
        ("policies.state_", get_args(PolicyState)),
    ],
)
def test_every_verdict_has_words(language: str, beginning: str, kinds: tuple[str, ...]) -> None:
    assert {f"{beginning}{kind}" for kind in kinds} - Messages(language).own_keys() == set()


JARGON = re.compile(
    r"\btracker (up|ingest|crawl|match|nightly|lineage|export|sources)\b"
    r"|\bstated\b|\bparted by\b|\btexts? (we hold|(not )?held)\b"
)
"""Commands and words of ours that nobody says who reads a page to use it."""


@pytest.mark.parametrize("language", languages())
def test_pages_speak_the_words_of_their_readers(language: str) -> None:
    messages = Messages(language)
    # An empty database is seen by whoever sets the site up, and the command is what helps.
    said = {key: messages.template(key) for key in messages.own_keys() if not key.startswith("empty.")}
    assert {key: words for key, words in said.items() if JARGON.search(words)} == {}
    assert JARGON.search("Run “tracker crawl oas”") and JARGON.search("text not held")
