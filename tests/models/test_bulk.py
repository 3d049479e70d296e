"""Rows written in bulk: the words that go with articles are those PostgreSQL itself would make."""

import pytest
from sqlalchemy import text

from tests.conftest import PostgresServer
from tests.ingest.test_store import store
from tests.invented import agreement
from tracker.models.database import Database, open_database
from tracker.models.search_index import _words_of_row, search_vector

CASES = {
    "plain": ("Tariffs on lanterns", "No lantern is taxed. Lanterns and a lantern."),
    "accents": ("Señales", "Información clara, año; Ærøskøbing, naïve, Århus."),
    "signs": (None, "U.S. 3.14 -1994 cross-border a/b (c) 'd' x_y 50% 1e5 10bis http://isle.example/a?b=c"),
    "only a heading": ("A heading", None),
    "nothing": (None, None),
    "often": (None, "the " * 400),
    "long": ("A", " ".join(f"w{number}" for number in range(17_000))),
    "backslash": ("a\\b", "tab\there\nnew \\ line 'quoted': colon:1,2"),
}


@pytest.mark.parametrize("case", CASES)
def test_words_brought_along_are_those_of_the_trigger(case: str, postgres_server: PostgresServer) -> None:
    heading, words = CASES[case]
    database = open_database(postgres_server.address, migrate=False)
    with database.engine.connect() as connection:
        theirs, ours = connection.execute(
            text(
                f"SELECT {_words_of_row('given.')}, CAST(:ours AS tsvector)"
                " FROM (SELECT CAST(:heading AS text) AS heading, CAST(:text AS text) AS text) AS given"
            ),
            {"heading": heading, "text": words, "ours": search_vector(heading, words)},
        ).one()
    database.close()
    assert ours == theirs


def test_stored_and_changed_articles_have_their_words(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite's index is made with the document (tests/queries/search)")
    store(database, agreement("1"))
    checked = (
        f"SELECT count(*), count(*) FILTER (WHERE search IS DISTINCT FROM ({_words_of_row()})) FROM article"
    )
    with database.session() as session:
        assert tuple(session.execute(text(checked)).one()) == (4, 0)
        session.execute(text("UPDATE article SET text = text || ' Zebras.' WHERE position < 2"))
        session.execute(
            text(
                "INSERT INTO article (document_id, chapter_id, position, text)"
                " SELECT document_id, chapter_id, 99, 'Zebras' FROM article WHERE position = 0"
            )
        )
        assert tuple(session.execute(text(checked)).one()) == (5, 0)
        found = "SELECT count(*) FROM article WHERE search @@ 'zebras'::tsquery"
        assert session.scalar(text(found)) == 3
