"""Relatives of clauses: which are earlier for certain, how many words they share, and what is never a model."""

from datetime import date

import pytest

from tests.lineage.invented import NEAR, OTHER, RULE, day, write
from tracker.lineage.job import run_lineage
from tracker.models import Agreement, AgreementLink, AgreementRelation
from tracker.models.database import Database
from tracker.queries import agreement_lineage, ancestors, descendants
from tracker.queries.lineage.relatives import Relative


def names(relatives: tuple[Relative, ...]) -> list[str]:
    return [one.clause.agreement for one in relatives]


def link_of(database: Database, slug: str) -> str:
    with database.read() as session:
        return agreement_lineage(session, slug).clauses[0].clause.article.link


def test_both_ways_with_the_share_of_words_of_each(database: Database) -> None:
    with database.session() as session:
        write(session, "First", day(2001), RULE)
        write(session, "Again", day(2005), RULE)
        write(session, "Unlike", day(2006), OTHER)
        write(session, "Copy", day(2010), f"{NEAR} And no toll.", legal_status="in_force")
        write(session, "Later", day(2015), NEAR)
    run_lineage(database)
    with database.read() as session:
        [copy] = agreement_lineage(session, "copy").clauses
    assert names(copy.ancestors) == ["First", "Again"], "equally similar ones: the oldest first"
    assert copy.nearest is not None
    assert (copy.nearest.common, copy.clause.words, copy.nearest.clause.words) == (14, 18, 15)
    assert (copy.nearest.share, copy.nearest.own_share) == (14 / 18, 14 / 15)
    assert names(copy.descendants) == ["Later"]
    assert (copy.descendants[0].share, copy.descendants[0].own_share) == (15 / 18, 1.0)
    assert copy.unordered == ()
    with database.read() as session:
        assert names(ancestors(session, "source_code", copy.clause.article.link)) == ["First", "Again"]
        assert names(descendants(session, "source_code", copy.clause.article.link)) == ["Later"]
        assert ancestors(session, "encryption", copy.clause.article.link) == ()


def test_nothing_is_said_below_the_least_similarity(database: Database) -> None:
    shared = "No side shall ask for a lantern"
    with database.session() as session:
        write(session, "Elder", day(2001), RULE)
        write(session, "Heir", day(2010), f"{shared} {' '.join(['barley'] * 20)}")
    run_lineage(database)
    with database.read() as session:
        [heir] = agreement_lineage(session, "heir").clauses
    assert (heir.ancestors, heir.descendants, heir.unordered) == ((), (), ())


def test_days_that_do_not_prove_an_order_prove_none(database: Database) -> None:
    """A model of 2010 precedes a copy of 2011, and neither precedes another text of its own year."""
    with database.session() as session:
        write(session, "Model", None, RULE).year_signed = 2010
        write(session, "Same", date(2010, 7, 1), RULE)
        write(session, "Copy", None, RULE).year_signed = 2011
        write(session, "Nothing", None, RULE)
    run_lineage(database)
    with database.read() as session:
        found = {
            slug: agreement_lineage(session, slug).clauses[0] for slug in ("model", "same", "copy", "nothing")
        }
    assert names(found["copy"].ancestors) == ["Same", "Model"]
    assert names(found["model"].descendants) == names(found["same"].descendants) == ["Copy"]
    assert names(found["model"].unordered) == ["Same", "Nothing"]
    assert found["model"].ancestors == found["same"].ancestors == ()
    assert (found["nothing"].ancestors, found["nothing"].descendants) == ((), ())
    assert len(found["nothing"].unordered) == 3


def test_same_day_is_no_order(database: Database) -> None:
    with database.session() as session:
        write(session, "One", day(2010), RULE)
        write(session, "Other", day(2010), RULE)
    run_lineage(database)
    with database.read() as session:
        [one] = agreement_lineage(session, "one").clauses
    [relative] = one.unordered
    assert relative.clause.order(one.clause) == "same_day"


def test_in_force_by_a_day_is_signed_before_it_but_nobody_knows_when(database: Database) -> None:
    with database.session() as session:
        write(session, "Begun", None, RULE, in_force=day(2005), legal_status="in_force")
        write(session, "Before", day(2001), RULE)
        write(session, "After", day(2010), RULE)
    run_lineage(database)
    with database.read() as session:
        [begun] = agreement_lineage(session, "begun").clauses
    assert names(begun.ancestors) == []
    assert names(begun.descendants) == ["After"]
    assert names(begun.unordered) == ["Before"]


def test_a_text_that_was_changed_later_may_be_a_consolidated_one(database: Database) -> None:
    with database.session() as session:
        old = write(session, "Old", day(2001), RULE)
        write(session, "Between", day(2010), RULE)
        change = write(session, "Change", day(2015), OTHER)
        write(session, "After", day(2020), RULE)
        session.add(
            AgreementRelation(agreement_id=change.id, target_id=old.id, relation="amends", articles=["*"])
        )
    run_lineage(database)
    with database.read() as session:
        [found] = agreement_lineage(session, "old").clauses
    assert names(found.descendants) == ["After"]
    assert names(found.unordered) == ["Between"]


@pytest.mark.parametrize(("decision", "related"), [("open", []), ("accepted", []), ("rejected", ["Elder"])])
def test_what_may_be_one_agreement_is_no_model_of_itself(
    database: Database, decision: str, related: list[str]
) -> None:
    with database.session() as session:
        elder = write(session, "Elder", day(2001), RULE)
        heir = write(session, "Heir", day(2010), RULE, NEAR)
        session.add(
            AgreementLink(
                agreement_id=heir.id, other_id=elder.id, kind="same", score=90, evidence={}, decision=decision
            )
        )
    run_lineage(database)
    with database.read() as session:
        main, second = agreement_lineage(session, "heir").clauses
    assert names(main.ancestors) == related
    assert (main.main, second.main) == (True, False)
    assert "Heir" not in names((*main.ancestors, *main.descendants, *main.unordered))


def test_lineage_that_is_absent_or_older_than_the_findings_is_pending(database: Database) -> None:
    with database.session() as session:
        write(session, "Elder", day(2001), RULE)
        write(session, "Heir", day(2010), RULE)
    with database.read() as session:
        found = agreement_lineage(session, "heir")
    assert (found.clauses, found.pending) == ((), ("source_code",))
    run_lineage(database)
    with database.read() as session:
        assert agreement_lineage(session, "heir").pending == ()
    link = link_of(database, "heir")
    with database.session() as session:
        write(session, "New", day(2020), RULE)
    with database.read() as session:
        found = agreement_lineage(session, "heir")
        assert (found.clauses, found.pending) == ((), ("source_code",)), "later ones may be missing"
        assert ancestors(session, "source_code", link) == ()
        assert agreement_lineage(session, "nowhere").clauses == ()


def test_a_model_that_binds_nobody_is_a_model_all_the_same(database: Database) -> None:
    with database.session() as session:
        write(session, "Model", day(2001), RULE).state = "never_took_effect"
        write(session, "Heir", day(2010), RULE)
    run_lineage(database)
    with database.read() as session:
        [heir] = agreement_lineage(session, "heir").clauses
        assert session.query(Agreement).count() == 2
    assert heir.nearest is not None
    assert not heir.nearest.clause.binds
