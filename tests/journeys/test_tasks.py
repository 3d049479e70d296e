"""The seven tasks for which this site exists, each as one journey, with a language and a width of its own.

Four are elsewhere: the first visitor and the trade unionist on a phone in test_first_visit.py (the first screen;
finding a country in Spanish), the leaked draft in test_draft.py, the campaigner who needs a clause that closes a policy
in test_country.py. Here are the campaigner with a group of countries and a printer, the negotiator, the researcher and
the journalist.
"""

import csv
import io
import re

import pypdfium2
import pytest

from tests.journeys.conftest import CORPUS, PHONE, WTO_TEXT, Dashboard, Visit
from tracker.queries import Reader, accession, country_group, plurilateral_texts

pytestmark = pytest.mark.skipif(
    not (CORPUS.exists() and WTO_TEXT.exists()),
    reason="reads real agreements and the WTO text: not in ../shared",
)


def test_campaigner_prints_what_binds_a_group_in_spanish(dashboard: Dashboard, visit: Visit) -> None:
    """From the page of a group to the two pages that are handed round."""
    window = visit(dashboard)
    page = window.open("country?country=asean&lang=es")
    assert "(ASEAN)" in page.locator("h1").inner_text()
    assert page.locator(".group-matrix tbody tr").count() > 20
    page.locator(".st-key-bar-pages").get_by_text("Fichas", exact=True).click()
    page.wait_for_url("**/briefings?country=ASEAN&lang=es")
    window.settle()
    assert "(ASEAN)" in page.locator("article.sheet h2").inner_text()
    pages = pypdfium2.PdfDocument(page.pdf(format="A4"))
    assert len(pages) <= 2
    words = " ".join(" ".join(one.get_textpage().get_text_range().split()) for one in pages)
    for always in (
        "Flujos de datos",
        "Localización de datos",
        "Código fuente",
        "Lea la cláusula antes de citarla.",
    ):
        assert always in words


def test_negotiator_sees_what_accession_would_mean_for_each_partner_on_a_phone_in_french(
    dashboard: Dashboard, visit: Visit
) -> None:
    """From a group on the WTO page to one member, and to the clause that binds it today."""
    reader = Reader(dashboard.database_url)
    [text, *_] = reader.ask(plurilateral_texts)
    members = reader.ask(country_group, "MERCOSUR").members
    answers = {iso3: reader.ask(accession, text.slug, iso3) for iso3 in members}
    reader.close()
    window = visit(dashboard, PHONE)
    page = window.open("wto?country=MERCOSUR&lang=fr&provision=customs_duties")
    fold = page.locator("#accession-customs_duties")
    assert fold.get_attribute("open") is not None
    assert fold.locator("a[href*='country=']").count() == sum(
        answer is not None for answer in answers.values()
    )
    fold.locator("a[href*='country=PRY']").click()
    page.wait_for_url("**/wto?country=PRY&provision=customs_duties&lang=fr")
    window.settle()
    assert "Paraguay" in page.locator("h2", has_text="adhésion").first.inner_text()
    assert page.locator("details.fold[open] .wto-sides section").count() == 2


def test_researcher_takes_the_texts_that_are_missing_along(dashboard: Dashboard, visit: Visit) -> None:
    """From what has been read to the list of texts wanted, with an address for each that has one."""
    page = visit(dashboard).open("coverage")
    said = page.locator("section strong").first.inner_text()
    in_force = int(re.sub(r"\D", "", said.split(" agreement")[0]))
    with page.expect_download() as waiting:
        page.locator(".st-key-below-wanted").get_by_role("button", name="Download CSV").click()
    raw = waiting.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(raw, newline="")))
    assert 0 < len(rows) <= in_force
    assert all(row["Reading"] != "read" and row["Agreement"] for row in rows)
    first = page.locator(".stacked tbody th").first.inner_text()
    assert first and page.locator(".stacked tbody tr").count() == min(20, len(rows))


def test_journalist_goes_from_an_article_to_who_has_its_words(dashboard: Dashboard, visit: Visit) -> None:
    """A name and a number in the search box lead to the article; its page says which later clauses have its words."""
    window = visit(dashboard)
    page = window.open("search")
    box = page.get_by_label("Words to look for")
    box.fill("Trans-Pacific Partnership 14.11")
    box.press("Enter")
    page.wait_for_url("**/agreement?agreement=trans-pacific-partnership*&article=*")
    window.settle()
    assert page.locator(".full-text mark").count() > 0
    window.open("agreement?agreement=us-singapore-2003&view=origins&clause=customs_duties")
    assert page.get_by_text(re.compile(r"later clauses? ha(s|ve) words of")).count() > 0
    page.locator("#share > summary").click()
    assert "view=origins" in page.locator("#share .shared").first.inner_text()
