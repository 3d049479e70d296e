"""Comparisons: one row per provision, cells in the order asked for, differences, and clause wordings."""

from datetime import date

import pytest

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models.database import Database
from tracker.queries import (
    clause_wordings,
    compare_agreements,
    compare_countries,
    country_commitments,
    strongest_commitments,
)

GATES = "Each side keeps the gates open."
DOORS = "Doors stay open too."


@pytest.fixture
def compared(database: Database) -> Database:
    """AAA: a hard rule in force, a soft one pending elsewhere; CCC has the hard rule pending only."""
    with database.session() as session:
        world = World(session)
        world.agreement(
            "Old - Open",
            ["AAA", "BBB"],
            signed=date(2010, 1, 1),
            in_force=date(2011, 1, 1),
            chapters=(
                MadeChapter(
                    "14",
                    articles=(
                        MadeArticle(
                            "14.1",
                            "Gates",
                            f"Intro. {GATES} Then this. {DOORS}",
                            (MadeFinding("data_flows", "hard", False, GATES),),
                        ),
                        MadeArticle("14.2", findings=(MadeFinding("cooperation", "soft"),)),
                    ),
                ),
            ),
        )
        world.agreement(
            "New - Soft",
            ["AAA", "CCC"],
            signed=date(2020, 5, 5),
            chapters=(
                MadeChapter(
                    "9",
                    articles=(
                        MadeArticle("9.1", "Gates", GATES, (MadeFinding("data_flows", "soft", True, GATES),)),
                        MadeArticle("9.2", findings=(MadeFinding("cooperation", "soft"),)),
                    ),
                ),
            ),
        )
    return database


def test_agreements_side_by_side_in_the_order_asked_for(compared: Database) -> None:
    with compared.read() as session:
        rows = compare_agreements(session, ("new-soft", "old-open"))
    assert [row.provision for row in rows] == ["data_flows", "cooperation"]
    flows, cooperation = rows
    assert [(cell.strength, cell.exception) for cell in flows.cells if cell] == [
        ("soft", True),
        ("hard", False),
    ]
    assert flows.differs and not cooperation.differs
    assert flows.cells[1] and flows.cells[1].article.number == "14.1"
    assert flows.cells[1].agreement_name == "Old - Open"


def test_what_one_lacks_is_none_and_differs(compared: Database) -> None:
    with compared.read() as session:
        rows = compare_agreements(session, ("old-open", "nowhere"))
    assert [row.cells[1] for row in rows] == [None, None]
    assert all(row.differs for row in rows)


def test_countries_by_what_is_in_force_else_by_what_is_signed(compared: Database) -> None:
    with compared.read() as session:
        rows = {row.provision: row for row in compare_countries(session, ("AAA", "CCC", "ZZZ"))}
    mine, theirs, nobody = rows["data_flows"].cells
    assert mine and theirs and nobody is None
    assert (mine.strength, mine.pending, mine.agreement, mine.agreements) == ("hard", False, "old-open", 1)
    assert (theirs.strength, theirs.pending, theirs.since) == ("soft", True, date(2020, 5, 5))


def test_a_clause_is_the_whole_paragraph_with_its_evidence_marked(compared: Database) -> None:
    with compared.read() as session:
        [row] = [r for r in compare_agreements(session, ("old-open",)) if r.provision == "data_flows"]
        cell = row.cells[0]
        assert cell is not None
        [wording] = clause_wordings(session, "data_flows", [cell.article.article_id])
        assert (wording.text, wording.language) == (f"Intro. {GATES} Then this. Doors stay open too.", "en")
        assert [wording.text[start:end] for start, end in wording.marks] == [GATES]
        assert clause_wordings(session, "encryption", [cell.article.article_id]) == []


@pytest.fixture
def networks(database: Database) -> Database:
    """One agreement: hard on data flows for telecoms in chapter 14, soft for all in chapter 15 with an exception."""
    with database.session() as session:
        world = World(session)
        world.agreement(
            "Wire - Wave",
            ["AAA", "BBB"],
            signed=date(2010, 1, 1),
            in_force=date(2011, 1, 1),
            chapters=(
                MadeChapter(
                    "14",
                    "Telecommunications",
                    "telecoms",
                    (MadeArticle("14.2", "Networks", findings=(MadeFinding("data_flows", "hard", False),)),),
                ),
                MadeChapter(
                    "15",
                    "Electronic Commerce",
                    "ecommerce",
                    (
                        MadeArticle(
                            "15.8",
                            "Flows",
                            findings=(MadeFinding("data_flows", "soft", True, scope="general"),),
                        ),
                    ),
                ),
            ),
        )
    return database


def test_everybody_asks_for_the_rule_for_every_sector_first(networks: Database) -> None:
    """Compared as countries or as agreements, and on the pages of both: 15.8, soft, with its exception."""
    with networks.read() as session:
        [by_country] = compare_countries(session, ("AAA",))
        [by_agreement] = compare_agreements(session, ("wire-wave",))
        [commitment] = country_commitments(session, "AAA")
        [own] = strongest_commitments(session)
    found = [
        (cell.article.number, cell.strength, cell.exception)
        for cell in (by_country.cells[0], by_agreement.cells[0], commitment.main, own)
        if cell
    ]
    assert found == [("15.8", "soft", True)] * 4
    assert (commitment.strength, commitment.exception) == ("soft", True)
