"""By keyboard alone: everything can be reached, seen and left again; enlarged, printed and without motion."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from dashboard.parts.pages import PAGES
from tests.journeys.conftest import DESKTOP, PHONE, Dashboard, Visit, Watched

FOCUSED = """() => {
  const one = document.activeElement, look = getComputedStyle(one);
  return {
    tag: one.tagName.toLowerCase(),
    name: (one.getAttribute('aria-label') || one.innerText || '').trim(),
    // a table paints the ring of the chosen cell on its canvas
    ring: (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 1)
      || (one.matches('canvas td[aria-selected=true]')),
    box: JSON.stringify(one.getBoundingClientRect()),
    about: one.outerHTML.slice(0, 160),
  };
}"""

MOST_STOPS = 900
"""More stops than any page has: who has not come round by then is trapped."""


def press(page: Page, *keys: str) -> None:
    """Press keys one after another."""
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, selector: str, *, key: str = "Tab", most: int = MOST_STOPS) -> None:
    """Walk until an element that fits has the focus; fails where a stop on the way cannot be seen."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached in {most} steps")


def stops(page: Page, most: int = MOST_STOPS) -> Iterator[dict[str, object]]:
    """Every stop from the top of the page until the focus leaves it."""
    page.evaluate("document.activeElement.blur()")
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return
        yield page.evaluate(FOCUSED)
    raise AssertionError(f"the focus does not leave the page in {most} steps")


@pytest.mark.parametrize(
    ("path", "viewport"),
    [
        ("?lang=fr", DESKTOP),
        ("?view=heatmap&form=table", PHONE),
        ("search?q=data&lang=es", PHONE),
        ("draft", DESKTOP),
        ("compare?lang=es", DESKTOP),
        ("briefings", PHONE),
    ],
)
def test_every_stop_can_be_seen_and_left(
    dashboard: Dashboard, visit: Visit, path: str, viewport: dict[str, int]
) -> None:
    page = visit(dashboard, viewport).open(path)
    page.wait_for_timeout(500)  # tables and charts come a moment after the script has ended
    found = list(stops(page))
    assert len(found) > 8
    assert [stop["about"] for stop in found if not stop["ring"]] == []
    # One after another on the same spot would be a stop that does nothing (a table's cells are one
    # canvas; the browser may give the focus to the cell in it instead).
    still = [
        one["about"]
        for one, other in pairwise(found)
        if one["box"] == other["box"] and one["tag"] not in ("canvas", "td")
    ]
    assert still == []
    assert [stop["name"] for stop in found if stop["tag"] in ("a", "button")].count("") == 0


def test_skip_link_comes_first_and_leads_past_the_bar(dashboard: Dashboard, visit: Visit) -> None:
    page = visit(dashboard).open("country?lang=es")
    page.wait_for_selector("[data-testid=stSelectbox] input")
    tab_to(page, "a", most=2)
    skip = page.locator("a:focus")
    assert skip.inner_text() == "Ir al contenido"
    box = skip.bounding_box()
    assert box is not None and box["x"] >= 0 and box["y"] >= 0, "it shows when it has the focus"
    press(page, "Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert page.url.endswith("/country?lang=es#content")
    press(page, "Tab")
    assert page.evaluate("!document.activeElement.closest('.st-key-bar')")
    assert page.evaluate("document.activeElement.closest('[data-testid=stSelectbox]') !== null")


def test_pages_and_languages_by_the_bar(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard)
    page = window.open()
    tab_to(page, ".st-key-bar-pages a[href^=search]")
    press(page, "Enter")
    page.wait_for_url("**/search")
    page.get_by_role("heading", name="Search the texts").wait_for()
    window.settle()
    tab_to(page, ".languages a[hreflang=es]")
    press(page, "Enter")
    page.wait_for_url("**/search?lang=es")
    page.get_by_role("heading", name="Buscar en los textos").wait_for()
    window.settle()


def test_menu_on_a_phone_opens_closes_and_leads_on(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard, PHONE)
    page = window.open("?lang=fr")
    tab_to(page, ".bar-menu summary", most=4)
    opened = "document.querySelector('.bar-menu').open"
    press(page, "Enter")
    page.wait_for_function(opened)
    press(page, "Enter")
    page.wait_for_function(f"!{opened}")
    press(page, "Enter")
    page.wait_for_function(opened)
    tab_to(page, ".st-key-bar-pages a[href^=data]", most=len(PAGES))
    assert page.evaluate(FOCUSED)["ring"]
    press(page, "Enter")
    page.wait_for_url("**/data?lang=fr")
    page.get_by_role("heading", name="Données et méthode").wait_for()
    window.settle()
    assert not page.evaluate(opened), "the menu of the next page is closed"


def test_select_box_and_row_of_choices(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard)
    page = window.open("?provision=data_flows")
    page.wait_for_selector("[data-testid=stSelectbox] input")
    tab_to(page, "[data-testid=stSelectbox] input")
    press(page, "ArrowDown")
    page.get_by_role("option").first.wait_for()
    press(page, "ArrowDown", "ArrowDown", "Enter")
    page.wait_for_url(re.compile(r"/\?provision=(?!data_flows)"))
    chosen = page.url
    # The address changes when the choice reaches the server, the page a moment later.
    page.wait_for_function(
        "document.querySelector('.provision-head h2').innerText !== 'Data may leave the country'"
    )
    window.settle()
    tab_to(
        page,
        "[data-testid=stButtonGroup] button[data-variant], [data-testid=stButtonGroup] button",
    )
    press(page, "ArrowRight", "Enter")
    page.wait_for_url(f"{chosen}&unit=countries")
    window.settle()


def test_fold_opens_and_closes(dashboard: Dashboard, visit: Visit) -> None:
    page = visit(dashboard).open("provision?provision=data_flows")
    tab_to(page, "details.fold > summary")
    assert page.evaluate(FOCUSED)["ring"]
    opened = "document.activeElement.parentElement.open"
    press(page, "Enter")
    assert page.evaluate(opened)
    press(page, " ")
    assert not page.evaluate(opened)


def test_wide_table_scrolls_in_its_frame(dashboard: Dashboard, visit: Visit, loaded_url: str) -> None:
    from tracker.queries import Reader, country_list

    reader = Reader(loaded_url)
    busy = sorted(reader.ask(country_list), key=lambda row: -row.provisions_hard)[:12]
    reader.close()
    page = visit(dashboard, PHONE).open(f"country?countries={','.join(row.iso3 for row in busy)}")
    tab_to(page, ".table-frame")
    focused = page.locator(".table-frame:focus")
    assert focused.get_attribute("aria-label")
    press(page, "ArrowRight", "ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


WHOLE = (
    "",
    "?view=map",
    "?view=heatmap",
    "provision?provision=data_flows",
    "country?country={country}",
    "agreement?agreement={agreement}",
    "compare?kind=countries&countries={country},CHL",
    "search?q=data",
    "draft",
    "wto?country={country}",
    "briefings?country={country}",
    "data",
)


@pytest.fixture(scope="module")
def known(loaded_url: str) -> dict[str, str]:
    """The busiest country and the agreement nearest to the template."""
    from tracker.queries import Reader, agreement_list, country_list

    reader = Reader(loaded_url)
    country = max(reader.ask(country_list), key=lambda row: row.provisions_hard).iso3
    agreement = max(reader.ask(agreement_list), key=lambda row: row.score or 0).slug
    reader.close()
    return {"country": country, "agreement": agreement}


def enlarge(window: Watched) -> None:
    """Text at 200 %, as a reader with weak eyes sets it."""
    window.page.evaluate(
        "(e => { e.style.fontSize = 2 * parseFloat(getComputedStyle(e).fontSize) + 'px' })(document.documentElement)"
    )
    window.page.wait_for_timeout(400)


@pytest.mark.parametrize("path", WHOLE)
def test_on_paper_and_at_twice_the_text_size(
    dashboard: Dashboard, visit: Visit, known: dict[str, str], path: str
) -> None:
    window = visit(dashboard)
    page = window.open(path.format(**known))
    page.emulate_media(media="print")
    try:
        assert page.locator("h1").is_visible() or page.locator(".sheet").count()
        shown = page.evaluate(
            """[...document.querySelectorAll('button, input, textarea, select, .skip, .languages a')]
               .filter(one => one.checkVisibility({visibilityProperty: true}))
               .map(one => one.outerHTML.slice(0, 120))"""
        )
        assert shown == [], "controls have no place on paper"
    finally:
        page.emulate_media(media="screen")
    before = page.locator("h1").bounding_box()
    enlarge(window)
    after = page.locator("h1").bounding_box()
    assert before and after and after["height"] > 1.5 * before["height"]
    window.check()


def test_nothing_moves_for_those_who_do_not_want_it(dashboard: Dashboard, visit: Visit) -> None:
    page = visit(dashboard).open()
    longest = """Math.max(...[...document.querySelectorAll('*')].flatMap(one => {
        const look = getComputedStyle(one);
        return [look.transitionDuration, look.animationDuration].join(',').split(',').map(parseFloat);
    }))"""
    assert page.evaluate(longest) > 0.01, "Streamlit moves things"
    page.emulate_media(reduced_motion="reduce")
    try:
        assert page.evaluate(longest) <= 0.0001
    finally:
        page.emulate_media(reduced_motion="no-preference")
