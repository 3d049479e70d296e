"""Spread: years, strengths, countries and the heatmap, on both databases."""

from datetime import date

import pytest

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World, provision_agreement
from tracker.models.database import Database
from tracker.queries import (
    SpreadFilter,
    SpreadPoint,
    provision_rows,
    spread_curve,
    spread_matrix,
    spread_totals,
    spread_years,
    template_facts,
)

HARD = MadeFinding("data_flows", "hard", False)
SOFT = MadeFinding("data_flows", "soft", True)


def points(curve: list[SpreadPoint], unit: str, strength: str) -> dict[int, tuple[int, int]]:
    """(new, total) by year."""
    return {p.year: (p.new, p.total) for p in curve if p.unit == unit and p.strength == strength}


@pytest.fixture
def small(database: Database) -> Database:
    """Soft in 2007 (AAA, BBB), hard in 2010 (AAA, CCC; ended 2014), hard without date of force in 2016."""
    with database.session() as session:
        world = World(session)
        provision_agreement(world, "First", [SOFT], signed=date(2007, 6, 1), in_force=date(2009, 1, 1))
        provision_agreement(
            world,
            "Second",
            [HARD, MadeFinding("source_code", "hard", True)],
            parties=("AAA", "CCC"),
            signed=date(2010, 6, 1),
            in_force=date(2011, 1, 1),
            inactive=date(2014, 1, 1),
        )
        provision_agreement(world, "Third", [HARD], parties=("CCC", "DDD"), signed=date(2016, 2, 4))
        provision_agreement(
            world, "Quiet", [], parties=("DDD", "EEE"), signed=date(2018, 1, 1), in_force=date(2018, 5, 1)
        )
    return database


def test_curve_of_agreements_by_signature(small: Database) -> None:
    with small.read() as session:
        curve = spread_curve(session, "data_flows")
    hard, soft = points(curve, "agreements", "hard"), points(curve, "agreements", "soft")
    assert soft[2007] == (1, 1)
    assert hard[2007] == (0, 0)
    assert hard[2010] == (1, 1)
    assert hard[2016] == (1, 2)
    assert max(hard) == 2018, "the curve goes on to the last year of the corpus"


def test_country_passes_from_soft_to_hard(small: Database) -> None:
    with small.read() as session:
        curve = spread_curve(session, "data_flows")
    hard, soft = points(curve, "countries", "hard"), points(curve, "countries", "soft")
    assert soft[2007] == (2, 2)
    assert hard[2010] == (2, 2), "AAA (from soft) and CCC"
    assert soft[2010] == (0, 1), "only BBB is left on the soft line"
    assert hard[2016] == (1, 3), "DDD is new, CCC was there before"


def test_agreement_leaves_the_curve_in_force_when_it_ends(small: Database) -> None:
    with small.read() as session:
        curve = spread_curve(session, "data_flows", SpreadFilter(basis="in_force"))
    hard = points(curve, "agreements", "hard")
    assert hard[2013] == (0, 1)
    assert hard[2014] == (0, 0)
    assert points(curve, "countries", "soft")[2014] == (0, 2), "AAA falls back on its soft commitment"


def test_totals_cover_the_whole_template_and_end_where_the_curve_ends(small: Database) -> None:
    with small.read() as session:
        totals = {total.provision: total for total in spread_totals(session)}
        curve = spread_curve(session, "data_flows")
    assert set(totals) == set(template_facts().by_code)
    flows = totals["data_flows"]
    assert (flows.agreements_hard, flows.agreements_soft, flows.countries_hard) == (2, 1, 3)
    assert flows.countries_hard == points(curve, "countries", "hard")[2018][1]
    assert flows.first_year == 2007
    assert flows.without_exception == 2
    assert totals["source_code"].without_exception == 0
    assert totals["encryption"].agreements == 0


def test_totals_in_force_leave_out_what_ended(small: Database) -> None:
    with small.read() as session:
        totals = {t.provision: t for t in spread_totals(session, SpreadFilter(basis="in_force"))}
    assert (totals["data_flows"].agreements_hard, totals["data_flows"].agreements_soft) == (0, 1)


@pytest.mark.parametrize(
    ("choice", "slugs"),
    [
        (SpreadFilter(), ["first", "second", "third"]),
        (SpreadFilter(party="CCC"), ["second", "third"]),
        (SpreadFilter(legal_statuses=("in_force",)), ["first"]),
        (SpreadFilter(year_from=2010, year_to=2015), ["second"]),
        (SpreadFilter(basis="in_force"), ["first", "second"]),
        (SpreadFilter(topics=("services",)), []),
    ],
)
def test_filters(small: Database, choice: SpreadFilter, slugs: list[str]) -> None:
    with small.read() as session:
        assert [row.slug for row in spread_matrix(session, choice).agreements] == slugs


def test_matrix_takes_the_strongest_of_several_articles(database: Database) -> None:
    clause = "A clause of ours."
    with database.session() as session:
        World(session).agreement(
            "Mixed",
            chapters=(
                MadeChapter(articles=(MadeArticle("1", text=clause, findings=(SOFT,)),)),
                MadeChapter(
                    topic="services",
                    articles=(
                        MadeArticle("2", text=clause, findings=(MadeFinding("data_flows", "hard", True),)),
                        MadeArticle("3", text=clause, findings=(HARD,)),
                        MadeArticle("4", text=clause, findings=(MadeFinding("definitions_scope", None),)),
                    ),
                ),
            ),
        )
    with database.read() as session:
        matrix = spread_matrix(session)
        digital = spread_matrix(session, SpreadFilter(topics=("digital",)))
    assert matrix.provisions == ("data_flows", "definitions_scope"), "the template's core first"
    cells = {cell.provision: cell for cell in matrix.cells}
    assert (cells["data_flows"].strength, cells["data_flows"].exception) == ("hard", False)
    assert cells["data_flows"].articles == 3
    assert (cells["definitions_scope"].strength, cells["definitions_scope"].exception) == ("unrated", None)
    assert [(cell.provision, cell.strength) for cell in digital.cells] == [("data_flows", "soft")]


def test_superseded_versions_do_not_count(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        old = provision_agreement(world, "Amended", [HARD], current=False)
        world.document(
            old,
            (MadeChapter(articles=(MadeArticle("1", findings=(MadeFinding("encryption"),)),)),),
            external_id="1",
            version=2,
        )
    with database.read() as session:
        assert spread_matrix(session).provisions == ("encryption",)
        assert spread_curve(session, "data_flows") == []


def test_group_members_count_from_the_year_they_joined(database: Database) -> None:
    union = [("DEU", "EU"), ("HRV", "EU"), ("GBR", "EU"), "CHL"]
    with database.session() as session:
        provision_agreement(
            World(session),
            "Union deal",
            [HARD],
            parties=union,
            joined=["HRV"],
            gone=["GBR"],
            signed=date(2002, 1, 1),
            in_force=date(2003, 1, 1),
        )
    with database.read() as session:
        signed = points(spread_curve(session, "data_flows"), "countries", "hard")
        in_force = points(
            spread_curve(session, "data_flows", SpreadFilter(basis="in_force")), "countries", "hard"
        )
    assert signed[2002][1] == 1 + 15, "with Chile; ten joined in 2004, two in 2007, Croatia in 2013"
    assert signed[2013][1] == 1 + 28
    assert in_force[2013][1] == 1 + 28
    assert in_force[2020][1] == 1 + 28, "bound to the end of the transition, 31 December 2020"
    assert in_force[2021][1] == 1 + 27, "the United Kingdom left the Union's agreements"


def test_empty_database(database: Database) -> None:
    with database.read() as session:
        assert spread_years(session) is None
        assert spread_curve(session, "data_flows") == []
        assert spread_matrix(session).agreements == ()
        assert {total.agreements for total in spread_totals(session)} == {0}


def test_years(small: Database) -> None:
    with small.read() as session:
        assert spread_years(session) == (2007, 2018)
        assert spread_years(session, "in_force") == (2009, 2018)


def test_a_count_says_on_what_it_rests(database: Database) -> None:
    """Of two equally strong findings the firmer counts; a stronger one that is only reported is said to be that."""
    hard, soft = MadeFinding("data_flows", "hard", False), MadeFinding("data_flows", "soft", False)
    with database.session() as session:
        world = World(session)
        made: list[tuple[str, list[tuple[str, MadeFinding]]]] = [
            ("read", [("read", hard)]),
            ("both", [("reported", hard), ("coded", hard)]),
            ("told", [("coded", soft), ("reported", hard)]),
            ("taken", [("incorporated", hard)]),
        ]
        for name, texts in made:
            agreement = world.agreement(name, in_force=date(2012, 1, 1), current=False)
            for number, (basis, finding) in enumerate(texts):
                article = MadeArticle("1", findings=(finding,))
                document = world.document(
                    agreement, (MadeChapter(articles=(article,)),), external_id=f"{name} {number}"
                )
                document.basis = basis
    with database.read() as session:
        total = next(row for row in spread_totals(session) if row.provision == "data_flows")
        rows = provision_rows(session, "data_flows")
    assert total.bases == (("read", 1), ("incorporated", 1), ("coded", 1), ("reported", 1))
    assert total.agreements_hard == 4
    assert {row.slug: row.basis.kind for row in rows} == {
        "read": "read",
        "both": "coded",
        "told": "reported",
        "taken": "incorporated",
    }
