"""The lives of all agreements are derived whenever the data change: that must cost next to nothing."""

import time
from datetime import date

import pytest

from tests.life.invented import agreement, members, parties
from tracker.life import AgreementFacts, Ending, lives, status
from tracker.parties import country_codes, groups

AGREEMENTS = 1200
MOST_SECONDS = 0.2
"""Processor time for all lives; 0.13 to 0.17 s on a machine that was busy when this was written."""


def mixed() -> list[AgreementFacts]:
    """As many as the WTO's list and the registry hold, a third each: of the EU, of two parties, of twelve."""
    alone = [code for code in country_codes() if code not in groups()["EU"].ever_members()]
    found = []
    for number in range(AGREEMENTS):
        year = 1975 + number % 50
        years = {"signed": f"{year}-03-05", "in_force": f"{year + 1}-05-01", "state": "in_force"}
        some = [alone[(number * 7 + step * 5) % len(alone)] for step in range(12)]
        if number % 3 == 0:
            who = (*members("EU", f"{year}-03-05"), *parties(some[0]))
            found.append(
                agreement(f"a{number}", who, groups=("EU",), happened="GBR exit 2020-12-31", **years)
            )
        elif number % 3 == 1:
            endings = (Ending("superseded", by=f"a{number + 3}"),) if number % 9 == 1 else ()
            found.append(agreement(f"a{number}", parties(" ".join(some[:2])), endings=endings, **years))
        else:
            own = "; ".join(f"{code} entry {year + 2}-01-01" for code in some[:5])
            found.append(agreement(f"a{number}", parties(" ".join(some)), happened=own, **years))
    return found


@pytest.mark.serial
def test_all_lives_in_a_fifth_of_a_second() -> None:
    facts = mixed()
    lives(facts[:50])  # what is read once: groups and their members
    spent = []
    for _ in range(5):
        begun = time.process_time()
        found = lives(facts)
        spent.append(time.process_time() - begun)
    assert len(found) == AGREEMENTS and sum(len(life.periods) for life in found.values()) > 10_000
    assert all(status(life, next(iter(life.periods)), date(2026, 11, 28)) for life in found.values())
    assert min(spent) < MOST_SECONDS, f"{min(spent):.2f} s"
