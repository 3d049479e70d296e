"""The texts wanted most: which agreements, in which order, with which address; on both databases."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.factory import World
from tracker.models import Agreement, AgreementKey, Document
from tracker.models.database import Database
from tracker.queries import WantedRow, most_wanted
from tracker.registry import Registry, WantedText

DAY = date(2026, 6, 1)
BEGIN = date(2011, 1, 1)


def wanted(key: str, url: str, **facts: str) -> WantedText:
    row = {"key": key, "source": "sice", "url": url, "language": "en", "official": "y", "basis": "read"}
    return WantedText.model_validate(
        {**row, "seen_in": "a letter", "looked_on": "2026-11-28", "note": "", **facts}
    )


def known(*rows: WantedText) -> Registry:
    """A registry that knows only where these texts lie."""
    by_key: dict[str, tuple[WantedText, ...]] = {}
    for row in rows:
        by_key[row.key] = (*by_key.get(row.key, ()), row)
    return Registry({}, (), (), (), (), wanted=by_key)


def made(session: Session, key: str, name: str, parties: tuple[str, ...], basis: str | None) -> Agreement:
    """An agreement in force that the registry calls `key`, with a document of that basis, None: with nothing read."""
    world = World(session, source_key="registry")
    agreement = world.agreement(name, parties, in_force=BEGIN)
    session.execute(
        update(AgreementKey).where(AgreementKey.agreement_id == agreement.id).values(external_id=key)
    )
    document = update(Document).where(Document.agreement_id == agreement.id)
    session.execute(document.values(current=basis is not None, basis=basis or "read", external_id=key))
    return agreement


@pytest.fixture
def rows(database: Database) -> tuple[WantedRow, ...]:
    """Of three agreements that are not fully known and one that is."""
    with database.session() as session:
        made(session, "READ", "Read Pact", ("AAA", "BBB", "CCC"), "read")
        made(session, "SMALL", "Small Pact", ("AAA", "BBB"), None)
        made(session, "LARGE", "Large Pact", ("AAA", "BBB", "CCC"), "reported")
        made(session, "DIGITAL", "Digital Pact", ("AAA", "BBB"), None).digital_rules = "y"
    asked = known(
        wanted("READ", "https://example.org/read"),
        wanted("SMALL", "https://example.org/small"),
        wanted("LARGE", "https://example.org/shape", basis="shape", seen_in=""),
        wanted("LARGE", "https://example.org/copy", official="n", source="other", language=""),
        wanted("LARGE", "https://example.org/large"),
        wanted("DIGITAL", "https://example.org/digital", source="gac"),
        wanted("NOWHERE", "https://example.org/nowhere"),
    )
    with database.read() as session:
        return most_wanted(session, DAY, known=asked)


def test_what_binds_most_countries_comes_first_official_addresses_before_copies(
    rows: tuple[WantedRow, ...],
) -> None:
    assert [row.url.rpartition("/")[2] for row in rows] == ["large", "shape", "copy", "digital", "small"]


def test_a_row_says_whom_it_binds_and_who_fetches_it(rows: tuple[WantedRow, ...]) -> None:
    large, _shape, copy, *_others = rows
    assert (large.name, large.key, large.bound, large.reading) == (
        "Large Pact",
        "LARGE",
        ("AAA", "BBB", "CCC"),
        "reported",
    )
    assert (large.source, large.official, large.read, large.language) == ("sice", True, True, "en")
    assert (copy.source, copy.official, copy.language) == (None, False, None)
    assert large.looked_on == date(2026, 11, 28)


def test_one_source_only(database: Database, rows: tuple[WantedRow, ...]) -> None:
    asked = known(
        wanted("DIGITAL", "https://example.org/digital", source="gac"),
        wanted("SMALL", "https://example.org/small"),
    )
    with database.read() as session:
        found = most_wanted(session, DAY, source="gac", known=asked)
    assert [row.key for row in found] == ["DIGITAL"]


def test_an_agreement_that_ended_binds_nobody_and_is_still_wanted(database: Database) -> None:
    with database.session() as session:
        made(session, "ENDED", "Ended Pact", ("AAA", "BBB"), None).date_inactive = date(2020, 1, 1)
    with database.read() as session:
        (row,) = most_wanted(session, DAY, known=known(wanted("ENDED", "https://example.org/ended")))
    assert (row.bound, row.parties) == ((), 2)
