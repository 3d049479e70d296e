"""Every page's questions on a corpus of the real one's size: few statements, and no text where facts are shown.

How long they take is measured by benchmarks/questions.py.
"""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from sqlalchemy import event

from benchmarks.questions import QUESTIONS, invented_corpus
from tracker.models.database import Database

MOST_STATEMENTS = 24
"""However many agreements there are: a statement for each agreement or article would be hundreds here."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with invented_corpus(tmp_path_factory.mktemp("large"), traced=["data_flows"]) as database:
        yield database


@pytest.fixture(scope="module")
def statements_of(large: Database) -> Callable[[str], list[str]]:
    """What is sent to the database for one question, by its name; each is asked once."""
    return cache(lambda name: sent_for(large, name))


def sent_for(database: Database, name: str) -> list[str]:
    """What is sent to the database for one question, which must have an answer."""
    statements: list[str] = []

    def remember(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", remember)
    try:
        with database.read() as session:
            assert QUESTIONS[name](session)
    finally:
        event.remove(database.engine, "before_cursor_execute", remember)
    return statements


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_asks_a_bounded_number_of_times(
    statements_of: Callable[[str], list[str]], name: str
) -> None:
    assert 0 < len(statements_of(name)) <= MOST_STATEMENTS


TEXT_READERS = {
    "joining",
    "compare_with_reference",
    "briefing of a country",
    "search, a common word",
    "search, filtered",
}


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - TEXT_READERS))
def test_no_text_is_read_where_only_facts_are_shown(
    statements_of: Callable[[str], list[str]], name: str
) -> None:
    statements = statements_of(name)
    assert statements
    assert not [statement for statement in statements if "article.text" in statement]
