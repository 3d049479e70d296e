"""What is known of one agreement, from lists, registry and texts: all that its life is derived from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from tracker.errors import BadInput
from tracker.life.days import Day

State = Literal[
    "negotiating",
    "draft",
    "concluded",
    "signed",
    "provisionally_applied",
    "in_force",
    "ended",
    "never_took_effect",
    "unknown",
]
"""What a source says of the agreement as a whole. Dates, where there are any, say more and stand against it."""

_STATES: dict[str, State] = {
    **{state: state for state in get_args(State)},
    "in_negotiation": "negotiating",
    "draft_text": "draft",
    "inactive": "ended",
    "terminated": "ended",
    "superseded": "ended",
    "": "unknown",
}
"""Our states by the words of LEGAL_STATUSES (tracker.texts.types) and of the registry."""

EventKind = Literal["entry", "provisional", "exit", "not_in_force"]

_FOR_SOME = "in force for at least one party"
"""The WTO's word for an agreement that is not in force for all its parties."""

_YEARS_END = (12, 31)


@dataclass(frozen=True, slots=True)
class PartyFact:
    """A country in an agreement, as in the table `agreement_party`: `via` the group it came in through, if any."""

    iso3: str
    via: str | None = None
    original: bool = True
    current: bool = True


@dataclass(frozen=True, slots=True)
class PartyEvent:
    """What happened to one party (ISO 3166 alpha-3, or the code of a group: to all who are in through it).

    `day` is the first day of an entry or provisional application, the LAST day on which an exit leaves the party
    bound; None where it is not known, and for `not_in_force` (the agreement binds others, not this party).
    `toward`: the other parties (alpha-3) to which alone the event relates; empty for all of them. Such an event
    says nothing of the party's being bound as such, only of the pair (see `tracker.life.between`).
    """

    party: str
    event: EventKind
    day: Day | None = None
    toward: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """What ended an agreement as such, or for the `parties` named, or kept it from ever taking effect.

    - `terminated`: by its parties or its own terms.
    - `superseded`: by the agreement with key `by`. Without a day it ends for each party on the eve of the day on which
      that agreement is fully in force for it, and not before.
    - `lapsed`: it can no longer enter into force (`day`: the first day on which that was certain).

    `day` is the LAST day on which it binds, apart from `lapsed`; None where it is not known.
    """

    kind: Literal["terminated", "superseded", "lapsed"]
    day: Day | None = None
    by: str | None = None
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """One agreement.

    - `as_of`: the day on which `state`, and that nothing else had happened, was known to hold.
    - `signed`, `provisional`, `in_force`: the day of signature, the first day of provisional application and of full
      entry into force; `ended`: the LAST day on which it binds anybody.
    - `groups`: groups that are a side of it, or whose members are its parties.
    - `each_from_its_own_day`: it enters into force for each party by itself, and the entries in `events` name those for
      which it has; of the others it is not known. Otherwise a party without an event of its own came in with the
      agreement.
    - `accedes_to`: the key of the agreement to which this one is the accession of a new party.
    """

    key: str
    as_of: date
    state: State = "unknown"
    signed: Day | None = None
    provisional: Day | None = None
    in_force: Day | None = None
    ended: Day | None = None
    parties: tuple[PartyFact, ...] = ()
    groups: tuple[str, ...] = ()
    events: tuple[PartyEvent, ...] = ()
    endings: tuple[Ending, ...] = ()
    each_from_its_own_day: bool = False
    accedes_to: str | None = None


def state_of(word: str | None) -> State:
    """Our state for a word of LEGAL_STATUSES or of the registry. Raises BadInput for any other."""
    known = _STATES.get((word or "").strip().lower())
    if known is None:
        raise BadInput(
            f"unknown state of an agreement {word!r}; known are {', '.join(sorted(filter(None, _STATES)))}."
        )
    return known


def not_for_all(wto_status: str | None, events: Iterable[PartyEvent]) -> bool:
    """Whether the WTO's list says that an agreement is not in force for all, and not for whom it is not.

    "In Force for at least one Party" without any party marked as not in force: then a party without a day of its own
    may be one for which it is not (Uzbekistan in the CIS services agreement, Angola in SADC), and it is not known.
    Such facts have `each_from_its_own_day`.
    """
    some = " ".join((wto_status or "").lower().split()) == _FOR_SOME
    return some and not any(event.event == "not_in_force" for event in events)


def last_day_before(inactive: date) -> date:
    """The last day on which an agreement bound that the WTO's list calls inactive from a day on.

    The list gives the first day without it (NAFTA: 1 July 2020, when USMCA entered into force); of the six that it
    calls inactive from 31 December, that is the last day.
    """
    if (inactive.month, inactive.day) == _YEARS_END:
        return inactive
    return inactive - timedelta(days=1)
