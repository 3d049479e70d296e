"""The Coverage page: reading states, wanted texts with their addresses, countries, years."""

import pytest

from dashboard.parts.messages import Messages, languages
from dashboard.views.coverage.countries import band_of, coverage_map
from tests.dashboard.conftest import Open, shown
from tests.factory import World
from tests.queries.operations.test_coverage import made
from tracker.models import Agreement
from tracker.models.database import open_database
from tracker.queries import CountryCoverageRow


@pytest.fixture
def half_read(sqlite_url: str) -> str:
    """One agreement read, one cut short with an address, one not read; DDD is bound by the unread one only."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        made(world, "Read", "read", parties=("CHL", "NZL"))
        made(world, "<b>Cut</b>", "read", parties=("CHL", "SGP"), urls=("https://example.org/cut",))
        made(world, "Unread", None, parties=("CHL", "NZL", "PER"), urls=("javascript:alert(1)",))
        session.flush()
        cut = session.query(Agreement).filter(Agreement.name == "<b>Cut</b>").one()
        cut.missing = ["annexes:2,3"]
    database.close()
    return sqlite_url


def test_states_are_counted_and_wanted_texts_named(half_read: str, open_page: Open) -> None:
    page = shown(open_page("coverage"))
    assert "3 agreements in force on" in page
    assert "1 read, 1 read in part, 1 not read" in page
    assert "1 was read in full or coded by hand" in page
    table = page[page.index("<tbody") : page.index("</tbody>")]
    assert table.index("Unread") < table.index("&lt;b&gt;Cut")
    assert "annexes 2, 3" in table
    assert 'href="https://example.org/cut"' in table
    assert "no address known" in table
    assert "javascript:" not in page


def test_every_country_has_its_share(half_read: str, open_page: Open) -> None:
    page = shown(open_page("coverage"))
    rows = page[page.index("each with a link to all that binds it") :]
    for country, share in (("Chile", "1 of 3"), ("New Zealand", "1 of 2"), ("Peru", "0 of 1")):
        row = rows[rows.index(country) :]
        assert share in row[: row.index("</tr>")]


@pytest.mark.parametrize("language", languages())
def test_page_is_said_in_every_language(half_read: str, open_page: Open, language: str) -> None:
    page = shown(open_page("coverage", lang=language))
    assert Messages(language).say("read.wanted") in page


def test_bands_of_the_map() -> None:
    def row(iso3: str, agreements: int, wanted: int) -> CountryCoverageRow:
        return CountryCoverageRow(iso3, iso3, {"read": agreements, "not_read": 0}, wanted)

    rows = [row("CHL", 2, 0), row("PER", 2, 1), row("SGP", 3, 2), row("NZL", 3, 3)]
    assert [band_of(one) for one in rows] == ["all", "most", "some", "none"]
    spec = coverage_map(Messages("en"), rows, ["CHL", "PER", "SGP", "NZL", "TON"])
    dots = {dot["country"]: dot["shade"] for dot in spec["datasets"]["places"]}
    assert dots["Singapore"] == "less than half"
    assert dots["Tonga"] == "no agreement in force known"


def test_nothing_stored_says_so(sqlite_url: str, open_page: Open) -> None:
    open_database(sqlite_url).close()
    assert "Texts wanted most" not in shown(open_page("coverage"))
