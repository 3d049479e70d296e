"""Country: what binds it, toward whom, since when, and what no longer does; on both databases."""

from datetime import date

import pytest

from tests.factory import MadeFinding, World, provision_agreement
from tracker.models.database import Database
from tracker.queries import (
    country_agreements,
    country_commitments,
    country_list,
    country_name,
    country_provisions,
)

HARD = MadeFinding("data_flows", "hard", False)
SOFT = MadeFinding("data_flows", "soft", True)


@pytest.fixture
def small(database: Database) -> Database:
    """AAA: in force soft with BBB, in force hard with a union, pending with DDD, ended with EEE."""
    with database.session() as session:
        world = World(session)
        provision_agreement(
            world,
            "Soft one",
            [SOFT, MadeFinding("cooperation", "soft")],
            signed=date(2005, 1, 1),
            in_force=date(2006, 1, 1),
        )
        provision_agreement(
            world,
            "Union deal",
            [HARD],
            parties=["AAA", ("CCC", "UNI"), ("CCD", "UNI")],
            gone=["CCD"],
            signed=date(2010, 1, 1),
            in_force=date(2012, 1, 1),
        )
        provision_agreement(
            world,
            "Waiting",
            [MadeFinding("encryption", "hard")],
            parties=["AAA", "DDD"],
            signed=date(2020, 3, 4),
        )
        provision_agreement(
            world,
            "Old",
            [MadeFinding("source_code", "hard", True)],
            parties=["AAA", "EEE"],
            signed=date(1999, 1, 1),
            in_force=date(2000, 1, 1),
            inactive=date(2010, 1, 1),
        )
    return database


def test_commitments_name_article_counterpart_and_date(small: Database) -> None:
    with small.read() as session:
        commitments = country_commitments(session, "AAA")
    flows = [c for c in commitments if c.provision == "data_flows"]
    assert [(c.agreement.slug, c.strength, c.exception) for c in flows] == [
        ("union-deal", "hard", False),
        ("soft-one", "soft", True),
    ], "the strongest first"
    strongest = flows[0]
    assert strongest.since == date(2012, 1, 1)
    assert [(side.code, side.is_group, side.members) for side in strongest.agreement.toward] == [
        ("UNI", True, ("CCC", "CCD"))
    ]
    article = strongest.articles[0].article
    assert (article.number, article.heading, article.chapter_heading) == (
        "1",
        "About data_flows",
        "Electronic Commerce",
    )
    assert article.reference == "tota2:3"


def test_pending_counts_from_signature_and_ended_stays_apart(small: Database) -> None:
    with small.read() as session:
        commitments = country_commitments(session, "AAA")
    rows = {row.provision: row for row in country_provisions(commitments)}
    assert list(rows) == ["data_flows", "source_code", "encryption", "cooperation"], "the template's order"
    assert (rows["data_flows"].strength, rows["data_flows"].exception) == ("hard", False)
    assert rows["data_flows"].since == date(2012, 1, 1)
    assert rows["data_flows"].agreements == 2
    assert rows["encryption"].strength is None
    assert (rows["encryption"].pending_strength, rows["encryption"].pending) == ("hard", 1)
    assert (rows["source_code"].strength, rows["source_code"].ended) == (None, 1)
    pending = next(c for c in commitments if c.provision == "encryption")
    assert pending.since == date(2020, 3, 4)


def test_country_that_left_is_no_longer_bound(small: Database) -> None:
    with small.read() as session:
        [agreement] = country_agreements(session, "CCD")
        [commitment] = country_commitments(session, "CCD")
    assert agreement.state == "ended"
    assert agreement.via_group == "UNI"
    assert [side.code for side in agreement.toward] == ["AAA"]
    assert country_provisions([commitment])[0].strength is None


def test_treaty_among_a_group_binds_toward_its_other_members(database: Database) -> None:
    with database.session() as session:
        provision_agreement(World(session), "Union treaty", [HARD], parties=[("CCC", "UNI"), ("CCD", "UNI")])
    with database.read() as session:
        [agreement] = country_agreements(session, "CCC")
    assert [side.code for side in agreement.toward] == ["CCD"]


def test_list_counts_by_state(small: Database) -> None:
    with small.read() as session:
        rows = {row.iso3: row for row in country_list(session)}
    assert list(rows) == sorted(rows), "by name"
    first = rows["AAA"]
    assert (first.in_force, first.pending, first.ended) == (2, 1, 1)
    assert (first.provisions_hard, first.provisions_soft) == (1, 1)
    assert (rows["CCD"].in_force, rows["CCD"].ended) == (0, 1)


def test_unknown_country_has_nothing(small: Database) -> None:
    with small.read() as session:
        assert country_name(session, "ZZZ") is None
        assert country_name(session, "AAA") == "Land AAA"
        assert country_agreements(session, "ZZZ") == []
        assert country_commitments(session, "ZZZ") == []
