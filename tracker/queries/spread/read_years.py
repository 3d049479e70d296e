"""Of how many agreements of each year all is known: how far the years of a curve are proven."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.core.listed import countries_meant
from tracker.queries.core.periods import basis_date
from tracker.queries.spread.spread import DATED_STATUSES, SpreadFilter, is_chosen


@dataclass(frozen=True, slots=True)
class ReadYear:
    """One year: how many agreements of it are known, and how many of these are known in full."""

    year: int
    known: int
    read: int

    @property
    def unread(self) -> int:
        """Those that are not known in full."""
        return self.known - self.read

    @property
    def missing(self) -> float:
        """The share that is not known in full, 0 to 1."""
        return self.unread / self.known


@dataclass(frozen=True, slots=True)
class ReadYears:
    """Every year of which agreements are known, in order. `undated`: agreements not known in full that may count and of
    which the year is not known."""

    years: tuple[ReadYear, ...]
    undated: int


def read_years(session: Session, choice: SpreadFilter | None = None) -> ReadYears:
    """All agreements of a selection, with a text here or not, by year of signature or of entry into force.

    Those that ended are counted in their year, as a curve counts them; those known to hold no digital rules without a
    text are not.
    """
    choice = choice or SpreadFilter()
    parties = countries_meant(session, choice.party) if choice.party is not None else None
    known: Counter[int] = Counter()
    read: Counter[int] = Counter()
    undated = 0
    for agreement in agreement_index(session):
        if agreement.known_without_rules or not is_chosen(agreement, choice, parties, facts_only=True):
            continue
        found = basis_date(agreement, choice.basis)
        if found is None:
            undated += not agreement.fully_known and agreement.legal_status in DATED_STATUSES[choice.basis]
        elif choice.covers(found.year):
            known[found.year] += 1
            read[found.year] += agreement.fully_known
    asked = choice.year_from is None and choice.year_to is None
    years = tuple(ReadYear(year, number, read[year]) for year, number in sorted(known.items()))
    return ReadYears(years, undated if asked else 0)
