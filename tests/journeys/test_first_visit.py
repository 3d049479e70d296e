"""A first visit: what it weighs, its first screen, the language, links that keep what was looked at, frames."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import DESKTOP, PHONE, SCRIPT_ENDED, Dashboard, Visit, running_dashboard
from tracker.queries import Reader, country_list

LARGEST_VISIT_BYTES = 1_200_000
"""Over the wire, with all files, for a visitor who has none of them."""
MOST_SCREENS = 6
"""Heights of a phone before a page's answer begins."""


@pytest.fixture(scope="module")
def country(dashboard: Dashboard) -> str:
    """The busiest country."""
    reader = Reader(dashboard.database_url)
    found = max(reader.ask(country_list), key=lambda row: row.provisions_hard).iso3
    reader.close()
    return found


class Counted:
    """A door before the dashboard that counts all bytes which go out of it: files, headers, socket, as sent."""

    def __init__(self, port: int) -> None:
        self.port, self.received = port, 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> "Counted":
        threading.Thread(target=self._open, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()

    def _open(self) -> None:
        with suppress(OSError):
            while True:
                inside, _ = self._door.accept()
                outside = socket.create_connection(("127.0.0.1", self.port))
                for pair in ((inside, outside, False), (outside, inside, True)):
                    threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, counts: bool) -> None:
        with suppress(OSError), one, other:
            while block := one.recv(65_536):
                self.received += len(block) if counts else 0
                other.sendall(block)


@pytest.mark.parametrize("path", ["", "country?country={country}"])
def test_first_visit_is_light(dashboard: Dashboard, visit: Visit, country: str, path: str) -> None:
    with Counted(int(dashboard.address.rpartition(":")[2])) as wire:
        window = visit(Dashboard(wire.address, dashboard.database_url), PHONE, first=True)
        window.open(path.format(country=country))
        window.page.wait_for_timeout(500)
    assert 300_000 < wire.received <= LARGEST_VISIT_BYTES


def test_first_screen_says_whose_list_it_is_and_shows_the_chart(dashboard: Dashboard, visit: Visit) -> None:
    page = visit(dashboard).open()
    assert "Digital 2 Dozen" in page.locator(".page-head .intro").inner_text()
    assert page.locator(".brand-purpose").is_visible()
    assert 1 <= page.locator(".headlines li").count() <= 3
    chart = page.locator("[data-testid=stVegaLiteChart]").bounding_box()
    controls = page.locator(".st-key-controls").bounding_box()
    assert chart and controls
    assert chart["y"] + chart["height"] / 2 < DESKTOP["height"] < controls["y"]


def test_finding_a_country_on_a_phone_in_spanish(
    browser: Browser, dashboard: Dashboard, country: str
) -> None:
    """The browser asks for Spanish, the address for nothing; the country stays when pages are loaded anew."""
    context = browser.new_context(viewport=PHONE, locale="es-PE")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(dashboard.address)
    settled(page)
    assert page.evaluate("document.documentElement.lang") == "es"
    box = page.get_by_label("Encuentre su país", exact=True)
    box.focus()
    reader = Reader(dashboard.database_url)
    rows = {row.iso3: row.name for row in reader.ask(country_list)}
    reader.close()
    box.press_sequentially(rows[country][:4])
    page.keyboard.press("Enter")
    page.wait_for_url("**/country?country=*")
    settled(page)
    chosen = parse_qs(urlsplit(page.url).query)["country"]
    page.locator(".stHtml a[href*='agreement?']").first.evaluate("link => link.click()")
    page.wait_for_url("**/agreement?*")
    settled(page)
    assert "lang=" not in page.url
    page.locator(".bar-menu summary").click()
    page.locator(".st-key-bar-pages").get_by_text("Fichas", exact=True).click()
    page.wait_for_url("**/briefings?country=*")
    assert parse_qs(urlsplit(page.url).query)["country"] == chosen
    context.close()


def settled(page: Page) -> None:
    page.wait_for_selector("footer")
    page.wait_for_function(SCRIPT_ENDED, polling=100)


def test_opened_row_is_in_the_address_and_opens_for_the_next(
    dashboard: Dashboard, visit: Visit, country: str
) -> None:
    window = visit(dashboard)
    page = window.open(f"country?country={country}")
    row = page.locator("details.fold:not([open])[id^=policy-]").first
    name = row.get_attribute("id")
    row.locator(":scope > summary").click()
    page.wait_for_url(f"**/country?country={country}&row={name}")
    other = visit(dashboard, PHONE)
    other.open(page.url.removeprefix(f"{dashboard.address}/"))
    opened = other.page.locator(f"details[open]#{name} > summary")
    opened.wait_for()
    other.page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 0")
    opened.click()
    other.page.wait_for_url(re.compile(rf"country={country}$"))


def test_citation_is_copied_and_the_card_is_a_picture(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard)
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = window.open("provision?provision=source_code")
    page.locator("#share > summary").click()
    page.locator("#share button").nth(1).click()
    page.get_by_text("Copied", exact=True).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Digital Trade Tracker. (") and "provision?provision=source_code" in copied
    with page.expect_download() as waiting:
        page.locator("#share a[download]").click()
    assert waiting.value.path().read_bytes().startswith(b"\x89PNG")


def test_unknown_address_leads_on(dashboard: Dashboard, browser: Browser) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    answer = page.goto(f"{dashboard.address}/nowhere/at/all")
    assert answer is not None and answer.status == 404
    assert page.locator("h1").inner_text() == "Il n’y a pas de page ici"
    page.get_by_role("link", name="Pays").click()
    page.wait_for_url(f"{dashboard.address}/country")
    settled(page)
    context.close()


ANSWERS = (
    ("", "[data-testid=stVegaLiteChart]"),
    ("?view=heatmap", "[data-testid=stVegaLiteChart]"),
    ("provision?provision=data_flows", ".figure-line, [data-testid=stVegaLiteChart]"),
    ("country?country={country}", "dl.figures"),
    ("compare?kind=countries&countries={country},CHL", ".comparison table"),
    ("wto?country={country}", "details.fold:has(.wto-sides), .notice li"),
    ("search?q=data", "article.card"),
    ("coverage", "section p strong"),
)


@pytest.mark.parametrize(("path", "answer"), ANSWERS)
def test_answer_comes_within_six_screens_of_a_phone(
    dashboard: Dashboard, visit: Visit, country: str, path: str, answer: str
) -> None:
    page = visit(dashboard, PHONE).open(path.format(country=country))
    page.locator(answer).first.wait_for()
    place = page.locator(answer).first.bounding_box()
    assert place and place["y"] < MOST_SCREENS * PHONE["height"]


@pytest.fixture(scope="module")
def open_dashboard(
    browser: Browser, loaded_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dashboard]:
    """A dashboard that other sites may show, with the pseudo-locale."""
    switched_on = {"TRACKER_FRAME_ANCESTORS": "*", "TRACKER_PSEUDO_LOCALE": "1"}
    with running_dashboard(loaded_url, tmp_path_factory.mktemp("open"), switched_on) as started:
        yield started


@pytest.mark.parametrize(
    ("viewport", "path"),
    [(PHONE, "?lang=xr"), (DESKTOP, "country?country={country}&lang=xr")],
    ids=["phone", "desk"],
)
def test_layout_from_right_to_left(
    open_dashboard: Dashboard, visit: Visit, country: str, viewport: dict[str, int], path: str
) -> None:
    """No sideways scroll (the window checks that), and what begins a line stands on the right."""
    page = visit(open_dashboard, viewport).open(path.format(country=country))
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    middle = viewport["width"] / 2
    brand = page.locator(".brand-name").bounding_box()
    languages = page.locator(".languages").bounding_box()
    assert brand and languages
    assert brand["x"] + brand["width"] / 2 > middle
    assert languages["x"] + languages["width"] / 2 < middle


@pytest.fixture
def another_site(tmp_path: Path) -> Iterator[Callable[[Page, str], None]]:
    """Opens a page of another origin with the address in a frame."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def opened(page: Page, address: str) -> None:
            frame = f'<iframe src="{address}" width="800" height="600"></iframe>'
            (tmp_path / "index.html").write_text(frame, encoding="utf-8")
            page.goto(f"http://127.0.0.1:{server.server_port}/")

        yield opened
        server.shutdown()


def test_page_in_a_frame_of_another_site(
    open_dashboard: Dashboard, browser: Browser, another_site: Callable[[Page, str], None]
) -> None:
    page = browser.new_page()
    address = f"{open_dashboard.address}/provision?provision=source_code&embed=1"
    another_site(page, address)
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    frame.locator(".frame-source").wait_for()
    assert not frame.locator(".st-key-bar").is_visible()
    assert frame.locator(".frame-source a").get_attribute("target") == "_blank"
    page.close()


def test_no_frame_where_the_setting_allows_none(
    dashboard: Dashboard, browser: Browser, another_site: Callable[[Page, str], None]
) -> None:
    page = browser.new_page()
    another_site(page, f"{dashboard.address}/data?embed=1")
    page.wait_for_timeout(1_500)
    assert page.frame_locator("iframe").locator(".stHtml, #root").count() == 0
    page.close()
