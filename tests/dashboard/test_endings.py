"""How and why a commitment ended is said beside its clauses, on Provision and Search, and in their tables."""

from datetime import date

import pytest

from tests.dashboard.conftest import Open, shown
from tests.factory import MadeFinding, World, provision_agreement
from tracker.models.database import open_database


@pytest.fixture
def ended(sqlite_url: str) -> str:
    """An agreement that ended for all, one that a party left, one in force."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        rule = MadeFinding("data_flows", "hard", False, "Each side keeps the gates open for lamplighters.")
        days = {"signed": date(2005, 1, 1), "in_force": date(2006, 1, 1)}
        provision_agreement(world, "Old - Gate", [rule], inactive=date(2011, 2, 4), **days)
        provision_agreement(world, "Left - Gate", [rule], parties=["AAA", "BBB", "CCC"], gone=["CCC"], **days)
        provision_agreement(world, "Open - Gate", [rule], **days)
    database.close()
    return sqlite_url


@pytest.mark.parametrize(
    ("page", "parameters"), [("provision", {"provision": "data_flows"}), ("search", {"q": "lamplighters"})]
)
def test_ends_stand_beside_the_clauses(
    ended: str, open_page: Open, page: str, parameters: dict[str, str]
) -> None:
    html = shown(open_page(page, **parameters))
    assert html.count("Why it ended: ") == 2
    assert html.count("Why it ended: ended, last day 2011-02-03") == 1
    assert "Why it ended: Land CCC: no longer a party, since when is not known" in html
    assert "Open - Gate" in html


def test_the_provision_s_table_says_it_too(ended: str, open_page: Open) -> None:
    [table] = open_page("provision", provision="data_flows", list="table").dataframe
    ends = dict(zip(table.value["Agreement"], table.value["Why it ended"], strict=True))
    assert {name.partition(" (")[0]: words for name, words in ends.items()} == {
        "Old - Gate": "ended, last day 2011-02-03",
        "Left - Gate": "Land CCC: no longer a party, since when is not known",
        "Open - Gate": "",
    }
