"""From the facts of one agreement to the periods in which it binds each party.

Rules, and where they come from (VCLT: Vienna Convention on the Law of Treaties, 1969):

- A treaty binds a state from the day on which it enters into force for it (VCLT 24), before that only where it is
  applied provisionally (VCLT 25). An entry into force before the signature is not believed.
- A state that consents later is bound from its own day (VCLT 24.3): accession, or an entry of its own.
- Nobody is bound alone (VCLT 2.1(a) and (g)): between two sides, the day of one is the other's, where it has none.
- Withdrawal ends it for that party (VCLT 54, 70), a later treaty in its place for the parties of both (VCLT 59).
- The agreements of a group that acts as one bind whoever is a member (TFEU 216.2): one that joins from that day
  (Croatia: Act of Accession, article 6, OJ L 112, 24.4.2012), one that leaves until `Membership.bound_until` (the
  United Kingdom: to the end of the transition, Withdrawal Agreement, article 129.1). A party that joins the group on
  the other side is bound as its member from then on; where nobody else is left on its own side, the agreement ends.
- The agreements of any other group bind the parties that sources list. One that signed and is listed no longer left
  when it left the group, or on a day that is not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.life.days import LONG_AGO, Day, key_of, later_of
from tracker.life.facts import AgreementFacts, PartyEvent, PartyFact
from tracker.life.membership import Span, covers, joiners, members_of, spans_of, suspensions
from tracker.life.periods import Life, Period
from tracker.life.window import End, Start, agreement_end, agreement_start, earliest, ends_of, some_day
from tracker.parties import group, is_group_code

_ORDER = {"provisional": 0, "entry": 1, "exit": 2, "not_in_force": 3}
"""What comes first on one day: an exit names the last day on which it still binds."""

_BEGINS = ("provisional", "entry")

_Segment = tuple[Start, End | None]


def life_of(facts: AgreementFacts) -> Life:
    """The life of an agreement. What ends when another one begins needs that one too: see `tracker.life.lives`."""
    return _Derivation(facts).life()


class _Derivation:
    """One agreement on its way from facts to periods."""

    def __init__(self, facts: AgreementFacts) -> None:
        self.facts = facts
        self.start = agreement_start(facts)
        self.events = _events_by_party(facts)
        self.acting = _acting_groups(facts)
        self.parties = _all_parties(facts, self.events, self.acting)
        self.has_originals = any(party.original for party in facts.parties)
        self.has_current = any(party.current for party in facts.parties)
        self.end = earliest(
            end for end in (agreement_end(facts, self.start), self.other_side_gone()) if end is not None
        )
        self.ended_parties = frozenset(iso3 for ending in facts.endings for iso3 in ending.parties)
        self.late = self.late_start()
        self.whole = () if self.start is None else _one(self.period(self.start, self.end, None))
        self.lone: Start | None = None
        self.unclear: set[str] = set()
        self.never: dict[str, Day] = {}

    def life(self) -> Life:
        """First the parties with a day of their own: what is not known of another may follow from them."""
        periods: dict[str, tuple[Period, ...]] = {}
        others: list[tuple[PartyFact, Sequence[PartyEvent]]] = []
        for party in self.parties.values():
            events = self.events_of(party) if self.events else ()
            if events and any(event.event in _BEGINS for event in events):
                periods[party.iso3] = self.periods_of(party, events)
            else:
                others.append((party, events))
        self.lone = self.lone_start(others, periods)
        for party, events in others:
            periods[party.iso3] = self.periods_of(party, events)
        return Life(
            self.facts,
            periods,
            whole=self.whole,
            unclear=frozenset(self.unclear),
            never=self.never,
            joined=self.joined_after_signature(),
            later=frozenset(party.iso3 for party in self.parties.values() if self.came_later(party)),
            suspended=suspensions(self.parties.values()),
        )

    def periods_of(self, party: PartyFact, events: Sequence[PartyEvent]) -> tuple[Period, ...]:
        """The periods of one party."""
        side = self.side_of(party)
        if not events and self.is_like_the_agreement(party, side):
            return self.whole
        start = self.start_of(party, side, events)
        spans = spans_of(side, party.iso3) if side is not None else ()
        joins = self.joins_later(party) if side is None else ()
        unlisted = self.unlisted(party, side, events)
        ends = ends_of(ending for ending in self.facts.endings if party.iso3 in ending.parties)
        end = earliest(end for end in (self.end, *ends, unlisted) if end is not None)
        found: list[Period] = []
        for begun, own_end in self.segments(party, events, start):
            leaves = End(joins[0][0].before, "joined_other_side") if joins else None
            last = earliest(each for each in (own_end, end, leaves) if each is not None)
            found += self.within(begun, last, spans) if spans else _one(self.period(begun, last, None))
        if joins and self.start is not None:
            found += self.within(self.start, end, joins)
        if not found:
            self.note_never(party, spans, events, start, end)
        return tuple(sorted(found, key=lambda each: key_of(each.begin)))

    def is_like_the_agreement(self, party: PartyFact, side: str | None) -> bool:
        """Whether a party without any event is bound just as long as the agreement as such: the most common case."""
        if self.start is None or self.lone is not None or self.facts.each_from_its_own_day:
            return False
        if not self.whole or party.iso3 in self.ended_parties:
            return False
        if side is None:
            return party.original and party.current and not self.acting
        spans = spans_of(side, party.iso3)
        return len(spans) == 1 and covers(spans[0], self.start.begin)

    def within(self, start: Start, end: End | None, spans: Iterable[Span]) -> list[Period]:
        """The days from start to end as far as they lie within memberships of a group."""
        return [each for span in spans for each in _one(self.period(start, end, span))]

    def period(self, start: Start, end: End | None, span: Span | None) -> Period | None:
        """The days from start to end, within a membership of the group; None where there are none."""
        begin, reason, full = start.begin, start.reason, start.in_force_from
        if span is not None:
            joined, left = span
            if joined.first > begin.last:
                reason = "entry_into_group"
            begin = later_of(begin, joined)
            full = later_of(full, joined) if full is not None else None
            if left is not None and (end is None or key_of(left) <= key_of(end.day)):
                end = End(left, "exit_from_group")
        if end is None:
            return Period(begin, reason, full)
        last = end.day.last
        if last < begin.first:
            return None
        clipped = Day(begin.first, min(begin.last, last))  # nothing ends before it begins
        if full == begin:
            full = clipped
        elif full is not None and full.first > last:
            full = None
        return Period(clipped, reason, full, end.day, end.reason, end.by)

    def start_of(self, party: PartyFact, side: str | None, events: Sequence[PartyEvent]) -> Start | None:
        """From when it binds a party that names no day of its own; None where it does not, or not known to."""
        if events and any(event.event == "not_in_force" for event in events):
            return None
        if self.lone is not None:
            return self.lone
        if self.facts.each_from_its_own_day and not events:
            if self.start is not None:
                self.unclear.add(party.iso3)
            return None
        if party.original or not self.has_originals or side is not None or self.was_in_group(party):
            return self.start
        return self.late if party.current or any(event.event == "exit" for event in events) else None

    def came_later(self, party: PartyFact) -> bool:
        """Whether a party in its own right did not sign the agreement."""
        return (
            self.has_originals
            and not party.original
            and not self.was_in_group(party)
            and not self.side_of(party)
        )

    def was_in_group(self, party: PartyFact) -> bool:
        """Whether its group brought a party in that joined it between signature and entry into force."""
        if party.via is None or self.start is None:
            return False
        begin = self.start.begin
        return party.current and any(
            joined.last <= begin.first and (left is None or left.first > begin.last)
            for joined, left in spans_of(party.via, party.iso3)
        )

    def late_start(self) -> Start | None:
        """A party of today that did not sign came later, on a day that is not known."""
        if self.start is None:
            return None
        first = self.start.begin.first
        day = Day(first, max(first, self.facts.as_of))
        full = self.start.in_force_from
        return Start(day, "accession", later_of(day, full) if full is not None else None)

    def segments(self, party: PartyFact, events: Sequence[PartyEvent], start: Start | None) -> list[_Segment]:
        """From when to when it binds a party by its events, in their order; without any, from `start` on."""
        if not any(event.event != "not_in_force" for event in events):
            return [(start, None)] if start is not None else []
        found: list[_Segment] = []
        current: Start | None = None
        has_entry = any(event.event == "entry" for event in events)
        for event in events:
            day = event.day or some_day(self.facts)
            if event.event == "exit":
                current = current or (start if not found else None)
                if current is not None:
                    found.append((current, End(day, "withdrawal")))
                current = None
            elif event.event in _BEGINS:
                begun = self.begun(party, event, day)
                if event.event == "provisional" and has_entry:
                    begun = replace(begun, in_force_from=None)  # its own entry says from when it is in force
                if current is None:
                    current = begun
                elif current.in_force_from is None:
                    current = replace(current, in_force_from=begun.in_force_from)
        if current is not None:
            found.append((current, None))
        return found

    def begun(self, party: PartyFact, event: PartyEvent, day: Day) -> Start:
        """The start that an event makes: no party is fully bound before the agreement itself is in force."""
        whole = self.start
        provisionally = whole is not None and whole.reason == "provisional_application"
        full = whole.in_force_from if whole is not None and provisionally else None
        if event.event == "entry" and (not provisionally or (full is not None and day.first >= full.first)):
            return Start(day, "accession" if self.came_later(party) else "entry_into_force", day)
        if full is not None and full.first < day.first:
            full = (
                None  # the agreement's day is of others: when this party's provisional time ends is not known
            )
        return Start(day, "provisional_application", full)

    def lone_start(
        self,
        others: Iterable[tuple[PartyFact, Sequence[PartyEvent]]],
        periods: Mapping[str, tuple[Period, ...]],
    ) -> Start | None:
        """Between two sides of which only one has a day: the same day, for nobody is bound alone."""
        if self.start is not None and self.start.begin.is_dated and not self.facts.each_from_its_own_day:
            return None
        sides = {
            self.side_of(party) or party.iso3
            for party, events in others
            if not any(event.event == "not_in_force" for event in events)
        }
        first = [each[0] for each in periods.values() if each]
        if (
            len(sides) != 1
            or len({self.side_of(self.parties[iso3]) or iso3 for iso3 in periods}) != 1
            or not first
        ):
            return None
        full = [each.in_force_from for each in first if each.in_force_from is not None]
        begin = min((each.begin for each in first), key=key_of)
        in_force = min(full, key=key_of, default=None)
        return Start(begin, "entry_into_force" if begin == in_force else "provisional_application", in_force)

    def unlisted(self, party: PartyFact, side: str | None, events: Sequence[PartyEvent]) -> End | None:
        """The end for a signatory that sources no longer list, and of which no exit is given."""
        gone = party.original and not party.current and self.has_current and side is None
        if not gone or self.start is None or any(event.event == "exit" for event in events):
            return None
        begin = self.start.begin
        for _joined, left in spans_of(party.via, party.iso3) if party.via is not None else ():
            if left is not None and left.first >= begin.first:
                return End(left, "exit_from_group")
        # It may never have been bound: the span begins on the eve.
        return End(Day(begin.before.first, max(begin.first, self.facts.as_of)), "withdrawal")

    def note_never(
        self,
        party: PartyFact,
        spans: Sequence[Span],
        events: Sequence[PartyEvent],
        start: Start | None,
        end: End | None,
    ) -> None:
        """Remember of a party that it never bound since when it can no longer do so."""
        lapsed = [ending.day for ending in self.facts.endings if ending.kind == "lapsed"]
        exits = [event.day for event in events if event.event == "exit"]
        left = spans[-1][1] if spans else None
        if exits:
            self.never[party.iso3] = exits[-1] or some_day(self.facts)
        elif lapsed or self.facts.state == "never_took_effect":
            self.never[party.iso3] = next(iter(lapsed), None) or some_day(self.facts)
        elif left is not None and party.original and (end is None or left.last < end.day.first):
            self.never[party.iso3] = left.after
        elif end is not None and party.iso3 not in self.unclear:
            # Also where it came in only after the agreement had ended; a member that joined its group then is no party.
            joined_too_late = bool(spans) and spans[0][0].first > end.day.last
            if start is None or ((party.original or party.current) and not joined_too_late):
                self.never[party.iso3] = end.day.after
        elif left is not None and party.original:
            self.never[party.iso3] = left.after

    def other_side_gone(self) -> End | None:
        """The end of an agreement with a group that acts as one, once all on the other side have joined it."""
        if self.start is None:
            return None
        last = None
        for party in self.facts.parties:
            if self.side_of(party) is not None:
                continue
            joins = self.joins_later(party)
            if not joins:
                return None
            eve = joins[0][0].before
            last = eve if last is None else later_of(last, eve)
        return End(last, "joined_other_side") if last is not None else None

    def joins_later(self, party: PartyFact) -> Sequence[Span]:
        """Spans of a party in its own right in the groups of the other side that began after the agreement did."""
        if self.start is None or not self.acting:
            return ()
        begin = self.start.begin
        return [
            span for code in self.acting for span in spans_of(code, party.iso3) if span[0].first > begin.last
        ]

    def joined_after_signature(self) -> dict[str, Day]:
        """Members of groups that act as one who joined only after the group had signed."""
        signed = self.facts.signed
        found: dict[str, Day] = {}
        for code in self.acting if signed is not None else ():
            for iso3, joined in joiners(code):
                if signed is None or joined.first <= signed.last:
                    break
                if self.side_of(self.parties[iso3]) == code:
                    found[iso3] = joined
        return found

    def side_of(self, party: PartyFact) -> str | None:
        """The group through whose membership alone a party is bound; None for one in its own right."""
        return party.via if party.via in self.acting else None

    def events_of(self, party: PartyFact) -> Sequence[PartyEvent]:
        """What happened to a party; its group's beginning is its own, where it has no other."""
        own = self.events.get(party.iso3, ())
        of_group = self.events.get(party.via, ()) if party.via is not None else ()
        if not own or not of_group:
            return own or of_group
        if any(event.event in _BEGINS for event in own):
            return own
        return [*(event for event in of_group if event.event in _BEGINS), *own]


def _one(period: Period | None) -> tuple[Period, ...]:
    return (period,) if period is not None else ()


def _events_by_party(facts: AgreementFacts) -> dict[str, list[PartyEvent]]:
    """Events in order of their days, by party; without those of pairs, and those that cannot be of this agreement.

    An event without a day is left out where there is one of its kind with a day; else a beginning comes first of all,
    an exit last.
    """
    found: dict[str, list[PartyEvent]] = {}
    early = facts.signed.first if facts.signed is not None else None
    for event in sorted(set(facts.events), key=_place):
        before = early is not None and event.day is not None and event.day.last < early
        if not event.toward and not (event.event == "entry" and before):
            found.setdefault(event.party, []).append(event)
    for party, events in found.items():
        dated = {event.event for event in events if event.day is not None}
        found[party] = [event for event in events if event.day is not None or event.event not in dated]
    return found


def _place(event: PartyEvent) -> tuple[bool, date, date, int]:
    day = event.day or (Day.on(LONG_AGO) if event.event in _BEGINS else Day.on(date.max))
    return (event.event == "not_in_force", *key_of(day), _ORDER[event.event])


def _acting_groups(facts: AgreementFacts) -> tuple[str, ...]:
    """Groups whose membership alone decides whom the agreement binds."""
    codes = {code for code in facts.groups if group(code).acts_as_one}
    codes |= {party.via for party in facts.parties if party.via is not None and group(party.via).acts_as_one}
    return tuple(sorted(codes))


def _all_parties(facts: AgreementFacts, events: Iterable[str], acting: Iterable[str]) -> dict[str, PartyFact]:
    """Those listed, those with events, and everyone who was ever a member of a group that acts as one."""
    known = {party.iso3: party for party in facts.parties}
    for code in events:
        if code not in known and not is_group_code(code):
            known[code] = PartyFact(code, None, original=False, current=False)
    for code in acting:
        for member in members_of(code):
            known.setdefault(member.iso3, member)
    return known
