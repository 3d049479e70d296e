"""Of how many agreements of each year all is known, by basis and selection."""

from datetime import date

import pytest

from tests.factory import MadeFinding, World, provision_agreement
from tracker.models.database import Database
from tracker.queries import ReadYear, SpreadFilter, read_years


@pytest.fixture
def known(database: Database) -> Database:
    """Read: one of 2007, in force 2009. Not read: one signed 2007, in force 2010, ended 2012; one signed 2016, not in
    force; one in force on an unknown day."""
    with database.session() as session:
        world = World(session)
        provision_agreement(
            world,
            "Read",
            [MadeFinding("data_flows", "hard", False)],
            signed=date(2007, 6, 1),
            in_force=date(2009, 1, 1),
        )
        world.agreement(
            "Ended",
            ["CCC", "DDD"],
            signed=date(2007, 1, 1),
            in_force=date(2010, 1, 1),
            inactive=date(2012, 1, 1),
            current=False,
        )
        world.agreement("Signed", ["CCC", "DDD"], signed=date(2016, 1, 1), current=False)
        world.agreement("Undated", ["CCC", "DDD"], signed=None, legal_status="in_force", current=False)
    return database


def test_ended_agreements_are_counted_in_their_year(known: Database) -> None:
    with known.read() as session:
        signed, in_force = (read_years(session, SpreadFilter(basis)) for basis in ("signed", "in_force"))
    assert signed.years == (ReadYear(2007, 2, 1), ReadYear(2016, 1, 0))
    assert in_force.years == (ReadYear(2009, 1, 1), ReadYear(2010, 1, 0))
    assert (signed.undated, in_force.undated) == (1, 1)
    assert (signed.years[0].unread, signed.years[0].missing) == (1, 0.5)


def test_only_agreements_of_the_selection_are_counted(known: Database) -> None:
    with known.read() as session:
        one = read_years(session, SpreadFilter("in_force", party="AAA"))
        late = read_years(session, SpreadFilter("signed", year_from=2010))
    assert (one.years, one.undated) == ((ReadYear(2009, 1, 1),), 0)
    assert (late.years, late.undated) == ((ReadYear(2016, 1, 0),), 0)
