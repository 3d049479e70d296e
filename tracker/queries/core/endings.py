"""Why an agreement does not bind a country any more, or never did, and since when: from its life, in one place."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.life import KnownDay, Status
from tracker.queries.core.agreement_index import AgreementFacts

EndingKind = Literal[
    "withdrew",
    "withdrew_before",
    "no_longer_party",
    "left_group",
    "joined_other_side",
    "superseded",
    "ended",
    "ended_before",
    "never",
]
"""- `withdrew`: a source says that the country withdrew; `withdrew_before`: before it bound it.
- `no_longer_party`: it signed and is listed no longer; no source says more.
- `left_group`, `joined_other_side`: it was bound as a member of a group, or is now one of the group on the other side.
- `superseded`: another agreement took its place; `ended`: it ended for all, or for the parties that a source names.
- `ended_before`: that was before it bound the country; `never`: it can no longer take effect."""

_KINDS: dict[str, EndingKind] = {
    "exit_from_group": "left_group",
    "joined_other_side": "joined_other_side",
    "supersession": "superseded",
    "termination": "ended",
}
_OVER = ("ended", "superseded", "never_took_effect")


@dataclass(frozen=True, slots=True)
class Ending:
    """Why an agreement does not bind a country (any more).

    - `day`: the last day on which it bound the country; of `withdrew_before` the day of withdrawal, of `ended_before`
      and `never` the first day on which it could no longer bind it. None where it is not known.
    - `by_slug`, `by_name`: the agreement that took its place.
    """

    kind: EndingKind
    day: KnownDay | None
    by_slug: str | None = None
    by_name: str | None = None


def ending_for(agreement: AgreementFacts, iso3: str, day: date) -> Ending | None:
    """Why the agreement does not bind the country (ISO 3166 alpha-3) on a day; None where it may, or may yet."""
    now = agreement.status_for(iso3, day)
    if now.kind not in _OVER:
        return None
    by_name = agreement.successors.get(now.by) if now.by is not None else None
    if now.kind == "never_took_effect":
        return Ending(_never(agreement, iso3), now.since.known if now.since else None, now.by, by_name)
    last = now.since.before.known if now.since is not None and now.since.exact else None
    return Ending(_over(agreement, iso3, now), last, now.by, by_name)


def _over(agreement: AgreementFacts, iso3: str, now: Status) -> EndingKind:
    if now.reason != "withdrawal":
        return _KINDS.get(now.reason or "", "ended")
    return "withdrew" if _has_exit(agreement, iso3) else "no_longer_party"


def _never(agreement: AgreementFacts, iso3: str) -> EndingKind:
    if _has_exit(agreement, iso3):
        return "withdrew_before"
    lapsed = agreement.legal_status == "never_took_effect"
    return "never" if lapsed else "ended_before"


def _has_exit(agreement: AgreementFacts, iso3: str) -> bool:
    """Whether a source says that the country left."""
    events = agreement.life.facts.events if agreement.life else ()
    return any(event.event == "exit" and event.party == iso3 and not event.toward for event in events)
