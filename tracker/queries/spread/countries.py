"""Spread by country: which countries a provision binds, how strongly, through how many agreements, since when."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.queries.core.agreement_index import AgreementFacts, party_names
from tracker.queries.core.basis import READ_HERE, FindingBasis
from tracker.queries.core.orders import is_uncertain
from tracker.queries.core.periods import agreement_period
from tracker.queries.core.strongest import StrongestFinding
from tracker.queries.core.strongest_by_day import StrongestByDay
from tracker.queries.spread.sectors import SectorRules
from tracker.queries.spread.spans import country_spans
from tracker.queries.spread.spread import (
    SpreadFilter,
    StrengthLabel,
    general_rules_of,
    label_of_rank,
    selected,
)


@dataclass(frozen=True, slots=True)
class CountrySpread:
    """One country bound by a provision.

    - `strength`: that of the strongest commitment.
    - `agreements`: how many have the provision at any strength; `agreements_hard`: how many have it as hard.
    - `since`: first day on which a commitment of that strength counted, by the filter's basis; `slug`, `agreement`: the
      agreement that made it; `basis`: how that commitment is known; `uncertain`: every commitment rests on uncertain
      findings only; `sectoral`: every commitment of that strength is for one sector only.
    """

    iso3: str
    name: str
    strength: StrengthLabel
    agreements: int
    agreements_hard: int
    since: date
    slug: str
    agreement: str
    basis: FindingBasis = READ_HERE
    uncertain: bool = False
    sectoral: bool = False


@dataclass(frozen=True, slots=True)
class _Bond:
    since: date
    agreement: AgreementFacts
    strongest: StrongestFinding
    sectoral: bool


def spread_countries(
    session: Session, provision: str, choice: SpreadFilter | None = None
) -> list[CountrySpread]:
    """Countries bound by a provision today, by code: those the totals of `spread_totals` count.

    - With basis `in_force` neither agreements that ended, countries that withdrew nor articles that are replaced for a
      country count; with basis `signed` all do.
    - A country that is a party through a group counts from the day it joined the group.
    """
    choice = choice or SpreadFilter()
    agreements = selected(session, choice)
    bonds: dict[str, list[_Bond]] = {}
    by_day = StrongestByDay(session, provision=provision, topics=choice.topics, general=choice.general)
    sectors = SectorRules(general_rules_of(session, choice), provision, choice.basis)
    for entry in by_day.texts:
        agreement = agreements.get(entry.agreement_id)
        if agreement is None or agreement_period(agreement, choice.basis)[1] is not None:
            continue
        for iso3, span in country_spans(by_day, agreement, entry, choice.basis):
            since, until, strongest = span
            if until is None:
                sectoral = sectors.of_country(agreement, iso3, span)
                bonds.setdefault(iso3, []).append(_Bond(since, agreement, strongest, sectoral))
    names = party_names(session)
    return [_row(iso3, names.get(iso3, iso3), bonds[iso3]) for iso3 in sorted(bonds)]


def _row(iso3: str, name: str, bonds: list[_Bond]) -> CountrySpread:
    labels = [label_of_rank(bond.strongest.rank) for bond in bonds]
    most = max(bond.strongest.rank for bond in bonds)
    strength = label_of_rank(most)
    counting = [
        bond
        for bond, label in zip(bonds, labels, strict=True)
        if label == strength and bond.strongest.uncertain == is_uncertain(most)
    ]
    first = min(counting, key=lambda bond: (bond.since, bond.agreement.name))
    return CountrySpread(
        iso3=iso3,
        name=name,
        strength=strength,
        agreements=len(bonds),
        agreements_hard=labels.count("hard"),
        since=first.since,
        slug=first.agreement.slug,
        agreement=first.agreement.name,
        basis=first.strongest.basis,
        uncertain=is_uncertain(most),
        sectoral=all(bond.sectoral for bond in counting),
    )
