"""Which clause is the strongest? The named orders, one for each sense of the question, used by all queries.

An order is a sort key of a clause: the greater, the stricter. Of clauses with equal keys the first in the text counts
(`strongest`). Nothing rests on an uncertain finding where there is a certain one: in each order but `strictness` every
certain finding comes before every uncertain one (docs/review.md). The orders:

- `strictness`: hard before soft before without strength; of two equally strong ones, that without an exception before
  one of which it is not known, and that before one with an exception.
- `strictest_clause`: by strictness; of equal ones that of a chapter on digital trade. "What binds most?"
- `main_clause`: that of a chapter on digital trade first, then by strictness. "Which clause is compared when two
  agreements are?" A hard rule for telecoms alone must not hide that the rule for all is soft.
- `comparable_clause`: as `main_clause`; of equally digital ones that for all sectors before that for one only. "Which
  clause of several is compared side by side?"
- `general_clause`: hard before the rest, for all sectors before for one only, then by strictness. "What closes a
  policy?"
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Protocol, TypeVar

from tracker.queries.core.template_facts import template_facts

DIGITAL_TOPIC = "ecommerce"
"""Topic of chapters on electronic commerce or digital trade."""

SECTOR_TOPICS = {"telecoms": "telecoms", "financial_services": "financial"}
"""Sectors by the topics of chapters that are about one."""

_STRENGTHS: tuple[str | None, ...] = (None, "soft", "hard")


class HasTopic(Protocol):
    """The place of a clause: the topic of its chapter."""

    @property
    def topic(self) -> str: ...


class Clause(Protocol):
    """A clause that has a provision, and its place."""

    @property
    def strength(self) -> str | None: ...

    @property
    def exception(self) -> bool | None: ...

    @property
    def uncertain(self) -> bool: ...

    @property
    def article(self) -> HasTopic: ...


class ScopedClause(Clause, Protocol):
    """A clause of which it is known whom it reaches."""

    @property
    def scope(self) -> str | None: ...


ClauseT = TypeVar("ClauseT", bound=Clause)


_EXCEPTIONS: tuple[bool | None, ...] = (True, None, False)
"""None: not known (most reported facts do not say), or a provision whose exceptions are not read."""

EXCEPTIONS = len(_EXCEPTIONS)
"""So many ranks have the same strength."""

CERTAIN = EXCEPTIONS * len(_STRENGTHS)
"""The ranks of certain findings begin here; those below are of uncertain ones."""


@cache
def rank_of(strength: str | None, exception: bool | None, *, uncertain: bool = False) -> int:
    """Rank of a strength (hard, soft, None or `unrated`) with, without, or perhaps with an exception; the greater, the
    stricter, and greater for every certain finding than for any uncertain one."""
    place = _STRENGTHS.index(strength if strength in _STRENGTHS else None)
    rank = EXCEPTIONS * place + _EXCEPTIONS.index(exception)
    return rank if uncertain else CERTAIN + rank


def strength_of_rank(rank: int) -> str | None:
    """The strength of a rank."""
    return _STRENGTHS[rank % CERTAIN // EXCEPTIONS]


def is_uncertain(rank: int) -> bool:
    """Whether a rank is that of an uncertain finding."""
    return rank < CERTAIN


def exception_of_rank(rank: int) -> bool | None:
    """Whether a rank is that of a clause with an exception; None where that is not known."""
    return _EXCEPTIONS[rank % EXCEPTIONS]


def strictness(clause: Clause) -> int:
    """The rank of a clause, whether it is certain or not."""
    return rank_of(clause.strength, clause.exception)


def exceptions_comparable(one: Clause, other: Clause) -> bool:
    """Whether it is known of both clauses, or of neither, if they have an exception: of two equally strong ones nobody
    can say otherwise which is the stricter."""
    return (one.exception is None) == (other.exception is None)


def exceptions_unknown(provision: str, one: Clause, other: Clause) -> bool:
    """Whether of one of two clauses on a provision whose exceptions are read it is not known if it has one."""
    return None in (one.exception, other.exception) and template_facts().provision(provision).has_exception


def is_stricter(one: Clause, other: Clause) -> bool:
    """Whether one clause is known to be stricter than another."""
    if one.strength == other.strength and not exceptions_comparable(one, other):
        return False
    return strictness(one) > strictness(other)


def is_digital(clause: Clause) -> bool:
    """Whether a clause is in a chapter on digital trade."""
    return clause.article.topic == DIGITAL_TOPIC


def clause_sector(clause: ScopedClause) -> str | None:
    """The one sector that a clause reaches (telecoms, financial, or `sector`: another one); None for a general rule.

    Where its scope was not read, the topic of its chapter decides.
    """
    return sector_of(clause.scope, clause.article.topic)


def sector_of(scope: str | None, topic: str) -> str | None:
    """The same from the scope of a clause and the topic of its chapter."""
    sector = scope or SECTOR_TOPICS.get(topic)
    return None if sector == "general" else sector


def strictest_clause(clause: Clause) -> tuple[bool, int, bool]:
    """Order: what binds most."""
    return not clause.uncertain, strictness(clause), is_digital(clause)


def main_clause(clause: Clause) -> tuple[bool, bool, int]:
    """Order: which clause is the provision's main clause in comparisons."""
    return not clause.uncertain, is_digital(clause), strictness(clause)


def comparable_clause(clause: ScopedClause) -> tuple[bool, bool, bool, int]:
    """Order: the main clause, and outside digital chapters a rule for all sectors before one for a single one."""
    return not clause.uncertain, is_digital(clause), clause_sector(clause) is None, strictness(clause)


def general_clause(clause: ScopedClause) -> tuple[bool, bool, bool, int]:
    """Order: what closes a policy."""
    return not clause.uncertain, *generality(clause)


def generality(clause: ScopedClause) -> tuple[bool, bool, int]:
    """The same, whether the clause is certain or not."""
    return clause.strength == "hard", clause_sector(clause) is None, strictness(clause)


def strongest(clauses: Iterable[ClauseT], order: Callable[[ClauseT], Any]) -> ClauseT:
    """The strongest of clauses in the order of the text, by one of the orders above. Raises ValueError for none."""
    return max(clauses, key=order)


def strongest_by_provision(
    clauses: Iterable[tuple[str, ClauseT]], order: Callable[[ClauseT], Any]
) -> dict[str, ClauseT]:
    """The strongest of each provision's clauses; provisions in the order of their first clauses."""
    found: dict[str, list[ClauseT]] = {}
    for provision, clause in clauses:
        found.setdefault(provision, []).append(clause)
    return {provision: strongest(own, order) for provision, own in found.items()}
