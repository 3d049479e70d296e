"""A country's briefing says of every agreement in force without a clause whether it was read."""

import csv
from io import StringIO

import pytest
from sqlalchemy.orm import Session

from tests.factory import MadeFinding, World, provision_agreement
from tests.queries.operations.test_coverage import BEGIN, made
from tracker.export.briefing import briefing_csv, read_briefing
from tracker.export.briefing_gaps import summary
from tracker.export.coverage import missing_words
from tracker.models.database import Database


@pytest.fixture
def known(database: Database) -> Database:
    """Of AAA: one agreement with a clause, one read without, one cut short, one reported, one not read; BBB has none of
    the last."""
    with database.session() as session:
        world = World(session)
        provision_agreement(world, "Flowing", [MadeFinding("data_flows")], in_force=BEGIN)
        made(world, "Quiet", "read")
        made(world, "Cut Short", "read").missing = ["annexes:2,3"]
        made(world, "Reported", "reported")
        made(world, "Unread", None, parties=("AAA", "CCC"))
    return database


def reasons(session: Session, **asked: str) -> dict[str, str]:
    rows = csv.DictReader(StringIO(briefing_csv(session, **asked).decode("utf-8-sig")))  # type: ignore[arg-type]
    return {row["Agreement"]: row["Details"] for row in rows if not row["Provision code"]}


def test_every_agreement_without_a_clause_says_why(known: Database) -> None:
    with known.read() as session:
        assert reasons(session, country="AAA") == {
            "Cut Short": "read in part (lacks annexes 2, 3): no such clause found in what was read",
            "Quiet": "read: no such clause found",
            "Reported": "known by reports only: a clause may be in it that was not reported",
            "Unread": "not read: what it says is not known",
        }
        assert "Unread" not in reasons(session, country="BBB")
        assert "Flowing" in reasons(session, country="AAA", provision="source_code")


def notes(session: Session, **asked: str) -> str | None:
    """The note on the terminal, which is the last row of the file too."""
    note = read_briefing(session, **asked).note  # type: ignore[arg-type]
    written = list(reasons(session, **asked).values())
    assert (note in written) is (note is not None)
    return note


def test_an_empty_briefing_explains_itself(known: Database) -> None:
    with known.session() as session:
        world = World(session, "other")
        provision_agreement(world, "Over", [], parties=("EEE", "FFF"), in_force=BEGIN, inactive=BEGIN)
    with known.read() as session:
        assert notes(session, country="AAA") is None
        assert notes(session, country="VNM") == (
            "no agreement of Viet Nam is known here: neither a text nor a source's list names one"
        )
        assert notes(session, country="EEE") == (
            "no clause is in force; of 1 agreement of Land EEE known here: 1 no longer binding, or never"
        )
        assert (
            notes(session, country="VNM", agreement="quiet")
            == "the agreement does not name Viet Nam as a party"
        )
        assert notes(session, agreement="quiet") == "no clause was found in Quiet: read"
        assert notes(session, agreement="unread") == (
            "no clause was found in Unread: not read; it is not fully known, so that one may be in what was not read"
        )
        note = notes(session, provision="source_code") or ""
        assert note.startswith(
            "no clause of source_code was found in the 6 agreements stored here; 3 of them"
        )
        assert notes(session, provision="data_flows") is None


def test_an_empty_database_says_what_to_do(database: Database) -> None:
    with database.read() as session:
        assert "`tracker up`" in (notes(session, country="VNM") or "")


def test_limited_to_an_agreement_and_without_a_country(known: Database) -> None:
    with known.read() as session:
        assert list(reasons(session, country="AAA", agreement="quiet")) == ["Quiet"]
        assert list(reasons(session, agreement="quiet")) == [""]
        assert not read_briefing(session, provision="data_flows").gaps


def test_summary_counts_by_reading_state(known: Database) -> None:
    with known.read() as session:
        missing = read_briefing(session, country="BBB").gaps
        assert summary(missing) == (
            "3 more agreements in force without such a clause: 1 partly read, 1 read, 1 reported"
        )
        assert summary(missing[:1]) == "1 more agreement in force without such a clause: 1 partly read"
    assert summary([]) == ""


def test_exceptions_and_definitions_alone_are_no_rules(known: Database) -> None:
    with known.session() as session:
        world = World(session, "other")
        only = [MadeFinding("general_exceptions", "hard"), MadeFinding("definitions_scope", None)]
        provision_agreement(world, "Bare", only, parties=("EEE", "FFF"), in_force=BEGIN)
    with known.read() as session:
        assert notes(session, country="EEE") == (
            "the clauses found are exceptions and definitions: no rule on digital trade was found in what was read"
        )


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (("chapters:14-16,20", "some schedules"), "chapters 14-16, 20; some schedules"),
        (("goods_annexes:2-A",), "annexes on goods 2-A"),
        (("given_up:2.3,?",), "what articles 2.3, without a number say, too costly to search"),
    ],
)
def test_what_a_text_lacks_in_words(codes: tuple[str, ...], words: str) -> None:
    assert missing_words(codes) == words
