"""The country brief: the most important commitments first, everything left out counted."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World, provision_agreement
from tracker.models.database import Database
from tracker.queries import (
    CORE_PROVISIONS,
    CountryBrief,
    country_agreements,
    country_brief,
    country_commitments,
    country_coverage,
    country_inconsistencies,
    country_pending,
    country_policies,
    template_facts,
)

HARD = MadeFinding("data_flows", "hard", False)
EXCEPTED = MadeFinding("data_flows", "hard", True, notes=("exception:security",))


def brief_of(session: Session, iso3: str) -> CountryBrief:
    """The brief out of all that the page asks for it."""
    return country_brief(
        iso3,
        country_agreements(session, iso3),
        country_commitments(session, iso3),
        country_policies(session, iso3),
        country_pending(session, iso3),
        country_inconsistencies(session, iso3),
        country_coverage(session, iso3),
    )


@pytest.fixture
def small(database: Database) -> Database:
    """AAA: data flows with an exception, later without one; source code; a soft and a structural clause; a pending one
    in two languages; one ended, one with nothing but a name."""
    with database.session() as session:
        world = World(session)
        provision_agreement(
            world,
            "Old one",
            [EXCEPTED, MadeFinding("cooperation", "soft")],
            signed=date(2005, 1, 1),
            in_force=date(2006, 1, 1),
        )
        provision_agreement(
            world,
            "New one",
            [
                HARD,
                MadeFinding("source_code", "hard", True, notes=("exception:security",)),
                MadeFinding("definitions_scope", None),
            ],
            signed=date(2015, 1, 1),
            in_force=date(2016, 1, 1),
        )
        for slug in ("coming-en", "coming-es"):
            world.agreement(
                "Coming one",
                slug=slug,
                signed=date(2020, 1, 1),
                chapters=(
                    MadeChapter(
                        articles=(
                            MadeArticle("7", findings=(MadeFinding("data_localisation", "hard", False),)),
                        )
                    ),
                ),
            )
        provision_agreement(
            world,
            "Gone one",
            [MadeFinding("encryption", "hard")],
            signed=date(1990, 1, 1),
            in_force=date(1991, 1, 1),
            inactive=date(1999, 1, 1),
        )
    return database


def test_one_commitment_a_provision_the_strictest_first(small: Database) -> None:
    with small.read() as session:
        brief = brief_of(session, "AAA")
    found = [
        (row.commitment.provision, row.commitment.strength, row.commitment.exception, row.agreements)
        for row in brief.commitments
    ]
    assert found == [
        ("data_flows", "hard", False, 2),
        ("source_code", "hard", True, 1),
        ("cooperation", "soft", None, 1),
    ]
    assert [row.commitment.agreement.slug for row in brief.commitments][:2] == ["new-one", "new-one"]
    assert brief.commitments[1].kinds == ("security",)
    assert brief.commitments_left == 0
    assert (brief.in_force, brief.signed) == (2, 2)
    assert (brief.provisions_hard, brief.provisions_soft) == (2, 1)


def test_two_languages_of_one_text_are_listed_once(small: Database) -> None:
    with small.read() as session:
        brief = brief_of(session, "AAA")
    [coming] = brief.pending
    assert [added.provision for added in coming.adds] == ["data_localisation"]
    assert brief.pending_left == 0


def test_inconsistencies_follow_the_commitments(small: Database) -> None:
    with small.read() as session:
        brief = brief_of(session, "AAA")
    assert brief.inconsistencies[0].provision == "data_flows"


def test_what_does_not_fit_is_counted(database: Database) -> None:
    facts = template_facts()
    codes = [
        entry.code
        for entry in facts.provisions
        if entry.group in ("template", "beyond the template") and entry.has_strength
    ]
    with database.session() as session:
        world = World(session)
        for name, strength in (("Hard one", "hard"), ("Soft one", "soft")):
            provision_agreement(
                world,
                name,
                [MadeFinding(code, strength) for code in codes],
                signed=date(2010, 1, 1),
                in_force=date(2011, 1, 1),
            )
    with database.read() as session:
        brief = brief_of(session, "AAA")
    assert len(brief.commitments) == len(codes)
    assert brief.commitments_left == 0
    cut = brief.cut(3, 0, 1)
    assert (len(cut.commitments), cut.commitments_left) == (3, len(codes) - 3)
    assert (len(cut.inconsistencies), cut.inconsistencies_left) == (1, len(brief.inconsistencies) - 1)
    assert (cut.provisions_hard, cut.policies) == (brief.provisions_hard, brief.policies)
    assert set(CORE_PROVISIONS) == {row.commitment.provision for row in cut.commitments}


def test_a_country_nobody_knows_has_an_empty_brief(small: Database) -> None:
    with small.read() as session:
        brief = brief_of(session, "ZZZ")
    assert (brief.in_force, brief.commitments, brief.pending, brief.inconsistencies) == (0, (), (), ())
    assert {row.state for row in brief.policies} == {"not_known"}
