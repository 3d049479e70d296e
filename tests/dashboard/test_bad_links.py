"""Links nobody made on purpose: every page with broken, endless or hostile parameters, and with little to show."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.parts.pages import PAGES
from dashboard.parts.state import MAX_LENGTH
from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import open_database

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`&{0}%s"
ENDLESS = "n" * 20_000

NASTY = {
    "hostile": HOSTILE,
    "endless": ENDLESS,
    "nul": "\0",
    "nul inside": "AAA\0data_flows",
    "number": "-99999999999999999999999",
    "digits of elsewhere": "\u0663\u0664",
    "commas": ",,AAA,AAA,,BBB,CCC,DDD,EEE,FFF,GGG,HHH,",
    "folders": "../../../../etc/passwd",
    "not a character": "\ufffd\ufffe",
    "from right to left": "\u202eAAA",
    "line breaks": "AAA\r\nSet-Cookie: x=1",
    "statement": "' OR 1=1; DROP TABLE agreement; --",
    "braces": "{messages} {0.__class__} %(x)s",
}

PARAMETERS = (
    *("view", "area", "columns", "provision", "unit", "count", "by", "form", "list", "articles", "policies"),
    *(
        "stances",
        "q",
        "page_",
        "party",
        "topic",
        "from",
        "to",
        "status",
        "country",
        "agreement",
        "agreements",
    ),
    *("countries", "kind", "rows", "wording", "article", "clause", "version", "change", "policy", "differs"),
    *("draft_language", "separator", "text", "no_such_parameter"),
)
"""All parameters of all pages; `page_` is the number of a page of results (see `open_page`)."""

CHOICES: dict[str, dict[str, str]] = {
    "spread": {"provision": "data_flows", "view": "heatmap"},
    "provision": {"provision": "data_flows"},
    "country": {"country": "AAA"},
    "agreement": {"agreement": "north-south"},
    "compare": {"kind": "countries", "countries": "AAA,BBB"},
    "wto": {"country": "AAA"},
    "search": {"q": "gates"},
    "draft": {"draft_language": "es"},
    "briefings": {"country": "AAA"},
    "coverage": {"list": "table"},
    "data": {"no_such_parameter": "1"},
}
"""A good choice for every page; the other parameters are bad then."""

RAW = re.compile(r"<(script|img)\b|onerror=alert\(1\)>", re.IGNORECASE)


def checked(test: AppTest) -> str:
    """What the page shows: a heading and something to read, all of it escaped, nothing endless."""
    page = shown(test)
    assert page.count("<h1>") == 1
    assert "<footer>" in page
    assert not RAW.search(page), RAW.search(page)
    assert "Traceback" not in page
    assert "n" * (MAX_LENGTH + 201) not in page, "endless values are cut"
    body = page.partition("</header>")[2].partition("<footer>")[0]
    rest = [*test.dataframe, *test.selectbox, *test.text_input, *test.text_area, *test.get("vega_lite_chart")]
    assert re.search(r"\w{3}", re.sub(r"<[^>]*>", "", body)) or rest, "the page is not empty"
    return page


EVERYWHERE = ("hostile", "endless", "nul inside", "commas")
"""Given to all parameters of a page at once; the other values go round among the parameters, a turn further on each
page, so that every parameter meets every one of them."""


@pytest.mark.parametrize("page", PAGES)
def test_bad_values_of_every_kind_get_a_helpful_page(world: str, open_page: Open, page: str) -> None:
    values = [value for name, value in NASTY.items() if name not in EVERYWHERE]
    turn = list(PAGES).index(page)
    checked(open_page(page, **{p: values[(at + turn) % len(values)] for at, p in enumerate(PARAMETERS)}))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", EVERYWHERE)
def test_bad_values_everywhere_get_a_helpful_page(world: str, open_page: Open, page: str, name: str) -> None:
    value = NASTY[name]
    text = checked(open_page(page, **dict.fromkeys(PARAMETERS, value)))
    if value == HOSTILE and page not in (
        "data",
        "draft",
        "wto",
    ):  # the two take no choice, and there is no WTO text
        assert "&lt;script&gt;" in text, "it says which value it ignored"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["hostile"])
def test_bad_values_beside_a_good_choice_leave_the_choice(
    world: str, open_page: Open, page: str, name: str
) -> None:
    parameters = {**dict.fromkeys(PARAMETERS, NASTY[name]), **CHOICES[page]}
    checked(open_page(page, **parameters))


@pytest.mark.parametrize("page", PAGES)
def test_unknown_language_is_named_and_english_spoken(world: str, open_page: Open, page: str) -> None:
    text = checked(open_page(page, lang=HOSTILE))
    assert "&lt;script&gt;" in text
    assert text.count("lang=&lt;script&gt;") == 1


@pytest.mark.parametrize("page", PAGES)
def test_empty_database(open_page: Open, page: str) -> None:
    for parameters in (
        {},
        {**CHOICES[page], "lang": "es"},
        {**dict.fromkeys(PARAMETERS, HOSTILE), "lang": "fr"},
    ):
        text = checked(open_page(page, **parameters))
        if page != "draft":
            assert "tracker up" in text, "it says what to do"


def _clause(number: str, text: str | None) -> MadeArticle:
    evidence = None if text is None else text.partition(".")[0] + "."
    return MadeArticle(number, "Gates", text, (MadeFinding("data_flows", "hard", False, evidence),))


def _agreements(url: str, with_text: int, total: int = 9) -> None:
    """`total` agreements with a clause each, whose text is there for the first `with_text` only."""
    database = open_database(url)
    with database.session() as session:
        made = World(session)
        for number in range(total):
            words = f"Each side keeps gate {number} open for data." if number < with_text else None
            made.agreement(
                "North - South" if number == 0 else f"Pact {number}",
                parties=["AAA", "BBB" if number % 2 else "CCC"],
                signed=date(2001 + number, 1, 2),
                in_force=date(2002 + number, 1, 2) if number % 3 else None,
                has_text=words is not None,
                chapters=(MadeChapter(articles=(_clause("1", words),)),),
            )
    database.close()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("with_text", [0, 3], ids=["facts only", "a third of the texts"])
def test_half_fetched_database(sqlite_url: str, open_page: Open, page: str, with_text: int) -> None:
    _agreements(sqlite_url, with_text)
    line = "Facts of 9 agreements are shown" if not with_text else "3 of 9 agreements fetched"
    for parameters in ({}, CHOICES[page]):
        text = checked(open_page(page, **parameters))
        assert line in text, "the progress line says how far the texts are"
        assert "tracker up</" not in text or page == "data"
    if page == "agreement":
        without = checked(open_page(page, agreement="pact-8"))
        assert "Only facts are here" in without
