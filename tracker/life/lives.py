"""The lives of many agreements together: what one says of another is carried over to it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tracker.errors import BadInput
from tracker.life.days import Day
from tracker.life.derive import life_of
from tracker.life.facts import AgreementFacts, Ending, EventKind, PartyEvent
from tracker.life.periods import Life, Period

_BEGINS = ("entry", "provisional")


def lives(facts: Iterable[AgreementFacts]) -> dict[str, Life]:
    """The life of every agreement, by key.

    - The accession of a party (`accedes_to`) gives its day to the agreement it accedes to, and says toward which
      parties it is not, or later, in force.
    - An agreement superseded by another ends for each party on the eve of the day on which that one is fully in force
      for it, unless its own last day is given; while the other is only signed or provisionally applied, it goes on.

    Raises BadInput for two agreements with one key, and for agreements that supersede or accede to each other in a
    circle.
    """
    known: dict[str, AgreementFacts] = {}
    for each in facts:
        if each.key in known:
            raise BadInput(f"two agreements have the key {each.key!r}")
        known[each.key] = each
    return _Lives(known).all()


class _Lives:
    """Lives as they are derived, each after those it depends on."""

    def __init__(self, known: Mapping[str, AgreementFacts]) -> None:
        self.known = known
        self.accessions: dict[str, list[str]] = {}
        for key in sorted(known):
            target = known[key].accedes_to
            if target is not None and target in known:
                self.accessions.setdefault(target, []).append(key)
        self.done: dict[str, Life] = {}
        self.under_way: list[str] = []

    def all(self) -> dict[str, Life]:
        return {key: self.life(key) for key in self.known}

    def life(self, key: str) -> Life:
        if key in self.done:
            return self.done[key]
        if key in self.under_way:
            circle = [*self.under_way[self.under_way.index(key) :], key]
            raise BadInput(f"agreements supersede or accede to each other in a circle: {' -> '.join(circle)}")
        self.under_way.append(key)
        facts = self.known[key]
        for accession in self.accessions.get(key, ()):
            facts = _with_accession(facts, self.life(accession))
        if facts.endings:
            facts = self.with_supersession(facts)
        self.under_way.pop()
        self.done[key] = life_of(facts)
        return self.done[key]

    def with_supersession(self, facts: AgreementFacts) -> AgreementFacts:
        """Supersessions without a day, with the day on which the other agreement takes effect for each party."""
        endings: list[Ending] = []
        for ending in facts.endings:
            waits = ending.kind == "superseded" and ending.day is None and facts.ended is None
            if waits and ending.by is not None and ending.by in self.known:
                successor = self.life(ending.by)
                for day, parties in _eves(successor, ending.parties).items():
                    endings.append(replace(ending, day=day, parties=parties))
                if facts.state == "ended":
                    endings.append(ending)
            else:
                endings.append(ending)
        return replace(facts, endings=tuple(endings))


def _eves(successor: Life, parties: tuple[str, ...]) -> dict[Day, tuple[str, ...]]:
    """The day before a later agreement is fully in force, and for which parties."""
    found: dict[Day, list[str]] = {}
    for iso3, periods in sorted(successor.periods.items()):
        full = _first_in_force(periods)
        if full is not None and (not parties or iso3 in parties):
            found.setdefault(full.before, []).append(iso3)
    return {day: tuple(each) for day, each in found.items()}


def _first_in_force(periods: Iterable[Period]) -> Day | None:
    return next((each.in_force_from for each in periods if each.in_force_from is not None), None)


def _with_accession(facts: AgreementFacts, accession: Life) -> AgreementFacts:
    """An agreement with the entry of the parties that an accession brings, and toward whom it is otherwise."""
    protocol = accession.facts
    signatories = {party.iso3 for party in facts.parties if party.original}
    own = {event.party for event in facts.events if event.event in _BEGINS and not event.toward}
    added: list[PartyEvent] = []
    if not signatories:
        return facts
    for newcomer in sorted(party.iso3 for party in protocol.parties if party.via is None):
        periods = accession.periods.get(newcomer, ())
        if newcomer in signatories or not periods:
            continue
        if newcomer not in own:
            begun: EventKind = "provisional" if periods[0].in_force_from is None else "entry"
            added.append(PartyEvent(newcomer, begun, periods[0].in_force_from or periods[0].begin))
        added += [
            PartyEvent(newcomer, event.event, event.day, (event.party,))
            for event in protocol.events
            if event.party != newcomer and not event.toward and event.event != "exit"
        ]
    return replace(facts, events=(*facts.events, *added)) if added else facts
