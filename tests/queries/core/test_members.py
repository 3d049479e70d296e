"""A country that an agreement binds stands in it everywhere, also where no source lists it among the parties."""

from datetime import date

import pytest

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.life import parties_bound
from tracker.models import AgreementParty, PartyEvent
from tracker.models.database import Database
from tracker.queries import (
    SearchFilter,
    agreement_header,
    briefing_rows,
    country_agreements,
    country_commitments,
    country_coverage,
    country_list,
    search_articles,
    status,
)
from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.operations.dump import all_agreement_parties

TODAY = date.today()
FLOWS = MadeChapter(
    articles=(
        MadeArticle("1", text="Data flows freely.", findings=(MadeFinding("data_flows", "hard", False),)),
    )
)


@pytest.fixture
def world(database: Database) -> Database:
    """A treaty whose list names three members of a group; one more joined, one left, and a fourth never was in it."""
    with database.session() as session:
        made = World(session)
        treaty = made.agreement(
            "Treaty of the south",
            (("ARG", "MERCOSUR"), ("BRA", "MERCOSUR"), ("PRY", "MERCOSUR")),
            signed=date(1991, 3, 26),
            in_force=date(1991, 11, 29),
            chapters=(FLOWS,),
        )
        made.agreement("Another one", ("CHL", "PER"), in_force=date(2011, 1, 1))
        made.agreement("Of the others", ("VEN", "BOL", "URY"), in_force=date(2012, 1, 1))
        session.flush()
        for iso3, event, day in (
            ("VEN", "entry", date(2012, 8, 12)),
            ("BOL", "entry", date(2000, 1, 1)),
            ("BOL", "exit", date(2010, 12, 31)),
            ("URY", "not_in_force", None),
        ):
            session.add(
                PartyEvent(
                    agreement_id=treaty.id, source_id=made.source().id, iso3=iso3, event=event, day=day
                )
            )
        rows = session.query(AgreementParty).filter_by(agreement_id=treaty.id).all()
        assert {row.iso3 for row in rows} == {"ARG", "BRA", "PRY"}
    return database


def test_who_joined_the_group_later_is_on_every_page(world: Database) -> None:
    slug = "treaty-of-the-south"
    with world.read() as session:
        assert {a.slug: a.state for a in country_agreements(session, "VEN")}[slug] == "in_force"
        assert {a.slug: a.via_group for a in country_agreements(session, "VEN")}[slug] == "MERCOSUR"
        assert {row.iso3: row.in_force for row in country_list(session)}["VEN"] == 2
        assert country_coverage(session, "VEN").in_force == 2
        assert [c.provision for c in country_commitments(session, "VEN")] == ["data_flows"]
        assert {row.slug for row in briefing_rows(session, country="VEN")} == {slug}
        assert search_articles(session, "flows", SearchFilter(party="VEN")).total == 1
        assert search_articles(session, "flows", SearchFilter(party="URY")).total == 0
        assert (slug, "VEN", "MERCOSUR", False, True) in all_agreement_parties(session)
        assert status(session).countries == 8
        header = agreement_header(session, slug)
        assert header is not None
        assert {member.iso3 for member in header.members} == {"ARG", "BOL", "BRA", "PRY", "VEN"}


def test_who_left_is_shown_as_one_that_left(world: Database) -> None:
    slug = "treaty-of-the-south"
    with world.read() as session:
        assert {a.slug: a.state for a in country_agreements(session, "BOL")}[slug] == "ended"
        assert country_coverage(session, "BOL").in_force == 1
        assert country_coverage(session, "BOL", date(2005, 1, 1)).in_force == 1
        assert (slug, "BOL", "MERCOSUR", False, False) in all_agreement_parties(session)


def test_who_was_never_bound_is_none(world: Database) -> None:
    with world.read() as session:
        assert [a.slug for a in country_agreements(session, "URY")] == ["of-the-others"]
        assert [a.slug for a in country_agreements(session, "CHL")] == ["another-one"]


def test_everyone_bound_is_a_member(world: Database) -> None:
    with world.read() as session:
        for agreement in agreement_index(session):
            assert agreement.life is not None
            members = {member.iso3 for member in agreement.members}
            for year in range(1990, TODAY.year + 1):
                assert set(parties_bound(agreement.life, date(year, 12, 31))) <= members, (
                    agreement.slug,
                    year,
                )
