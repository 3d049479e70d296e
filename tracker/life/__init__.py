"""The life of agreements: for whom and when each binds, and why. Pure: facts in, periods and answers out."""

from tracker.life.days import Day, KnownDay, exactly, first_of, last_of
from tracker.life.derive import life_of
from tracker.life.facts import (
    AgreementFacts,
    Ending,
    PartyEvent,
    PartyFact,
    State,
    last_day_before,
    not_for_all,
    state_of,
)
from tracker.life.lives import lives
from tracker.life.periods import Life, Period
from tracker.life.status import Kind, Status, agreement_status, between, parties_bound, status

__all__ = [
    "AgreementFacts",
    "Day",
    "Ending",
    "Kind",
    "KnownDay",
    "Life",
    "PartyEvent",
    "PartyFact",
    "Period",
    "State",
    "Status",
    "agreement_status",
    "between",
    "exactly",
    "first_of",
    "last_day_before",
    "last_of",
    "life_of",
    "lives",
    "not_for_all",
    "parties_bound",
    "state_of",
    "status",
]
