"""An article that another agreement replaces counts for a country until that one binds it, in every count and list."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Agreement, AgreementRelation, PartyEvent, Source
from tracker.models.database import Database
from tracker.queries import (
    SpreadFilter,
    accession,
    agreement_lineage,
    agreement_list,
    agreement_score,
    briefing_rows,
    compare_agreements,
    country_commitments,
    country_coverage,
    country_inconsistencies,
    country_list,
    country_policies,
    provision_overview,
    provision_rows,
    spread_countries,
    spread_curve,
    spread_matrix,
    spread_totals,
    strongest_commitments,
)
from tracker.queries.core.replaced import ReplacedArticles, ReplacedBy, replacements

OLD_BEGAN, NEW_BEGAN, LATE = date(2010, 1, 1), date(2020, 3, 1), date(2022, 6, 1)
IN_FORCE = SpreadFilter(basis="in_force")
PARTIES = ("AUS", "CHL", "KOR", "VNM")
"""AUS is bound by the new agreement with it, CHL later, KOR and VNM are no parties to it."""


def relate(
    session: Session, one: Agreement, target: Agreement, *articles: str, how: str = "replaces"
) -> None:
    session.add(
        AgreementRelation(
            agreement_id=one.id, target_id=target.id, relation=how, day=NEW_BEGAN, articles=list(articles)
        )
    )
    session.flush()


def enters(session: Session, agreement: Agreement, iso3: str, day: date) -> None:
    registry = session.query(Source).filter_by(key="registry").one_or_none()
    if registry is None:
        registry = Source(key="registry", title="Registry of agreements")
        session.add(registry)
        session.flush()
    event = PartyEvent(agreement_id=agreement.id, source_id=registry.id, iso3=iso3, event="entry", day=day)
    session.add(event)
    session.flush()


def chapters(strength: str) -> tuple[MadeChapter, ...]:
    return (
        MadeChapter(
            "CHAPTER 9",
            "Trade in Services",
            topic="services",
            articles=(
                MadeArticle(
                    "ARTICLE 4", text="Ferries are free.", findings=(MadeFinding("data_flows", "soft"),)
                ),
            ),
        ),
        MadeChapter(
            "CHAPTER 10",
            topic="ecommerce",
            articles=(
                MadeArticle(
                    "ARTICLE 4",
                    text="Letters may be kept anywhere.",
                    findings=(
                        MadeFinding("data_flows", strength, False),
                        MadeFinding("data_localisation", strength, False),
                    ),
                ),
            ),
        ),
    )


def store(
    session: Session, parties: tuple[str, ...] = PARTIES, new: tuple[str, ...] = ("AUS", "CHL")
) -> World:
    world = World(session)
    old = world.agreement("old", parties, signed=OLD_BEGAN, in_force=OLD_BEGAN, chapters=chapters("hard"))
    protocol = world.agreement("protocol", new, signed=NEW_BEGAN, in_force=NEW_BEGAN)
    if "CHL" in new:
        enters(session, protocol, "CHL", LATE)
    relate(session, protocol, old, "10.*")
    return world


def closed(session: Session, iso3: str, day: date | None = None) -> bool:
    row = next(row for row in country_policies(session, iso3, day) if row.policy == "keep_data_at_home")
    return row.state == "closed"


def test_each_country_keeps_the_article_until_the_new_agreement_binds_it(database: Database) -> None:
    with database.session() as session:
        store(session)
    with database.read() as session:
        days = [date(2020, 2, 29), NEW_BEGAN, date(2022, 5, 31), LATE]
        assert [closed(session, "AUS", day) for day in days] == [True, False, False, False]
        assert [closed(session, "CHL", day) for day in days] == [True, True, True, False]
        assert [closed(session, "KOR", day) for day in days] == [True, True, True, True]
        commitments = {
            iso3: {(row.provision, row.strength) for row in country_commitments(session, iso3)}
            for iso3 in ("AUS", "KOR")
        }
        assert commitments["AUS"] == {("data_flows", "soft")}
        assert commitments["KOR"] == {("data_flows", "hard"), ("data_localisation", "hard")}
        assert [row.article_number for row in briefing_rows(session, country="CHL")] == ["ARTICLE 4"]
        assert len(briefing_rows(session, country="VNM")) == 3
        hard = {row.iso3: row.provisions_hard for row in country_list(session)}
        assert hard == {"AUS": 0, "CHL": 0, "KOR": 2, "VNM": 2}


def test_counts_by_entry_into_force_follow_each_country_those_by_signature_do_not(database: Database) -> None:
    with database.session() as session:
        store(session)
    with database.read() as session:
        bound = {row.iso3: row.strength for row in spread_countries(session, "data_flows", IN_FORCE)}
        assert bound == {"AUS": "soft", "CHL": "soft", "KOR": "hard", "VNM": "hard"}
        assert [row.iso3 for row in spread_countries(session, "data_localisation", IN_FORCE)] == [
            "KOR",
            "VNM",
        ]
        signed = {row.iso3: row.strength for row in spread_countries(session, "data_flows")}
        assert signed == dict.fromkeys(PARTIES, "hard")
        curve = {
            (point.unit, point.strength, point.year): point.total
            for point in spread_curve(session, "data_flows", IN_FORCE)
        }
        assert [curve["countries", "hard", year] for year in (2010, 2019, 2020, 2022)] == [4, 4, 3, 2]
        assert [curve["countries", "soft", year] for year in (2019, 2020, 2022)] == [0, 1, 2]
        assert curve["agreements", "hard", 2020] == 1, "for two parties the article still counts"
        total = next(row for row in spread_totals(session, IN_FORCE) if row.provision == "data_flows")
        assert (total.countries_hard, total.countries_soft, total.agreements_hard) == (2, 2, 1)


def test_an_article_replaced_for_all_counts_in_no_agreement_today(database: Database) -> None:
    with database.session() as session:
        store(session, ("AUS", "KOR"), ("AUS", "KOR"))
    with database.read() as session:
        row = next(row for row in agreement_list(session) if row.slug == "old")
        assert (row.provisions_hard, row.provisions_soft) == (0, 1)
        score = agreement_score(session, "old")
        assert score is not None
        assert score.score == row.score
        found = [(row.provision, row.strength) for row in strongest_commitments(session, agreements=["old"])]
        assert found == [("data_flows", "soft")]
        assert [row.provision for row in compare_agreements(session, ["old"])] == ["data_flows"]
        cells = {
            (cell.slug, cell.provision, cell.strength) for cell in spread_matrix(session, IN_FORCE).cells
        }
        assert cells == {("old", "data_flows", "soft")}
        localisation = provision_rows(session, "data_localisation")
        assert [(row.slug, row.replaced) for row in localisation] == [("old", True)]
        first = provision_overview("data_localisation", localisation).first
        assert first is not None
        assert first.slug == "old", "it was the first all the same"
        assert [row.replaced for row in provision_rows(session, "data_flows")] == [False]
        assert set(agreement_lineage(session, "old").pending) == {"data_flows", "data_localisation"}
        totals = {row.provision: row for row in spread_totals(session, IN_FORCE)}
        assert (totals["data_localisation"].agreements, totals["data_localisation"].countries) == (0, 0)
        assert spread_countries(session, "data_localisation", IN_FORCE) == []


def test_a_replaced_chapter_does_not_say_nothing(database: Database) -> None:
    with database.session() as session:
        store(session, ("AUS", "KOR"), ("AUS", "KOR")).agreement(
            "other", ("AUS", "VNM"), signed=NEW_BEGAN, in_force=NEW_BEGAN, chapters=chapters("hard")
        )
    with database.read() as session:
        rows = {row.provision: row for row in country_inconsistencies(session, "AUS")}
        assert "data_localisation" not in rows
        assert [weak.agreement.slug for weak in rows["data_flows"].weaker] == ["old"]
        assert rows["data_flows"].weaker[0].strength == "soft"
        joined = accession(session, "other", "KOR")
        assert joined is not None
        assert {row.provision: row.difference for row in joined.rows} == {
            "data_flows": "stronger",
            "data_localisation": "new",
        }


def test_an_agreement_replaced_as_a_whole_leaves_nothing_to_be_read(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        unread = world.agreement("unread", ("AUS", "KOR"), in_force=OLD_BEGAN, current=False)
        new = world.agreement("new", ("AUS", "CHL"), signed=NEW_BEGAN, in_force=NEW_BEGAN)
        relate(session, new, unread, "*")
    with database.read() as session:
        assert [row.slug for row in country_coverage(session, "KOR").unknown] == ["unread"]
        assert country_coverage(session, "AUS").unknown == ()
        assert {row.state for row in country_policies(session, "AUS")} == {"open"}
        assert {row.state for row in country_policies(session, "KOR")} == {"not_known"}


def test_for_whom_and_since_when(database: Database) -> None:
    with database.session() as session:
        world = store(session)
        protocol, old = (session.query(Agreement).filter_by(slug=slug).one() for slug in ("protocol", "old"))
        relate(session, protocol, old, "9.4.1", how="suspends")
        ended = world.agreement("ended", ("AUS", "KOR"), in_force=OLD_BEGAN, inactive=LATE)
        relate(session, protocol, ended, "*")
    with database.read() as session:
        shown = ReplacedArticles(session)
        since = ((NEW_BEGAN, ("AUS",)), (LATE, ("CHL",)))
        expected = ReplacedBy("replaces", "protocol", "protocol", since, ("KOR", "VNM"))
        assert shown.of(old.id, "ARTICLE 4", "CHAPTER 10") == (expected,)
        assert shown.of(old.id, "ARTICLE 4", "CHAPTER 9") == (), "a paragraph of it is not all of it"
        assert shown.of(ended.id, "ARTICLE 1", "CHAPTER 1") == (), "it binds nobody any more"
        assert ReplacedArticles(session, date(2020, 2, 1)).of(old.id, "ARTICLE 4", "CHAPTER 10") == ()
        assert replacements(session).targets == {old.id, ended.id}
        written = {row.provision: row.replaced for row in briefing_rows(session, agreement="old")}
        assert written["data_localisation"] == (expected,)


@pytest.mark.parametrize("state", ["signed", "in_negotiation"])
def test_what_is_not_yet_in_force_replaces_nothing(database: Database, state: str) -> None:
    with database.session() as session:
        world = World(session)
        old = world.agreement("old", PARTIES, signed=OLD_BEGAN, in_force=OLD_BEGAN, chapters=chapters("hard"))
        relate(session, world.agreement("new", PARTIES, signed=NEW_BEGAN, legal_status=state), old, "10.*")
    with database.read() as session:
        assert all(closed(session, iso3) for iso3 in PARTIES)
