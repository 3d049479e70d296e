"""Which policies each country has closed or restricted in a night, and by which agreements: stored with the night."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import AgreementParty
from tracker.queries.country.policies import PolicyState, country_policies

OPEN: PolicyState = "open"
NOT_KNOWN: PolicyState = "not_known"
RESTRICTED: PolicyState = "restricted"
CLOSED: PolicyState = "closed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one policy for one country, and the slugs of the agreements that make it so."""

    state: PolicyState
    by: tuple[str, ...] = ()


Verdicts = dict[str, dict[str, Verdict]]
"""By country (ISO 3166 alpha-3) and policy; policies that are open are left out."""


def take_verdicts(session: Session) -> Verdicts:
    """The verdicts of the Country page for every country that is a party to anything."""
    found: Verdicts = {}
    for iso3 in session.scalars(select(AgreementParty.iso3).distinct().order_by(AgreementParty.iso3)):
        found[iso3] = {
            row.policy: Verdict(
                row.state,
                tuple(sorted({one.agreement.slug for one in row.grounds if one.effect == row.state})),
            )
            for row in country_policies(session, iso3)
            if row.state != OPEN
        }
    return found


def verdict_of(verdicts: Verdicts, iso3: str, policy: str) -> Verdict:
    """The verdict on a policy for a country; of one that was a party to nothing it is not known."""
    if iso3 not in verdicts:
        return Verdict(NOT_KNOWN)
    return verdicts[iso3].get(policy, Verdict(OPEN))


def verdicts_to_json(verdicts: Verdicts | None) -> dict[str, dict[str, list[object]]] | None:
    """Plain lists, for the state stored with a night."""
    if verdicts is None:
        return None
    return {
        iso3: {policy: [verdict.state, list(verdict.by)] for policy, verdict in policies.items()}
        for iso3, policies in verdicts.items()
    }


def verdicts_from_json(values: dict[str, dict[str, list[object]]] | None) -> Verdicts | None:
    """The verdicts that `verdicts_to_json` wrote; None for a night of an older version."""
    if values is None:
        return None
    return {
        iso3: {
            policy: Verdict(cast(PolicyState, state), tuple(map(str, by)) if isinstance(by, list) else ())
            for policy, (state, by) in policies.items()
        }
        for iso3, policies in values.items()
    }
