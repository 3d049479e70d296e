"""Accession: what a plurilateral text would add for a country to what binds it today, provision by provision."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from tracker.life import KnownDay
from tracker.queries.agreement.compare import ClauseWording, clause_words
from tracker.queries.agreement.plurilateral import TOWARD, text_participants
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.articles import ArticleRef, CitedFinding
from tracker.queries.core.basis import READ_HERE, FindingBasis
from tracker.queries.core.binding import binding_clause, only_for_sector
from tracker.queries.core.kept import kept
from tracker.queries.core.orders import exceptions_unknown, rank_of, strictness
from tracker.queries.core.replaced import counted_findings
from tracker.queries.core.template_facts import TEMPLATE_GROUPS, template_facts
from tracker.queries.country.countries import binding_state
from tracker.queries.country.pending import PolicyChange
from tracker.queries.country.policies import country_policies, is_stricter, policy_effects
from tracker.queries.spread.spread import StrengthLabel, strength_label
from tracker.template import Plurilateral

Difference = Literal["new", "stronger", "no_exception", "not_known", "wider", "nothing"]
"""What accession changes on one provision, the first of these that is true:

- `new`: nothing in force binds the country on it;
- `stronger`: what is soft today would be hard (or what has no strength today, soft);
- `no_exception`: as strong as today, but without the exception of today;
- `not_known`: as strong as today; of one of the two rules, or of both, it is not known whether it has an exception;
- `wider`: no stricter than today, but toward participants toward whom nothing as strict is in force;
- `nothing`: none of these.
"""

DIFFERENCES: tuple[Difference, ...] = (
    "new",
    "stronger",
    "no_exception",
    "not_known",
    "wider",
    "nothing",
)


@dataclass(frozen=True, slots=True)
class AccessionClause:
    """The strictest clause of one text on one provision. `since`: the day of entry into force (None where it is not in
    force, or unknown); `wording`: its words, None where no text is stored; `basis`: how it is known; `scope`,
    `bound`: whom it reaches and binds; `uncertain`: all the text has on the provision are uncertain findings."""

    slug: str
    agreement: str
    strength: StrengthLabel
    exception: bool | None
    article: ArticleRef
    since: KnownDay | None
    wording: ClauseWording | None
    basis: FindingBasis = READ_HERE
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class AccessionRow:
    """One provision of the text.

    - `text`: the strictest clause of the text; `now`: the strictest one in force for the country (None: there is none).
    - `partners`: the countries (ISO 3166 alpha-3) toward which a certain clause at least as strict as `text` is in
      force, through `agreements` agreements.
    - `beyond`: the countries known to take part in the text that are not among the partners.
    - `policies`: codes of the policies that accession would restrict and that this provision's clauses alone would.
    """

    provision: str
    difference: Difference
    text: AccessionClause
    now: AccessionClause | None
    agreements: int
    partners: tuple[str, ...]
    beyond: tuple[str, ...]
    policies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accession:
    """What accession would change for a country, by provision in the template's order.

    - `participants`: the countries known to take part in the text, without the country and the members of its own group
      that acts as one; empty where no participant is known, and then no row is `wider`.
    - `bound`: the text is in force for the country.
    - `policies`: those that accession would restrict or close beyond today, the ones closed first.
    """

    slug: str
    iso3: str
    bound: bool
    participants: tuple[str, ...]
    rows: tuple[AccessionRow, ...]
    policies: tuple[PolicyChange, ...] = ()

    @property
    def counts(self) -> dict[Difference, int]:
        """How many provisions each difference has, in the order of DIFFERENCES."""
        counted = Counter(row.difference for row in self.rows)
        return {difference: counted[difference] for difference in DIFFERENCES}


def accession(
    session: Session, slug: str, iso3: str, *, facts: Plurilateral | None = None
) -> Accession | None:
    """What the text with this slug would add for the country; None where there is no such text.

    Only rules are compared (the template's and those beyond it), not provisions that preserve policy space. Rules for
    every sector come before those for one only; of equally strict clauses that of a digital chapter counts. `facts`: as
    for `text_participants`.
    """
    everything = agreement_index(session)
    text = next((one for one in everything if one.slug == slug), None)
    if text is None:
        return None
    bound = {
        one.id: one
        for one in everything
        if one.member(iso3) and one.id != text.id and binding_state(one, iso3) == "in_force"
    }
    words = template_facts()
    found: defaultdict[str, list[CitedFinding]] = defaultdict(list)
    for finding in counted_findings(session, iso3, None, agreement_ids=[text.id, *bound]):
        provision = words.provision(finding.provision)
        if provision.has_strength and provision.group in TEMPLATE_GROUPS:
            found[finding.provision].append(finding)
    behind = _behind(session, slug, iso3, facts)
    chosen: dict[str, tuple[CitedFinding, CitedFinding | None, list[CitedFinding]]] = {}
    for code in words.sorted_codes(found):
        own = [finding for finding in found[code] if finding.agreement_id == text.id]
        comparable = words.provision(code).comparable
        binding = [one for one in found[code] if comparable and one.agreement_id != text.id]
        if own:
            chosen[code] = (
                binding_clause(code, own),
                binding_clause(code, binding) if binding else None,
                binding,
            )
    wordings = clause_words(
        session,
        {
            (code, clause.article.article_id)
            for code, (here, now, _) in chosen.items()
            for clause in (here, now)
            if clause is not None
        },
    )
    by_code = {code: [one for one in found[code] if one.agreement_id == text.id] for code in chosen}
    lost = _lost(session, iso3, [finding for own in by_code.values() for finding in own])
    then = {change.policy: change.then for change in lost}
    rows = []
    for code, (here, now, binding) in chosen.items():
        strict = {
            finding.agreement_id
            for finding in binding
            if not finding.uncertain
            and strictness(finding) >= strictness(here)
            and (only_for_sector(code, here) or not only_for_sector(code, finding))
        }
        partners = {country for key in strict for country in _toward(bound[key], iso3)}
        beyond = tuple(sorted(set(behind) - partners))
        rows.append(
            AccessionRow(
                provision=code,
                difference=_difference(here, now, beyond),
                text=_clause(text, here, wordings),
                now=_clause(bound[now.agreement_id], now, wordings) if now else None,
                agreements=len(strict),
                partners=tuple(sorted(partners)),
                beyond=beyond,
                policies=tuple(
                    policy
                    for policy, effect in policy_effects(by_code[code]).items()
                    if then.get(policy) == effect
                ),
            )
        )
    is_bound = text.member(iso3) is not None and binding_state(text, iso3) == "in_force"
    return Accession(slug, iso3, is_bound, behind, tuple(rows), lost)


def _lost(session: Session, iso3: str, findings: list[CitedFinding]) -> tuple[PolicyChange, ...]:
    """What the clauses would make of the country's policies of today, where that is stricter; closed before
    restricted."""
    states = {row.policy: row.state for row in kept(session, country_policies, iso3)}
    changes = [
        PolicyChange(policy, states[policy], then)
        for policy, then in policy_effects(findings).items()
        if is_stricter(then, states[policy])
    ]
    return tuple(sorted(changes, key=lambda change: change.then != "closed"))


def _behind(session: Session, slug: str, iso3: str, facts: Plurilateral | None) -> tuple[str, ...]:
    """Countries known to take part in the text, without those that act as one with the country."""
    participants = text_participants(session, slug, facts=facts)
    return tuple(
        sorted(
            {
                country
                for one in participants
                if one.role in TOWARD and iso3 not in one.members
                for country in one.members
            }
        )
    )


def _difference(here: CitedFinding, now: CitedFinding | None, beyond: tuple[str, ...]) -> Difference:
    if now is None:
        return "new"
    # Without the exception, the rank compares strengths alone.
    if rank_of(here.strength, None) > rank_of(now.strength, None):
        return "stronger"
    if here.strength == now.strength and _perhaps_stricter(here, now):
        return "not_known"
    if strictness(here) > strictness(now):
        return "no_exception"
    wider = beyond or (only_for_sector(here.provision, now) and not only_for_sector(here.provision, here))
    return "wider" if wider else "nothing"


def _perhaps_stricter(here: CitedFinding, now: CitedFinding) -> bool:
    """Whether the text's rule may lack an exception that today's rule has, for all that is known of the two."""
    possible = here.exception is not True and now.exception is not False
    return possible and exceptions_unknown(here.provision, here, now)


def _toward(agreement: AgreementFacts, iso3: str) -> list[str]:
    """Countries toward which an agreement binds, group members one by one, without those that withdrew."""
    codes = [code for side in agreement.toward(iso3) for code in (side.members or (side.code,))]
    today = date.today()
    return [code for code in codes if agreement.member(code) is not None and agreement.has_party(code, today)]


def _clause(
    agreement: AgreementFacts,
    finding: CitedFinding,
    wordings: dict[tuple[str, int], ClauseWording],
) -> AccessionClause:
    return AccessionClause(
        slug=agreement.slug,
        agreement=agreement.name,
        strength=strength_label(finding.strength),
        exception=finding.exception,
        article=finding.article,
        since=agreement.date_in_force,
        wording=wordings.get((finding.provision, finding.article.article_id)),
        basis=finding.basis,
        scope=finding.scope,
        bound=finding.bound,
        uncertain=finding.uncertain,
    )
