"""Coverage: which agreements in force on a day have been read, and which texts are wanted; on both databases."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.factory import World
from tracker.models import Agreement, AgreementUrl, Document, PartyEvent
from tracker.models.database import Database
from tracker.queries import Coverage, country_coverage, coverage

DAY = date(2026, 6, 1)
BEGIN = date(2011, 1, 1)


def made(world: World, name: str, basis: str | None, **facts: object) -> Agreement:
    """An agreement in force since BEGIN of which there is a document of that basis, None: of which nothing is known."""
    agreement = world.agreement(name, **{"in_force": BEGIN, **facts})  # type: ignore[arg-type]
    document = update(Document).where(Document.agreement_id == agreement.id)
    world.session.execute(document.values(current=basis is not None, basis=basis or "read"))
    return agreement


def one_of_each_state(session: Session) -> None:
    world = World(session)
    made(world, "Read", "read")
    made(world, "Carried", "incorporated", signed=date(2008, 1, 1))
    made(world, "Coded", "coded", parties=("AAA", "CCC"))
    made(world, "Cut Short", "read", parties=("AAA", "CCC")).missing = ["annex 2"]
    made(world, "Reported", "reported", parties=("AAA", "BBB", "CCC")).digital_rules = "y"
    made(world, "Unread", None, parties=("AAA", "BBB", "CCC", "DDD"))
    made(world, "Without", None).digital_rules = "n"
    session.flush()


def names(found: Coverage) -> list[str]:
    return [row.name for row in found.wanted]


def test_each_reading_state_is_counted_once(database: Database) -> None:
    with database.session() as session:
        one_of_each_state(session)
    with database.read() as session:
        found = coverage(session, DAY)
    assert found.by_state == {"read": 2, "coded": 1, "partly_read": 1, "reported": 1, "not_read": 1}
    assert sum(found.by_state.values()) == len(found.rows) == 6
    assert (found.without_rules, found.unclear, found.stored) == (1, (), 7)
    assert [row.fully_known for row in found.rows] == [False, False, False, True, True, True]


def test_what_binds_most_countries_is_wanted_most(database: Database) -> None:
    with database.session() as session:
        one_of_each_state(session)
    with database.read() as session:
        found = coverage(session, DAY)
    assert names(found) == ["Unread", "Reported", "Cut Short"]
    unread, reported, cut = found.wanted
    assert (unread.bound, unread.digital_rules) == (("AAA", "BBB", "CCC", "DDD"), None)
    assert (reported.reading, reported.digital_rules) == ("reported", "y")
    assert (cut.reading, cut.missing, cut.since) == ("partly_read", ("annex 2",), BEGIN)


def test_equally_wanted_texts_are_ordered_by_digital_rules_then_the_newest(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        made(world, "Older", None, signed=date(2005, 1, 1))
        made(world, "Newer", None, signed=date(2009, 1, 1))
        made(world, "Digital", None, signed=date(2001, 1, 1)).digital_rules = "y"
    with database.read() as session:
        assert names(coverage(session, DAY)) == ["Digital", "Newer", "Older"]


def test_years_of_signature_are_named_also_where_only_the_year_is_known(database: Database) -> None:
    with database.session() as session:
        one_of_each_state(session)
        world = World(session, source_key="other")
        made(world, "Year Only", "read", signed=None).year_signed = 2008
        made(world, "No Year", None, signed=None)
    with database.read() as session:
        found = coverage(session, DAY)
    assert [row.year for row in found.by_year] == [2010, 2008, None]
    newer, older, unknown = found.by_year
    assert older.by_state == {"read": 2, "coded": 0, "partly_read": 0, "reported": 0, "not_read": 0}
    assert newer.by_state == {"read": 1, "coded": 1, "partly_read": 1, "reported": 1, "not_read": 1}
    assert unknown.by_state["not_read"] == 1


def test_countries_with_most_unread_agreements_come_first(database: Database) -> None:
    with database.session() as session:
        one_of_each_state(session)
    with database.read() as session:
        found = coverage(session, DAY)
        own = {row.iso3: country_coverage(session, row.iso3, DAY) for row in found.by_country}
    assert [(row.iso3, row.agreements, row.wanted) for row in found.by_country] == [
        ("AAA", 6, 3),
        ("CCC", 4, 3),
        ("BBB", 4, 2),
        ("DDD", 1, 1),
    ]
    assert found.by_country[0].name == "Land AAA"
    for row in found.by_country:  # the country's own page says the same
        assert row.wanted == len(own[row.iso3].unknown)
        without = found.without_rules if row.iso3 in ("AAA", "BBB") else 0
        assert own[row.iso3].in_force == row.agreements + without


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2010, 12, 31), []),
        (date(2011, 1, 1), ["Pact"]),
        (date(2019, 12, 31), ["Pact"]),
        (date(2020, 1, 1), []),
    ],
)
def test_only_what_binds_on_the_day_is_counted(database: Database, day: date, expected: list[str]) -> None:
    with database.session() as session:
        # The WTO's "inactive" is the first day without.
        made(World(session), "Pact", None, inactive=date(2020, 1, 1), legal_status="inactive")
    with database.read() as session:
        found = coverage(session, day)
    assert names(found) == expected
    assert len(found.rows) == sum(row.agreements for row in found.by_country) / 2 == len(expected)


def test_a_party_that_left_is_not_bound(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        pact = made(world, "Pact", None, parties=("AAA", "BBB", "CCC"))
        session.add(
            PartyEvent(
                agreement_id=pact.id,
                source_id=world.source().id,
                iso3="CCC",
                event="exit",
                day=date(2020, 6, 30),
                reference=None,
            )
        )
    with database.read() as session:
        last, after = coverage(session, date(2020, 6, 30)), coverage(session, date(2020, 7, 1))
        left = coverage(session, date(2020, 7, 1), "CCC")
    assert last.rows[0].bound == ("AAA", "BBB", "CCC")
    assert after.rows[0].bound == ("AAA", "BBB")
    assert (left.rows, left.by_country, left.stored) == ((), (), 1)


def test_one_country_has_its_own_agreements_and_days(database: Database) -> None:
    with database.session() as session:
        one_of_each_state(session)
        world = World(session, source_key="other")
        late = made(world, "Late", None, parties=("AAA", "DDD"))
        session.add(
            PartyEvent(
                agreement_id=late.id,
                source_id=world.source().id,
                iso3="DDD",
                event="entry",
                day=date(2015, 5, 1),
                reference=None,
            )
        )
    with database.read() as session:
        found = coverage(session, DAY, "DDD")
        early = coverage(session, date(2014, 1, 1), "DDD")
        everybody = coverage(session, DAY)
    assert [(row.name, row.since) for row in found.rows] == [
        ("Unread", BEGIN),
        ("Late", date(2015, 5, 1)),
    ]
    assert [(row.iso3, row.wanted) for row in found.by_country] == [("DDD", 2)]
    assert names(early) == ["Unread"]
    assert next(row for row in everybody.rows if row.name == "Late").since == BEGIN


def test_provisional_application_is_in_force_and_said(database: Database) -> None:
    with database.session() as session:
        pact = made(World(session), "Pact", None, in_force=None, legal_status="in_force")
        pact.date_provisional = date(2018, 1, 1)
        pact.state = "provisionally_applied"
    with database.read() as session:
        found, before = coverage(session, DAY), coverage(session, date(2017, 12, 31))
    assert found.provisional == 1
    assert (found.rows[0].provisional, found.rows[0].since) == (True, date(2018, 1, 1))
    assert before.rows == ()


def test_what_may_be_in_force_is_named_and_counted_nowhere(database: Database) -> None:
    with database.session() as session:
        pact = made(World(session), "A Pact of Uncertain Fate", None, in_force=None, legal_status="signed")
        pact.state, pact.short_name = "unknown", "APUF"
    with database.read() as session:
        found = coverage(session, DAY)
        own = coverage(session, DAY, "AAA")
    assert (found.rows, found.by_year, found.by_country) == ((), (), ())
    assert [(row.name, row.countries, row.for_some) for row in found.unclear] == [
        ("APUF", ("AAA", "BBB"), False)
    ]
    assert [(row.name, row.countries) for row in own.unclear] == [("APUF", ("AAA",))]


def test_what_is_in_doubt_for_some_parties_only_is_named_with_them(database: Database) -> None:
    """It binds those with a day of their own for certain, and is counted for them; of the others it is not known."""
    with database.session() as session:
        world = World(session)
        pact = made(world, "Wide Pact", None, parties=("AAA", "BBB", "CCC", "DDD"))
        pact.own_days = True
        for iso3 in ("AAA", "BBB"):
            session.add(
                PartyEvent(
                    agreement_id=pact.id, source_id=world.source().id, iso3=iso3, event="entry", day=BEGIN
                )
            )
    with database.read() as session:
        found = coverage(session, DAY)
        of = {iso3: coverage(session, DAY, iso3) for iso3 in ("AAA", "CCC")}
        doubtful = {
            iso3: [one.name for one in country_coverage(session, iso3, DAY).uncertain]
            for iso3 in ("AAA", "BBB", "CCC", "DDD")
        }
    assert [row.bound for row in found.rows] == [("AAA", "BBB")]
    (row,) = found.unclear
    assert (row.name, row.countries, row.parties, row.for_some) == ("Wide Pact", ("CCC", "DDD"), 4, True)
    assert (len(of["AAA"].rows), of["AAA"].unclear) == (1, ())
    assert (of["CCC"].rows, [one.countries for one in of["CCC"].unclear]) == ((), [("CCC",)])
    assert {iso3 for iso3, names in doubtful.items() if names} == set(row.countries)


def test_addresses_lead_to_whole_texts_first(database: Database) -> None:
    with database.session() as session:
        pact = made(World(session), "Pact", None, urls=())
        for position, (url, kind) in enumerate(
            [
                ("https://example.org/annex", "annex"),
                ("https://example.org/record", "WTO record"),
                ("https://example.org/text", "full text"),
                ("https://example.org/text", None),
                ("https://example.org/page", None),
            ]
        ):
            session.add(AgreementUrl(agreement_id=pact.id, position=position, url=url, kind=kind))
        made(World(session, source_key="other"), "Nowhere", None, urls=())
    with database.read() as session:
        found = {row.name: row.addresses for row in coverage(session, DAY).wanted}
    assert found["Pact"] == tuple(
        f"https://example.org/{place}" for place in ("text", "page", "record", "annex")
    )
    assert found["Nowhere"] == ()


def test_nothing_stored_differs_from_nothing_in_force(database: Database) -> None:
    with database.read() as session:
        found = coverage(session, DAY)
    assert (found.stored, found.rows, found.by_year, found.by_country) == (0, (), (), ())
    assert set(found.by_state.values()) == {0}
