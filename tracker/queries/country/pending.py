"""Pending: what agreements signed but not in force, and drafts under negotiation, would add for a country."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Paper
from tracker.parties import group_members, is_group_code
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.articles import ArticleRef, CitedFinding
from tracker.queries.core.basis import READ_HERE, FindingBasis
from tracker.queries.core.kept import kept
from tracker.queries.core.orders import clause_sector, general_clause, generality, strongest_by_provision
from tracker.queries.core.replaced import counted_findings
from tracker.queries.core.template_facts import ProvisionFacts, template_facts
from tracker.queries.country.countries import BindingState, CountryAgreement, country_agreement
from tracker.queries.country.policies import (
    PolicyState,
    country_policies,
    is_stricter,
    policy_effects,
)
from tracker.queries.spread.spread import StrengthLabel, strength_label

Participation = Literal["party", "submitted"]
"""How a country's part is known: it is a party to the text, or a paper of it was submitted in its name (or in that of a
group it belongs to)."""

_COMING: frozenset[BindingState] = frozenset({"pending", "draft"})


@dataclass(frozen=True, slots=True)
class AddedCommitment:
    """A commitment that goes beyond what is certain to be in force: `now_*` is the strictest one in force (None: none).

    `basis`, `now_basis`: how the two are known; `uncertain`, `now_uncertain`: by uncertain findings only. `scope` and
    `bound`: whom the commitment reaches and binds. `now_sector`: topic of the one sector to which that one is limited.
    """

    provision: str
    now_strength: StrengthLabel | None
    now_exception: bool | None
    now_sector: str | None
    strength: StrengthLabel
    exception: bool | None
    article: ArticleRef
    basis: FindingBasis = READ_HERE
    now_basis: FindingBasis = READ_HERE
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False
    now_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A policy that would become more restricted."""

    policy: str
    now: PolicyState
    then: PolicyState


@dataclass(frozen=True, slots=True)
class PendingAgreement:
    """One agreement signed but not in force (`agreement.state` pending) or a draft (draft).

    `adds` are the provisions on which it is stricter than all that is in force for the country, in the template's
    order; `already_binding` counts those on which it adds nothing.
    """

    agreement: CountryAgreement
    participation: Participation
    adds: tuple[AddedCommitment, ...]
    already_binding: int
    policies: tuple[PolicyChange, ...]


def country_pending(session: Session, iso3: str) -> list[PendingAgreement]:
    """What each pending agreement of the country would add to what is in force, the newest first.

    Drafts (in negotiation, or a draft text such as the WTO's on electronic commerce) count where the country is known
    to take part. Only texts with at least one finding are listed.
    """
    everything = agreement_index(session)
    bound = [a for a in everything if a.member(iso3) and country_agreement(a, iso3).state == "in_force"]
    submitted = _submitted(session, iso3)
    coming = [a for a in everything if a.member(iso3) or a.id in submitted]
    coming = [a for a in coming if country_agreement(a, iso3).state in _COMING]
    if not coming:
        return []
    facts = template_facts()
    found: defaultdict[int, list[CitedFinding]] = defaultdict(list)
    now: list[tuple[str, CitedFinding]] = []
    in_force = {agreement.id for agreement in bound}
    asked = [*in_force, *(a.id for a in coming)]
    for finding in counted_findings(session, iso3, None, agreement_ids=asked):
        if not _is_commitment(facts.provision(finding.provision)):
            continue
        if finding.agreement_id not in in_force:
            found[finding.agreement_id].append(finding)
        else:
            now.append((finding.provision, finding))
    binding = strongest_by_provision(now, general_clause)
    states = {row.policy: row.state for row in kept(session, country_policies, iso3)}
    return [_pending(a, iso3, found[a.id], binding, states) for a in reversed(coming) if found[a.id]]


def _submitted(session: Session, iso3: str) -> set[int]:
    """Ids of the agreements one of whose papers was submitted in the country's name, or in that of its group."""
    return {
        agreement_id
        for agreement_id, issued, members in session.execute(
            select(Paper.agreement_id, Paper.issued, Paper.members).where(Paper.agreement_id.is_not(None))
        )
        if agreement_id is not None
        and any(
            code == iso3 or (is_group_code(code) and iso3 in group_members(code, issued)) for code in members
        )
    }


def _is_commitment(provision: ProvisionFacts) -> bool:
    """Whether a provision binds: exceptions, exclusion from dispute settlement, and definitions do not."""
    return provision.has_strength and provision.group != "policy space"


def _pending(
    agreement: AgreementFacts,
    iso3: str,
    findings: list[CitedFinding],
    binding: dict[str, CitedFinding],
    states: dict[str, PolicyState],
) -> PendingAgreement:
    strictest = strongest_by_provision(((one.provision, one) for one in findings), general_clause)
    adds = []
    facts = template_facts()
    for code in facts.sorted_codes(strictest):
        clause = strictest[code]
        now = binding.get(code) if facts.provision(code).comparable else None
        if now is not None and not now.uncertain and generality(now) >= generality(clause):
            continue
        adds.append(
            AddedCommitment(
                provision=code,
                now_strength=strength_label(now.strength) if now else None,
                now_exception=now.exception if now else None,
                now_sector=clause_sector(now) if now else None,
                strength=strength_label(clause.strength),
                exception=clause.exception,
                article=clause.article,
                basis=clause.basis,
                now_basis=now.basis if now else READ_HERE,
                scope=clause.scope,
                bound=clause.bound,
                uncertain=clause.uncertain,
                now_uncertain=now.uncertain if now else False,
            )
        )
    changes = tuple(
        PolicyChange(policy, states[policy], then)
        for policy, then in policy_effects(findings).items()
        if is_stricter(then, states[policy])
    )
    return PendingAgreement(
        agreement=country_agreement(agreement, iso3),
        participation="party" if agreement.member(iso3) else "submitted",
        adds=tuple(adds),
        already_binding=len(strictest) - len(adds),
        policies=changes,
    )
