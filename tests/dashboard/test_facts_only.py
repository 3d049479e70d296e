"""Agreements of which only facts are known are shown as such; links from before a merge still work."""

from datetime import date

import pytest

from dashboard.views.agreement.page import VIEWS
from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import AgreementAlias, Document, PartyEvent
from tracker.models.database import open_database


@pytest.fixture
def listed(sqlite_url: str) -> str:
    """One agreement with a text, whose slug was `gone` before a merge; one that is only in a source's list."""
    database = open_database(sqlite_url)
    with database.session() as session:
        rule = MadeChapter(articles=(MadeArticle("1", findings=(MadeFinding("data_flows", "hard", False),)),))
        kept = World(session).agreement("Kept", ["PER", "CHL"], chapters=(rule,), in_force=date(2011, 1, 1))
        session.add(AgreementAlias(slug="gone", agreement_id=kept.id))
        only = World(session, "wto_rta").agreement(
            "Listed", ["PER", "KOR"], in_force=date(2025, 1, 1), urls=("https://example.org/card",)
        )
        session.query(Document).filter_by(agreement_id=only.id).delete()
    database.close()
    return sqlite_url


def test_the_list_counts_them_apart(listed: str, open_page: Open) -> None:
    page = shown(open_page("agreement"))
    assert "All 1 agreements" in page
    assert "1 more is known only from its facts." in page
    assert "facts only, no text here" in page


def test_its_own_page_leads_to_the_source(listed: str, open_page: Open) -> None:
    page = shown(open_page("agreement", agreement="listed"))
    assert "Only facts are here" in page
    assert 'href="https://example.org/card"' in page
    assert "Template score" not in page and "of 100" not in page
    assert "Template score" in shown(open_page("agreement", agreement="kept"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_it_is_a_page(listed: str, open_page: Open, view: str) -> None:
    page = shown(open_page("agreement", agreement="listed", view=view))
    assert "Only facts are here" in page
    assert 'href="https://example.org/card"' in page


def test_a_link_from_before_a_merge_leads_on(listed: str, open_page: Open) -> None:
    test = open_page("agreement", agreement="gone")
    assert "<h1>Kept</h1>" in shown(test)
    assert test.query_params["agreement"] == "kept"


def test_there_is_nothing_in_them_to_compare(listed: str, open_page: Open) -> None:
    options = open_page("compare").multiselect[0].options
    assert [option.startswith("Kept") for option in options] == [True]


def test_the_data_page_counts_them(listed: str, open_page: Open) -> None:
    assert "more known by name, dates and parties only" in shown(open_page("data"))


def test_what_never_took_effect_says_who_withdrew_and_has_no_day_in_force(
    sqlite_url: str, open_page: Open
) -> None:
    database = open_database(sqlite_url)
    with database.session() as session:
        made = World(session)
        pact = made.agreement(
            "Lost Pact", ("AAA", "BBB"), signed=date(2016, 2, 4), inactive=date(2017, 1, 30)
        )
        pact.state = "never_took_effect"
        session.add(
            PartyEvent(
                agreement_id=pact.id,
                source_id=made.source().id,
                iso3="AAA",
                event="exit",
                day=date(2017, 1, 30),
            )
        )
    database.close()
    own, other = shown(open_page("country", country="AAA")), shown(open_page("country", country="BBB"))
    page = shown(open_page("agreement", agreement="lost-pact"))
    assert "withdrew on 2017-01-30, before it took effect" in own
    assert "withdrew" not in other
    assert "never took effect, and no longer can since 2017-01-30" in other
    assert "withdrew on 2017-01-30, before it took effect" in page
    assert "In force since" not in page
    assert "in force since" not in own
