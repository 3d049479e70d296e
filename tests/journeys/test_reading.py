"""Journeys of reading: from a rule to its clauses, through an agreement, and by searching the texts."""

import re

import pytest

from tests.journeys.conftest import CORPUS, PHONE, Dashboard, Visit

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason=f"reads real agreements: {CORPUS} is not here")


def test_from_a_rule_to_the_article_that_carries_it(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard)
    page = window.open("provision")
    page.locator("table.plain a").filter(has_text="Source code").click()
    page.wait_for_url("**/provision?provision=source_code")
    window.settle()
    card = page.locator("article.card").first
    fold = card.locator("summary")
    fold.focus()
    page.keyboard.press("Enter")
    card.locator("blockquote mark").first.wait_for()
    card.locator(".places a[href*='article=']").first.click()
    page.wait_for_url(re.compile(r"/agreement\?agreement=.*&article="))
    window.settle()
    assert page.locator(".full-text mark").count() > 0


def test_a_rule_in_spanish_on_a_phone(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard, PHONE)
    page = window.open("provision?provision=source_code&lang=es")
    english = "No access to source code"
    assert page.locator("h1").inner_text() != english
    page.locator(".st-key-below-clauses").get_by_text("Tabla", exact=True).click()
    page.wait_for_url("**list=table*")
    window.settle()
    page.get_by_test_id("stDataFrame").last.wait_for()


def test_an_agreement_narrowed_to_one_rule_and_back(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard)
    page = window.open("agreement?agreement=trans-pacific-partnership-2016")
    before = page.locator("article.card").count()
    box = page.get_by_label("Provision", exact=True).first
    box.focus()
    page.keyboard.type("Source code")
    page.keyboard.press("Enter")
    page.wait_for_url("**provision=source_code*")
    window.settle()
    assert 0 < page.locator("article.card").count() < before
    page.go_back()
    page.wait_for_url("**/agreement?agreement=trans-pacific-partnership-2016")
    window.settle()
    page.wait_for_function(f"document.querySelectorAll('article.card').length === {before}")


def test_where_it_was_copied_from_in_french_on_a_phone(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard, PHONE)
    page = window.open("agreement?agreement=trans-pacific-partnership-2016&view=origins&lang=fr")
    assert page.locator("html").get_attribute("lang") == "fr"
    link = page.locator("table.plain a[href*='agreement=']").first
    link.wait_for()
    assert "lang=fr" in (link.get_attribute("href") or "")


def test_family_tree_to_who_took_a_clause_up(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard, PHONE)
    page = window.open("provision?provision=electronic_authentication&lang=es")
    page.get_by_text("Árbol genealógico de las cláusulas").wait_for()
    page.wait_for_selector(".st-key-place-family canvas, .st-key-place-family svg")
    page.locator("a[href*='view=origins']").first.click()
    page.wait_for_url("**/agreement?agreement=*&**")
    window.settle()
    page.get_by_text("cláusulas posteriores tienen palabras de").first.wait_for()
    window.check()


def test_words_are_found_and_lead_to_their_article(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard)
    page = window.open("search")
    box = page.get_by_label("Words to look for")
    box.fill('"source code"')
    box.press("Enter")
    page.wait_for_url("**/search?q=*")
    window.settle()
    hit = page.locator("article.card").first
    assert "source code" in hit.locator("mark").first.inner_text().lower()
    hit.locator("a[href*='article=']").first.click()
    page.wait_for_url(re.compile(r"/agreement\?agreement=.*&article="))
    window.settle()


def test_searching_in_spanish_on_a_phone(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard, PHONE)
    page = window.open("search?q=comercio&lang=es&party=PER")
    assert page.locator("h1").inner_text() == "Buscar en los textos"
    assert page.locator("article.card mark").count() > 0
    page.get_by_role("link", name="Français").click()
    page.wait_for_url("**lang=fr*")
    window.settle()
    assert "q=comercio" in page.url and "party=PER" in page.url
