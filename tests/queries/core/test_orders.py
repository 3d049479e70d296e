"""The named orders: which of several clauses is the strongest, in each sense of the question."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import permutations

import pytest

from tracker.queries.core.orders import (
    clause_sector,
    exception_of_rank,
    general_clause,
    is_uncertain,
    main_clause,
    rank_of,
    strength_of_rank,
    strictest_clause,
    strongest,
    strongest_by_provision,
)


@dataclass(frozen=True)
class Place:
    topic: str


@dataclass(frozen=True)
class MadeClause:
    name: str
    strength: str | None
    exception: bool | None
    article: Place
    scope: str | None = None
    uncertain: bool = False


HARD_DIGITAL = MadeClause("hard digital, exception", "hard", True, Place("ecommerce"))
HARD_TELECOMS = MadeClause("hard telecoms", "hard", False, Place("telecoms"))
HARD_SERVICES = MadeClause("hard services, exception", "hard", True, Place("services"))
SOFT_DIGITAL = MadeClause("soft digital", "soft", False, Place("ecommerce"))
DEFINITION = MadeClause("definition", None, None, Place("other"))


def test_rank_packs_strength_and_exception() -> None:
    ordered = [
        (strength, exception) for strength in (None, "soft", "hard") for exception in (True, None, False)
    ]
    ranks = [rank_of(strength, exception) for strength, exception in ordered]
    assert ranks == sorted(set(ranks))
    assert [strength_of_rank(rank) for rank in ranks] == [strength for strength, _ in ordered]
    assert [exception_of_rank(rank) for rank in ranks] == [exception for _, exception in ordered]
    assert rank_of("unrated", False) == rank_of(None, False)


@pytest.mark.parametrize(
    ("order", "best"),
    [(strictest_clause, HARD_TELECOMS), (main_clause, HARD_DIGITAL), (general_clause, HARD_DIGITAL)],
)
def test_each_order_has_its_own_strongest(order: object, best: MadeClause) -> None:
    for clauses in permutations([HARD_DIGITAL, HARD_TELECOMS, SOFT_DIGITAL, DEFINITION]):
        assert strongest(clauses, order) is best  # type: ignore[arg-type]


def test_a_soft_digital_clause_stands_for_the_provision_before_a_hard_one_for_telecoms() -> None:
    assert strongest([HARD_TELECOMS, SOFT_DIGITAL], main_clause) is SOFT_DIGITAL
    assert strongest([SOFT_DIGITAL, HARD_TELECOMS], general_clause) is HARD_TELECOMS
    assert clause_sector(HARD_TELECOMS) == "telecoms" and clause_sector(SOFT_DIGITAL) is None


def test_of_equal_clauses_the_first_in_the_text_counts() -> None:
    later = MadeClause("later", "hard", True, Place("services"))
    assert strongest([HARD_SERVICES, later], general_clause) is HARD_SERVICES
    assert strongest([later, HARD_SERVICES], general_clause) is later
    assert strongest([HARD_SERVICES, HARD_DIGITAL], strictest_clause) is HARD_DIGITAL
    with pytest.raises(ValueError, match="empty"):
        strongest([], strictest_clause)


def test_strongest_of_each_provision() -> None:
    found = strongest_by_provision(
        [("source_code", SOFT_DIGITAL), ("data_flows", HARD_SERVICES), ("source_code", HARD_TELECOMS)],
        strictest_clause,
    )
    assert list(found.items()) == [("source_code", HARD_TELECOMS), ("data_flows", HARD_SERVICES)]


@pytest.mark.parametrize("order", [strictest_clause, main_clause, general_clause])
def test_a_certain_clause_counts_before_a_stricter_uncertain_one(
    order: Callable[[MadeClause], tuple[bool | int, ...]],
) -> None:
    doubtful = replace(HARD_DIGITAL, exception=False, uncertain=True)
    assert strongest([doubtful, DEFINITION], order) is DEFINITION
    assert strongest([doubtful], order) is doubtful


def test_every_certain_rank_is_above_every_uncertain_one() -> None:
    kinds = [
        (strength, exception) for strength in ("hard", "soft", None) for exception in (True, None, False)
    ]
    certain = {rank_of(*kind) for kind in kinds}
    uncertain = {rank_of(*kind, uncertain=True) for kind in kinds}
    assert min(certain) > max(uncertain)
    assert [is_uncertain(rank) for rank in (min(certain), max(uncertain))] == [False, True]
    assert {(strength_of_rank(rank), exception_of_rank(rank)) for rank in uncertain} == set(kinds)
