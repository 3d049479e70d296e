"""Coverage of one country: which of the agreements in force for it have been read, and which have not."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.life import KnownDay, first_of
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index, first_links
from tracker.queries.core.reading import READING_STATES, ReadingState
from tracker.queries.core.replaced import replacements
from tracker.queries.country.countries import binding_state, may_bind


@dataclass(frozen=True, slots=True)
class CoveredAgreement:
    """One agreement in force for the country and what has been read of it; `link` leads to where it is published."""

    slug: str
    name: str
    short_name: str | None
    reading: ReadingState
    missing: tuple[str, ...]
    known_without_rules: bool
    date_in_force: KnownDay | None
    link: str | None

    @property
    def shown_name(self) -> str:
        """What people call it."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class CountryCoverage:
    """The agreements in force for a country.

    - `by_state`: how many there are in each reading state, all states named.
    - `unknown`: those in which a rule that was not found may stand all the same: not read, read in part or known by
      reports only, and not known to hold no digital rules. The newest first.
    - `without_goods`: those read of which annexes are not here that can only be of goods. By name.
    - `uncertain`: those of which it is not known whether they are in force for the country. By name.
    """

    iso3: str
    in_force: int
    by_state: Mapping[ReadingState, int]
    unknown: tuple[CoveredAgreement, ...]
    without_goods: tuple[CoveredAgreement, ...] = ()
    uncertain: tuple[CoveredAgreement, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether what was not found in those in force is not there."""
        return not self.unknown


def country_coverage(session: Session, iso3: str, day: date | None = None) -> CountryCoverage:
    """What has been read of the agreements in force for the country (ISO 3166 alpha-3) on a day (default: today)."""
    own = [agreement for agreement in agreement_index(session) if agreement.member(iso3) is not None]
    in_force = [agreement for agreement in own if binding_state(agreement, iso3, day) == "in_force"]
    uncertain = [agreement for agreement in own if may_bind(agreement, iso3, day)]
    known = replacements(session)
    on = day or date.today()
    replaced = frozenset(one.id for one in in_force if known.nothing_left(one.id, iso3, on))
    return coverage_of(iso3, in_force, first_links(session), replaced, uncertain)


def coverage_of(
    iso3: str,
    in_force: Iterable[AgreementFacts],
    links: Mapping[int, str],
    replaced: frozenset[int] = frozenset(),
    uncertain: Iterable[AgreementFacts] = (),
) -> CountryCoverage:
    """The coverage of a country of which these agreements are in force; `replaced` are the ids of those of which all
    articles are replaced for it, so that nothing in them is looked for; of the `uncertain` it is not known whether they
    are in force for it."""
    agreements = list(in_force)
    counted = Counter(agreement.reading for agreement in agreements)
    unknown = sorted(
        (agreement for agreement in agreements if not agreement.fully_known and agreement.id not in replaced),
        key=lambda agreement: (first_of(agreement.date_in_force or date.min), agreement.name),
        reverse=True,
    )
    return CountryCoverage(
        iso3,
        len(agreements),
        {state: counted[state] for state in READING_STATES},
        tuple(_covered(agreement, links.get(agreement.id)) for agreement in unknown),
        tuple(
            _covered(agreement, links.get(agreement.id))
            for agreement in sorted(agreements, key=lambda agreement: agreement.name)
            if agreement.reading == "read" and agreement.missing
        ),
        tuple(
            _covered(agreement, links.get(agreement.id))
            for agreement in sorted(uncertain, key=lambda agreement: agreement.name)
        ),
    )


def _covered(agreement: AgreementFacts, link: str | None) -> CoveredAgreement:
    return CoveredAgreement(
        agreement.slug,
        agreement.name,
        agreement.short_name,
        agreement.reading,
        agreement.missing,
        agreement.known_without_rules,
        agreement.date_in_force,
        link,
    )
