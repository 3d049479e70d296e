"""SQLite's full-text index: made for all documents of a transaction at its end, and in step with the articles."""

import pytest
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from tests.invented import agreement
from tracker.ingest.store import store_agreement
from tracker.models import Article
from tracker.models.database import Database, open_database
from tracker.models.search_index import index_now
from tracker.resolution import SourceFacts

TOTA = SourceFacts("tota", "ToTA")


@pytest.fixture
def sqlite(sqlite_url: str) -> Database:
    return open_database(sqlite_url)


def found(session: Session) -> int:
    """How many articles the index has, after SQLite compared it with them."""
    session.execute(text("INSERT INTO article_search(article_search, rank) VALUES('integrity-check', 1)"))
    words = "SELECT count(DISTINCT doc) FROM temp.words"
    session.execute(
        text(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab('main', 'article_search', 'instance')"
        )
    )
    return session.scalar(text(words)) or 0


def test_the_articles_of_all_documents_of_a_transaction_are_indexed_at_its_end(sqlite: Database) -> None:
    with sqlite.session() as session:
        for number in ("1", "2"):
            store_agreement(session, agreement(number, f"Land {number} - Isle"), TOTA)
    with sqlite.session() as session:
        assert found(session) == 8
        store_agreement(session, agreement("3", "Land 3 - Isle"), TOTA)
    with sqlite.session() as session:
        assert found(session) == 12


def test_what_is_deleted_before_the_end_is_indexed_before(sqlite: Database) -> None:
    with sqlite.session() as session:
        store_agreement(session, agreement("1"), TOTA)
        index_now(session)
        session.execute(delete(Article).where(Article.number == "ARTICLE 2.1"))
    with sqlite.session() as session:
        assert found(session) == 3


def test_a_transaction_that_fails_leaves_nothing_to_index(sqlite: Database) -> None:
    with pytest.raises(ZeroDivisionError), sqlite.session() as session:
        store_agreement(session, agreement("1"), TOTA)
        raise ZeroDivisionError
    with sqlite.session() as session:
        assert found(session) == 0
        store_agreement(session, agreement("2"), TOTA)
    with sqlite.session() as session:
        assert found(session) == 4
