"""What a night's agreements open: policies that one closed or restricted in the night compared with, and no longer does
as far as is known.

The rule, for each country and policy where the verdict stored then rests on an agreement that the night changed:

- The agreement no longer binds the country, or its text no longer has the clause and is read in full: what the verdict
  is now, is said; where other agreements keep it as it was, that is said.
- It binds, and what is here of its text no longer shows the clause, or it is not known whether it binds: whether it
  still closes the policy is not known.
- It binds, and nothing of its text changed: the clause is read otherwise, or replaced by another agreement's; that is
  no news of this agreement.

What is closed for whom is answered by the verdicts of both nights alone (`tracker.nightly.verdicts`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from tracker.nightly.changes import Changes, Opening
from tracker.nightly.verdicts import Verdict, Verdicts, verdict_of
from tracker.queries.core.agreement_index import AgreementFacts
from tracker.queries.country.countries import binding_state
from tracker.queries.country.policies import is_stricter
from tracker.template import Policy, shipped_policies


@dataclass(frozen=True, slots=True)
class _Texts:
    """What the night changed in the words of agreements: slugs of those with a text that changed, and (slug, provision)
    of clauses that changed otherwise than by reading."""

    texts: frozenset[str]
    clauses: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, changes: Changes) -> "_Texts":
        return cls(
            frozenset(row.slug for row in changes.texts),
            frozenset((row.slug, row.provision) for row in changes.provisions if row.cause != "reading"),
        )

    def concern(self, slug: str, policy: Policy) -> bool:
        """Whether something that bears on the policy changed in the agreement's words."""
        return slug in self.texts or any(
            (slug, closure.provision) in self.clauses for closure in policy.closed_by
        )


def openings(
    before: Verdicts, now: Verdicts, changes: Changes, touched: Mapping[str, AgreementFacts]
) -> dict[str, tuple[Opening, ...]]:
    """By slug, what each agreement in `touched` (those that the night changed) no longer closes or restricts."""
    found: dict[str, dict[tuple[str, str, str, bool], list[str]]] = defaultdict(lambda: defaultdict(list))
    texts, policies = _Texts.of(changes), {policy.code: policy for policy in shipped_policies().policies}
    for iso3, code, was in _verdicts(before, policies):
        is_ = verdict_of(now, iso3, code)
        for slug in was.by:
            if slug not in touched or not _weaker(slug, was, is_):
                continue
            known = _no_longer(touched[slug], iso3, policies[code], texts, still=slug in is_.by)
            if known is None or (not known and is_.state == was.state):
                continue
            found[slug][code, was.state, is_.state, known].append(iso3)
    return {
        slug: tuple(Opening(*key, tuple(countries)) for key, countries in rows.items())
        for slug, rows in found.items()
    }


def _verdicts(before: Verdicts, policies: Collection[str]) -> Iterator[tuple[str, str, Verdict]]:
    for iso3, own in before.items():
        for code, verdict in own.items():
            if code in policies:
                yield iso3, code, verdict


def _weaker(slug: str, was: Verdict, is_: Verdict) -> bool:
    """Whether the policy is less closed now, or as closed as before without this agreement."""
    return is_stricter(was.state, is_.state) or (was.state == is_.state and slug not in is_.by)


def _no_longer(
    agreement: AgreementFacts, iso3: str, policy: Policy, texts: _Texts, *, still: bool
) -> bool | None:
    """Whether it is known that the agreement no longer closes the policy as it did; None where nothing that changed in
    it is why. `still`: it is among those on which the weaker verdict rests."""
    state = binding_state(agreement, iso3)
    if state == "unknown":
        return False
    if state != "in_force":
        return True
    if not texts.concern(agreement.slug, policy):
        return None
    return still or (agreement.goods_known if policy.goods_annexes else agreement.fully_known)
