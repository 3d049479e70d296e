"""What an uncertain finding may say: it is named, and no verdict rests on it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Agreement
from tracker.models.database import Database
from tracker.queries import (
    ProvisionRow,
    agreement_list,
    country_commitments,
    country_inconsistencies,
    country_pending,
    country_policies,
    country_provisions,
    provision_overview,
    provision_rows,
    spread_countries,
    spread_curve,
    spread_totals,
)
from tracker.queries.core.articles import cited_findings
from tracker.queries.core.bound import binds
from tracker.queries.country.policies import PolicyRow, policy_effects

IN_FORCE = date(2012, 3, 4)
SURE = MadeFinding("data_flows", "soft", False)
DOUBTFUL = MadeFinding("data_flows", "hard", False, uncertain=True)
POLICY = "condition_data_exports"


def chapter(findings: tuple[MadeFinding, ...], topic: str = "ecommerce") -> MadeChapter:
    """A chapter with one article per finding."""
    articles = tuple(MadeArticle(str(at), findings=(found,)) for at, found in enumerate(findings, start=1))
    return MadeChapter("14", "Rules", topic, articles)


def write(database: Database, *agreements: tuple[MadeFinding, ...], in_force: date | None = IN_FORCE) -> None:
    """Agreements of AAA and BBB with these findings, from the oldest to the newest."""
    with database.session() as session:
        world = World(session)
        for at, findings in enumerate(agreements):
            world.agreement(
                f"Pact {at}", signed=date(2010 + at, 1, 1), in_force=in_force, chapters=(chapter(findings),)
            )


def policy(database: Database) -> PolicyRow:
    """The state of one policy."""
    with database.read() as session:
        return next(row for row in country_policies(session, "AAA") if row.policy == POLICY)


def test_an_uncertain_clause_alone_closes_nothing_and_leaves_nothing_open(database: Database) -> None:
    write(database, (DOUBTFUL,))
    row = policy(database)
    assert (row.state, row.uncertain_state, row.grounds, row.unread) == ("not_known", "closed", (), 0)
    assert [ground.uncertain for ground in row.uncertain_grounds] == [True]


def test_a_stricter_uncertain_clause_stands_beside_the_state_of_the_certain_one(database: Database) -> None:
    write(database, (SURE, DOUBTFUL))
    row = policy(database)
    assert (row.state, row.uncertain_state) == ("restricted", "closed")
    assert [(g.strength, g.uncertain) for g in (*row.grounds, *row.uncertain_grounds)] == [
        ("soft", False),
        ("hard", True),
    ]


def test_an_uncertain_clause_that_adds_nothing_is_not_named(database: Database) -> None:
    write(database, (MadeFinding("data_flows", "hard", False), DOUBTFUL))
    row = policy(database)
    assert (row.state, row.uncertain_state, row.uncertain_grounds) == ("closed", None, ())


def test_nothing_is_coming_by_an_uncertain_clause(database: Database) -> None:
    write(database, (SURE,))
    write_pending(database)
    row = policy(database)
    assert (row.signed, row.pending) == (None, ())
    with database.read() as session:
        [pending] = country_pending(session, "AAA")
    assert pending.policies == ()
    assert [(added.strength, added.uncertain) for added in pending.adds] == [("hard", True)]


def write_pending(database: Database) -> None:
    """An agreement of AAA that is signed, with an uncertain clause."""
    with database.session() as session:
        World(session, source_key="other").agreement("Soon", chapters=(chapter((DOUBTFUL,)),))


def test_counts_prefer_the_certain_finding_and_say_how_many_rest_on_uncertain_ones(
    database: Database,
) -> None:
    write(database, (SURE, DOUBTFUL), (DOUBTFUL,))
    with database.read() as session:
        total = next(row for row in spread_totals(session) if row.provision == "data_flows")
        rows = provision_rows(session, "data_flows")
        countries = spread_countries(session, "data_flows")
        points = [p for p in spread_curve(session, "data_flows") if p.unit == "agreements" and p.total]
        listed = agreement_list(session)
        [bound] = country_provisions(country_commitments(session, "AAA"))
    assert (total.agreements_soft, total.agreements_hard, total.uncertain) == (1, 1, 1)
    assert (total.countries_soft, total.countries_hard, total.country_uncertain) == (2, 0, 0)
    assert [(row.strength, row.uncertain) for row in rows] == [("soft", False), ("hard", True)]
    assert {(one.strength, one.uncertain, one.since) for one in countries} == {
        ("soft", False, date(2010, 1, 1))
    }
    assert [(p.year, p.strength, p.total, p.uncertain) for p in points] == [
        (2010, "soft", 1, 0),
        (2011, "hard", 1, 1),
        (2011, "soft", 1, 0),
    ]
    assert [row.uncertain for row in listed] == [0, 1]
    assert (bound.strength, bound.uncertain) == ("soft", False)


def test_a_certain_one_appeared_first(database: Database) -> None:
    write(database, (DOUBTFUL,), (MadeFinding("data_flows", "hard", False),))
    with database.read() as session:
        rows = provision_rows(session, "data_flows")
    found = provision_overview("data_flows", rows)
    assert isinstance(found.first_hard, ProvisionRow)
    assert (found.first_hard.name, found.uncertain) == ("Pact 1", 1)


def test_an_uncertain_clause_is_no_inconsistency(database: Database) -> None:
    write(database, (MadeFinding("data_flows", "hard", False),), (DOUBTFUL,), (SURE,))
    with database.read() as session:
        [row] = [one for one in country_inconsistencies(session, "AAA") if one.provision == "data_flows"]
    assert [one.agreement.name for one in row.accepted] == ["Pact 0"]
    assert [one.agreement.name for one in row.weaker] == ["Pact 2"]


FINDINGS = st.builds(
    MadeFinding,
    provision=st.sampled_from(("data_flows", "source_code", "data_localisation")),
    strength=st.sampled_from(("hard", "soft")),
    exception=st.booleans(),
    scope=st.sampled_from(("general", "telecoms", "financial", "sector")),
    bound=st.sampled_from(((), ("AAA",), ("BBB",), ("BBB", "CCC"))),
    uncertain=st.booleans(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(agreements=st.lists(st.tuples(FINDINGS, FINDINGS), min_size=1, max_size=4))
def test_no_closed_verdict_rests_on_uncertain_sectoral_or_other_party_findings(
    database: Database, agreements: list[tuple[MadeFinding, MadeFinding]]
) -> None:
    with database.session() as session:
        for old in session.query(Agreement):
            session.delete(old)
    write(database, *agreements)
    proving = {
        one.provision
        for findings in agreements
        for one in findings
        if one.strength == "hard"
        and not one.exception
        and one.scope == "general"
        and not one.uncertain
        and binds(one.bound, "AAA")
    }
    with database.read() as session:
        rows = country_policies(session, "AAA")
    assert any(row.state == "closed" for row in rows) == bool(proving)
    for row in rows:
        assert not any(ground.uncertain for ground in (*row.grounds, *row.pending))
        assert all(ground.uncertain for ground in row.uncertain_grounds)
        closing = [ground for ground in row.grounds if ground.effect == "closed"]
        assert bool(closing) == (row.state == "closed")
        assert all(ground.sector is None and binds(ground.bound, "AAA") for ground in closing)
        assert {ground.provision for ground in closing} <= proving
        if row.uncertain_grounds:
            assert row.state != "open"


@pytest.mark.parametrize("findings", [[], [DOUBTFUL]])
def test_uncertain_clauses_have_no_effect(database: Database, findings: list[MadeFinding]) -> None:
    write(database, tuple(findings))
    with database.read() as session:
        assert policy_effects(cited_findings(session)) == {}
