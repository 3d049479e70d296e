"""The registry as loaded: what is known of agreements beyond their texts and beyond the WTO's list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from tracker.parties import Group, groups
from tracker.registry import checks
from tracker.registry.cells import Source
from tracker.registry.model import (
    HandCoding,
    Instrument,
    KnownText,
    Participation,
    PartyEvent,
    Relation,
    ReportedFact,
    WantedText,
    Wording,
)
from tracker.registry.names import name_key
from tracker.registry.reading import read_rows
from tracker.template import provision_codes

DATA_FOLDER = Path(__file__).parent / "data"
WANTED_FILE = "most_wanted.csv"

Keyed = TypeVar("Keyed", PartyEvent, Relation, HandCoding, ReportedFact)


@dataclass(frozen=True)
class Registry:
    """Every row, checked. Rows of an agreement are asked for by its key; one of none is empty.

    `waiting` are hand codings and reported facts of provisions the template does not have yet.
    """

    instruments: Mapping[str, Instrument]
    events: tuple[PartyEvent, ...]
    relations: tuple[Relation, ...]
    codings: tuple[HandCoding, ...]
    reports: tuple[ReportedFact, ...]
    waiting: tuple[HandCoding | ReportedFact, ...] = field(default=())
    texts: Mapping[str, KnownText] = field(default_factory=dict)
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    participations: Mapping[str, tuple[Participation, ...]] = field(default_factory=dict)
    wanted: Mapping[str, tuple[WantedText, ...]] = field(default_factory=dict)

    def parties_of(self, key: str) -> tuple[str, ...]:
        """Every country that is or was a Party, groups expanded, sorted by code."""
        return tuple(sorted(checks.bound_countries(self.instruments[key])))

    def events_of(self, key: str) -> tuple[PartyEvent, ...]:
        """What happened to single Parties, by day."""
        return self._events.get(key, ())

    def relations_of(self, key: str) -> tuple[Relation, ...]:
        """What the agreement does to others."""
        return self._relations.get(key, ())

    def relations_to(self, key: str) -> tuple[Relation, ...]:
        """What others do to the agreement."""
        return self._relations_to.get(key, ())

    def codings_of(self, key: str) -> tuple[HandCoding, ...]:
        """Its articles as coded by hand, in the order of the text."""
        return self._codings.get(key, ())

    def reports_of(self, key: str) -> tuple[ReportedFact, ...]:
        """What public sources state of its articles."""
        return self._reports.get(key, ())

    def texts_of(self, key: str) -> tuple[KnownText, ...]:
        """The texts of an agreement that are known by their bytes."""
        return tuple(text for text in self.texts.values() if text.key == key)

    def participation_of(self, key: str) -> Participation | None:
        """How many took part in the agreement when that was last counted, None where nobody says."""
        return next(iter(reversed(self.participations.get(key, ()))), None)

    def wanted_of(self, key: str) -> tuple[WantedText, ...]:
        """Where its text can be had, as far as that was looked for."""
        return self.wanted.get(key, ())

    def wanted_from(self, source: str) -> tuple[WantedText, ...]:
        """What the spider of a source can fetch of the texts looked for, in the order of the file."""
        return tuple(row for rows in self.wanted.values() for row in rows if row.source == source)

    def by_wto_id(self, number: int) -> Instrument | None:
        """The agreement with this number in the WTO's database of regional trade agreements."""
        return self._by_number.get(number)

    def named(self, name: str) -> tuple[Instrument, ...]:
        """Agreements that go by this name (any in use, or the key); several where a later one took it over."""
        if name in self.instruments:
            return (self.instruments[name],)
        return self._by_name.get(name_key(name), ())

    def find(self, name: str, parties: Iterable[str] = (), year: int | None = None) -> Instrument | None:
        """The one agreement that goes by this name and can have these parties and year of signature, or None.

        `parties` are countries, all of which must be Parties where those are listed; `year` must be that of
        signature where that is known.
        """
        wanted = frozenset(parties)
        fitting = [
            instrument
            for instrument in self.named(name)
            if wanted <= (checks.bound_countries(instrument) or wanted)
            and (year is None or instrument.date_signed is None or instrument.date_signed.year == year)
        ]
        return fitting[0] if len(fitting) == 1 else None

    @cached_property
    def _events(self) -> dict[str, tuple[PartyEvent, ...]]:
        return _by_key(sorted(self.events, key=lambda event: (event.key, event.day, event.party)))

    @cached_property
    def _relations(self) -> dict[str, tuple[Relation, ...]]:
        return _by_key(self.relations)

    @cached_property
    def _relations_to(self) -> dict[str, tuple[Relation, ...]]:
        found: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            found[relation.target].append(relation)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def _codings(self) -> dict[str, tuple[HandCoding, ...]]:
        return _by_key(self.codings)

    @cached_property
    def _reports(self) -> dict[str, tuple[ReportedFact, ...]]:
        return _by_key(self.reports)

    @cached_property
    def _by_number(self) -> dict[int, Instrument]:
        rows = self.instruments.values()
        return {row.wto_rta_id: row for row in rows if row.wto_rta_id is not None}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Instrument, ...]]:
        found: dict[str, list[Instrument]] = defaultdict(list)
        for instrument in self.instruments.values():
            for name in sorted({name_key(name) for name in instrument.all_names}):
                found[name].append(instrument)
        return {name: tuple(rows) for name, rows in found.items()}


def load_registry(folder: Path | None = None) -> Registry:
    """Read and check the registry in `folder` (default: the one shipped with the package).

    Raises RegistryError naming file and line for the first thing that is wrong.
    """
    at = folder or DATA_FOLDER
    codes = provision_codes()
    instruments = checks.unique_instruments(read_rows(at / "instruments.csv", Instrument))
    events = read_rows(at / "entry_by_party.csv", PartyEvent)
    checks.party_events(events, instruments)
    relations = read_rows(at / "relations.csv", Relation)
    checks.relations(relations, instruments)
    codings = read_rows(at / "hand_codings.csv", HandCoding)
    checks.facts(codings, instruments, codes)
    reports = read_rows(at / "reported_facts.csv", ReportedFact)
    checks.facts(reports, instruments, codes)
    known = {*codes, checks.NO_PROVISION}
    rows = {key: placed.row for key, placed in instruments.items()}
    texts = checks.known_texts(read_rows(at / "texts.csv", KnownText), instruments)
    return Registry(
        instruments=rows,
        events=(*(placed.row for placed in events), *_by_membership(rows)),
        relations=tuple(placed.row for placed in relations),
        codings=tuple(placed.row for placed in codings if placed.row.code in known),
        reports=tuple(placed.row for placed in reports if placed.row.code in known),
        texts=texts,
        wordings=checks.wordings(read_rows(at / "wordings.csv", Wording)),
        participations=checks.participations(read_rows(at / "participants.csv", Participation), instruments),
        wanted=checks.wanted_texts(read_rows(at / WANTED_FILE, WantedText), instruments),
        waiting=(
            *(placed.row for placed in codings if placed.row.code not in known),
            *(placed.row for placed in reports if placed.row.code not in known),
        ),
    )


def check_wanted(hosts: Mapping[str, Collection[str]], folder: Path | None = None) -> int:
    """Check that every wanted text lies on a host of its source; how many there are.

    `hosts`: the hosts of each source by its key, which the registry cannot know by itself. Raises RegistryError naming
    file and line for the first one that does not.
    """
    rows = read_rows((folder or DATA_FOLDER) / WANTED_FILE, WantedText)
    checks.wanted_sources(rows, hosts)
    return len(rows)


@cache
def registry() -> Registry:
    """The registry shipped with the package, read once. Raises RegistryError where its files are broken."""
    return load_registry()


def _by_membership(instruments: Mapping[str, Instrument]) -> list[PartyEvent]:
    """Entry and exit of the members of groups into and from the treaty that makes them members."""
    return [
        event
        for group in groups().values()
        if group.treaty is not None and group.treaty in instruments
        for event in _memberships(group, instruments[group.treaty])
    ]


def _memberships(group: Group, treaty: Instrument) -> list[PartyEvent]:
    found = []
    source = tuple(Source(url=url) for url in group.sources)
    for stay in group.memberships:
        begin = max(stay.joined, treaty.first_applied or stay.joined)
        last = stay.bound_until
        if last is not None and last < begin:
            continue
        days = [("entry", begin), *([("exit", last)] if last is not None else [])]
        found += [
            PartyEvent.model_construct(
                key=treaty.key, party=stay.iso3, event=event, day=day, source_url=source
            )
            for event, day in days
        ]
    return found


def _by_key(rows: Iterable[Keyed]) -> dict[str, tuple[Keyed, ...]]:
    found: dict[str, list[Keyed]] = defaultdict(list)
    for row in rows:
        found[row.key].append(row)
    return {key: tuple(of_key) for key, of_key in found.items()}
