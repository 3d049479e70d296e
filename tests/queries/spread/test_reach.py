"""Rules for one sector are counted apart from those for all: totals, curve, map, heatmap, Provision page."""

from datetime import date

import pytest

from tests.factory import MadeFinding, World, provision_agreement
from tracker.models.database import Database
from tracker.queries import (
    SpreadFilter,
    SpreadTotal,
    provision_overview,
    provision_rows,
    spread_countries,
    spread_curve,
    spread_matrix,
    spread_totals,
)

EVERY = SpreadFilter(reach="all")
BOUND = {"parties": ("AAA", "BBB"), "in_force": date(2010, 1, 1)}


@pytest.fixture
def banks(database: Database) -> Database:
    """Data flows: for all (soft) and banks (hard) in one agreement, for banks only in a second, for telecoms by its
    chapter in a third; ended ones do not count. Access to networks is a rule on telecoms by its nature."""
    with database.session() as session:
        world = World(session)
        general = MadeFinding("data_flows", "soft", scope="general")
        financial = MadeFinding("data_flows", "hard", False, scope="financial")
        provision_agreement(world, "Both", [general, financial], **BOUND)  # type: ignore[arg-type]
        provision_agreement(world, "Banks", [financial], parties=("AAA", "CCC"), in_force=date(2011, 1, 1))
        provision_agreement(world, "Ended", [financial], in_force=date(2001, 1, 1), inactive=date(2005, 1, 1))
        provision_agreement(
            world,
            "Networks",
            [MadeFinding("telecom_access", "hard", scope="telecoms")],
            **BOUND,  # type: ignore[arg-type]
        )
    return database


def total(found: list[SpreadTotal], code: str) -> SpreadTotal:
    return next(row for row in found if row.provision == code)


def test_totals_count_rules_for_all_and_name_the_rest(banks: Database) -> None:
    with banks.read() as session:
        flows = total(spread_totals(session, SpreadFilter(basis="in_force")), "data_flows")
        signed = total(spread_totals(session), "data_flows")
        every = total(spread_totals(session, SpreadFilter(basis="in_force", reach="all")), "data_flows")
    assert (flows.agreements_hard, flows.agreements_soft, flows.sectoral) == (0, 1, 1)
    assert flows.countries == 2, "CCC is bound for banks only"
    assert signed.sectoral == 2, "the one that ended was signed all the same"
    assert (every.agreements_hard, every.countries_hard, every.sectoral) == (2, 3, 0)
    assert (every.sectoral_counted, flows.sectoral_counted) == (2, 0), "Both is hard for banks only"


def test_a_provision_about_a_sector_is_counted_as_such(banks: Database) -> None:
    with banks.read() as session:
        access = total(spread_totals(session), "telecom_access")
    assert (access.agreements_hard, access.sectoral) == (1, 0)


def test_curve_map_and_heatmap_follow(banks: Database) -> None:
    with banks.read() as session:
        last = spread_curve(session, "data_flows")[-1].year
        hard = {
            reach: sum(
                point.total
                for point in spread_curve(session, "data_flows", SpreadFilter(reach=reach))  # type: ignore[arg-type]
                if (point.year, point.unit, point.strength) == (last, "agreements", "hard")
            )
            for reach in ("general", "all")
        }
        countries = [row.iso3 for row in spread_countries(session, "data_flows")]
        cells = [cell.slug for cell in spread_matrix(session).cells if cell.provision == "data_flows"]
        every = [cell.slug for cell in spread_matrix(session, EVERY).cells if cell.provision == "data_flows"]
    assert hard == {"general": 0, "all": 3}
    assert countries == ["AAA", "BBB"]
    assert (len(cells), len(every)) == (1, 3)


def test_provision_page_counts_rules_for_all_and_marks_the_rest(banks: Database) -> None:
    with banks.read() as session:
        rows = provision_rows(session, "data_flows")
    assert {row.name: (row.strength, row.sectoral) for row in rows} == {
        "Both": ("soft", False),
        "Banks": ("hard", True),
        "Ended": ("hard", True),
    }
    overview = provision_overview("data_flows", rows)
    assert (overview.agreements_hard, overview.agreements_soft, overview.sectoral) == (0, 1, 2)
    assert overview.first_hard is None


def test_where_rules_for_one_sector_count_they_are_marked(banks: Database) -> None:
    """Of an agreement that is soft for all and hard for banks, the hard rule is for one sector only."""
    with banks.read() as session:
        cells = {
            (cell.slug, cell.provision): (cell.strength, cell.sectoral)
            for cell in spread_matrix(session, EVERY).cells
        }
        general = [cell.sectoral for cell in spread_matrix(session).cells]
        countries = {row.iso3: row.sectoral for row in spread_countries(session, "data_flows", EVERY)}
        last = [
            (point.unit, point.total, point.sectoral)
            for point in spread_curve(session, "data_flows", EVERY)[-4:]
            if point.strength == "hard"
        ]
    flows = {slug: found for (slug, code), found in cells.items() if code == "data_flows"}
    assert set(flows.values()) == {("hard", True)} and len(flows) == 3
    assert [found for (_, code), found in cells.items() if code == "telecom_access"] == [("hard", False)]
    assert not any(general)
    assert all(countries.values()) and len(countries) >= 3
    assert all(number == sectoral > 0 for _, number, sectoral in last)
