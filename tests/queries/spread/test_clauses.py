"""Clauses of one provision: articles, evidence, language and source links; on both databases."""

from datetime import date

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Agreement
from tracker.models.database import Database
from tracker.queries import article_words, provision_clauses

CLAUSE = "Before this. Each side keeps the gates open. After this."


def write(database: Database) -> None:
    """One agreement with two clauses and a neighbour, a later one without text or link."""
    evidence = MadeFinding(
        "data_flows", "hard", True, evidence="Each side keeps the gates open.", notes=("algorithms",)
    )
    with database.session() as session:
        world = World(session)
        articles = (
            MadeArticle("14.1", "Gates", CLAUSE, (evidence, MadeFinding("encryption"))),
            MadeArticle("14.2", findings=(MadeFinding("data_flows", "soft", False),)),
            MadeArticle("14.3", findings=(MadeFinding("cooperation", None),)),
        )
        urls = ("https://example.org/a", "https://example.org/b")
        world.agreement("North - South", urls=urls, chapters=(MadeChapter(articles=articles),))
        world.agreement(
            "East - West",
            signed=date(2016, 1, 1),
            has_text=False,
            urls=(),
            chapters=(MadeChapter(articles=(MadeArticle("1", findings=(MadeFinding("data_flows"),)),)),),
        )


def test_every_clause_with_its_article_evidence_and_source(database: Database) -> None:
    write(database)
    with database.read() as session:
        first, second, third = provision_clauses(session, "data_flows")
        [words] = article_words(session, [first.article.article_id])
    assert (first.slug, second.slug, third.slug) == ("north-south", "north-south", "east-west")
    assert [clause.article.number for clause in (first, second, third)] == ["14.1", "14.2", "1"]
    assert (first.strength, first.exception, first.notes) == ("hard", True, ("algorithms",))
    assert (second.strength, second.exception) == ("soft", False)
    [(start, end)] = first.spans
    assert words.text[start:end] == "Each side keeps the gates open."
    assert (first.language, first.source_url) == ("en", "https://example.org/a")
    assert third.exception is None


def test_strength_that_is_not_rated_and_a_code_found_nowhere(database: Database) -> None:
    write(database)
    with database.read() as session:
        [clause] = provision_clauses(session, "cooperation")
        assert clause.strength == "unrated"
        assert provision_clauses(session, "source_code") == []


def test_only_current_texts_count(database: Database) -> None:
    write(database)
    with database.session() as session:
        agreement = session.query(Agreement).filter_by(slug="north-south").one()
        World(session, source_key="second").document(
            agreement,
            (MadeChapter(articles=(MadeArticle("9", findings=(MadeFinding("data_flows"),)),)),),
            external_id="77",
            has_text=True,
            current=False,
        )
    with database.read() as session:
        assert len(provision_clauses(session, "data_flows")) == 3
