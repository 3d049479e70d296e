"""Journeys over the loaded corpus: every page on a desk and on a phone, filters, links, downloads, speed."""

import re

import pytest

from tests.journeys.conftest import DESKTOP, PHONE, Dashboard, Visit, Watched, processor_seconds
from tracker.queries import Reader, agreement_list, agreement_outline, country_list

# A guard against becoming slow, in processor time of the server and as a part of what its own start took: seconds
# depend on the machine. The target of 2 s by the clock is measured on a quiet one by benchmarks/first_paint.py.
LARGEST_PART_OF_START = 0.3


@pytest.fixture(scope="module")
def known(dashboard: Dashboard) -> dict[str, str]:
    """The busiest country, the agreement nearest to the template, and one of its flagged articles."""
    reader = Reader(dashboard.database_url)
    country = max(reader.ask(country_list), key=lambda row: row.provisions_hard)
    agreement = max(reader.ask(agreement_list), key=lambda row: row.score or 0)
    flagged = next(
        row
        for chapter in reader.ask(agreement_outline, agreement.slug)
        for row in chapter.articles
        if row.findings
    )
    reader.close()
    return {
        "country": country.iso3,
        "country_name": country.name,
        "agreement": agreement.slug,
        "agreement_name": agreement.name,
        "article": flagged.article.link,
    }


PAGES = (
    (
        "",
        "Who is bound by which digital trade rules?",
        "[data-testid=stVegaLiteChart] :is(canvas, svg)",
    ),
    (
        "?view=heatmap",
        "Who is bound by which digital trade rules?",
        "[data-testid=stVegaLiteChart] :is(canvas, svg)",
    ),
    (
        "?view=map",
        "Who is bound by which digital trade rules?",
        "[data-testid=stVegaLiteChart] :is(canvas, svg)",
    ),
    ("?view=heatmap&form=table", "Who is bound by which digital trade rules?", "[data-testid=stDataFrame]"),
    ("country", "What binds a country", "table.plain"),
    ("country?country={country}", "{country_name}", "details.fold"),
    ("country?country={country}&form=table", "{country_name}", "[data-testid=stDataFrame]"),
    ("agreement", "Agreement by agreement", "table.plain"),
    ("agreement?agreement={agreement}", "{agreement_name}", "article.card mark"),
    ("agreement?agreement={agreement}&view=all", "{agreement_name}", "details.fold"),
    ("agreement?agreement={agreement}&view=origins", "{agreement_name}", "table.plain"),
    ("agreement?agreement={agreement}&view=versions", "{agreement_name}", "article.card"),
    ("agreement?agreement={agreement}&article={article}", "{agreement_name}", ".full-text mark"),
    ("provision", "Provision by provision", "table.plain"),
    ("provision?provision=data_flows", "Data may leave the country", "article.card details.fold"),
    ("provision?provision=data_flows&list=table", "Data may leave the country", "[data-testid=stDataFrame]"),
    ("compare", "Side by side", ".notice a"),
    (
        "compare?kind=countries&countries={country},CHL&provision=technology_transfer",
        "Side by side",
        ".side-by-side ins, .side-by-side del",
    ),
    ("wto", "The WTO text on electronic commerce", ".wto-lines, .notice li"),
    (
        "wto?country={country}",
        "The WTO text on electronic commerce",
        "details.fold:has(.wto-sides), .notice li",
    ),
    ("search", "Search the texts", ".notice li a"),
    ("search?q=data&page=2", "Search the texts", "article.card mark"),
    ("draft", "Check a draft", "[data-testid=stFileUploader]"),
    ("briefings", "Briefings", ".file-holds"),
    ("briefings?country={country}", "Briefings", "article.sheet .chip"),
    ("data", "Data and method", "dl.figures"),
    (
        "?lang=fr",
        "Qui est lié par quelles règles du commerce numérique\u202f?",
        ".template-grid .clause-link",
    ),
    ("search?q=data&lang=es", "Buscar en los textos", "article.card mark"),
    ("data?lang=fr", "Données et méthode", "dl.figures"),
)


# Desk and phone take turns: test_accessibility.py opens nearly all of them as well, and watches for faults.
WINDOWS = [
    pytest.param(viewport, *page, id=f"{page[0] or 'spread'}-{name}")
    for at, page in enumerate(PAGES)
    for turn, (name, viewport) in enumerate((("desk", DESKTOP), ("phone", PHONE)))
    if at % 2 == turn
]


@pytest.mark.parametrize(("viewport", "path", "title", "content"), WINDOWS)
def test_every_page_opens_without_any_fault(
    dashboard: Dashboard,
    visit: Visit,
    known: dict[str, str],
    viewport: dict[str, int],
    path: str,
    title: str,
    content: str,
) -> None:
    window = visit(dashboard, viewport)
    page = window.open(path.format(**known))
    assert page.locator("h1").inner_text() == title.format(**known)
    page.wait_for_selector(content)
    window.check()


def test_choosing_changes_the_link_and_back_returns(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard)
    page = window.open()
    choose(window, "Provision", "Source code")
    page.wait_for_url("**/?provision=source_code")
    page.get_by_role("heading", name="No access to source code").wait_for()
    page.get_by_text("Countries", exact=True).click()
    page.wait_for_url("**/?provision=source_code&unit=countries")
    window.settle()
    page.go_back()
    page.wait_for_url("**/?provision=source_code")
    page.go_back()
    page.get_by_role("heading", name="Data may leave the country").wait_for()


def choose(window: Watched, label: str, option: str) -> None:
    """Choose from a select box by keyboard alone."""
    box = window.page.get_by_label(label, exact=True).first
    box.focus()
    window.page.keyboard.type(option)
    window.page.keyboard.press("Enter")
    window.settle()


def test_link_of_a_view_gives_the_same_view_to_another_visitor(dashboard: Dashboard, visit: Visit) -> None:
    first = visit(dashboard)
    first.open("?provision=customs_duties&unit=countries&by=in_force&count=new")
    sentence = first.page.locator(".figure-line").inner_text()
    assert "countries" in sentence
    second = visit(dashboard, PHONE, first=True)
    second.open(first.page.url.removeprefix(f"{dashboard.address}/"))
    assert second.page.locator(".figure-line").inner_text() == sentence


def test_from_country_to_the_very_clause(dashboard: Dashboard, visit: Visit, known: dict[str, str]) -> None:
    window = visit(dashboard)
    page = window.open("country")
    choose(window, "Country", known["country_name"])
    page.wait_for_url(f"**/country?country={known['country']}")
    fold = page.locator("details.fold:has(.commitments a[href*='article=']) > summary").first
    fold.focus()
    page.keyboard.press("Enter")
    link = page.locator("details.fold[open] .commitments a[href*='article=']").first
    link.wait_for()
    link.click()
    page.wait_for_url(re.compile(r"/agreement\?agreement=.*&article="))
    window.settle()
    assert page.locator(".full-text mark").count() > 0


def test_navigation_on_a_phone(dashboard: Dashboard, visit: Visit) -> None:
    window = visit(dashboard, PHONE)
    page = window.open()
    page.locator(".bar-menu summary").click()
    page.locator(".st-key-bar-pages").get_by_text("Country", exact=True).click()
    page.wait_for_url("**/country")
    page.get_by_role("heading", name="What binds a country").wait_for()
    window.settle()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_language_changes_keep_the_view_and_go_along(
    dashboard: Dashboard, visit: Visit, viewport: dict[str, int]
) -> None:
    window = visit(dashboard, viewport)
    page = window.open("provision?provision=source_code")
    page.get_by_role("link", name="Français").click()
    page.wait_for_url("**/provision?provision=source_code&lang=fr")
    window.settle()
    assert page.evaluate("document.documentElement.lang") == "fr"
    french = page.locator("h1").inner_text()
    assert french != "No access to source code"
    bar = page.get_by_test_id("stMain")
    if viewport is PHONE:
        page.locator(".bar-menu summary").click()
        bar = page.locator(".st-key-bar-pages")
    bar.get_by_test_id("stPageLink").nth(2).locator("a").click()
    page.wait_for_url("**/country?lang=fr")
    window.settle()
    page.go_back()
    page.wait_for_url("**/provision?provision=source_code&lang=fr")
    page.get_by_role("heading", name=french).wait_for()
    window.settle()


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("", "Year,Strength,New,Total"),
        ("?view=heatmap", "Agreement,Date,Status,"),
        ("country", "Country,ISO code,"),
        ("country?country={country}", "Policy,Today,What is signed,"),
        ("agreement", "Agreement,Signed,Status,"),
        ("search?q=data", "Agreement,Signed,Chapter,"),
        ("compare?kind=countries&countries={country},CHL", "Compared,Provision,Strength,"),
        ("agreement?agreement={agreement}", "Chapter,Article,Heading,"),
    ],
)
def test_download_is_a_csv_for_excel(
    dashboard: Dashboard, visit: Visit, known: dict[str, str], path: str, columns: str
) -> None:
    page = visit(dashboard).open(path.format(**known))
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").first.click()
    raw = waiting.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith(columns)
    assert len(lines) > 2


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("country?country=XYZ", "No country “XYZ” here"),
        ("agreement?agreement=no-such", "No agreement “no-such” here"),
        ("?provision=%3Cscript%3Ealert(1)%3C/script%3E", "ignored"),
        ("?from=99999999999999999999&to=-1&party=%00&view=", "ignored"),
    ],
)
def test_broken_links_get_a_helpful_page(dashboard: Dashboard, visit: Visit, path: str, words: str) -> None:
    page = visit(dashboard, PHONE).open(path)
    page.get_by_role("status").filter(has_text=words).wait_for()


@pytest.mark.serial
@pytest.mark.parametrize(
    "path", ["", "?view=heatmap", "country?country={country}", "agreement?agreement={agreement}"]
)
def test_first_paint_stays_quick(
    dashboard: Dashboard, visit: Visit, known: dict[str, str], path: str
) -> None:
    window = visit(dashboard, first=True)
    before = processor_seconds(dashboard.process)
    window.page.goto(f"{dashboard.address}/{path.format(**known)}", wait_until="commit")
    window.page.wait_for_selector("h1")
    spent = processor_seconds(dashboard.process) - before
    assert 0 < spent < LARGEST_PART_OF_START * dashboard.start_seconds
    window.settle()
