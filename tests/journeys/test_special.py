"""Journeys over small databases: an empty one, hostile texts, texts that arrive while the page is open."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World, provision_agreement
from tests.journeys.conftest import Dashboard, Visit, running_dashboard
from tracker.models import Article, Document
from tracker.models.base import Base
from tracker.models.database import open_database

HOSTILE = (
    "<script>document.title='caught'</script><img src=x onerror=\"document.title='caught'\">"
    "<a href='javascript:alert(1)'>press</a> [link](javascript:alert(1)) Each side keeps parcels free."
)


@pytest.fixture(scope="module")
def server(
    browser: Browser, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dashboard]:
    """A dashboard on a database of its own, for the tests of this file one after another."""
    folder = tmp_path_factory.mktemp("special")
    file = shutil.copyfile(migrated_sqlite, folder / "tracker.db")
    with running_dashboard(f"sqlite:///{file}", folder) as started:
        yield started


@pytest.fixture
def small(server: Dashboard) -> Dashboard:
    """A dashboard on an empty database that the test may fill."""
    database = open_database(server.database_url)
    with database.session() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    database.close()
    return server


def test_empty_database_fills_while_the_page_is_open(small: Dashboard, visit: Visit) -> None:
    window = visit(small)
    page = window.open()
    page.get_by_role("status").filter(has_text="No agreements are loaded yet").wait_for()
    database = open_database(small.database_url)
    with database.session() as session:
        provision_agreement(
            World(session), "Later", [MadeFinding("data_flows", "hard", False)], in_force=date(2011, 1, 1)
        )
    database.close()
    page.get_by_text("1 agreement for 2 countries").wait_for()


def test_progress_line_follows_the_texts(small: Dashboard, visit: Visit) -> None:
    database = open_database(small.database_url)
    with database.session() as session:
        made = World(session)
        made.agreement(
            "Facts only",
            has_text=False,
            chapters=(MadeChapter(articles=(MadeArticle("1", findings=(MadeFinding("data_flows"),)),)),),
        )
        made.agreement("Read already", chapters=(MadeChapter(articles=(MadeArticle("1"),)),))
    window = visit(small)
    page = window.open()
    page.get_by_role("status").filter(has_text="1 of 2 agreements fetched, 1 of 2 articles read").wait_for()
    with database.session() as session:
        document = session.query(Document).filter_by(has_text=False).one()
        document.has_text = True
        session.query(Article).filter_by(document_id=document.id).one().text = "Words have come."
    page.get_by_role("status").filter(has_text="All texts are here: 1 of 2 articles read").wait_for()
    database.close()


def test_hostile_text_stays_text(small: Dashboard, visit: Visit) -> None:
    database = open_database(small.database_url)
    with database.session() as session:
        World(session).agreement(
            f"Trap {HOSTILE}",
            slug="trap",
            in_force=date(2012, 1, 1),
            chapters=(
                MadeChapter(
                    HOSTILE,
                    HOSTILE,
                    articles=(
                        MadeArticle(
                            HOSTILE,
                            HOSTILE,
                            HOSTILE,
                            (MadeFinding("data_flows", "hard", False, "Each side keeps parcels free."),),
                        ),
                    ),
                ),
            ),
            urls=("javascript:alert(1)", "https://example.org/ok"),
        )
    database.close()
    window = visit(small)
    for path in (
        "agreement",
        "agreement?agreement=trap",
        "agreement?agreement=trap&article=tota1:1",
        "agreement?agreement=trap&view=all",
        "agreement?agreement=trap&form=table",
        "country?country=AAA&provision=data_flows",
        "?view=heatmap",
    ):
        page = window.open(path)
        page.wait_for_timeout(200)
        assert page.title() != "caught", path
        assert page.locator("[data-testid=stMain] img[src=x]").count() == 0, path
        assert page.locator("[data-testid=stMain] a[href^='javascript']").count() == 0, path
    window.open("agreement?agreement=trap&article=tota1:1")
    assert HOSTILE in window.page.locator(".full-text").inner_text()
