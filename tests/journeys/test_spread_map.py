"""A journey over the map: to a part of the world, its pictures by keyboard, and on to a country; desk and phone."""

import pytest

from tests.journeys.conftest import DESKTOP, PHONE, Dashboard, Visit

DRAWN_WITHIN_MILLISECONDS = 120_000
"""About 1 s on a quiet machine; tests share theirs."""

CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg)"


@pytest.mark.parametrize(
    ("language", "viewport", "map_word", "area_label", "area", "picture"),
    [
        ("", DESKTOP, "Map", "Part of the world", "Caribbean", "Picture"),
        ("es", PHONE, "Mapa", "Parte del mundo", "Caribe", "Imagen"),
    ],
    ids=["english, desk", "spanish, phone"],
)
def test_from_the_map_to_a_country(
    dashboard: Dashboard,
    visit: Visit,
    language: str,
    viewport: dict[str, int],
    map_word: str,
    area_label: str,
    area: str,
    picture: str,
) -> None:
    window = visit(dashboard, viewport)
    page = window.open(f"?lang={language}" if language else "")
    page.get_by_text(map_word, exact=True).click()
    page.wait_for_url("**view=map*")
    window.settle()
    page.wait_for_selector(CHART)
    box = page.get_by_label(area_label, exact=True).first
    box.focus()
    page.keyboard.type(area)
    page.keyboard.press("Enter")
    page.wait_for_url("**area=caribbean*")
    window.settle()
    page.wait_for_selector(CHART)
    for form, magic in (("PNG", b"\x89PNG\r\n\x1a\n"), ("SVG", b"<svg ")):
        button = page.get_by_role("button", name=f"{picture} ({form})")
        button.focus()
        with page.expect_download(timeout=DRAWN_WITHIN_MILLISECONDS) as waiting:
            page.keyboard.press("Enter")
        raw = waiting.value.path().read_bytes()
        assert raw.startswith(magic)
        assert waiting.value.suggested_filename == f"spread-data_flows-map.{form.lower()}"
    assert "area=caribbean" in raw.decode("utf-8"), "the picture tells the link it was drawn from"
    page.locator("details.fold summary").first.focus()
    page.keyboard.press("Enter")
    link = page.locator("details.fold[open] a[href^='country?country=']").first
    name = link.inner_text()
    link.click()
    page.wait_for_url("**/country?country=*")
    window.settle()
    assert name in page.locator("h1").inner_text()
    window.check()
