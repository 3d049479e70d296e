"""Results that several queries need are worked out once for one state of the data."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.factory import MadeFinding, World, provision_agreement
from tracker.models.database import Database
from tracker.queries import Reader, agreement_index, agreement_list, spread_totals
from tracker.queries.core import reader as reader_module
from tracker.queries.core.kept import kept


def test_worked_out_once_per_reading_transaction_and_arguments(database: Database) -> None:
    calls = []

    def question(_session: Session, number: int) -> list[int]:
        calls.append(number)
        return [number]

    with database.read() as session:
        assert kept(session, question, 1) is kept(session, question, 1)
        assert kept(session, question, 2) == [2]
    with database.read() as session:
        kept(session, question, 1)
    assert calls == [1, 2, 1]


def test_a_writing_transaction_sees_what_it_wrote(database: Database) -> None:
    with database.session() as session:
        assert agreement_index(session) == []
        provision_agreement(World(session), "New Pact", [MadeFinding("data_flows")])
        assert [one.name for one in agreement_index(session)] == ["New Pact"]


def test_a_question_reads_the_agreements_once(database: Database) -> None:
    with database.session() as session:
        provision_agreement(World(session), "Old Pact", [MadeFinding("data_flows")])
    read: list[str] = []

    def remember(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        read.append(statement)

    event.listen(database.engine, "before_cursor_execute", remember)
    try:
        with database.read() as session:
            agreement_list(session)
            spread_totals(session)
    finally:
        event.remove(database.engine, "before_cursor_execute", remember)
    assert len([statement for statement in read if "agreement.digital_rules" in statement]) == 1


def test_a_new_day_is_another_state_of_the_data(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date(2999, 1, 1)

    reader = Reader(database_url)
    today = reader.token()
    assert reader.token() == today
    monkeypatch.setattr(reader_module, "date", Tomorrow)
    assert reader.token() != today
    reader.close()
