"""No answer rests on an agreement that does not bind the country on that day: verdicts, commitments, briefings, counts.

And none rests on an article that another agreement replaces or suspends, on a day on which that one binds the country.

The worlds are invented: agreements with a third country, with the EU (whose members come and go), ended, left by one
party, applied provisionally, entered into late, superseded, replaced in part by one another. Whether one binds, and
whether its article counts, is worked out here from its facts alone.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factory import MadeFinding, World, provision_agreement
from tracker.models import Agreement, AgreementRelation, PartyEvent, Source
from tracker.models.database import KEPT, Database, open_database
from tracker.nightly.state import take_state
from tracker.nightly.statistics import take_statistics
from tracker.parties import group
from tracker.queries import (
    SpreadFilter,
    briefing_rows,
    country_commitments,
    country_coverage,
    country_list,
    country_policies,
    spread_countries,
)
from tracker.queries.operations.dump import all_agreement_parties, all_agreements

THIRD = ("CHL", "KOR", "USA", "VNM")
SEEN = ("CHL", "DEU", "GBR", "HRV", "KOR", "SWE", "VNM")
"""Countries that are asked about: founders, joiners and leavers of the EU, and third countries."""

UK_BOUND_UNTIL = date(2020, 12, 31)
CLAUSE = MadeFinding("data_localisation", "hard", False)
HAVE_THE_CLAUSE = ("1", "1.1", "1.*", "*")
"""What the registry may write for an article 1 of chapter 1."""
HAVE_IT_NOT = ("2", "1.2", "2.*", "1.1.3", "Annex 1")
FIRST, LAST = date(1990, 1, 1), date(2026, 11, 1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Made:
    """The facts of one invented agreement. `eu`: one side is the EU. `ended`, `left` and `replaced`: last days.

    `takes_out`: it replaces or suspends (`how`) articles of the agreement with that number, those named `articles`.
    """

    slug: str
    eu: bool
    parties: tuple[str, ...]
    signed: date
    begin: date
    full: date
    ended: date | None = None
    left: tuple[str, date] | None = None
    by_relation: bool = False
    late: tuple[str, date] | None = None
    replaced: date | None = None
    takes_out: int | None = None
    how: str = "replaces"
    articles: str = "*"

    @property
    def takes_the_clause_out(self) -> bool:
        """Whether the articles that it takes out are those that have the clause."""
        return self.articles in HAVE_THE_CLAUSE

    def begins_for(self, iso3: str) -> date:
        """First day of the agreement for a party, groups apart."""
        return self.late[1] if self.late is not None and self.late[0] == iso3 else self.begin

    def ends_for(self, iso3: str) -> date:
        """Last day of the agreement for a party, groups apart."""
        own = self.left[1] if self.left is not None and self.left[0] == iso3 else None
        return min(day for day in (self.ended, own, self.replaced, date.max) if day is not None)

    def binds(self, iso3: str, on: date) -> bool:
        """Whether it binds the country on a day."""
        if not self.begins_for(iso3) <= on <= self.ends_for(iso3):
            return False
        if iso3 in self.parties:
            return True
        if not self.eu or (iso3 == "GBR" and on > UK_BOUND_UNTIL):
            return False
        return any(
            stay.joined <= on and (iso3 == "GBR" or stay.left is None or on <= stay.left)
            for stay in group("EU").memberships_of(iso3)
        )

    def days(self) -> list[date]:
        """Days on which something changes."""
        named = [self.signed, self.begin, self.full, self.ended, self.replaced]
        named += [fact[1] for fact in (self.left, self.late) if fact is not None]
        return [day for day in named if day is not None]


def later(draw: st.DrawFn, than: date, years: int = 8) -> date:
    return than + timedelta(days=draw(st.integers(1, 365 * years)))


@st.composite
def made(draw: st.DrawFn) -> Made:
    eu = draw(st.booleans())
    parties = tuple(
        draw(st.lists(st.sampled_from(THIRD), min_size=1 if eu else 2, max_size=1 if eu else 3, unique=True))
    )
    signed = draw(st.dates(FIRST, date(2020, 1, 1)))
    begin = later(draw, signed, 3)
    full = later(draw, begin, 3) if draw(st.booleans()) else begin
    facts = Made("", eu, parties, signed, begin, full)
    if draw(st.booleans()):
        facts = replace(facts, late=(parties[0], later(draw, full)))
    if draw(st.booleans()):
        start = facts.begins_for(parties[-1])
        facts = replace(facts, left=(parties[-1], later(draw, start)), by_relation=draw(st.booleans()))
    last = later(draw, max(facts.days()))
    how = draw(st.sampled_from(("goes on", "ended", "replaced")))
    if how == "ended":
        return replace(facts, ended=last)
    return replace(facts, replaced=last) if how == "replaced" else facts


@st.composite
def world_of(draw: st.DrawFn) -> list[Made]:
    """Some agreements, of which each but the first may take articles of one before it out."""
    found: list[Made] = []
    for number in range(draw(st.integers(2, 4))):
        one = replace(draw(made()), slug=f"made-{number}")
        if found and draw(st.integers(0, 3)):
            one = _taking_out(draw, one, found)
        found.append(one)
    return found


def _taking_out(draw: st.DrawFn, one: Made, earlier: list[Made]) -> Made:
    """An agreement that takes articles of an earlier one out, most often among the same sides and for good: then both
    bind a country on many days. A party may enter late."""
    number = draw(st.integers(0, len(earlier) - 1))
    one = replace(
        one,
        takes_out=number,
        how=draw(st.sampled_from(("replaces", "suspends"))),
        articles=draw(st.sampled_from((*HAVE_THE_CLAUSE, *HAVE_THE_CLAUSE, *HAVE_IT_NOT))),
    )
    if not draw(st.integers(0, 3)):
        return one
    target = earlier[number]
    begin = later(draw, target.full, 3)
    late = (target.parties[0], later(draw, begin, 3)) if draw(st.booleans()) else None
    alike = Made(
        one.slug, target.eu, target.parties, target.signed, begin, begin, late=late, takes_out=number
    )
    return replace(alike, how=one.how, articles=one.articles)


worlds = world_of()


def counting(world: list[Made], iso3: str, on: date) -> set[str]:
    """Agreements that bind a country on a day and whose clause nothing takes out for it."""
    out = {
        world[one.takes_out].slug
        for one in world
        if one.takes_out is not None and one.takes_the_clause_out and one.binds(iso3, on)
    }
    return {one.slug for one in world if one.binds(iso3, on)} - out


def write(session: Session, world: list[Made]) -> None:
    """Store a world, each agreement with one clause."""
    writer = World(session)
    registry = Source(key="registry", title="Registry of agreements")
    session.add(registry)
    session.flush()
    stored: list[Agreement] = []
    for one in world:
        today = group("EU").members(None)
        members = sorted(group("EU").ever_members()) if one.eu else []
        agreement = provision_agreement(
            writer,
            one.slug,
            [CLAUSE],
            parties=[*one.parties, *((iso3, "EU") for iso3 in members)],
            joined=[iso3 for iso3 in members if iso3 not in group("EU").members(one.signed)],
            # A source that still lists the United Kingdom among the parties of today.
            gone=[iso3 for iso3 in members if iso3 not in (*today, "GBR")],
            signed=one.signed,
            in_force=one.full,
            inactive=one.ended + ONE_DAY if one.ended else None,
        )
        agreement.state = "terminated" if one.ended else "in_force"
        agreement.date_provisional = one.begin if one.begin != one.full else None
        _events(session, one, agreement, registry.id)
        stored.append(agreement)
        if one.takes_out is not None:
            _relate(session, agreement, stored[one.takes_out], one.how, one.begin, articles=one.articles)
        if one.replaced is not None:
            successor = writer.agreement(f"{one.slug}-successor", parties=("AAA", "BBB"), in_force=LAST)
            _relate(session, successor, agreement, "supersedes", one.replaced + ONE_DAY)
    session.flush()


def _events(session: Session, one: Made, agreement: Agreement, source_id: int) -> None:
    events = [("entry", one.late)] if one.late else []
    if one.left is not None and one.by_relation:
        _relate(session, agreement, agreement, "withdrawn_from", one.left[1], one.left[0])
    elif one.left is not None:
        events.append(("exit", one.left))
    for event, (iso3, day) in events:
        session.add(
            PartyEvent(agreement_id=agreement.id, source_id=source_id, iso3=iso3, event=event, day=day)
        )


def _relate(
    session: Session,
    one: Agreement,
    other: Agreement,
    relation: str,
    day: date,
    iso3: str | None = None,
    articles: str = "*",
) -> None:
    session.add(
        AgreementRelation(
            agreement_id=one.id,
            target_id=other.id,
            relation=relation,
            day=day,
            iso3=iso3,
            articles=[articles],
        )
    )


@pytest.fixture
def empty(sqlite_url: str) -> Database:
    """One empty database for all examples: each is rolled back."""
    return open_database(sqlite_url)


@settings(
    max_examples=12,
    deadline=None,
    # A whole world of agreements takes minutes to shrink, and is small enough to be read.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=worlds, data=st.data())
def test_no_answer_rests_on_what_does_not_bind(
    empty: Database, world: list[Made], data: st.DataObject
) -> None:
    named = [day + step * ONE_DAY for one in world for day in one.days() for step in (-1, 0, 1)]
    named += [UK_BOUND_UNTIL, UK_BOUND_UNTIL + ONE_DAY, date(2013, 6, 30), date(2013, 7, 1), LAST]
    known = [day for day in named if FIRST <= day <= LAST]
    asked = data.draw(
        st.lists(st.sampled_from(known) | st.dates(FIRST, LAST), min_size=5, max_size=5, unique=True)
    )
    with empty.session() as session:
        write(session, world)
        session.info[KEPT] = {}
        try:
            for on in asked:
                for iso3 in SEEN:
                    _check(session, world, iso3, on)
            _check_counts_of_today(session, world)
        finally:
            session.info.pop(KEPT)
            session.rollback()


def _check(session: Session, world: list[Made], iso3: str, on: date) -> None:
    bound = {one.slug for one in world if one.binds(iso3, on)}
    counted = counting(world, iso3, on)
    by_slug = {one.slug: one for one in world}

    for row in country_policies(session, iso3, on):
        assert {ground.agreement.slug for ground in row.grounds} <= counted
        assert not {ground.agreement.slug for ground in row.pending} & bound
        if row.policy == "keep_data_at_home":
            assert {ground.agreement.slug for ground in row.grounds} == counted
            assert (row.state == "closed") == bool(counted)

    states = {row.agreement.slug: row.agreement for row in country_commitments(session, iso3, on)}
    assert {slug for slug, shown in states.items() if shown.state == "in_force"} == counted
    for slug in counted:
        began = states[slug].date_in_force
        assert began is not None
        assert by_slug[slug].begin <= began <= on
        assert states[slug].date_inactive is None or states[slug].date_inactive > on

    assert country_coverage(session, iso3, on).in_force == len(bound)

    rows = {row.slug: row for row in briefing_rows(session, country=iso3, day=on)}
    assert counted <= rows.keys()
    for slug, row in rows.items():
        one = by_slug[slug]
        if slug in bound:
            assert slug in counted
            assert row.legal_status in ("in_force", "provisionally_applied")
        else:
            assert row.legal_status == "signed"
            assert one.signed <= on <= one.ends_for(iso3), "ended or not yet signed"
            assert on < one.begins_for(iso3)


def _check_counts_of_today(session: Session, world: list[Made]) -> None:
    """Who is bound today by how many agreements, in both counts of it."""
    today = date.today()
    expected = {iso3: len(counting(world, iso3, today)) for iso3 in SEEN}
    spread = spread_countries(session, CLAUSE.provision, SpreadFilter(basis="in_force"))
    assert {row.iso3: row.agreements for row in spread if row.iso3 in SEEN} == {
        iso3: number for iso3, number in expected.items() if number
    }
    listed = {row.iso3: row.provisions_hard for row in country_list(session) if row.iso3 in SEEN}
    assert listed == {iso3: min(expected[iso3], 1) for iso3 in listed}


def test_a_replacement_that_ends_in_years_to_come_lasts_as_of_today(database: Database) -> None:
    """What it replaces counts again from its end, which is no day of today's counts."""
    start, to_come = date(2015, 2, 17), date.today() + 1000 * ONE_DAY
    old = Made("old", False, ("CHL", "VNM"), start, start, start)
    new = Made("new", False, ("USA", "VNM"), start, start, start, ended=to_come, takes_out=0)
    with database.session() as session:
        write(session, [old, new])
        assert counting([old, new], "VNM", date.today()) == {"new"}
        _check_counts_of_today(session, [old, new])


def test_the_briefing_of_the_united_kingdom_has_no_agreement_of_the_eu(database: Database) -> None:
    """Whatever a list says of its parties today; those before its exit still count for the days before."""
    of_eu = Made("of-the-eu", True, ("KOR",), date(2010, 10, 6), date(2011, 7, 1), date(2015, 12, 13))
    own = Made("its-own", False, ("GBR", "KOR"), date(2019, 8, 22), date(2021, 1, 1), date(2021, 1, 1))
    with database.session() as session:
        write(session, [of_eu, own])
    with database.read() as session:
        assert {row.slug for row in briefing_rows(session, country="GBR")} == {"its-own"}
        assert {row.slug for row in briefing_rows(session, country="DEU")} == {"of-the-eu"}
        before = briefing_rows(session, country="GBR", day=UK_BOUND_UNTIL)
        assert [(row.slug, row.legal_status) for row in before] == [
            ("of-the-eu", "in_force"),
            ("its-own", "signed"),
        ]
        assert {row.slug for row in briefing_rows(session)} == {"of-the-eu", "its-own"}, "the dump has all"


def test_dump_night_and_statistics_say_what_the_index_says(database: Database) -> None:
    """One that ended for all, one that one party left, one of a group that a member left: no list's word counts."""
    over = Made("over", False, ("CHL", "KOR"), FIRST, FIRST, FIRST, ended=date(2000, 1, 1))
    left = Made("left", False, ("KOR", "VNM"), FIRST, FIRST, FIRST, left=("VNM", date(2001, 5, 1)))
    of_eu = Made("of-the-eu", True, ("KOR",), FIRST, FIRST, FIRST)
    with database.session() as session:
        write(session, [over, left, of_eu])
        for agreement in session.query(Agreement):
            agreement.legal_status = "signed"
    with database.read() as session:
        dumped = {row[0]: row[4] for row in all_agreements(session)}
        members = {(row[0], row[1]) for row in all_agreement_parties(session) if row[4]}
        night = take_state(session, "rules").agreements
        statistics = take_statistics(session)["agreements"]
    assert dumped == {"over": "inactive", "left": "in_force", "of-the-eu": "in_force"}
    assert {slug: one.legal_status for slug, one in night.items()} == dumped
    assert statistics == {"in_force": 2, "inactive": 1}
    assert {member for member in members if member[0] != "of-the-eu"} == {("left", "KOR")}
    assert ("of-the-eu", "DEU") in members
    assert ("of-the-eu", "GBR") not in members
    assert {slug: set(one.parties) for slug, one in night.items()} == {
        slug: {iso3 for of, iso3 in members if of == slug} for slug in dumped
    }
