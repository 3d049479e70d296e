"""The Briefings page: a country's sheet, its file, and spreadsheets with the bytes of the export command."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dashboard.parts.addresses import Addresses
from dashboard.parts.facts import ask
from dashboard.parts.markup import tag
from dashboard.parts.messages import Messages, languages
from dashboard.parts.names import agreement_names
from dashboard.parts.sheet_file import SHEET_STYLE, sheet_file
from dashboard.views.briefings.sheet import asked_brief, briefing_sheet
from dashboard.views.briefings.sheet_parts import NAME_CHARACTERS, SheetFacts, short
from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.export.briefing import briefing_csv, write_briefing
from tracker.models.database import open_database
from tracker.queries import agreement_list, status

BASE = "https://tracker.example.org/dash/"


def sheet(iso3: str, language: str = "en", base: str = BASE) -> str:
    messages = Messages(language)
    names = agreement_names(messages, ask(agreement_list))
    spoken = {} if language == "en" else {"lang": language}
    facts = SheetFacts("Land & Sea", date(2026, 5, 6), ask(status), names, Addresses(base, spoken))
    return briefing_sheet(messages, asked_brief(iso3), facts)


def test_empty_database_says_what_to_do(open_page: Open) -> None:
    assert "tracker up" in shown(open_page("briefings"))
    assert "tracker up" in shown(open_page("briefings", country="PER"))


def test_without_a_country_the_files_are_offered_and_no_sheet(world: str, open_page: Open) -> None:
    test = open_page("briefings")
    page = shown(test)
    assert "Choose a country: its two pages then appear here" in page
    assert '<article class="sheet"' not in page
    assert "Every clause on one subject" in page
    assert [button.label for button in test.get("download_button")] == ["Download briefing.csv"]


def test_the_sheet_holds_the_key_facts(world: str, open_page: Open) -> None:
    page = shown(open_page("briefings", country="aaa"))
    body = page[page.index('<article class="sheet"') :]
    today = datetime.now(UTC).date().isoformat()
    for words in (
        f"briefing AAA · {today}",
        "<h2>Land AAA</h2>",
        "Newest text fetched 2026-01-02.",
        "Flagged with template",
        "What this country can still do",
        "Let data leave only under conditions",
        "Article 14.1</a>, North - South (2010)",
        '<td data-label="Toward">Union UNI</td>',
        '<td data-label="Since">2012</td>',
        "Signed or drafted, not in force",
        "East - West (2016)",
        "What to read next",
        "country?country=AAA",
        "Nothing was left out",
        "Read the clause before you quote it.",
    ):
        assert words in body, words
    assert 'class="chip chip-policy-restricted">restricted' in body
    assert 'class="chip chip-hard">hard' in body
    assert 'class="chip chip-exception-yes">exception' in body


def test_sheet_in_spanish_and_french(world: str, open_page: Open) -> None:
    spanish = shown(open_page("briefings", country="AAA", lang="es"))
    assert "ficha AAA" in spanish
    assert '<article class="sheet" lang="es">' in spanish
    assert "Qué puede hacer todavía este país" in spanish
    assert "country?country=AAA&amp;lang=es" in spanish
    french = shown(open_page("briefings", country="AAA", lang="fr"))
    assert "fiche AAA" in french
    assert "Engagements les plus forts en vigueur" in french


def test_unknown_country_and_malformed_choices_are_reported(world: str, open_page: Open) -> None:
    test = open_page(
        "briefings", country="<script>alert(1)</script>", separator="tab", provision="no", agreement="<b>"
    )
    page = shown(test)
    assert "No country “&lt;script&gt;alert(1)&lt;/script&gt;” here" in page
    assert "separator=tab" in page
    assert "provision=no" in page
    assert "agreement=&lt;b&gt;" in page
    assert "<script" not in page


def test_choosing_writes_the_link(world: str, open_page: Open) -> None:
    test = open_page("briefings")
    test.selectbox(key="link-country").select("BBB").run()
    test.selectbox(key="link-provision").select("data_flows").run()
    test.selectbox(key="link-agreement").select("tilted").run()
    assert not test.exception
    assert test.query_params["country"] == "BBB"
    assert [button.label for button in test.get("download_button")] == [
        "Download as a file (HTML)",
        "Download briefing-BBB.csv",
        "Download briefing-data_flows.csv",
        "Download briefing-tilted.csv",
        "Download briefing.csv",
    ]


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize(
    "asked", [{}, {"country": "AAA"}, {"provision": "data_flows"}, {"agreement": "tilted"}]
)
def test_bytes_are_those_of_the_command(
    world: str, tmp_path: Path, asked: dict[str, str], delimiter: str
) -> None:
    database = open_database(world)
    with database.read() as session:
        path = tmp_path / "out.csv"
        assert write_briefing(session, path, delimiter=delimiter, **asked)
        made = briefing_csv(session, delimiter=delimiter, **asked)
    database.close()
    assert made == path.read_bytes()
    assert delimiter.join(("Agreement", "Parties", "Type")).encode() in made


def test_nothing_scraped_is_ever_html(world: str, open_page: Open) -> None:
    page = shown(open_page("briefings", country="BBB", agreement="tilted"))
    for foreign in ("<script", "<img", "<b>", "<h1>Loud", "<i>Tilted"):
        assert foreign not in page
    assert "&lt;i&gt;Tilted&lt;/i&gt;" in page


class Requests(HTMLParser):
    """Collects everything in a page that a browser would fetch by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts = 0

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.scripts += name == "script"
        self.found += [value or "" for key, value in attributes if key in ("src", "srcset", "poster", "data")]
        self.found += [value or "" for key, value in attributes if name == "link" and key == "href"]


@pytest.mark.parametrize("language", languages())
def test_the_file_stands_alone(world: str, language: str) -> None:
    raw = sheet_file('Title <b>"', sheet("BBB", language), language).decode("utf-8")
    assert raw.startswith("<!doctype html>\n")
    assert f'<html lang="{language}">' in raw
    assert "<title>Title &lt;b&gt;&quot;</title>" in raw
    assert "Land &amp; Sea" in raw
    assert "default-src &#x27;none&#x27;" in raw
    parser = Requests()
    parser.feed(raw)
    assert parser.found == []
    assert parser.scripts == 0
    assert SHEET_STYLE.read_text("utf-8") in raw
    assert "url(" not in raw
    assert "@import" not in raw
    assert "&lt;i&gt;Tilted&lt;/i&gt;" in raw
    assert "<i>Tilted" not in raw


def test_addresses_are_short_on_paper_and_whole_in_links(world: str) -> None:
    page = sheet("AAA", "es")
    assert (
        '<a href="https://tracker.example.org/dash/country?country=AAA&amp;lang=es">'
        "tracker.example.org/dash/country?country=AAA</a>" in page
    )
    unknown = sheet("AAA", base="")
    assert '<a href="country?country=AAA">country?country=AAA</a>' in unknown
    assert Addresses("", {}).of("spread") == "./"
    assert Addresses(BASE, {}).of("spread") == BASE


def test_what_is_not_read_yet_is_said(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.session() as session:
        article = MadeArticle("1", findings=(MadeFinding("data_flows", "hard", False),), matched=False)
        World(session).agreement("Half - Read", chapters=(MadeChapter(articles=(article,)),))
    database.close()
    assert "Not all texts are read yet: 0 of 1 articles so far." in sheet("AAA")


def test_long_names_are_cut_at_a_word_and_keep_their_year() -> None:
    name = "Association of all lands that lie around the great inland sea and some others (2012)"
    cut = short(name)
    assert len(cut) <= NAME_CHARACTERS + 1
    assert re.fullmatch(r"Association of all lands that lie around the.*… \(2012\)", cut)
    assert short("Short (2012)") == "Short (2012)"


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        (
            "Common House of the Lands of the Inland Sea (CHLIS) - Accession of Arcadia (1998)",
            "CHLIS - Accession of Arcadia (1998)",
        ),
        (
            "Common House of the Lands around the Inland Sea - Accession of Arcadia (1998)",
            "Common House of the… - Accession of Arcadia (1998)",
        ),
        ("Common House of the Lands of the Inland Sea (CHLIS) (1993)", "CHLIS (1993)"),
        (
            "Common House of the Lands around the Inland Sea (CHLIS)",
            "Common House of the Lands around the Inland Sea (CHLIS)",
        ),
    ],
)
def test_accessions_to_one_agreement_are_distinguished(name: str, cut: str) -> None:
    assert short(name) == cut


def test_a_cut_name_is_escaped() -> None:
    assert tag("p", short("<" * 80)).count("&lt;") < 60
