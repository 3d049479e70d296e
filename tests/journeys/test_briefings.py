"""Journeys on Briefings and Data: two printed pages, the self-contained file, downloads."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import PHONE, Dashboard, Visit, Watched
from tracker.export.briefing import briefing_csv
from tracker.export.bundle import bundle
from tracker.queries import CountryRow, Reader, country_list

MOST_PAGES = 2


@pytest.fixture(scope="module")
def countries(dashboard: Dashboard) -> dict[str, CountryRow]:
    """The country with most commitments, and one with a single agreement in force."""
    reader = Reader(dashboard.database_url)
    rows = reader.ask(country_list)
    reader.close()
    return {
        "busy": max(rows, key=lambda row: (row.provisions_hard + row.provisions_soft, row.in_force)),
        "small": min((row for row in rows if row.in_force), key=lambda row: row.provisions_hard),
    }


def printed(window: Watched) -> list[str]:
    """The words of each page, as the browser prints them on A4 (one line, so that line breaks do not matter)."""
    document = pypdfium2.PdfDocument(window.page.pdf(format="A4"))
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("which", ["busy", "small"])
def test_a_country_prints_on_two_pages(
    dashboard: Dashboard, visit: Visit, countries: dict[str, CountryRow], which: str, language: str
) -> None:
    row = countries[which]
    window = visit(dashboard)
    page = window.open(f"briefings?country={row.iso3}&lang={language}")
    page.wait_for_selector("article.sheet")
    name = page.locator("article.sheet h2").inner_text()
    pages = printed(window)
    assert 1 <= len(pages) <= MOST_PAGES
    words = " ".join(pages)
    assert name in pages[0]
    assert row.iso3 in pages[0]
    assert "template" in words or "plantilla" in words or "modèle" in words
    assert f"country?country={row.iso3}" in words
    assert page.locator("article.sheet .sheet-left p").last.inner_text()[-30:] in words, "nothing was cut off"
    assert page.locator(".print-hint").inner_text()[:40] not in words, "controls are not printed"
    assert "tracker export briefing" not in words
    if which == "busy":
        title = {"en": "Strongest commitments", "es": "Compromisos más fuertes", "fr": "Engagements les plus"}
        assert title[language] in words


def test_the_file_opens_offline_and_asks_nobody(
    dashboard: Dashboard, visit: Visit, countries: dict[str, CountryRow], browser: Browser, tmp_path: Path
) -> None:
    iso3 = countries["busy"].iso3
    page = visit(dashboard).open(f"briefings?country={iso3}&lang=es")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar como archivo").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name.startswith(f"briefing-{iso3}-es-")
    context = browser.new_context(offline=True)
    alone = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    alone.goto(path.as_uri())
    assert alone.locator("h2").inner_text() == page.locator("article.sheet h2").inner_text()
    assert alone.evaluate("document.documentElement.lang") == "es"
    assert asked == [path.as_uri()]
    assert faults == []
    assert len(pypdfium2.PdfDocument(alone.pdf(format="A4"))) <= MOST_PAGES
    context.close()


def test_spreadsheet_of_a_country_on_a_phone_has_the_command_s_bytes(
    dashboard: Dashboard, visit: Visit, countries: dict[str, CountryRow]
) -> None:
    iso3 = countries["busy"].iso3
    window = visit(dashboard, PHONE)
    page = window.open(f"briefings?country={iso3}&lang=es")
    page.get_by_text("Punto y coma", exact=True).click()
    page.wait_for_url("**separator=semicolon*")
    window.settle()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Descargar briefing-{iso3}.csv").click()
    raw = waiting.value.path().read_bytes()
    reader = Reader(dashboard.database_url)
    assert raw == reader.once(briefing_csv, country=iso3, delimiter=";")
    reader.close()
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) > 10
    page.go_back()
    page.wait_for_url(f"**/briefings?country={iso3}&lang=es")
    window.settle()


def test_the_whole_database_in_french(dashboard: Dashboard, visit: Visit) -> None:
    page = visit(dashboard).open("data?lang=fr")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tout télécharger").click()
    raw = waiting.value.path().read_bytes()
    reader = Reader(dashboard.database_url)
    assert raw == reader.once(bundle)
    reader.close()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        assert {resource["path"] for resource in package["resources"]} < set(archive.namelist())
        heading = archive.read("articles.csv").decode("utf-8").partition("\r\n")[0]
    assert heading == "article,document,position,chapter_number,chapter_topic,number"
