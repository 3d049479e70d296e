"""What holds of every life, whatever the facts: invented at random, days known and half known."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.life.invented import AS_OF
from tracker.life import (
    AgreementFacts,
    Day,
    Ending,
    PartyEvent,
    PartyFact,
    agreement_status,
    life_of,
    parties_bound,
    status,
)
from tracker.life.facts import EventKind

COUNTRIES = ("AUT", "CHL", "DEU", "GBR", "HRV", "KOR", "NOR", "SWE", "VNM")
STATES = (
    "signed",
    "in_force",
    "provisionally_applied",
    "ended",
    "unknown",
    "negotiating",
    "never_took_effect",
)
PROBES = [date(1955, 1, 1) + timedelta(days=97 * step) for step in range(290)]

days = st.one_of(
    st.dates(date(1960, 1, 1), date(2026, 4, 30)).map(Day.on),
    st.integers(1960, 2025).map(Day.in_year),
    st.tuples(st.integers(1960, 2025), st.integers(1, 12)).map(lambda each: Day.in_month(*each)),
)
exact_days = st.dates(date(1960, 1, 1), date(2026, 4, 30)).map(Day.on)
kinds: st.SearchStrategy[EventKind] = st.sampled_from(("entry", "provisional", "exit", "not_in_force"))


@st.composite
def facts(draw: st.DrawFn, day: st.SearchStrategy[Day] = days) -> AgreementFacts:
    maybe = st.none() | day
    named = draw(st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=6, unique=True))
    groups = draw(st.sampled_from(((), ("EU",), ("EFTA",))))
    parties = tuple(
        PartyFact(iso3, draw(st.sampled_from((None, *groups))), draw(st.booleans()), draw(st.booleans()))
        for iso3 in named
    )
    events = tuple(
        PartyEvent(draw(st.sampled_from((*named, *groups))), draw(kinds), draw(maybe))
        for _ in range(draw(st.integers(0, 5)))
    )
    endings = tuple(
        Ending(draw(st.sampled_from(("terminated", "superseded", "lapsed"))), draw(maybe), "other")
        for _ in range(draw(st.integers(0, 1)))
    )
    return AgreementFacts(
        "a",
        AS_OF,
        draw(st.sampled_from(STATES)),
        draw(maybe),
        draw(maybe),
        draw(maybe),
        draw(maybe),
        parties,
        groups,
        events,
        endings,
        each_from_its_own_day=draw(st.booleans()),
    )


def near(each: AgreementFacts) -> list[date]:
    """Days to ask about: every 97th, and those around each day that the facts name."""
    named = [each.signed, each.provisional, each.in_force, each.ended, *(event.day for event in each.events)]
    ends = [day for known in named if known is not None for day in (known.first, known.last)]
    joined = [date(1995, 1, 1), date(2013, 7, 1), date(2020, 12, 31), AS_OF]
    return PROBES + [day + timedelta(days=step) for day in (*ends, *joined) for step in (-1, 0, 1)]


@settings(max_examples=60, deadline=None)
@given(facts())
def test_periods_of_a_party_are_in_order_and_apart(each: AgreementFacts) -> None:
    for periods in life_of(each).periods.values():
        for one, then in pairwise(periods):
            assert one.end is not None
            assert one.begin.first <= then.begin.first
        for day in near(each):
            assert sum(period.holds(day) is True for period in periods) <= 1
        for period in periods:
            assert period.end is None or period.end.last >= period.begin.first
            assert (period.end is None) == (period.end_reason is None)
            assert period.in_force_from is None or period.in_force_from.last >= period.begin.first


@settings(max_examples=60, deadline=None)
@given(facts())
def test_it_binds_exactly_on_days_within_a_period(each: AgreementFacts) -> None:
    life = life_of(each)
    for day in near(each):
        bound = parties_bound(life, day)
        for party, periods in life.periods.items():
            inside = [period.holds(day) for period in periods]
            found = status(life, party, day)
            assert found.binds == any(inside) == (party in bound)
            assert found.binds == (found.period is not None)
            if None in inside and True not in inside:
                assert found.kind == "unknown"
        if bound:
            assert agreement_status(life, day).binds


@settings(max_examples=60, deadline=None)
@given(facts())
def test_nothing_is_in_force_before_it_is_signed(each: AgreementFacts) -> None:
    if each.signed is None:
        return
    life = life_of(each)
    for day in near(each):
        if day < each.signed.first:
            for party in life.periods:
                assert status(life, party, day).kind != "in_force"


@settings(max_examples=60, deadline=None)
@given(facts())
def test_a_party_is_bound_only_while_the_agreement_lives(each: AgreementFacts) -> None:
    ends = [each.ended, *(ending.day for ending in each.endings if ending.kind != "lapsed")]
    last = min((day.last for day in ends if day is not None), default=None)
    if last is None:
        return
    life = life_of(each)
    for day in near(each):
        if day > last:
            assert parties_bound(life, day) == ()


@settings(max_examples=60, deadline=None)
@given(facts(), st.randoms())
def test_the_order_of_facts_changes_nothing(each: AgreementFacts, random: object) -> None:
    shuffled = {name: list(getattr(each, name)) for name in ("parties", "groups", "events", "endings")}
    for values in shuffled.values():
        random.shuffle(values)  # type: ignore[attr-defined]
    other = replace(each, **{name: tuple(values) for name, values in shuffled.items()})
    one, two = life_of(each), life_of(other)
    assert (dict(one.periods), one.unclear, dict(one.never), one.whole) == (
        dict(two.periods), two.unclear, dict(two.never), two.whole,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(facts(exact_days))
def test_days_that_are_known_leave_no_doubt_between_them(each: AgreementFacts) -> None:
    """With all days known, a party's status changes only on the days of facts, of groups and of `as_of`."""
    life = life_of(each)
    for party in each.parties:
        found = status(life, party.iso3, date(2026, 11, 28))
        assert found == status(life, party.iso3, date(2026, 11, 29))
        for period in life.periods[party.iso3]:
            if period.end is not None and period.begin.exact and period.end.exact:
                assert status(life, party.iso3, period.begin.exact).binds
                assert status(life, party.iso3, period.end.exact).binds
                assert status(life, party.iso3, period.begin.exact - timedelta(days=1)).period != period
