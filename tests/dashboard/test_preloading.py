"""The busiest pages are answered before anybody asks, once for each state of the data."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from dashboard import preloading
from dashboard.preloading import OF_ALL, OF_COUNTRY, OF_GROUP, Preloader, busiest
from tests.factory import World
from tracker.models import Agreement
from tracker.models.database import open_database
from tracker.queries import PolicyRow, Reader, country_policies, policies_of_group
from tracker.queries.country import groups


@pytest.fixture
def shared(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """A reader on an invented database with one agreement of two members of the EU and Chile."""
    database = open_database(sqlite_url)
    with database.session() as session:
        World(session).agreement("Pact", ["DEU", "FRA", "CHL"])
    database.close()
    reader = Reader(sqlite_url)
    monkeypatch.setattr(preloading, "reader", lambda: reader)
    monkeypatch.setattr(preloading, "ask", reader.ask)
    yield reader
    reader.close()


def test_groups_come_first_then_countries(shared: Reader) -> None:
    asked = list(busiest())
    countries = [arguments[0] for question, arguments in asked if question is country_policies]
    groups = [arguments[0] for question, arguments in asked if question is policies_of_group]
    assert sorted(countries) == ["CHL", "DEU", "FRA"]
    assert any({"DEU", "FRA"} <= set(members) for members in groups)
    assert [len(members) for members in groups] == sorted(map(len, groups), reverse=True)
    assert len(asked) == len(groups) * len(OF_GROUP) + len(countries) * len(OF_COUNTRY) + len(OF_ALL)


def test_it_waits_until_the_data_rest_and_answers_once_for_each_state(
    shared: Reader, sqlite_url: str
) -> None:
    loader = Preloader(rest_seconds=0)
    assert loader.look() == 0, "the data may be changing"
    assert loader.look() == len(list(busiest()))
    assert loader.look() == 0, "they are the same as before"
    database = open_database(sqlite_url)
    with database.session() as session:
        session.execute(update(Agreement).values(name="Pact of Three"))
    database.close()
    assert loader.look() == 0
    assert loader.look() == len(list(busiest()))


def test_it_leaves_off_when_the_server_stops(shared: Reader) -> None:
    loader = Preloader(rest_seconds=0)
    loader.look()
    loader.stop()
    assert loader.look() == 0


def test_a_server_for_many_is_ready_before_its_first_visitor(shared: Reader) -> None:
    loader = Preloader(rest_seconds=60)
    assert loader.answer_now() == len(list(busiest()))
    loader.look()
    assert loader.look() == 0, "these data are answered"


def test_a_country_of_a_group_is_worked_out_once(shared: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(session: Session, iso3: str, day: date | None = None) -> list[PolicyRow]:
        asked.append(iso3)
        return country_policies(session, iso3, day)

    monkeypatch.setattr(groups, "country_policies", counted)
    shared.ask(policies_of_group, ("DEU", "FRA"))
    shared.ask(policies_of_group, ("FRA", "CHL"))
    assert shared.ask(counted, "CHL") == shared.ask(country_policies, "CHL")
    assert asked == ["DEU", "FRA", "CHL"]
    shared.ask(policies_of_group, ("CHL", "DEU"), date(2020, 1, 1))
    assert asked[3:] == ["CHL", "DEU"], "another day is another question"


def test_a_fault_in_one_answer_does_not_keep_the_server_from_starting(
    shared: Reader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_session: Session) -> None:
        raise ZeroDivisionError("no such day")

    monkeypatch.setattr(preloading, "busiest", lambda: iter([(broken, ())]))
    assert Preloader().answer_now() == 0
    assert "no such day" in capsys.readouterr().err
