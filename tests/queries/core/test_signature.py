"""No agreement is in force before it was signed, unless a source says that it was applied provisionally."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.factory import World
from tracker.life import Day
from tracker.models.database import Database, open_database
from tracker.queries import agreement_index


@pytest.fixture(scope="module")
def everything(everything_shipped: Path) -> Iterator[Database]:
    """All agreements of snapshot and registry, as `tracker snapshot load` stores them."""
    database = open_database(f"sqlite:///{everything_shipped}")
    yield database
    database.close()


def test_nothing_binds_before_its_signature_unless_provisionally(everything: Database) -> None:
    with everything.read() as session:
        index = agreement_index(session)
    early, checked = [], 0
    for agreement in index:
        signed = agreement.life.facts.signed
        if signed is None:
            continue
        begun = agreement.date_in_force
        begun = begun.last if isinstance(begun, Day) else begun
        if begun is not None and begun < signed.first:
            early.append((agreement.slug, "date_in_force", agreement.date_in_force))
        periods = {**agreement.life.periods, "": agreement.life.whole}
        for party, of_party in periods.items():
            for period in of_party:
                checked += 1
                provisionally = period.begin_reason == "provisional_application"
                if period.begin.first < signed.first and not provisionally:
                    early.append((agreement.slug, party, period.begin.first))
                if period.in_force_from is not None and period.in_force_from.first < signed.first:
                    early.append((agreement.slug, party, period.in_force_from.first))
    assert len(index) >= 749
    assert checked > 2000
    assert early == []


def test_a_day_before_the_signature_is_not_shown_as_that_of_entry(database: Database) -> None:
    signed, said = date(2003, 7, 17), date(1992, 2, 17)
    with database.session() as session:
        made = World(session).agreement("Pear Pact", ("CHL", "PER"), signed=signed)
        made.date_in_force, made.legal_status = said, "in_force"
    with database.read() as session:
        (pact,) = agreement_index(session)
        assert (pact.date_signed, pact.date_in_force, pact.legal_status) == (signed, None, "in_force")
