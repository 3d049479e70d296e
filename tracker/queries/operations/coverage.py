"""Coverage: what has been read of the agreements in force on a day, and which texts are wanted most.

Covered are the agreements that hold rules on digital trade or are not known to hold none; those known to hold none
without a text are counted apart. Whether an agreement binds, and whom, is asked of `AgreementFacts.status_for` and of
`tracker.life.agreement_status`: there is no second answer here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.life import KnownDay, Status, agreement_status
from tracker.models import AgreementUrl
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.reading import READING_STATES, ReadingState
from tracker.queries.operations.wanted import read_addresses
from tracker.texts.wto_record import WTO_RECORD

_FIRST_KINDS = ("full text", None, WTO_RECORD)
"""Kinds of addresses (`AgreementUrl.kind`), the one that leads to the whole text first; annexes come last."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One agreement that binds somebody on the day.

    - `short_name`: what it is called in use, None where that is its name.
    - `digital_rules`: whether it holds rules on digital trade, as far as known without its text: y, or None.
    - `missing`: what its text here lacks.
    - `fully_known`: whether a rule that was not found in it is not in it.
    - `year_signed`: None where it is not known.
    - `provisional`: it is only applied provisionally on the day.
    - `since`: the first day on which it bound anybody, for one country the first day of the period in which the day
      lies; provisional application counts. Month or year where no more is known, None where it is not known.
    - `bound`: the countries it binds on the day, ISO 3166 alpha-3, sorted; empty where its parties are not known.
    - `addresses`: where sources say its text is published: whole texts, the WTO's record (which leads to the texts as
      notified), annexes.
    """

    slug: str
    name: str
    short_name: str | None
    reading: ReadingState
    missing: tuple[str, ...]
    fully_known: bool
    digital_rules: str | None
    year_signed: int | None
    provisional: bool
    since: KnownDay | None
    bound: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def shown_name(self) -> str:
        """What people call it."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class UnclearRow:
    """One agreement of which it is not known whether it binds these `countries` (ISO 3166 alpha-3, sorted) on the day.

    `parties`: how many it has in all; with no `countries`, it is not known whether it binds anybody.
    """

    slug: str
    name: str
    countries: tuple[str, ...]
    parties: int

    @property
    def for_some(self) -> bool:
        """Whether it is known of others of its parties."""
        return 0 < len(self.countries) < self.parties


@dataclass(frozen=True, slots=True)
class YearCoverage:
    """The agreements signed in one year (None: the year is not known), by reading state; all states named."""

    year: int | None
    by_state: Mapping[ReadingState, int]


@dataclass(frozen=True, slots=True)
class CountryCoverageRow:
    """The agreements that bind one country, by reading state; all states named. `wanted`: those not fully known."""

    iso3: str
    name: str
    by_state: Mapping[ReadingState, int]
    wanted: int

    @property
    def agreements(self) -> int:
        """How many there are in all states."""
        return sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class Coverage:
    """What has been read on a day (`iso3`: of the agreements of one country only).

    - `rows`: every agreement covered, the most wanted first, those fully known after them.
    - `by_state`: how many of them are in each reading state, all states named.
    - `by_year`: by year of signature, the newest first, unknown years at the end.
    - `by_country`: by country bound (of `iso3`: that one), those with most agreements not fully known first.
    - `without_rules`: agreements in force that are known to hold no digital rules without a text: in none of the rest.
    - `unclear`: agreements of which it is not known whether they bind all or some of their parties on the day, by name;
      what binds nobody for certain is in none of the rest.
    - `stored`: how many agreements the database has at all.
    """

    day: date
    iso3: str | None
    rows: tuple[CoverageRow, ...]
    by_state: Mapping[ReadingState, int]
    by_year: tuple[YearCoverage, ...]
    by_country: tuple[CountryCoverageRow, ...]
    without_rules: int
    unclear: tuple[UnclearRow, ...]
    stored: int

    @property
    def wanted(self) -> tuple[CoverageRow, ...]:
        """The agreements that are not fully known: the texts to look for, those that bind most countries first."""
        return tuple(row for row in self.rows if not row.fully_known)

    @property
    def provisional(self) -> int:
        """How many of the agreements covered are only applied provisionally."""
        return sum(row.provisional for row in self.rows)


def coverage(session: Session, day: date | None = None, iso3: str | None = None) -> Coverage:
    """What has been read of the agreements in force on a day (default: today), of all or of one country's (ISO 3166
    alpha-3); provisionally applied ones are in force."""
    when = day or date.today()
    index = agreement_index(session)
    asked = [agreement for agreement in index if iso3 is None or agreement.member(iso3) is not None]
    now = {agreement.id: _status(agreement, iso3, when) for agreement in asked}
    in_force = [agreement for agreement in asked if now[agreement.id].binds]
    addresses = _addresses(session)
    rows = [
        _row(
            agreement,
            when,
            provisional=now[agreement.id].provisional,
            since=agreement.date_in_force if iso3 is None else _begin(now[agreement.id]),
            addresses=addresses[agreement.id],
        )
        for agreement in in_force
        if not agreement.known_without_rules
    ]
    names = {
        member.iso3: member.name
        for agreement in in_force
        for member in agreement.members
        if iso3 is None or member.iso3 == iso3
    }
    return Coverage(
        day=when,
        iso3=iso3,
        rows=tuple(sorted(rows, key=_most_wanted)),
        by_state=_by_state(rows),
        by_year=_by_year(rows),
        by_country=_by_country(rows, names),
        without_rules=len(in_force) - len(rows),
        unclear=_unclear(asked, iso3, when),
        stored=len(index),
    )


def _status(agreement: AgreementFacts, iso3: str | None, day: date) -> Status:
    """What it is on the day to one country, or to whom it binds most."""
    if iso3 is not None:
        return agreement.status_for(iso3, day)
    if agreement.life is None:
        return Status("unknown", reason="state_not_known")
    return agreement_status(agreement.life, day)


def _unclear(asked: Iterable[AgreementFacts], iso3: str | None, day: date) -> tuple[UnclearRow, ...]:
    """Those in doubt for one country; of all, also those in doubt for some of their parties only."""
    found = []
    for each in asked:
        countries = [one.iso3 for one in each.members if iso3 in (None, one.iso3)]
        doubtful = tuple(sorted(code for code in countries if each.status_for(code, day).kind == "unknown"))
        if doubtful or (iso3 is None and _status(each, None, day).kind == "unknown"):
            found.append(UnclearRow(each.slug, each.short_name or each.name, doubtful, len(each.members)))
    return tuple(sorted(found, key=lambda row: (row.name, row.slug)))


def _begin(now: Status) -> KnownDay | None:
    return now.period.begin.known if now.period is not None else None


def _row(
    agreement: AgreementFacts,
    day: date,
    *,
    provisional: bool,
    since: KnownDay | None,
    addresses: tuple[str, ...],
) -> CoverageRow:
    signed = agreement.date_signed
    return CoverageRow(
        slug=agreement.slug,
        name=agreement.name,
        short_name=agreement.short_name,
        reading=agreement.reading,
        missing=agreement.missing,
        fully_known=agreement.fully_known,
        digital_rules=agreement.digital_rules,
        year_signed=signed.year if signed else agreement.year_signed,
        provisional=provisional,
        since=since,
        bound=tuple(
            sorted(
                member.iso3 for member in agreement.members if agreement.status_for(member.iso3, day).binds
            )
        ),
        addresses=addresses,
    )


def _most_wanted(row: CoverageRow) -> tuple[bool, int, bool, int, str]:
    """Not fully known first; of these what binds most countries, then what holds digital rules, then the newest."""
    return (
        row.fully_known,
        -len(row.bound),
        row.digital_rules != "y",
        -(row.year_signed or 0),
        row.name,
    )


def _by_state(rows: Iterable[CoverageRow]) -> dict[ReadingState, int]:
    counted = Counter(row.reading for row in rows)
    return {state: counted[state] for state in READING_STATES}


def _by_year(rows: Iterable[CoverageRow]) -> tuple[YearCoverage, ...]:
    by_year: defaultdict[int | None, list[CoverageRow]] = defaultdict(list)
    for row in rows:
        by_year[row.year_signed].append(row)
    years = sorted(by_year, key=lambda year: (year is None, -(year or 0)))
    return tuple(YearCoverage(year, _by_state(by_year[year])) for year in years)


def _by_country(rows: Iterable[CoverageRow], names: Mapping[str, str]) -> tuple[CountryCoverageRow, ...]:
    by_country: defaultdict[str, list[CoverageRow]] = defaultdict(list)
    for row in rows:
        for iso3 in names.keys() & set(row.bound):
            by_country[iso3].append(row)
    found = (
        CountryCoverageRow(iso3, names[iso3], _by_state(own), sum(not row.fully_known for row in own))
        for iso3, own in by_country.items()
    )
    return tuple(sorted(found, key=lambda row: (-row.wanted, -row.agreements, row.name)))


def _addresses(session: Session) -> defaultdict[int, tuple[str, ...]]:
    """Where each agreement's text is published, by the agreement's id: what the registry looked for and found,
    whole texts, then the WTO's record, annexes."""
    found: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for agreement_id, position, url, kind in session.execute(
        select(AgreementUrl.agreement_id, AgreementUrl.position, AgreementUrl.url, AgreementUrl.kind)
    ):
        rank = _FIRST_KINDS.index(kind) if kind in _FIRST_KINDS else len(_FIRST_KINDS)
        found[agreement_id].append((rank, position, url))
    looked_for = read_addresses(session)
    return defaultdict(
        tuple,
        {
            key: tuple(
                dict.fromkeys(
                    [*looked_for.get(key, ()), *(url for _rank, _position, url in sorted(found[key]))]
                )
            )
            for key in {*found, *looked_for}
        },
    )
