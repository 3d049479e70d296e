"""Journeys on the Compare page: chosen by keyboard, read clause by clause, shared in another language."""

import pytest

from tests.journeys.conftest import CORPUS, PHONE, Dashboard, Visit

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason=f"reads real agreements: {CORPUS} is not here")


def test_two_agreements_chosen_by_keyboard(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard)
    page = window.open("compare")
    page.locator(".notice a").click()
    page.wait_for_url("**/compare?agreements=*")
    window.settle()
    page.locator(".comparison tbody a").filter(has_text="Data flows").click()
    page.wait_for_url("**provision=data_flows*")
    window.settle()
    assert page.locator(".side-by-side .card").count() == 2
    box = page.get_by_label("Agreements (two to 6)")
    box.focus()
    page.keyboard.type("Singapore")
    page.keyboard.press("Enter")
    page.locator(".side-by-side .card").nth(2).wait_for()
    window.settle()
    assert page.locator(".comparison thead th").count() == 4


def test_countries_in_spanish_on_a_phone(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard, PHONE)
    page = window.open("compare?kind=countries&countries=PER,KOR&lang=es")
    assert page.locator("h1").inner_text() == "Lado a lado"
    assert page.locator(".comparison thead th").nth(1).inner_text() == "Perú"
    page.get_by_text("Solo las diferencias").click()
    page.wait_for_url("**rows=differences*")
    window.settle()
    page.go_back()
    page.wait_for_url("**/compare?kind=countries&countries=PER,KOR&lang=es")
    window.settle()
