"""An entry into force of which only month or year are known: said as it is known, and in between nothing is claimed."""

import csv
from datetime import date
from io import StringIO

import pytest
from sqlalchemy import select

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.export.briefing import briefing_csv
from tracker.life import Day
from tracker.models import Agreement
from tracker.models.database import Database
from tracker.queries import (
    agreement_header,
    agreement_index,
    country_agreements,
    country_commitments,
    country_coverage,
    country_policies,
    coverage,
)
from tracker.queries.core.periods import party_periods
from tracker.queries.operations.dump import all_agreements
from tracker.registry import registry

CHAPTER = MadeChapter(
    articles=(MadeArticle("1.1", findings=(MadeFinding("data_localisation", "hard", False),)),)
)
CASES = [
    ("month", Day.in_month(2024, 6), "2024-06"),
    ("year", Day.in_year(2024), "2024"),
]


def pact(database: Database, precision: str, span: Day) -> None:
    with database.session() as session:
        World(session).agreement(
            "Pact", signed=date(2023, 10, 10), in_force=span.last, chapters=(CHAPTER,)
        ).in_force_precision = precision


@pytest.mark.parametrize(("precision", "span", "shown"), CASES)
def test_between_the_first_and_the_last_day_that_fit_nothing_is_claimed(
    database: Database, precision: str, span: Day, shown: str
) -> None:
    pact(database, precision, span)
    before, first, middle, eve = span.before.first, span.first, date(2024, 6, 15), span.last.replace(day=30)
    with database.read() as session:
        (one,) = agreement_index(session)
        kinds = {day: one.status_for("AAA", day).kind for day in (before, first, middle, eve, span.last)}
        in_doubt = coverage(session, middle, "AAA")
        verdicts = {
            day: next(
                row.state
                for row in country_policies(session, "AAA", day)
                if row.policy == "keep_data_at_home"
            )
            for day in (before, middle, span.last)
        }
    expected = {before: "signed", first: "unknown", middle: "unknown", eve: "unknown", span.last: "in_force"}
    assert kinds == expected | {span.last: "in_force"}
    assert [row.name for row in in_doubt.unclear] == ["Pact"]
    assert verdicts[span.last] == "closed"
    assert "closed" not in (verdicts[before], verdicts[middle])
    since = one.status_for("AAA", span.last).since
    assert since == span and str(since) == shown


@pytest.mark.parametrize(("precision", "span", "shown"), CASES)
def test_every_answer_says_the_month_or_the_year(
    database: Database, precision: str, span: Day, shown: str
) -> None:
    pact(database, precision, span)
    with database.read() as session:
        header = agreement_header(session, "pact")
        (own,) = country_agreements(session, "AAA")
        (commitment,) = country_commitments(session, "AAA")
        found = coverage(session)
        sheet = next(csv.DictReader(StringIO(briefing_csv(session, country="AAA").decode("utf-8-sig"))))
        wide = next(csv.DictReader(StringIO(briefing_csv(session).decode("utf-8-sig"))))
        (row,) = all_agreements(session)
        (one,) = agreement_index(session)
        begins = {begin for _iso3, begin, _end in party_periods(one, "in_force")}
        assert country_coverage(session, "AAA").in_force == 1
    assert header is not None
    assert header.date_in_force == own.date_in_force == commitment.since == span
    assert [each.since for each in found.rows] == [span]
    assert sheet["In force"] == wide["In force"] == shown
    assert span.last.isoformat() not in sheet.values()
    assert (row[7], row[8]) == (None, shown)
    assert begins == {span.last}, "counted from the first day that is certain"


def test_a_day_that_is_known_stays_a_day(database: Database) -> None:
    with database.session() as session:
        World(session).agreement("Pact", signed=date(2023, 10, 10), in_force=date(2024, 6, 30))
    with database.read() as session:
        (one,) = agreement_index(session)
        (row,) = all_agreements(session)
    assert one.date_in_force == date(2024, 6, 30)
    assert (row[7], row[8]) == (date(2024, 6, 30), None)
    assert one.status_for("AAA", date(2024, 6, 29)).kind == "signed"


def test_no_entry_of_the_registry_is_stored_better_than_it_is_known(with_registry: Database) -> None:
    database = with_registry
    inexact = {
        row.name: row.date_in_force
        for row in registry().instruments.values()
        if row.date_in_force is not None and row.date_in_force.day is None
    }
    assert inexact, "the registry has some"
    with database.read() as session:
        stored = {
            row.name: row
            for row in session.scalars(select(Agreement).where(Agreement.in_force_precision.is_not(None)))
        }
        shown = {one.name: one.date_in_force for one in agreement_index(session)}
    assert stored.keys() == inexact.keys()
    for name, known in inexact.items():
        assert stored[name].date_in_force == known.latest
        assert str(shown[name]) == str(known)
