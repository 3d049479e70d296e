"""Spread by country: who is bound, how firmly, through how many agreements and since when, on both databases."""

from collections import Counter
from datetime import date

import pytest

from tests.factory import MadeFinding, World, provision_agreement
from tracker.models.database import Database
from tracker.parties import group
from tracker.queries import (
    CountrySpread,
    SpreadFilter,
    spread_countries,
    spread_matrix,
    spread_totals,
)

HARD = MadeFinding("data_flows", "hard", False)
SOFT = MadeFinding("data_flows", "soft", True)


@pytest.fixture
def small(database: Database) -> Database:
    """Soft 2007 (AAA, BBB), hard 2010 ended 2014 (AAA, CCC), hard 2016 not in force (CCC, DDD), and others."""
    with database.session() as session:
        world = World(session)
        provision_agreement(world, "First", [SOFT], signed=date(2007, 6, 1), in_force=date(2009, 1, 1))
        provision_agreement(
            world,
            "Second",
            [HARD],
            parties=("AAA", "CCC"),
            signed=date(2010, 6, 1),
            in_force=date(2011, 1, 1),
            inactive=date(2014, 1, 1),
        )
        provision_agreement(world, "Third", [HARD], parties=("CCC", "DDD"), signed=date(2016, 2, 4))
        provision_agreement(
            world,
            "Fourth",
            [MadeFinding("security_exceptions", "hard"), MadeFinding("definitions_scope", None)],
            parties=("DDD", "EEE"),
            signed=date(2018, 1, 1),
        )
        provision_agreement(world, "Fifth", [], parties=("EEE", "FFF"), signed=date(2019, 1, 1))
    return database


def asked(database: Database, provision: str, choice: SpreadFilter | None = None) -> dict[str, CountrySpread]:
    with database.read() as session:
        return {row.iso3: row for row in spread_countries(session, provision, choice)}


def test_strongest_commitment_agreements_and_first_day(small: Database) -> None:
    rows = asked(small, "data_flows")
    assert list(rows) == ["AAA", "BBB", "CCC", "DDD"]
    assert rows["AAA"] == CountrySpread(
        "AAA", "Land AAA", "hard", 2, 1, date(2010, 6, 1), "second", "Second"
    ), "since the hard one, through both"
    assert (rows["BBB"].strength, rows["BBB"].agreements_hard, rows["BBB"].since) == (
        "soft",
        0,
        date(2007, 6, 1),
    )
    assert (rows["CCC"].agreements, rows["CCC"].slug) == (2, "second")


def test_in_force_leaves_out_what_has_ended_or_not_begun(small: Database) -> None:
    rows = asked(small, "data_flows", SpreadFilter(basis="in_force"))
    assert {iso3: (row.strength, row.since) for iso3, row in rows.items()} == {
        "AAA": ("soft", date(2009, 1, 1)),
        "BBB": ("soft", date(2009, 1, 1)),
    }


def test_filters_narrow_the_agreements(small: Database) -> None:
    assert list(asked(small, "data_flows", SpreadFilter(party="BBB"))) == ["AAA", "BBB"]
    assert list(asked(small, "data_flows", SpreadFilter(year_from=2016))) == ["CCC", "DDD"]
    assert list(asked(small, "data_flows", SpreadFilter(legal_statuses=("inactive",)))) == ["AAA", "CCC"]
    assert asked(small, "data_flows", SpreadFilter(topics=("goods",))) == {}


def test_unknown_provision_binds_nobody(small: Database) -> None:
    assert asked(small, "no_such_thing") == {}


def test_provision_without_strength_is_unrated(small: Database) -> None:
    assert {row.strength for row in asked(small, "definitions_scope").values()} == {"unrated"}


@pytest.mark.parametrize("basis", ["signed", "in_force"])
def test_counts_are_those_of_the_totals(small: Database, basis: str) -> None:
    choice = SpreadFilter(basis=basis)  # type: ignore[arg-type]
    with small.read() as session:
        for total in spread_totals(session, choice):
            rows = spread_countries(session, total.provision, choice)
            counted = Counter(row.strength for row in rows)
            assert (counted["hard"], counted["soft"], counted["unrated"]) == (
                total.countries_hard,
                total.countries_soft,
                total.countries_unrated,
            ), total.provision


def test_member_who_came_later_counts_from_the_day_it_joined_its_group(database: Database) -> None:
    """Croatia became a member of the EU on 1 July 2013; the United Kingdom left on 31 January 2020."""
    with database.session() as session:
        provision_agreement(
            World(session),
            "Union - Isle",
            [HARD],
            parties=("ISL", ("FRA", "EU"), ("HRV", "EU"), ("GBR", "EU")),
            signed=date(2009, 1, 1),
            in_force=date(2010, 1, 1),
            joined=("HRV",),
            gone=("GBR",),
        )
    rows = asked(database, "data_flows", SpreadFilter(basis="in_force"))
    assert {iso3: rows[iso3].since for iso3 in ("FRA", "HRV", "ISL")} == {
        "FRA": date(2010, 1, 1),
        "HRV": date(2013, 7, 1),
        "ISL": date(2010, 1, 1),
    }
    assert set(rows) == {"ISL", *group("EU").members(None)}, "all members are bound, listed or not"


def test_heatmap_columns_with_template_rules_with_anything_or_all(small: Database) -> None:
    with small.read() as session:
        names = {
            columns: [row.name for row in spread_matrix(session, None, columns).agreements]
            for columns in ("template", "found", "all")
        }
        narrow = spread_matrix(session, None, "template")
    assert names["template"] == ["First", "Second", "Third"]
    assert names["found"] == [*names["template"], "Fourth"]
    assert names["all"] == [*names["found"], "Fifth"]
    assert narrow.provisions == ("data_flows",), "rows are those found in the columns shown"
