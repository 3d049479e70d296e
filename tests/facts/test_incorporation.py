"""What an agreement incorporates from another: its articles and findings, without what is suspended."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factory import FINGERPRINT, MadeArticle, MadeChapter, MadeFinding, World
from tracker.errors import BadInput
from tracker.facts.incorporation import incorporating_names, refresh_incorporations
from tracker.models import Agreement, AgreementRelation, Article, ArticleMatch, Document, Finding
from tracker.models.database import Database

CHAPTER = MadeChapter(
    "14",
    articles=(
        MadeArticle("14.11", text="Each Party shall let kites fly.", findings=(MadeFinding("data_flows"),)),
        MadeArticle(
            "Article 14.13", text="No Party shall tether.", findings=(MadeFinding("data_localisation"),)
        ),
        MadeArticle("14.17", text="No Party shall ask for plans.", findings=(MadeFinding("source_code"),)),
    ),
)


def relate(session: Session, one: Agreement, target: Agreement, relation: str, *articles: str) -> None:
    session.add(
        AgreementRelation(
            agreement_id=one.id, target_id=target.id, relation=relation, articles=list(articles or ("*",))
        )
    )
    session.flush()


def carried(session: Session, agreement: Agreement) -> list[tuple[str | None, str]]:
    return [
        (number, provision)
        for number, provision in session.execute(
            select(Article.number, Finding.provision)
            .join(Finding, Finding.article_id == Article.id)
            .join(Document, Document.id == Article.document_id)
            .where(Document.agreement_id == agreement.id, Document.current, Document.basis == "incorporated")
            .order_by(Article.position)
        )
    ]


def test_all_but_suspended_articles_are_carried(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        old = world.agreement("Old Pact", chapters=(CHAPTER,))
        new = world.agreement("New Pact", signed=date(2018, 3, 8))
        relate(session, new, old, "incorporates")
        relate(session, new, old, "suspends", "14.13")
        assert refresh_incorporations(session) == 1
        assert carried(session, new) == [("14.11", "data_flows"), ("14.17", "source_code")]
        assert carried(session, old) == []
        assert refresh_incorporations(session) == 0
        origins = session.execute(
            select(Article.number, Article.text, Article.incorporated_from)
            .join(Document, Document.id == Article.document_id)
            .where(Document.agreement_id == new.id, Document.basis == "incorporated")
        ).all()
        for number, text, origin in origins:
            source = session.get_one(Article, origin)
            assert (source.number, source.text) == (number, text)
        assert list(incorporating_names(session).values()) == ["Old Pact"]
        matched = select(ArticleMatch.fingerprint).join(Article, Article.id == ArticleMatch.article_id)
        copies = session.scalars(matched.where(Article.incorporated_from.is_not(None))).all()
        assert copies == [FINGERPRINT, FINGERPRINT]  # matched already, as part of the text they come from


def test_only_the_articles_named(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        old = world.agreement("Old Pact", chapters=(CHAPTER,))
        new = world.agreement("New Pact", signed=date(2018, 3, 8))
        relate(session, new, old, "incorporates", "14.13")
        refresh_incorporations(session)
        assert carried(session, new) == [("Article 14.13", "data_localisation")]


def test_a_chain_is_followed_and_a_circle_refused(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        first = world.agreement("First", chapters=(CHAPTER,))
        second = world.agreement("Second", signed=date(2018, 3, 8))
        third = world.agreement("Third", signed=date(2021, 3, 8))
        second_text = session.scalars(select(Document).where(Document.agreement_id == second.id)).one()
        session.delete(second_text)
        session.flush()
        relate(session, third, second, "incorporates")
        relate(session, second, first, "incorporates")
        refresh_incorporations(session)
        assert [provision for _, provision in carried(session, third)] == [
            "data_flows",
            "data_localisation",
            "source_code",
        ]
        relate(session, first, third, "incorporates")
        with pytest.raises(BadInput, match="circle"):
            refresh_incorporations(session)


@pytest.mark.parametrize(("articles", "whole"), [("*", True), ("14.13", False)])
def test_what_a_target_incorporates_beside_its_own_text_is_carried_with_all_of_it(
    database: Database, articles: str, whole: bool
) -> None:
    own = MadeChapter("2", articles=(MadeArticle("Article 2.1", findings=(MadeFinding("e_signatures"),)),))
    with database.session() as session:
        world = World(session)
        first = world.agreement("First", chapters=(CHAPTER,))
        second = world.agreement("Second", signed=date(2018, 3, 8), chapters=(own,))
        third = world.agreement("Third", signed=date(2021, 3, 8))
        relate(session, third, second, "incorporates", articles)
        relate(session, second, first, "incorporates", "14.13")
        refresh_incorporations(session)
        found = {provision for _, provision in carried(session, third)}
        assert found == ({"e_signatures", "data_localisation"} if whole else set())
        assert refresh_incorporations(session) == 0, "nothing is written again"
        assert set(incorporating_names(session).values()) == {"First", "Second"}
        session.query(AgreementRelation).where(AgreementRelation.target_id == first.id).delete()
        refresh_incorporations(session)
        assert {provision for _, provision in carried(session, third)} == (
            {"e_signatures"} if whole else set()
        )


def test_new_findings_and_ended_relations_reach_the_copy(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        old = world.agreement("Old Pact", chapters=(CHAPTER,))
        new = world.agreement("New Pact", signed=date(2018, 3, 8))
        relate(session, new, old, "incorporates")
        refresh_incorporations(session)
        finding = session.scalars(
            select(Finding)
            .join(Article)
            .join(Document)
            .where(Document.agreement_id == old.id, Finding.provision == "source_code")
        ).one()
        finding.strength = "soft"
        session.flush()
        assert refresh_incorporations(session) == 1
        strengths = session.scalars(
            select(Finding.strength)
            .join(Article)
            .join(Document)
            .where(Document.agreement_id == new.id, Finding.provision == "source_code")
        ).all()
        assert strengths == ["soft"]
        session.query(AgreementRelation).delete()
        assert refresh_incorporations(session) == 1
        assert carried(session, new) == []
