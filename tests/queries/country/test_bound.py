"""A clause that names who shall counts for them alone: in every list of a country's clauses, and in every count."""

from collections.abc import Callable, Collection
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import Database
from tracker.queries import (
    SpreadFilter,
    accession,
    briefing_rows,
    country_commitments,
    country_inconsistencies,
    country_list,
    country_pending,
    country_policies,
    spread_countries,
)
from tracker.queries.core.bound import binds

IN_FORCE = date(2012, 3, 4)
CODE = "data_localisation"


@pytest.fixture
def world(database: Database) -> Database:
    """AAA and BBB agree that AAA alone shall; a second agreement of both, not in force, says the same of AAA."""
    clauses = (
        MadeArticle("1", findings=(MadeFinding(CODE, "hard", False, scope="general", bound=("AAA",)),)),
        MadeArticle("2", findings=(MadeFinding(CODE, "soft", False, scope="general"),)),
    )
    coming = (MadeArticle("1", findings=(MadeFinding("source_code", "hard", False, bound=("AAA",)),)),)
    with database.session() as session:
        made = World(session)
        made.agreement("One", in_force=IN_FORCE, chapters=(MadeChapter("1", "Rules", "ecommerce", clauses),))
        made.agreement("Two", chapters=(MadeChapter("1", "Rules", "ecommerce", coming),))
    return database


def _commitments(session: Session, iso3: str) -> Collection[object]:
    return {row.strength for row in country_commitments(session, iso3) if row.provision == CODE}


def _policies(session: Session, iso3: str) -> Collection[object]:
    return {row.state for row in country_policies(session, iso3) if row.policy == "keep_data_at_home"}


def _briefing(session: Session, iso3: str) -> Collection[object]:
    return {row.strength for row in briefing_rows(session, country=iso3, provision=CODE)}


def _list(session: Session, iso3: str) -> Collection[object]:
    return {"hard" if row.provisions_hard else "soft" for row in country_list(session) if row.iso3 == iso3}


def _spread(session: Session, iso3: str) -> Collection[object]:
    rows = spread_countries(session, CODE, SpreadFilter())
    return {row.strength for row in rows if row.iso3 == iso3}


@pytest.mark.parametrize(
    ("ask", "bound", "other"),
    [
        (_commitments, {"hard"}, {"soft"}),
        (_policies, {"closed"}, {"restricted"}),
        (_briefing, {"hard", "soft"}, {"soft"}),
        (_list, {"hard"}, {"soft"}),
        (_spread, {"hard"}, {"soft"}),
    ],
)
def test_only_who_is_bound_has_the_clause(
    world: Database,
    ask: Callable[[Session, str], Collection[object]],
    bound: Collection[object],
    other: Collection[object],
) -> None:
    with world.read() as session:
        assert ask(session, "AAA") == bound
        assert ask(session, "BBB") == other


def test_what_is_coming_adds_nothing_for_others(world: Database) -> None:
    with world.read() as session:
        assert [add.provision for row in country_pending(session, "AAA") for add in row.adds] == [
            "source_code"
        ]
        assert country_pending(session, "BBB") == []


def test_accession_compares_with_what_binds_the_country(world: Database) -> None:
    with world.read() as session:
        one, other = accession(session, "two", "AAA"), accession(session, "two", "BBB")
    assert one is not None
    assert other is not None
    assert [row.provision for row in one.rows] == ["source_code"]
    assert other.rows == ()


def test_who_is_not_bound_has_accepted_nothing(world: Database) -> None:
    with world.read() as session:
        assert {row.provision for row in country_inconsistencies(session, "AAA")} >= {CODE}
        assert country_inconsistencies(session, "BBB") == []


def test_briefing_says_scope_and_parties(world: Database) -> None:
    with world.read() as session:
        rows = briefing_rows(session, agreement="one")
    assert [(row.scope, row.bound) for row in rows] == [("general", ("AAA",)), ("general", ())]


def test_a_group_binds_its_members_while_its_agreements_bind_them() -> None:
    assert binds((), "VNM")
    assert binds(("EU",), "DEU")
    assert not binds(("EU",), "KOR")
    assert not binds(("EU",), "GBR", date(2021, 1, 1))
    assert binds(("EU",), "GBR", date(2020, 6, 1))
