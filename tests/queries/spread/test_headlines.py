"""Headlines count binding, general, certain rules of agreements in force, and nothing else."""

from datetime import date

from tests.factory import MadeFinding, World, provision_agreement
from tracker.models.database import Database
from tracker.queries import BoundMost, Newest, SpreadMost, headlines

TODAY = date(2026, 11, 29)


def hard(provision: str, **facts: object) -> MadeFinding:
    return MadeFinding(provision, "hard", True, **facts)  # type: ignore[arg-type]


def test_headlines_of_a_small_world(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        flows, code = hard("data_flows"), hard("source_code")
        provision_agreement(world, "Old", [flows, code], parties=("AAA", "BBB"), in_force=date(2012, 1, 1))
        provision_agreement(world, "New", [code], parties=("AAA", "CCC"), in_force=date(2022, 1, 1))
        provision_agreement(world, "Newest", [code], parties=("DDD", "EEE"), in_force=date(2024, 5, 6))
    with database.session() as session:
        found = headlines(session, TODAY)
    assert found.bound_most == BoundMost("source_code", 5, 3)
    assert found.spread_most == SpreadMost("source_code", 2, 2021)
    assert found.newest == Newest("newest", "Newest", date(2024, 5, 6), 1)


def test_what_is_not_proved_makes_no_headline(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        provision_agreement(world, "Soft", [MadeFinding("source_code", "soft")], in_force=date(2022, 1, 1))
        provision_agreement(
            world, "Doubtful", [hard("source_code", uncertain=True)], in_force=date(2022, 1, 1)
        )
        provision_agreement(
            world, "Telecoms", [hard("source_code", scope="telecoms")], in_force=date(2022, 1, 1)
        )
        provision_agreement(world, "Signed", [hard("source_code")])
        provision_agreement(
            world, "Ended", [hard("source_code")], in_force=date(2022, 1, 1), inactive=date(2023, 1, 1)
        )
        provision_agreement(world, "Beyond", [hard("security_exceptions")], in_force=date(2022, 1, 1))
    with database.session() as session:
        found = headlines(session, TODAY)
    assert (found.bound_most, found.spread_most, found.newest) == (None, None, None)


def test_nothing_new_of_late_is_no_headline(database: Database) -> None:
    with database.session() as session:
        provision_agreement(World(session), "Old", [hard("data_flows")], in_force=date(2012, 1, 1))
    with database.session() as session:
        found = headlines(session, TODAY)
    assert found.spread_most is None
    assert found.bound_most == BoundMost("data_flows", 2, 1)
