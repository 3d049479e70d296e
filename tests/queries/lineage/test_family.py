"""The family of a provision: each clause beneath the earlier one whose words it has most of."""

from tests.lineage.invented import NEAR, OTHER, RULE, day, write
from tracker.lineage.job import run_lineage
from tracker.models.database import Database
from tracker.queries import family
from tracker.queries.lineage.family import family_pairs

FAR = NEAR.replace("gate", "door")


def test_a_forest_with_its_sizes(database: Database) -> None:
    with database.session() as session:
        write(session, "Root", day(2001), RULE)
        write(session, "Child", day(2005), NEAR)
        write(session, "Grandchild", day(2010), FAR)
        write(session, "Heir", day(2012), RULE)
        write(session, "Alone", day(1999), OTHER)
        write(session, "Elsewhere", day(2000), RULE, provision="encryption")
    run_lineage(database)
    with database.read() as session:
        found = family(session, "source_code")
        pairs = family_pairs(session, "source_code")
    assert not found.pending
    assert [
        (one.clause.agreement, one.depth, one.tree, one.below, one.children, one.later)
        for one in found.members
    ] == [
        ("Root", 0, 1, 3, 2, 3),
        ("Child", 1, 1, 1, 1, 2),
        ("Grandchild", 2, 1, 0, 0, 1),
        ("Heir", 1, 1, 0, 0, 0),
        ("Alone", 0, 2, 0, 0, 0),
    ]
    assert [one.clause.agreement for one in found.related] == ["Root", "Child", "Grandchild", "Heir"]
    nearest = {one.clause.agreement: one.nearest for one in found.members}
    assert nearest["Grandchild"] is not None
    assert (nearest["Grandchild"].clause.agreement, nearest["Grandchild"].common) == ("Child", 14)
    assert {(clause.agreement, earlier.clause.agreement) for clause, earlier in pairs} == {
        ("Child", "Root"),
        ("Grandchild", "Child"),
        ("Grandchild", "Root"),
        ("Heir", "Root"),
        ("Heir", "Child"),
        ("Heir", "Grandchild"),
    }


def test_a_family_not_worked_out_has_no_members(database: Database) -> None:
    with database.session() as session:
        write(session, "Root", day(2001), RULE)
    with database.read() as session:
        found = family(session, "source_code")
        assert (found.members, found.pending) == ((), True)
        assert family_pairs(session, "source_code") == []
        assert family(session, "encryption").pending is False, "there is nothing to be worked out"
