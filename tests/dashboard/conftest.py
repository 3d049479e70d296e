"""A small invented world behind the dashboard, and pages run by Streamlit's own test driver."""

import functools
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.parts.pages import PAGES
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import open_database

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
TIMEOUT_SECONDS = 30

FLOWS = "Each side keeps the gates open for data. A side may close them for a good public reason."
SCRIPT = '<script>document.title = "caught"</script> Each side keeps <b>parcels</b> & servers free.'

Open = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def components_looked_for_once() -> Iterator[None]:
    """Streamlit's test driver reads the metadata of every installed package at each run of a page, looking for
    components: four fifths of the time of these tests (measured). They stay the same, so it looks once."""
    with pytest.MonkeyPatch.context() as patch:
        found = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(autouse=True)
def fresh_reader(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The dashboard reads this test's database, and no answer of another test."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    st.cache_resource.clear()
    yield
    from dashboard.parts.facts import reader

    reader().close()
    st.cache_resource.clear()


@pytest.fixture
def world(sqlite_url: str) -> str:
    """Three agreements: hard with exception in force, soft pending without text, one with a script in it."""
    database = open_database(sqlite_url)
    with database.session() as session:
        made = World(session)
        made.agreement(
            "North - South",
            parties=["AAA", ("CCC", "UNI"), ("CCD", "UNI")],
            signed=date(2010, 1, 2),
            in_force=date(2012, 3, 4),
            chapters=(
                MadeChapter(
                    "CHAPTER 14",
                    articles=(
                        MadeArticle(
                            "ARTICLE 14.1",
                            "Gates",
                            FLOWS,
                            (MadeFinding("data_flows", "hard", True, FLOWS.partition(" A side")[0]),),
                        ),
                        MadeArticle("ARTICLE 14.2", "Scales", "Scales are tested yearly."),
                    ),
                ),
            ),
        )
        made.agreement(
            "East - West",
            parties=["AAA", "BBB"],
            signed=date(2016, 2, 4),
            has_text=False,
            chapters=(
                MadeChapter(
                    "2", articles=(MadeArticle("2.1", findings=(MadeFinding("cooperation", "soft"),)),)
                ),
            ),
            urls=("https://example.org/east-west", "javascript:alert(1)"),
        )
        made.agreement(
            "<i>Tilted</i> - =Land",
            slug="tilted",
            parties=["BBB", "DDD"],
            signed=date(2001, 5, 5),
            in_force=date(2002, 1, 1),
            chapters=(
                MadeChapter(
                    "1",
                    "<h1>Loud</h1>",
                    articles=(
                        MadeArticle(
                            "1",
                            "<img src=x onerror=alert(1)>",
                            SCRIPT,
                            (MadeFinding("source_code", "hard", False, "Each side keeps <b>parcels</b>"),),
                        ),
                    ),
                ),
            ),
        )
    database.close()
    return sqlite_url


@pytest.fixture
def open_page() -> Open:
    """Opens a page with the given link parameters, as a visitor would, and fails on any exception."""

    def opened(page: str = "", **parameters: str) -> AppTest:
        test = AppTest.from_file(str(APP), default_timeout=TIMEOUT_SECONDS)
        if page and PAGES[page] != page:
            test.run()  # the driver finds a page whose address is not its file's name only after a first run
        for name, value in parameters.items():
            test.query_params[name.rstrip("_")] = value
        if page:
            test.switch_page(f"routes/{page}.py")
        test.run()
        assert not test.exception, test.exception
        return test

    return opened


def shown(test: AppTest) -> str:
    """All HTML on the page, as sent to the browser."""
    return "\n".join(element.proto.body for element in test.get("html"))
