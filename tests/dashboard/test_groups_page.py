"""The Country page of a group and of a list of one's own: members, coverage, what holds for all and some."""

from datetime import date

import pytest

from tests.dashboard.conftest import Open, shown
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import open_database


@pytest.fixture
def east(sqlite_url: str) -> str:
    """A duty-free rule on Kenya, Uganda and Tanzania; an agreement of Rwanda and Uganda that was not read."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        article = MadeArticle(
            "1", "Rules", "A rule of ours.", (MadeFinding("customs_duties", "hard", False),)
        )
        world.agreement(
            "East",
            parties=["KEN", "UGA", "TZA"],
            in_force=date(2011, 1, 1),
            chapters=(MadeChapter("14", "Commerce", "ecommerce", (article,)),),
        )
        world.agreement("Hills", parties=["RWA", "UGA"], in_force=date(2013, 1, 1), current=False)
    database.close()
    return sqlite_url


def test_a_group_has_its_members_coverage_and_counts(east: str, open_page: Open) -> None:
    page = shown(open_page("country", country="eac"))
    assert "<h1>East African Community (EAC)</h1>" in page
    assert "8 members on" in page
    assert "No agreement of these is known here: Burundi, " in page
    assert "2 agreements in force for at least one member</strong>: 1 read, 1 not read." in page
    assert "not read, binds 2 of 8 members" in page
    duties = page[page.index('id="policy-tax_transmissions"') - 600 :]
    assert 'chip-policy-closed">closed 3<' in duties
    assert 'chip-policy-not_known">not known 5<' in duties
    assert "Limited for some members." in duties
    assert 'aria-label="closed"' in page
    assert "3 of 8" in page


def test_a_list_of_ones_own_is_in_the_address(east: str, open_page: Open) -> None:
    page = shown(open_page("country", countries="ken,TZA,KEN,XXX"))
    assert "<h1>Kenya, Tanzania</h1>" in page
    assert "2 members on" in page
    assert "Limited for all members." in page
    assert "Open for all members." in page
    assert "countries=XXX" in page


def test_a_list_of_one_country_is_that_country(east: str, open_page: Open) -> None:
    page = shown(open_page("country", countries="KEN"))
    assert "<h1>Kenya</h1>" in page
    assert "What this country can still do" in page


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("es", "Comunidad de África Oriental (CAO)", "cerrada 3"),
        ("fr", "Communauté d&#x27;Afrique de l&#x27;Est (CAE)", "fermée 3"),
    ],
)
def test_groups_in_other_languages(east: str, open_page: Open, language: str, title: str, words: str) -> None:
    page = shown(open_page("country", country="EAC", lang=language))
    assert f"<h1>{title}</h1>" in page
    assert words in page


def test_the_list_of_countries_offers_groups_with_members(east: str, open_page: Open) -> None:
    page = shown(open_page("country"))
    assert "East African Community (EAC) · 8 countries" in page
    assert "European Union" not in page
