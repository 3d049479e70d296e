"""The lives of all agreements are derived whenever the data change: the work grows with their number, not faster.

How long it takes is measured by benchmarks/lives.py.
"""

import sys
from collections.abc import Callable
from datetime import date

from benchmarks.lives import AGREEMENTS
from tests.life.invented import mixed
from tracker.life import lives, status


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called: the same on every machine."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def test_every_agreement_has_a_life() -> None:
    found = lives(mixed(AGREEMENTS))
    assert len(found) == AGREEMENTS and sum(len(life.periods) for life in found.values()) > 10_000
    assert all(status(life, next(iter(life.periods)), date(2026, 11, 28)) for life in found.values())


def test_four_times_the_agreements_are_four_times_the_work() -> None:
    few, many = mixed(AGREEMENTS // 4), mixed(AGREEMENTS)
    lives(few[:50])  # what is read once: groups and their members
    assert 1_000 < calls_of(lambda: lives(many)) < 5 * calls_of(lambda: lives(few))
