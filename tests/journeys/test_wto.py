"""Journeys on the WTO page: from a country to the very clauses, in French, and in Spanish on a phone."""

import pytest

from tests.journeys.conftest import CORPUS, PHONE, WTO_TEXT, Dashboard, Visit
from tracker.queries import Reader, accession, plurilateral_texts

pytestmark = pytest.mark.skipif(
    not (CORPUS.exists() and WTO_TEXT.exists()), reason="the WTO text is not in ../shared"
)


def test_from_a_country_to_what_accession_adds_and_to_the_article(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard)
    page = window.open("country?country=CHL&lang=fr")
    page.get_by_role("link", name="Ce qu’ajouterait une adhésion").click()
    page.wait_for_url("**/wto?country=CHL&lang=fr")
    window.settle()
    assert page.locator("h1").inner_text() == "Le texte de l’OMC sur le commerce électronique"
    reader = Reader(dashboard.database_url)
    [text, *_] = reader.ask(plurilateral_texts)
    answer = reader.ask(accession, text.slug, "CHL")
    reader.close()
    assert answer is not None
    assert page.locator("details.fold:has(.wto-sides)").count() == len(answer.rows) > 10
    fold = page.locator("details.fold:has(.wto-sides)").filter(has_text="Droits de douane")
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    clauses = fold.locator("blockquote")
    assert clauses.count() == 2 and all(clause.inner_text().strip() for clause in clauses.all())
    fold.locator("a[href*='article=']").last.click()
    page.wait_for_url("**/agreement?agreement=*article=*lang=fr")
    window.settle()
    assert page.locator(".full-text mark").count() > 0
    page.go_back()
    # The row opened before stands in the address.
    page.wait_for_url("**/wto?country=CHL&lang=fr*")
    window.settle()


def test_choosing_a_country_in_spanish_on_a_phone(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard, PHONE)
    page = window.open("wto?lang=es")
    assert page.get_by_text("Elija arriba un país").count() == 1
    box = page.get_by_label("País", exact=True)
    box.focus()
    page.keyboard.type("Perú")
    page.keyboard.press("Enter")
    page.wait_for_url("**/wto?lang=es&country=PER")
    page.get_by_role("heading", name="Perú: qué añadiría adherirse").wait_for()
    window.settle()
    page.get_by_text("Tabla", exact=True).first.click()
    page.wait_for_url("**form=table*")
    page.wait_for_selector("[data-testid=stDataFrame]")
    window.settle()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar CSV").first.click()
    lines = waiting.value.path().read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("Disposición,Diferencia,") and len(lines) > 10
    page.go_back()
    page.wait_for_url("**/wto?lang=es&country=PER")
    window.settle()
