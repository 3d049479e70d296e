"""Spread: how many agreements and countries have each provision, year by year, and the heatmap of all provisions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Article, Chapter, Document, Finding
from tracker.models.life import BASES
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.basis import READ_HERE, BasisCounts, FindingBasis, count_bases
from tracker.queries.core.periods import Basis, agreement_period, basis_date, party_periods
from tracker.queries.core.replaced import replaced_for_all
from tracker.queries.core.strongest import AgreementStrongest, StrongestFinding, strongest_findings
from tracker.queries.core.strongest_by_day import Span, StrongestByDay
from tracker.queries.core.template_facts import TEMPLATE_GROUPS, template_facts

StrengthLabel = Literal["hard", "soft", "unrated"]
"""Strength for display; `unrated`: the provision has no strength (definitions and scope)."""

Unit = Literal["agreements", "countries"]

MatrixColumns = Literal["found", "template", "all"]
"""Agreements of the heatmap: `found`: those with any provision; `template`: with one of the template's own; `all`."""


@dataclass(frozen=True, slots=True)
class SpreadFilter:
    """Which part of the corpus is counted.

    `party`: agreements with this country (ISO 3166 alpha-3) among the signatories or present parties;
    `legal_statuses`: only these (none: all); `year_from`, `year_to`: years of the basis date, both included;
    `topics`: findings in chapters of these topics only (none: all).
    """

    basis: Basis = "signed"
    party: str | None = None
    legal_statuses: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpreadPoint:
    """One year of a curve. `new`: how many have the provision at this strength or a greater one for the first time;
    `total`: how many have it at this strength at the end of the year; `new_bases`, `bases`: how many of each rest on
    which basis, of a country with several equally strong commitments the firmest."""

    year: int
    unit: Unit
    strength: StrengthLabel
    new: int
    total: int
    new_bases: BasisCounts = ()
    bases: BasisCounts = ()


@dataclass(frozen=True, slots=True)
class SpreadTotal:
    """One provision today: agreements and countries by their strongest commitment.

    The numbers are those at the end of the curve: with basis `in_force`, ended agreements and replaced articles are not
    counted.

    `without_exception` counts agreements whose strongest commitment has no exception (None where the
    provision has no exception flag).
    """

    provision: str
    agreements_hard: int
    agreements_soft: int
    agreements_unrated: int
    countries_hard: int
    countries_soft: int
    countries_unrated: int
    without_exception: int | None
    first_year: int | None
    bases: BasisCounts = ()
    """On what the strongest commitments of the agreements rest."""
    country_bases: BasisCounts = ()
    """On what those of the countries rest."""

    @property
    def agreements(self) -> int:
        """Agreements with the provision at any strength."""
        return self.agreements_hard + self.agreements_soft + self.agreements_unrated

    @property
    def countries(self) -> int:
        """Countries with the provision at any strength."""
        return self.countries_hard + self.countries_soft + self.countries_unrated


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The strongest finding of one agreement on one provision (only where it has the provision)."""

    slug: str
    provision: str
    strength: StrengthLabel
    exception: bool | None
    articles: int
    basis: FindingBasis = READ_HERE


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One agreement of the heatmap."""

    slug: str
    name: str
    date: date | None
    legal_status: str
    provisions: int
    year_signed: int | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Agreements (by date, oldest first) x provisions (the template's core first), sparse cells."""

    agreements: tuple[MatrixRow, ...]
    provisions: tuple[str, ...]
    cells: tuple[MatrixCell, ...]

    @property
    def bases(self) -> BasisCounts:
        """On what the cells rest."""
        return count_bases(cell.basis.firmness for cell in self.cells)


def spread_years(session: Session, basis: Basis = "signed") -> tuple[int, int] | None:
    """First and last year of all agreements with a text by `basis`, None when no agreement has a date."""
    years = [
        found.year
        for agreement in agreement_index(session)
        if not agreement.facts_only and (found := basis_date(agreement, basis))
    ]
    return (min(years), max(years)) if years else None


def chapter_topics(session: Session) -> list[str]:
    """Topics of chapters of current documents in which anything was found, in alphabetical order."""
    return list(
        session.scalars(
            select(Chapter.topic)
            .distinct()
            .join(Article, Article.chapter_id == Chapter.id)
            .join(Finding, Finding.article_id == Article.id)
            .join(Document, Document.id == Chapter.document_id)
            .where(Document.current)
            .order_by(Chapter.topic)
        )
    )


def spread_curve(session: Session, provision: str, choice: SpreadFilter | None = None) -> list[SpreadPoint]:
    """The curve of one provision: every year from the first with a finding to the last of the corpus.

    - A country counts by its strongest commitment of the year, so it can change from soft to hard.
    - One that is a party through a group counts from the year it joined the group, with basis `in_force` until it left
      the group.
    - One whose day of accession is unknown is not counted through that agreement.
    """
    choice = choice or SpreadFilter()
    agreements = selected(session, choice)
    by_day = StrongestByDay(session, provision=provision, topics=choice.topics)
    found = [entry for entry in by_day.texts if entry.agreement_id in agreements]
    if not found:
        return []
    last = max(_year(agreement, choice) for agreement in agreements.values())
    by_agreement = [
        _period(agreements[entry.agreement_id].slug, *span)
        for entry in found
        for span in agreement_spans(by_day, agreements[entry.agreement_id], entry, choice.basis)
    ]
    by_country = [
        _period(iso3, *span)
        for entry in found
        for iso3, span in country_spans(by_day, agreements[entry.agreement_id], entry, choice.basis)
    ]
    rated = any(entry.strongest.strength for entry in found)
    labels: tuple[StrengthLabel, ...] = ("hard", "soft") if rated else ("unrated",)
    return [
        *_curve(by_agreement, "agreements", labels, last),
        *_curve(by_country, "countries", labels, last),
    ]


def spread_totals(session: Session, choice: SpreadFilter | None = None) -> list[SpreadTotal]:
    """One row per provision of the template (and per unknown code found), in the template's order."""
    choice = choice or SpreadFilter()
    agreements = selected(session, choice)
    by_day = StrongestByDay(session, topics=choice.topics)
    by_code: defaultdict[str, list[tuple[AgreementFacts, AgreementStrongest]]] = defaultdict(list)
    for entry in by_day.texts:
        if entry.agreement_id in agreements:
            by_code[entry.provision].append((agreements[entry.agreement_id], entry))
    facts = template_facts()
    codes = facts.sorted_codes([*facts.by_code, *by_code])
    return [_total(code, by_code[code], choice, by_day) for code in codes]


def spread_matrix(
    session: Session, choice: SpreadFilter | None = None, columns: MatrixColumns = "found"
) -> Matrix:
    """The heatmap: the agreements of the selection that `columns` asks for, and all provisions found in them."""
    choice = choice or SpreadFilter()
    agreements = selected(session, choice)
    replaced = replaced_for_all(session) if choice.basis == "in_force" else ()
    entries = strongest_findings(session, topics=choice.topics, without=replaced)
    found = [entry for entry in entries if entry.agreement_id in agreements]
    counts = Counter(entry.agreement_id for entry in found)
    facts = template_facts()
    kept = {
        "all": set(agreements),
        "found": set(counts),
        "template": {e.agreement_id for e in found if facts.provision(e.provision).group in TEMPLATE_GROUPS},
    }[columns]
    found = [entry for entry in found if entry.agreement_id in kept]
    rows = tuple(
        MatrixRow(
            slug=agreement.slug,
            name=agreement.name,
            date=basis_date(agreement, choice.basis),
            legal_status=agreement.legal_status,
            provisions=counts[agreement.id],
            year_signed=agreement.year_signed if choice.basis == "signed" else None,
        )
        for agreement in sorted(
            agreements.values(), key=lambda a: (basis_date(a, choice.basis) or date.max, a.name)
        )
        if agreement.id in kept
    )
    codes = facts.sorted_codes(entry.provision for entry in found)
    return Matrix(rows, tuple(codes), tuple(_cells(found, agreements)))


def _cells(
    found: Iterable[AgreementStrongest], agreements: dict[int, AgreementFacts]
) -> Iterable[MatrixCell]:
    for entry in found:
        strongest = entry.strongest
        yield MatrixCell(
            agreements[entry.agreement_id].slug,
            entry.provision,
            strength_label(strongest.strength),
            strongest.exception,
            strongest.articles,
            strongest.basis,
        )


def strength_label(strength: str | None) -> StrengthLabel:
    """The label of a stored strength."""
    return "hard" if strength == "hard" else "soft" if strength == "soft" else "unrated"


def selected(session: Session, choice: SpreadFilter) -> dict[int, AgreementFacts]:
    """The agreements of the selection that have the date of its basis."""
    return {agreement.id: agreement for agreement in agreement_index(session) if _belongs(agreement, choice)}


def _belongs(agreement: AgreementFacts, choice: SpreadFilter) -> bool:
    found = basis_date(agreement, choice.basis)
    return (
        found is not None
        and not agreement.facts_only
        and (choice.year_from is None or found.year >= choice.year_from)
        and (choice.year_to is None or found.year <= choice.year_to)
        and (not choice.legal_statuses or agreement.legal_status in choice.legal_statuses)
        and (choice.party is None or agreement.member(choice.party) is not None)
    )


def _year(agreement: AgreementFacts, choice: SpreadFilter) -> int:
    found = basis_date(agreement, choice.basis)
    assert found is not None  # `_belongs` left out agreements without the date
    return found.year


@dataclass(frozen=True, slots=True)
class _Period:
    """Period in which an agreement or country has the provision: from `start` to the day before `end` (None: no
    end)."""

    holder: str
    start: int
    end: int | None
    rank: int
    basis: str

    @property
    def weight(self) -> tuple[int, int]:
        """The greater, the stronger, of equally strong ones the firmer."""
        return self.rank, -BASES.index(self.basis)


def _period(holder: str, start: date, end: date | None, strongest: StrongestFinding) -> _Period:
    return _Period(holder, start.year, end.year if end else None, strongest.rank, strongest.basis.firmness)


def _curve(
    periods: Sequence[_Period], unit: Unit, labels: Sequence[StrengthLabel], last: int
) -> list[SpreadPoint]:
    starting: defaultdict[int, list[_Period]] = defaultdict(list)
    ending: defaultdict[int, list[_Period]] = defaultdict(list)
    for period in periods:
        starting[period.start].append(period)
        if period.end is not None:
            ending[period.end].append(period)
    counted: defaultdict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    reached: dict[str, int] = {}
    points = []
    for year in range(min(starting, default=last), max([last, *starting, *ending]) + 1):
        new: Counter[tuple[StrengthLabel, str]] = Counter()
        firmest = _firmest_by_level(starting[year])
        for period in starting[year]:
            counted[period.holder][period.weight] += 1
            if _level(period.rank) > reached.get(period.holder, -1):
                reached[period.holder] = _level(period.rank)
                new[label_of_rank(period.rank), firmest[period.holder, _level(period.rank)]] += 1
        for period in ending[year]:
            counted[period.holder][period.weight] -= 1
        strongest = (
            max((w for w, n in weights.items() if n > 0), default=None) for weights in counted.values()
        )
        total = Counter(
            (label_of_rank(found[0]), BASES[-found[1]]) for found in strongest if found is not None
        )
        points += [
            SpreadPoint(year, unit, label, sum(n for _, n in begun), sum(n for _, n in known), begun, known)
            for label in labels
            for begun, known in [(_bases_of(new, label), _bases_of(total, label))]
        ]
    return points


def _firmest_by_level(periods: Iterable[_Period]) -> dict[tuple[str, int], str]:
    """The firmest basis on which each holder has each strength among periods that begin in one year."""
    found: dict[tuple[str, int], str] = {}
    for period in periods:
        key = period.holder, _level(period.rank)
        found[key] = min(found.get(key, period.basis), period.basis, key=BASES.index)
    return found


def _bases_of(counted: Counter[tuple[StrengthLabel, str]], label: StrengthLabel) -> BasisCounts:
    return tuple((basis, counted[label, basis]) for basis in BASES if counted[label, basis])


def _level(rank: int) -> int:
    return rank // 2


def label_of_rank(rank: int) -> StrengthLabel:
    """The strength of a rank (`tracker.queries.core.orders`)."""
    labels: tuple[StrengthLabel, ...] = ("unrated", "soft", "hard")
    return labels[_level(rank)]


def agreement_spans(
    by_day: StrongestByDay, agreement: AgreementFacts, entry: AgreementStrongest, basis: Basis
) -> Iterator[Span]:
    """The spans in which an agreement has a provision: with basis `in_force` without articles that are replaced for all
    whom it binds, with basis `signed` as its text was signed."""
    start, end = agreement_period(agreement, basis)
    if basis == "signed":
        yield start, end, entry.strongest
    else:
        yield from by_day.of_agreement(agreement, entry.provision, start, end)


def country_spans(
    by_day: StrongestByDay, agreement: AgreementFacts, entry: AgreementStrongest, basis: Basis
) -> Iterator[tuple[str, Span]]:
    """The same for each country that the clauses bind, with basis `in_force` without articles that are replaced for
    that country."""
    for iso3, start, end in party_periods(agreement, basis):
        if basis == "signed":
            strongest = by_day.as_signed(agreement.id, iso3, start).get(entry.provision)
            if strongest is not None:
                yield iso3, (start, end, strongest)
        else:
            for span in by_day.of_country(agreement, entry.provision, iso3, start, end):
                yield iso3, span


def _total(
    code: str,
    entries: Sequence[tuple[AgreementFacts, AgreementStrongest]],
    choice: SpreadFilter,
    by_day: StrongestByDay,
) -> SpreadTotal:
    in_time = [pair for pair in entries if agreement_period(pair[0], choice.basis)[1] is None]
    strongest_now = [
        strongest
        for agreement, entry in in_time
        for _, end, strongest in agreement_spans(by_day, agreement, entry, choice.basis)
        if end is None
    ]
    agreements = Counter(strength_label(strongest.strength) for strongest in strongest_now)
    by_country: dict[str, tuple[int, int]] = {}
    for agreement, entry in in_time:
        for iso3, (_, end, strongest) in country_spans(by_day, agreement, entry, choice.basis):
            if end is None:
                weight = strongest.rank, -BASES.index(strongest.basis.firmness)
                by_country[iso3] = max(by_country.get(iso3, weight), weight)
    countries = Counter(label_of_rank(rank) for rank, _ in by_country.values())
    flags = [strongest.exception for strongest in strongest_now if strongest.exception is not None]
    return SpreadTotal(
        provision=code,
        agreements_hard=agreements["hard"],
        agreements_soft=agreements["soft"],
        agreements_unrated=agreements["unrated"],
        countries_hard=countries["hard"],
        countries_soft=countries["soft"],
        countries_unrated=countries["unrated"],
        without_exception=flags.count(False) if flags else None,
        first_year=min((_year(agreement, choice) for agreement, _ in entries), default=None),
        bases=count_bases(strongest.basis.firmness for strongest in strongest_now),
        country_bases=count_bases(BASES[-firmness] for _, firmness in by_country.values()),
    )
