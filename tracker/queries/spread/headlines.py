"""Three things to know today: which rule binds most countries, which spread most of late, what took effect last.

Only what is proved counts: binding ("hard") rules for every sector in agreements in force, found in texts read here or
coded by hand. Uncertain findings and reported facts are left out, so that each number is one that is at least true.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.core.template_facts import template_facts
from tracker.queries.spread.countries import spread_countries
from tracker.queries.spread.matrix import MatrixCell, spread_matrix
from tracker.queries.spread.spread import SpreadFilter

RECENT_YEARS = 5
"""How far back "of late" reaches, in full calendar years before the present one."""
PROVED = ("read", "coded", "incorporated")
"""Bases of findings that rest on words: of this text, of one coded by hand, of one taken over by reference."""
_TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class BoundMost:
    """The provision of the template that binds most countries, and by how many agreements in force."""

    provision: str
    countries: int
    agreements: int


@dataclass(frozen=True, slots=True)
class SpreadMost:
    """The provision of the template that most agreements brought that took effect in or after `since` (a year)."""

    provision: str
    agreements: int
    since: int


@dataclass(frozen=True, slots=True)
class Newest:
    """The agreement that took effect last among those with rules of the template, and how many it has; `at_least`:
    its text here is not complete."""

    slug: str
    name: str
    day: date
    provisions: int
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Headlines:
    """What is known of each; None where there is nothing to say."""

    bound_most: BoundMost | None
    spread_most: SpreadMost | None
    newest: Newest | None


def headlines(session: Session, day: date | None = None) -> Headlines:
    """The headlines on `day`, today if not given."""
    day = day or date.today()
    choice = SpreadFilter(basis="in_force")
    matrix = spread_matrix(session, choice, "template")
    in_force = {
        row.slug: row
        for row in matrix.agreements
        if row.legal_status == "in_force" and row.date is not None and row.date <= day
    }
    facts = template_facts()
    cells = [
        cell
        for cell in matrix.cells
        if cell.slug in in_force
        and facts.provision(cell.provision).group == _TEMPLATE
        and is_proved(cell.strength, cell.basis.firmness, cell.uncertain)
    ]
    since = day.year - RECENT_YEARS
    incomplete = {one.slug for one in agreement_index(session) if not one.fully_known}
    newest = max((in_force[cell.slug] for cell in cells), key=lambda row: (row.date, row.slug), default=None)
    return Headlines(
        _bound_most(session, choice, cells),
        _spread_most([cell for cell in cells if in_force[cell.slug].date.year >= since], since),  # type: ignore[union-attr]
        Newest(
            newest.slug,
            newest.name,
            newest.date,
            sum(cell.slug == newest.slug for cell in cells),
            newest.slug in incomplete,
        )
        if newest is not None and newest.date is not None
        else None,
    )


def is_proved(strength: str, firmness: str, uncertain: bool) -> bool:
    """Whether a finding is a binding rule that rests on words and is not uncertain."""
    return strength == "hard" and firmness in PROVED and not uncertain


def _bound_most(session: Session, choice: SpreadFilter, cells: Iterable[MatrixCell]) -> BoundMost | None:
    """Countries are asked for the three provisions with most agreements: to ask for all takes seconds."""
    agreements = Counter(cell.provision for cell in cells)
    found = [
        BoundMost(
            provision,
            sum(
                is_proved(row.strength, row.basis.firmness, row.uncertain)
                for row in spread_countries(session, provision, choice)
            ),
            number,
        )
        for provision, number in sorted(agreements.items(), key=lambda item: (-item[1], item[0]))[:3]
    ]
    return max(found, key=lambda one: (one.countries, one.provision), default=None)


def _spread_most(cells: Iterable[MatrixCell], since: int) -> SpreadMost | None:
    counted = Counter(cell.provision for cell in cells)
    if not counted:
        return None
    provision, number = max(counted.items(), key=lambda item: (item[1], item[0]))
    return SpreadMost(provision, number, since)
