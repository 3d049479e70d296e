"""The curve of a provision: how many agreements and countries have it, year by year."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from tracker.models.life import BASES
from tracker.queries.core.basis import BasisCounts
from tracker.queries.core.orders import is_uncertain
from tracker.queries.core.strongest_by_day import Span, StrongestByDay
from tracker.queries.spread.sectors import SectorRules
from tracker.queries.spread.spans import agreement_spans, country_spans
from tracker.queries.spread.spread import (
    SpreadFilter,
    StrengthLabel,
    general_rules_of,
    label_of_rank,
    level_of_rank,
    selected,
    year_counted,
)

Unit = Literal["agreements", "countries"]


@dataclass(frozen=True, slots=True)
class SpreadPoint:
    """One year of a curve. `new`: how many have the provision at this strength or a greater one for the first time;
    `total`: how many have it at this strength at the end of the year; `new_bases`, `bases`: how many of each rest on
    which basis, of a country with several equally strong commitments the firmest; `uncertain`: how many of the total
    have it by uncertain findings only; `sectoral`: how many of it have a rule so strict for one sector only."""

    year: int
    unit: Unit
    strength: StrengthLabel
    new: int
    total: int
    new_bases: BasisCounts = ()
    bases: BasisCounts = ()
    uncertain: int = 0
    sectoral: int = 0


def spread_curve(session: Session, provision: str, choice: SpreadFilter | None = None) -> list[SpreadPoint]:
    """The curve of one provision: every year from the first with a finding to the last of the corpus.

    - A country counts by its strongest commitment of the year, so it can change from soft to hard.
    - One that is a party through a group counts from the year it joined the group, with basis `in_force` until it left
      the group.
    - One whose day of accession is unknown is not counted through that agreement.
    """
    choice = choice or SpreadFilter()
    agreements = selected(session, choice)
    by_day = StrongestByDay(session, provision=provision, topics=choice.topics, general=choice.general)
    found = [entry for entry in by_day.texts if entry.agreement_id in agreements]
    if not found:
        return []
    sectors = SectorRules(general_rules_of(session, choice), provision, choice.basis)
    last = max(year_counted(agreement, choice) for agreement in agreements.values())
    pairs = [(agreements[entry.agreement_id], entry) for entry in found]
    by_agreement = [
        _period(agreement.slug, span, sectors.of_agreement(agreement, span))
        for agreement, entry in pairs
        for span in agreement_spans(by_day, agreement, entry, choice.basis)
    ]
    by_country = [
        _period(iso3, span, sectors.of_country(agreement, iso3, span))
        for agreement, entry in pairs
        for iso3, span in country_spans(by_day, agreement, entry, choice.basis)
    ]
    # Of a provision with strengths, that of a reported fact may not be known: it is counted as such.
    strengths = {entry.strongest.strength for entry in found}
    rated: tuple[StrengthLabel, ...] = ("hard", "soft") if strengths - {None} else ()
    labels: tuple[StrengthLabel, ...] = (*rated, "unrated") if None in strengths else rated
    return [
        *_curve(by_agreement, "agreements", labels, last),
        *_curve(by_country, "countries", labels, last),
    ]


_Weight = tuple[int, bool, int]
"""Rank of a commitment, whether it is for every sector, and how firm its basis is."""


@dataclass(frozen=True, slots=True)
class _Period:
    """Period in which an agreement or country has the provision: from `start` to the day before `end` (None: no
    end)."""

    holder: str
    start: int
    end: int | None
    rank: int
    basis: str
    sectoral: bool

    @property
    def weight(self) -> _Weight:
        """The greater, the stronger, of equally strong ones that for every sector, then the firmer."""
        return self.rank, not self.sectoral, -BASES.index(self.basis)


def _period(holder: str, span: Span, sectoral: bool) -> _Period:
    start, end, strongest = span
    return _Period(
        holder,
        start.year,
        end.year if end else None,
        strongest.rank,
        strongest.basis.firmness,
        sectoral,
    )


def _curve(
    periods: Sequence[_Period], unit: Unit, labels: Sequence[StrengthLabel], last: int
) -> list[SpreadPoint]:
    starting: defaultdict[int, list[_Period]] = defaultdict(list)
    ending: defaultdict[int, list[_Period]] = defaultdict(list)
    for period in periods:
        starting[period.start].append(period)
        if period.end is not None:
            ending[period.end].append(period)
    counted: defaultdict[str, Counter[_Weight]] = defaultdict(Counter)
    reached: dict[str, int] = {}
    points = []
    for year in range(min(starting, default=last), max([last, *starting, *ending]) + 1):
        new: Counter[tuple[StrengthLabel, str]] = Counter()
        firmest = _firmest_by_level(starting[year])
        for period in starting[year]:
            counted[period.holder][period.weight] += 1
            if level_of_rank(period.rank) > reached.get(period.holder, -1):
                reached[period.holder] = level_of_rank(period.rank)
                new[label_of_rank(period.rank), firmest[period.holder, level_of_rank(period.rank)]] += 1
        for period in ending[year]:
            counted[period.holder][period.weight] -= 1
        strongest = (
            max((w for w, n in weights.items() if n > 0), default=None) for weights in counted.values()
        )
        having = [found for found in strongest if found is not None]
        total = Counter((label_of_rank(rank), BASES[-firmness]) for rank, _, firmness in having)
        doubtful = Counter(label_of_rank(rank) for rank, _, _ in having if is_uncertain(rank))
        sectoral = Counter(label_of_rank(rank) for rank, general, _ in having if not general)
        points += [
            SpreadPoint(
                year,
                unit,
                label,
                sum(n for _, n in begun),
                sum(n for _, n in known),
                begun,
                known,
                doubtful[label],
                sectoral[label],
            )
            for label in labels
            for begun, known in [(_bases_of(new, label), _bases_of(total, label))]
        ]
    return points


def _firmest_by_level(periods: Iterable[_Period]) -> dict[tuple[str, int], str]:
    """The firmest basis on which each holder has each strength among periods that begin in one year."""
    found: dict[tuple[str, int], str] = {}
    for period in periods:
        key = period.holder, level_of_rank(period.rank)
        found[key] = min(found.get(key, period.basis), period.basis, key=BASES.index)
    return found


def _bases_of(counted: Counter[tuple[StrengthLabel, str]], label: StrengthLabel) -> BasisCounts:
    return tuple((basis, counted[label, basis]) for basis in BASES if counted[label, basis])
