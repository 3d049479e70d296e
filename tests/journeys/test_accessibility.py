"""axe-core on every page, on a desktop and on a phone, in three languages: it finds no barrier.

axe-core (MPL-2.0) comes with the development package axe-playwright-python and runs from its file, without network.
Not only serious findings count: no finding of any weight is let through but those listed in `KNOWN`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from dashboard.parts.pages import PAGES
from tests.journeys.conftest import DESKTOP, PHONE, Dashboard, Visit, Watched, running_dashboard
from tracker.queries import Reader, agreement_list, agreement_outline, country_list

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

KNOWN = (
    # The uploader's words are English in every language, so style.css hides them and `words_after` writes ours.
    # axe does not read words that a style writes; browsers and screen readers do, see the test on its name.
    ("button-name", "[data-testid=stFileUploaderDropzone] button"),
    # Streamlit gives the area to drop files on role=presentation and tabindex=-1, without a setting to change it.
    ("presentation-role-conflict", "[data-testid=stFileUploaderDropzone]"),
)
"""Findings inside Streamlit's own widgets that cannot be repaired from outside: (rule, what it is about)."""

DRAFT = """Article 1: Gates

Each Party shall allow the cross-border transfer of information by electronic means.

Article 2: Tolls

No Party shall impose customs duties on electronic transmissions between persons of the Parties.

Article 3: Friendship

The Parties shall endeavour to cooperate on electronic commerce and small enterprises.
"""

VIEWS = (
    "",
    "?view=map",
    "?view=heatmap",
    "provision",
    "provision?provision=data_flows",
    "country",
    "country?country={country}&policy=inspect_source_code",
    "country?country={country}&form=table&policies=table&stances=table",
    "agreement",
    "agreement?agreement={agreement}",
    "agreement?agreement={agreement}&view=reference",
    "agreement?agreement={agreement}&view=origins",
    "agreement?agreement={agreement}&view=versions",
    "agreement?agreement={agreement}&article={article}",
    "compare",
    "compare?kind=countries&countries={country},CHL",
    "compare?agreements={agreement},{other}",
    "wto",
    "wto?country={country}",
    "search",
    "search?q=data",
    "draft",
    "briefings",
    "briefings?country={country}",
    "coverage",
    "data",
)
LANGUAGES = ("en", "es", "fr")

AT_BOTH_WIDTHS = (
    "",
    "country?country={country}&policy=inspect_source_code",
    "agreement?agreement={agreement}",
)
"""Views with most of their own on them; the others take turns between desk and phone, to save minutes."""

WINDOWS = [
    pytest.param(path, viewport, id=f"{path or 'spread'}-{name}")
    for at, path in enumerate(VIEWS)
    for turn, (name, viewport) in enumerate((("desk", DESKTOP), ("phone", PHONE)))
    if path in AT_BOTH_WIDTHS or at % 2 == turn
]


MOST_ARTICLES = 80


@pytest.fixture(scope="module")
def dashboard(
    browser: Browser, excerpt_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dashboard]:
    """The dashboard on an excerpt: pages of all 450 agreements have the same parts many times over, and axe takes
    minutes for them."""
    with running_dashboard(excerpt_url, tmp_path_factory.mktemp("accessibility")) as started:
        yield started


@pytest.fixture(scope="module")
def known(excerpt_url: str) -> dict[str, str]:
    """A country with hard rules, two agreements near to the template, and an article of the first.

    None of them the longest, for the same reason.
    """
    reader = Reader(excerpt_url)
    countries = reader.ask(country_list)
    most = max(row.provisions_hard for row in countries)
    country = min((row for row in countries if row.provisions_hard > most / 2), key=lambda row: row.in_force)
    agreements = reader.ask(agreement_list)
    short = [row for row in agreements if row.articles <= MOST_ARTICLES] or agreements
    first, other, *_ = sorted(short, key=lambda row: -(row.score or 0))
    article = next(
        row.article.link
        for chapter in reader.ask(agreement_outline, first.slug)
        for row in chapter.articles
        if row.findings
    )
    reader.close()
    return {
        "country": country.iso3,
        "agreement": first.slug,
        "other": other.slug,
        "article": article,
    }


COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that other colours can break; the elements are the same."""


def findings(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds beyond `KNOWN`, one line for each element; by these rules alone, if any are named.

    The window is made as tall as the page: axe takes what is scrolled out of sight for hidden, and would not look at
    its contrast.
    """
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": tall + 100})  # type: ignore[index]
    page.wait_for_timeout(300)
    page.evaluate(AXE_SCRIPT)
    result: dict[str, Any] = page.evaluate(
        "([type, values]) => axe.run(document, {runOnly: {type, values}, resultTypes: ['violations']})",
        ["rule", rules] if rules else ["tag", TAGS],
    )
    assert result["testEngine"]["name"] == "axe-core"
    found = []
    for violation in result["violations"]:
        selectors = [selector for rule, selector in KNOWN if rule == violation["id"]]
        for node in violation["nodes"]:
            target = node["target"][0]
            if not any(
                page.evaluate(
                    "([target, known]) => document.querySelector(target).matches(known)", [target, one]
                )
                for one in selectors
            ):
                why = " ".join((node.get("failureSummary") or "").split())[:250]
                found.append(f"{violation['id']} ({violation['impact']}): {node['html'][:200]} – {why}")
    return found


FOLDS = 12


def unfold(page: Page, most: int = FOLDS) -> None:
    """Open folds, so that what is in them is looked at too: in each part of the page the first `most`, since hundreds
    of the same make take axe minutes and say nothing more."""
    page.evaluate(
        """most => document.querySelectorAll('.stHtml').forEach(part => {
            Array.from(part.querySelectorAll('details')).slice(0, most).forEach(one => { one.open = true })
        })""",
        FOLDS,
    )
    closed = page.locator("[data-testid=stExpander] details:not([open]) > summary:visible")
    for _ in range(closed.count()):
        closed.first.click()
    page.wait_for_timeout(600)  # Streamlit unfolds slowly, and half transparent words lack contrast


@pytest.mark.parametrize(("path", "viewport"), WINDOWS)
def test_axe_finds_nothing(
    dashboard: Dashboard, visit: Visit, known: dict[str, str], viewport: dict[str, int], path: str
) -> None:
    # The languages take turns, and a page has another one on the phone.
    language = LANGUAGES[(VIEWS.index(path) + (viewport is PHONE)) % len(LANGUAGES)]
    address = path.format(**known)
    if language != "en":
        address += ("&" if "?" in address else "?") + f"lang={language}"
    page = visit(dashboard, viewport).open(address)
    unfold(page)
    assert findings(page) == []


def test_views_cover_all_pages() -> None:
    assert {view.partition("?")[0] for view in VIEWS} == set(PAGES.values())


def checked_draft(window: Watched, path: str) -> Page:
    """The page on a draft, after a text of ours was pasted and checked by keyboard."""
    page = window.open(path)
    page.locator("textarea").fill(DRAFT)
    page.locator("textarea").press("Control+Enter")
    page.wait_for_selector("article.card")
    window.settle()
    return page


DARK = (
    "",
    "?view=map",
    "country?country={country}&policy=inspect_source_code",
    "agreement?agreement={agreement}&view=reference",
    "agreement?agreement={agreement}&article={article}",
    "compare?agreements={agreement},{other}",
    "wto?country={country}",
    "briefings?country={country}",
    "coverage",
    "data",
)
"""Views with each of the colours of their own, for a look in the dark."""


@pytest.mark.parametrize("path", DARK)
def test_axe_finds_nothing_in_the_dark(
    dashboard: Dashboard, visit: Visit, known: dict[str, str], path: str
) -> None:
    window = visit(dashboard, PHONE if DARK.index(path) % 2 else DESKTOP)
    window.page.emulate_media(color_scheme="dark")
    page = window.open(path.format(**known))
    paper = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    assert page.evaluate(paper) == "rgb(20, 24, 31)"
    unfold(page, 3)
    assert findings(page, COLOURS) == []


@pytest.mark.parametrize(("viewport", "language"), [(DESKTOP, "fr"), (PHONE, "en")], ids=["desk", "phone"])
def test_axe_finds_nothing_in_a_checked_draft(
    dashboard: Dashboard, visit: Visit, viewport: dict[str, int], language: str
) -> None:
    page = checked_draft(visit(dashboard, viewport), f"draft?lang={language}")
    unfold(page)
    assert findings(page) == []


def test_axe_would_find_something(dashboard: Dashboard, visit: Visit) -> None:
    page = visit(dashboard).open("data")
    page.evaluate(
        """document.querySelector('footer').insertAdjacentHTML('beforeend',
           '<button></button><p style="color:#ccc;background:#fff">pale</p><img src="data:,">')"""
    )
    rules = {line.partition(" ")[0] for line in findings(page)}
    assert {"button-name", "color-contrast", "image-alt"} <= rules
    assert {line.partition(" ")[0] for line in findings(page, COLOURS)} == {"color-contrast"}


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Choose a file"), ("es", "Elegir un archivo"), ("fr", "Choisir un fichier")],
)
def test_uploader_has_a_name_in_each_language(
    dashboard: Dashboard, visit: Visit, language: str, name: str
) -> None:
    page = visit(dashboard).open(f"draft?lang={language}")
    page.wait_for_selector("[data-testid=stFileUploaderDropzone] button")
    session = page.context.new_cdp_session(page)
    button = session.send(
        "Runtime.evaluate",
        {"expression": "document.querySelector('[data-testid=stFileUploaderDropzone] button')"},
    )
    tree = session.send("Accessibility.getPartialAXTree", {"objectId": button["result"]["objectId"]})
    said = tree["nodes"][0]["name"]["value"]
    session.detach()
    assert said.strip().removeprefix("upload").strip() == name
