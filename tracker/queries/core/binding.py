"""Which clause counts of several by which a country, or an agreement's parties, are bound on one provision?

The one function for all who ask: countries, comparisons of countries, an agreement's list of commitments, accession.
Comparisons of agreements ask for the clause of the digital chapter first (`orders.comparable_clause`).
"""

from collections.abc import Iterable
from typing import TypeVar

from tracker.queries.core.orders import ScopedClause, clause_sector, strictest_clause, strongest
from tracker.queries.core.template_facts import template_facts

ScopedT = TypeVar("ScopedT", bound=ScopedClause)


def only_for_sector(provision: str, clause: ScopedClause) -> bool:
    """Whether a clause is for one sector only; never for a provision that is about a sector."""
    return not template_facts().provision(provision).sectoral and clause_sector(clause) is not None


def binding_clause(provision: str, clauses: Iterable[ScopedT]) -> ScopedT:
    """The strictest rule for every sector; of rules for one sector only where there are no others: a hard rule for
    telecoms must not hide that the rule for all is soft. Raises ValueError for none."""
    return strongest(
        clauses, lambda clause: (not only_for_sector(provision, clause), strictest_clause(clause))
    )
