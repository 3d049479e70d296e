"""Policies: what a country can still do, and which clauses of its agreements prevent the rest.

The rule. A clause counts where `tracker/template/policies.yaml` lists its provision under the policy and its agreement
is in force for the country, and its article not replaced for it (`tracker.queries.core.replaced`).

* `closed`: a hard clause for every sector that is known to have no exception of its own: neither a known one, nor other
  words that may limit it (the note `limited`: what they do was not read, and the exception is not known).
* `restricted`: a hard clause with an exception, or of which none is known; one that reaches one sector only (its
  finding's scope); one that by its nature demands less than the policy does (`effect: restricts`), or leaves a part
  of its subject out (`narrowed_by`: mass-market software only); or only soft clauses. Those by which the parties only
  cooperate or find something important (the note `aspiration`) have no effect.
* `open`: no clause in force, and every agreement in force for the country is read or coded in full, or known to hold
  no digital rules.
* `not_known`: no clause was found, but agreements in force were not read (`country_coverage` names them), none is
  known to be in force, or of one that has such a clause or was not read it is not known whether it is in force.

No state rests on an uncertain finding (docs/review.md), nor does *open* rest on calling one false. An uncertain clause
that would make the state stricter is named apart from it (`PolicyRow.uncertain_grounds`, `uncertain_state`); where
nothing else is found and all is read, the state is `not_known`.

A clause of which nobody assessed whether it has an exception (most of those only reported by public sources, some coded
by hand) restricts: that it closes is not proven.

The rule is ours. It follows how campaigners and WTO panels read treaty language: "shall" binds, "shall endeavour" asks
for an effort, and an exception must be proved by the side that invokes it (see docs/dashboard.md).

* The agreement's general and security exceptions do not change the state, since nearly every agreement has them and
  they must be won case by case; they are listed with the clause (`PolicyGround.elsewhere`).
* Texts that are not stored, reservations in schedules, what a chapter leaves out in its article on scope (financial
  services, audio-visual works), and WTO law are not counted.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from sqlalchemy.orm import Session

from tracker.life import KnownDay, last_of
from tracker.matching.types import ASPIRATION, LIMITED
from tracker.models.life import BASES
from tracker.queries.agreement.applicable_exceptions import (
    EXCEPTION,
    ExceptionElsewhere,
    exceptions_among,
)
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.articles import ArticleRef, CitedFinding
from tracker.queries.core.basis import READ_HERE, FindingBasis
from tracker.queries.core.bound import binds
from tracker.queries.core.orders import clause_sector, strictness
from tracker.queries.core.replaced import counted_findings, replacements
from tracker.queries.country.countries import CountryAgreement, binding_state, country_agreement, may_bind
from tracker.queries.spread.spread import StrengthLabel, strength_label
from tracker.template import Closure, Policy, shipped_policies

PolicyState = Literal["open", "not_known", "restricted", "closed"]

_ORDER: tuple[PolicyState, ...] = ("open", "not_known", "restricted", "closed")


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """One policy with its words for people: `group` is digital or economy; `provisions` are those that prevent it."""

    code: str
    group: str
    title: str
    explainer: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyGround:
    """The effect of one agreement on a policy, by its strictest clause on the policy's provisions.

    - `effect`: closed or restricted.
    - `sector`: the one sector a hard clause is limited to (`orders.clause_sector`).
    - `since`: the day of entry into force; that of signature while it is pending.
    - `kinds`: codes of the exceptions in the clause.
    - `elsewhere`: exceptions of the chapter or the agreement that may apply to it (only where the provision's
      exceptions are read).
    - `articles`: how many articles have it.
    - `basis`: how its clause is known.
    - `scope`, `bound`: whom its clause reaches, and the codes of the parties it binds (() for every party).
    - `uncertain`: its clause is an uncertain finding.
    - `limited`: its words may limit it, and what they do was not read; `in_part`: clauses of its kind demand less than
      the policy does, or this one leaves a part of its subject out.
    """

    agreement: CountryAgreement
    provision: str
    strength: StrengthLabel
    exception: bool | None
    effect: PolicyState
    sector: str | None
    since: KnownDay | None
    article: ArticleRef
    kinds: tuple[str, ...]
    elsewhere: tuple[ExceptionElsewhere, ...]
    articles: int
    basis: FindingBasis = READ_HERE
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False
    limited: bool = False
    in_part: bool = False


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """The state of one policy for a country. All but the last two fields are of certain findings.

    - `state`: by what is in force; `since`: the first day of this state (None: open, or unknown).
    - `signed`: the stricter state once all that is signed is in force (None: it would not be stricter).
    - The grounds are sorted from the strictest, of equally strict ones the oldest first; `pending` are those of
      agreements signed but not in force.
    - `basis`: the firmest on which the state rests (None where it is open or not known).
    - `unread`: how many agreements in force may hold a clause on it that was not found.
    - `uncertain`: how many hold one or may, of which it is not known whether they are in force for the country.
    - `uncertain_grounds`: by agreement in force, the strictest of its uncertain clauses, where that would be stricter
      than its certain ones; `uncertain_state`: the stricter state that they would make (None: no stricter one).
    """

    policy: str
    state: PolicyState
    since: KnownDay | None
    signed: PolicyState | None
    grounds: tuple[PolicyGround, ...]
    pending: tuple[PolicyGround, ...]
    basis: str | None = None
    unread: int = 0
    uncertain: int = 0
    uncertain_state: PolicyState | None = None
    uncertain_grounds: tuple[PolicyGround, ...] = ()


@cache
def policy_facts(language: str = "en") -> tuple[PolicyFacts, ...]:
    """All policies in the order of the page, in `language` where they are translated into it."""
    return tuple(_facts(policy, language) for policy in shipped_policies().policies)


def country_policies(session: Session, iso3: str, day: date | None = None) -> list[PolicyRow]:
    """The state of every policy for the country (ISO 3166 alpha-3) on a day (default: today), in the order of the page.

    For a country without stored agreements every policy is not known.
    """
    agreements = {a.id: a for a in agreement_index(session) if a.member(iso3) is not None}
    findings: defaultdict[str, list[CitedFinding]] = defaultdict(list)
    counted = counted_findings(session, iso3, day, agreement_ids=agreements)
    for finding in counted:
        findings[finding.provision].append(finding)
    elsewhere = {
        (applicable.article.article_id, applicable.provision): applicable.elsewhere
        for applicable in exceptions_among(counted)
    }
    in_doubt = [one for one in agreements.values() if may_bind(one, iso3, day)]
    unread = {goods: _unread(session, agreements.values(), iso3, day, goods=goods) for goods in (False, True)}
    not_sure = {goods: _not_known(session, in_doubt, iso3, day, goods=goods) for goods in (False, True)}
    rows = []
    for policy in shipped_policies().policies:
        grounds = _grounds(policy, findings, agreements, iso3, elsewhere, day)
        in_force = tuple(g for g in grounds if g.agreement.state == "in_force" and not g.uncertain)
        pending = tuple(g for g in grounds if g.agreement.state == "pending" and not g.uncertain)
        doubtful = tuple(g for g in grounds if g.agreement.state == "in_force" and g.uncertain)
        state, signed, perhaps = _strictest(in_force), _strictest(pending), _strictest(doubtful)
        missed = unread[policy.goods_annexes]
        uncertain = not_sure[policy.goods_annexes] | (
            {ground.agreement.slug for ground in grounds} & {one.slug for one in in_doubt}
        )
        if state == "open" and (missed != 0 or uncertain or doubtful):
            state = "not_known"
        rows.append(
            PolicyRow(
                policy=policy.code,
                state=state,
                since=min(
                    (g.since for g in in_force if g.effect == state and g.since), key=last_of, default=None
                ),
                signed=signed if is_stricter(signed, state) else None,
                grounds=in_force,
                pending=pending,
                basis=_firmest(ground.basis.firmness for ground in in_force if ground.effect == state),
                unread=missed or 0,
                uncertain=len(uncertain),
                uncertain_state=perhaps if is_stricter(perhaps, state) else None,
                uncertain_grounds=doubtful,
            )
        )
    return rows


def _unread(
    session: Session, agreements: Iterable[AgreementFacts], iso3: str, day: date | None, *, goods: bool
) -> int | None:
    """How many agreements in force may hold a clause that was not found; with `goods`, also in an annex on goods.

    None where nothing is in force that is known: a policy without any clause is open only where the number is 0.
    """
    in_force = [one for one in agreements if binding_state(one, iso3, day) == "in_force"]
    return len(_not_known(session, in_force, iso3, day, goods=goods)) if in_force else None


def _not_known(
    session: Session, agreements: Iterable[AgreementFacts], iso3: str, day: date | None, *, goods: bool
) -> set[str]:
    """The slugs of those that may hold a clause that was not found; with `goods`, also in an annex on goods."""
    known = replacements(session)
    on = day or date.today()
    return {
        one.slug
        for one in agreements
        if not ((one.goods_known if goods else one.fully_known) or known.nothing_left(one.id, iso3, on))
    }


def _firmest(bases: Iterable[str]) -> str | None:
    return min(bases, key=BASES.index, default=None)


def effect_of(
    strength: str | None,
    exception: bool | None,
    *,
    one_sector: bool = False,
    may_close: bool = True,
    notes: Container[str] = (),
) -> PolicyState:
    """The effect of one clause on a policy, by the rule above."""
    if strength == "hard":
        return "closed" if exception is False and may_close and not one_sector else "restricted"
    return "restricted" if strength == "soft" and ASPIRATION not in notes else "open"


def policy_effects(findings: Iterable[CitedFinding]) -> dict[str, PolicyState]:
    """The effect of these clauses together, of one agreement or several, on each policy they concern. Uncertain ones
    have none."""
    clauses = [finding for finding in findings if not finding.uncertain]
    effects: dict[str, PolicyState] = {}
    for policy in shipped_policies().policies:
        touched = [
            _clause(closure, finding).effect
            for closure in policy.closed_by
            for finding in clauses
            if _stands_under(closure, finding)
        ]
        state: PolicyState = max(touched, key=_ORDER.index, default="open")
        if state != "open":
            effects[policy.code] = state
    return effects


def is_stricter(state: PolicyState, than: PolicyState) -> bool:
    """Whether a state is stricter than another one."""
    return _ORDER.index(state) > _ORDER.index(than)


def _facts(policy: Policy, language: str) -> PolicyFacts:
    words = {**policy.translations}.get(language, policy)  # type: ignore[call-overload]
    provisions = tuple(dict.fromkeys(closure.provision for closure in policy.closed_by))
    return PolicyFacts(policy.code, policy.group, words.title, words.explainer, provisions)


def _grounds(
    policy: Policy,
    findings: dict[str, list[CitedFinding]],
    agreements: dict[int, AgreementFacts],
    iso3: str,
    elsewhere: dict[tuple[int, str], tuple[ExceptionElsewhere, ...]],
    day: date | None,
) -> list[PolicyGround]:
    """One ground per agreement that has a clause on the policy's provisions: by its certain ones, and one more by the
    uncertain ones, where these would be stricter."""
    under: defaultdict[int, list[_Clause]] = defaultdict(list)
    for closure in policy.closed_by:
        for finding in findings[closure.provision]:
            if _stands_under(closure, finding) and binds(finding.bound, iso3, day):
                under[finding.agreement_id].append(_clause(closure, finding))
    grounds = [
        _ground(country_agreement(agreements[agreement_id], iso3, day=day), clauses, elsewhere)
        for agreement_id, found in under.items()
        for clauses in _certain_and_not(found)
    ]
    return sorted(
        (ground for ground in grounds if ground.effect != "open"),
        key=lambda ground: (
            -_ORDER.index(ground.effect),
            ground.strength != "hard",
            ground.sector is not None,
            -strictness(ground),
            last_of(ground.since),
            ground.agreement.name,
        ),
    )


def _stands_under(closure: Closure, finding: CitedFinding) -> bool:
    if finding.provision != closure.provision:
        return False
    return not closure.notes or bool(set(closure.notes) & set(finding.notes))


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause on a policy's provisions, and its effect on the policy."""

    finding: CitedFinding
    effect: PolicyState
    sector: str | None
    in_part: bool

    @property
    def weight(self) -> tuple[int, bool, bool, int]:
        """The stricter, the greater: by effect, then as `orders.general_clause`, where a rule made for one sector is
        general for the policies of that sector."""
        hard = self.finding.strength == "hard"
        return _ORDER.index(self.effect), hard, self.sector is None, strictness(self.finding)


def _clause(closure: Closure, finding: CitedFinding) -> _Clause:
    sector = None if closure.sectoral else clause_sector(finding)
    in_part = closure.effect == "restricts" or shipped_policies().narrowed(finding.notes)
    effect = effect_of(
        finding.strength,
        finding.exception,
        one_sector=sector is not None,
        may_close=not in_part,
        notes=finding.notes,
    )
    hard = finding.strength == "hard"
    return _Clause(finding, effect, sector if hard else None, hard and in_part)


def _certain_and_not(clauses: Sequence[_Clause]) -> list[list[_Clause]]:
    """The certain clauses; then the uncertain ones that would have a stricter effect. Neither list is empty."""
    certain = [clause for clause in clauses if not clause.finding.uncertain]
    proven = max((_ORDER.index(clause.effect) for clause in certain), default=0)
    uncertain = [c for c in clauses if c.finding.uncertain and _ORDER.index(c.effect) > proven]
    return [found for found in (certain, uncertain) if found]


def _ground(
    agreement: CountryAgreement,
    clauses: Sequence[_Clause],
    elsewhere: dict[tuple[int, str], tuple[ExceptionElsewhere, ...]],
) -> PolicyGround:
    strictest = max(clauses, key=lambda clause: clause.weight)
    finding = strictest.finding
    return PolicyGround(
        agreement=agreement,
        provision=finding.provision,
        strength=strength_label(finding.strength),
        exception=finding.exception,
        effect=strictest.effect,
        sector=strictest.sector,
        since=agreement.date_signed if agreement.state == "pending" else agreement.date_in_force,
        article=finding.article,
        kinds=tuple(note.removeprefix(EXCEPTION) for note in finding.notes if note.startswith(EXCEPTION)),
        elsewhere=elsewhere.get((finding.article.article_id, finding.provision), ()),
        articles=len({clause.finding.article.article_id for clause in clauses}),
        basis=finding.basis,
        scope=finding.scope,
        bound=finding.bound,
        uncertain=finding.uncertain,
        limited=LIMITED in finding.notes,
        in_part=strictest.in_part,
    )


def _strictest(grounds: Iterable[PolicyGround]) -> PolicyState:
    return max((ground.effect for ground in grounds), key=_ORDER.index, default="open")
