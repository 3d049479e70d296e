"""The reader: answers are kept until the data change, and computed once for many who ask."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.factory import MadeFinding, World, provision_agreement
from tracker.models.database import open_database
from tracker.queries import AgreementFacts, Reader, agreement_index, country_list


@pytest.fixture
def reader(database_url: str) -> Iterator[Reader]:
    """A reader of an empty database."""
    opened = Reader(database_url)
    yield opened
    opened.close()


def write(url: str, name: str) -> None:
    """A job that is another process's for the reader."""
    database = open_database(url)
    with database.session() as session:
        provision_agreement(World(session), name, [MadeFinding("data_flows")])
    database.close()


def test_answer_is_kept_until_another_writes(reader: Reader, database_url: str) -> None:
    calls = []

    def question(session: Session, name: str) -> int:
        calls.append(name)
        return len(country_list(session))

    assert reader.ask(question, "a") == 0
    assert reader.ask(question, "a") == 0
    assert calls == ["a"]
    write(database_url, "First")
    assert reader.ask(question, "a") == 2
    assert reader.ask(question, "b") == 2
    assert calls == ["a", "a", "b"]


def test_a_page_looks_at_the_data_once_and_the_next_one_again(
    reader: Reader, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    token = reader.token

    def look() -> str:
        looks.append(token())
        return looks[-1]

    monkeypatch.setattr(reader, "token", look)
    assert reader.ask(country_list) == []
    with reader.pinned():
        before = len(looks)
        assert reader.ask(country_list) == reader.ask(country_list) == []
        assert reader.state() == reader.state() == looks[-1]
        assert len(looks) == before
        write(database_url, "First")
        assert reader.ask(country_list) == [], "the page goes on with the state it began with"
    with reader.pinned():
        assert len(reader.ask(country_list)) == 2
    assert reader.state() == token()


def test_an_old_page_does_not_drop_the_answers_of_a_later_state(reader: Reader, database_url: str) -> None:
    calls: list[int] = []

    def question(session: Session) -> int:
        calls.append(len(country_list(session)))
        return calls[-1]

    with reader.pinned():
        reader.ask(question)
        write(database_url, "First")
        with ThreadPoolExecutor(1) as other:
            assert other.submit(reader.ask, question).result() == 2
        assert reader.ask(question) == 2
        assert reader.state() == reader.token()
    assert calls == [0, 2]


def test_token_changes_when_rows_are_replaced_one_for_one(reader: Reader, database_url: str) -> None:
    write(database_url, "First")
    before = reader.token()
    assert reader.token() == before
    database = open_database(database_url)
    with database.session() as session:
        session.query(World(session).source().__class__).update({"title": "Renamed"})
    database.close()
    assert reader.token() != before


def test_many_threads_compute_an_answer_once(reader: Reader) -> None:
    calls = []
    start = threading.Barrier(8)

    def slow(session: Session) -> int:
        calls.append(1)
        time.sleep(0.05)
        return 42

    answers = []

    def ask() -> None:
        start.wait()
        answers.append(reader.ask(slow))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [42] * 8
    assert len(calls) == 1


def test_failed_question_is_asked_again(reader: Reader) -> None:
    outcomes = iter([ValueError("once"), None])

    def question(session: Session) -> str:
        outcome = next(outcomes)
        if outcome:
            raise outcome
        return "fine"

    with pytest.raises(ValueError, match="once"):
        reader.ask(question)
    assert reader.ask(question) == "fine"


def test_a_replaced_file_is_opened_anew(sqlite_url: str, migrated_sqlite: Path, tmp_path: Path) -> None:
    write(sqlite_url, "First")
    reader = Reader(sqlite_url)
    assert len(reader.ask(country_list)) == 2
    fresh = tmp_path / "fresh.db"
    fresh.write_bytes(migrated_sqlite.read_bytes())
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    for leftover in path.parent.glob(path.name + "-*"):
        leftover.unlink()
    fresh.replace(path)
    assert reader.ask(country_list) == []
    reader.close()


def test_the_agreement_index_is_read_once_while_the_data_stay_the_same(
    reader: Reader, database_url: str
) -> None:
    def first_asked(session: Session) -> list[AgreementFacts]:
        return agreement_index(session)

    def asked_again(session: Session) -> list[AgreementFacts]:
        return agreement_index(session)

    write(database_url, "First")
    known = reader.ask(first_asked)
    assert reader.ask(asked_again) is known
    database = open_database(database_url)
    with database.session() as session:
        World(session, "wto_rta").agreement("Second")
    database.close()
    assert {entry.name for entry in reader.ask(first_asked)} == {"First", "Second"}
