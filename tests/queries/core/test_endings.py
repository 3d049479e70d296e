"""Why an agreement does not bind a country (any more), with its day, and what was applied provisionally first."""

from datetime import date

from tests.factory import World
from tracker.models import AgreementRelation, PartyEvent
from tracker.models.database import Database
from tracker.queries import Ending, agreement_header, agreement_index, country_agreements

SIGNED, BEGIN, LAST = date(2000, 1, 1), date(2001, 1, 1), date(2010, 12, 31)


def endings(database: Database, iso3: str) -> dict[str, Ending | None]:
    with database.read() as session:
        return {one.slug: one.ending for one in country_agreements(session, iso3)}


def test_each_reason_is_said_with_its_day(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        lasting = world.agreement("Lasting", signed=SIGNED, in_force=BEGIN)
        left = world.agreement("Left", ("AAA", "BBB", "CCC"), signed=SIGNED, in_force=BEGIN)
        over = world.agreement("Over", signed=SIGNED, in_force=BEGIN, inactive=date(2011, 1, 2))
        old = world.agreement("Old", signed=SIGNED, in_force=BEGIN)
        never = world.agreement("Never", ("AAA", "BBB", "CCC"), signed=SIGNED, inactive=date(2003, 5, 4))
        never.state = "never_took_effect"
        source = world.source().id
        for gone, day in ((left, LAST), (never, date(2002, 2, 2))):
            session.add(PartyEvent(agreement_id=gone.id, source_id=source, iso3="AAA", event="exit", day=day))
        session.add(
            AgreementRelation(
                agreement_id=lasting.id,
                target_id=old.id,
                relation="supersedes",
                articles=[],
                day=date(2011, 1, 1),
            )
        )
        assert over.id
    assert endings(database, "AAA") == {
        "lasting": None,
        "left": Ending("withdrew", LAST),
        "over": Ending("ended", date(2011, 1, 1)),
        "old": Ending("superseded", LAST, "lasting", "Lasting"),
        "never": Ending("withdrew_before", date(2002, 2, 2)),
    }
    others = endings(database, "BBB")
    assert (others["left"], others["never"]) == (None, Ending("never", date(2003, 5, 4)))


def test_the_page_of_an_agreement_names_whom_each_reason_concerns(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        pact = world.agreement("Pact", ("AAA", "BBB", "CCC"), signed=SIGNED, in_force=BEGIN)
        session.add(
            PartyEvent(agreement_id=pact.id, source_id=world.source().id, iso3="CCC", event="exit", day=LAST)
        )
    with database.read() as session:
        header = agreement_header(session, "pact")
    assert header is not None
    ((ending, concerned),) = header.endings
    assert (ending, [one.iso3 for one in concerned]) == (Ending("withdrew", LAST), ["CCC"])


def test_provisional_days_are_said_apart_from_entry_into_force(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        both = world.agreement("Both", signed=SIGNED, in_force=LAST)
        both.date_provisional = BEGIN
        only = world.agreement("Only", signed=SIGNED, legal_status="in_force")
        only.date_provisional, only.state = BEGIN, "provisionally_applied"
    with database.read() as session:
        shown = {one.slug: one for one in country_agreements(session, "AAA")}
        headers = {slug: agreement_header(session, slug) for slug in shown}
        index = {one.slug: one for one in agreement_index(session)}
    assert (shown["both"].date_in_force, shown["both"].date_fully, shown["both"].provisional) == (
        BEGIN,
        LAST,
        False,
    )
    assert (shown["only"].date_in_force, shown["only"].date_fully, shown["only"].provisional) == (
        BEGIN,
        None,
        True,
    )
    assert [(h.date_provisional, h.date_fully, h.provisional) for h in headers.values() if h] == [
        (BEGIN, LAST, False),
        (BEGIN, None, True),
    ]
    assert index["both"].status_for("AAA", BEGIN).kind == "provisionally_applied"
    assert index["both"].status_for("AAA", LAST).kind == "in_force"


def test_what_the_registry_says_of_tpp_nafta_and_the_eu_with_the_andean_countries(
    with_registry: Database,
) -> None:
    database = with_registry
    with database.read() as session:
        usa = {one.slug: one for one in country_agreements(session, "USA")}
        named = {one.short_name or one.name: one for one in agreement_index(session)}
    tpp, nafta = usa[named["TPP"].slug], usa[named["NAFTA"].slug]
    assert tpp.ending == Ending("withdrew_before", date(2017, 1, 30))
    assert tpp.date_in_force is None and tpp.state == "never"
    assert nafta.ending is not None
    assert (nafta.ending.kind, nafta.ending.day) == ("superseded", date(2020, 6, 30))
    assert nafta.ending.by_slug == named["USMCA"].slug
    andean = next(
        one
        for one in named.values()
        if one.slug.startswith("eu-colombia-and-peru-2012") or (one.date_provisional == date(2013, 3, 1))
    )
    for iso3, first in (("PER", date(2013, 3, 1)), ("COL", date(2013, 8, 1)), ("ECU", date(2017, 1, 1))):
        for day, kind in (
            (first, "provisionally_applied"),
            (date(2024, 10, 31), "provisionally_applied"),
            (date(2024, 11, 1), "in_force"),
        ):
            assert andean.status_for(iso3, day).kind == kind, (iso3, day)
        eve = date.fromordinal(first.toordinal() - 1)
        assert not andean.status_for(iso3, eve).binds
