"""Country: all commitments of one country, with agreement, article, the sides toward which it is bound, and date."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

from sqlalchemy.orm import Session

from tracker.life import Kind, KnownDay, Status, last_of
from tracker.models.life import BASES
from tracker.queries.core.agreement_index import (
    AgreementFacts,
    Side,
    agreement_index,
    first_links,
    party_names,
)
from tracker.queries.core.articles import ArticleRef, CitedFinding
from tracker.queries.core.basis import READ_HERE, BasisCounts, FindingBasis, count_bases
from tracker.queries.core.binding import binding_clause, only_for_sector
from tracker.queries.core.endings import Ending, ending_for
from tracker.queries.core.orders import (
    is_uncertain,
    rank_of,
    strength_of_rank,
    strictness,
)
from tracker.queries.core.replaced import counted_findings
from tracker.queries.core.strongest_by_day import StrongestByDay
from tracker.queries.core.template_facts import template_facts
from tracker.queries.spread.spread import StrengthLabel, strength_label

BindingState = Literal["in_force", "pending", "ended", "draft", "never", "unknown"]
"""`in_force`; `pending`: signed, not in force; `ended`: agreement inactive or the country no longer a party;
`draft`: not signed (in negotiation, or a draft text); `never`: it did not bind the country and no longer can;
`unknown`: the facts do not say."""

_STATES: dict[Kind, BindingState] = {
    "in_force": "in_force",
    "provisionally_applied": "in_force",
    "signed": "pending",
    "never_took_effect": "never",
    "ended": "ended",
    "superseded": "ended",
    "under_negotiation": "draft",
    "not_a_party": "unknown",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class CountryRow:
    """One country of the list: its agreements by state, and provisions in force by strength.

    `facts_only` counts those of them, in any state, of which no text is stored. `bases`: on what
    the strongest commitments of its provisions in force rest, of equally strong ones the firmest; `uncertain`: how
    many of its provisions in force, at any strength, were found by uncertain findings only.
    """

    iso3: str
    name: str
    in_force: int
    pending: int
    ended: int
    provisions_hard: int
    provisions_soft: int
    facts_only: int = 0
    bases: BasisCounts = ()
    uncertain: int = 0


@dataclass(frozen=True, slots=True)
class CountryAgreement:
    """One agreement of a country. `via_group` names the group through which it is bound, if any.

    `date_in_force`: the first day on which it bound the country, or its month or year where no more is known;
    `date_inactive`: the first on which it no longer does.
    `ending`: why it does not bind the country (any more).
    `provisional`: it is only applied provisionally; `date_fully`: the first day fully in force, where that was later.
    `facts_only`: only facts are known, from a source's list; `link`: the address at which it is published.
    """

    slug: str
    name: str
    state: BindingState
    date_signed: date | None
    date_in_force: KnownDay | None
    date_inactive: date | None
    toward: tuple[Side, ...]
    via_group: str | None
    facts_only: bool = False
    link: str | None = None
    year_signed: int | None = None
    ending: Ending | None = None
    provisional: bool = False
    date_fully: KnownDay | None = None


@dataclass(frozen=True, slots=True)
class CommitmentArticle:
    """One article that makes a commitment, with what was found in it, and how that is known.

    `scope` is whom its rule reaches, `bound` the codes of the parties it binds, () for every party; `uncertain`: the
    reviewer holds the finding improbable (docs/review.md).
    """

    article: ArticleRef
    strength: StrengthLabel
    exception: bool | None
    basis: FindingBasis = READ_HERE
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one agreement binds a country to on one provision.

    `since` is the date of entry into force, or that of signature while it is pending; `basis` the firmest on which
    the strongest clause rests. `uncertain`: every finding is uncertain. Strength and exception are those of the main
    clause, the strictest of the rules for every sector; of the rules for one sector only where there are no others, and
    then it is `sectoral` (never for provisions that are about a sector). `scope` and `bound` are those of that clause.
    """

    provision: str
    strength: StrengthLabel
    exception: bool | None
    rank: int
    since: KnownDay | None
    agreement: CountryAgreement
    articles: tuple[CommitmentArticle, ...]
    basis: FindingBasis = READ_HERE
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False
    sectoral: bool = False

    @property
    def main(self) -> CommitmentArticle:
        """The article that makes the commitment what it is: that of the main clause."""
        return binding_clause(self.provision, self.articles)


@dataclass(frozen=True, slots=True)
class CountryProvision:
    """One provision for one country: what is in force, what is pending, what has ended.

    `strength`, `exception` and `since` are of what is in force (None: nothing is); `since` is the first day on which a
    commitment of that strength was in force. `pending_strength` is that of the strongest signed one. `basis` and
    `pending_basis` are the firmest on which the strongest in force and the strongest signed rest; `uncertain` and
    `pending_uncertain`: what is in force, and what is signed, rests on uncertain findings only; `sectoral`,
    `pending_sectoral`: it is for one sector only. Rules for every sector come before those, however strict.
    """

    provision: str
    strength: StrengthLabel | None
    exception: bool | None
    since: KnownDay | None
    agreements: int
    pending_strength: StrengthLabel | None
    pending: int
    ended: int
    basis: FindingBasis = READ_HERE
    pending_basis: FindingBasis = READ_HERE
    uncertain: bool = False
    pending_uncertain: bool = False
    sectoral: bool = False
    pending_sectoral: bool = False


def binding_state(agreement: AgreementFacts, iso3: str, day: date | None = None) -> BindingState:
    """How the agreement binds this country on a day (default: today), by `tracker.life.status`."""
    return _STATES[agreement.status_for(iso3, day or date.today()).kind]


def may_bind(agreement: AgreementFacts, iso3: str, day: date | None = None) -> bool:
    """Whether it is not known if the agreement binds this country on a day (default: today): it may."""
    return agreement.status_for(iso3, day or date.today()).kind == "unknown"


def country_name(session: Session, iso3: str) -> str | None:
    """The country's name, None when it is a party to no stored agreement."""
    return party_names(session).get(iso3)


def country_list(session: Session) -> list[CountryRow]:
    """Every country that is or was a party to an agreement, by name.

    Rules for one sector only are not counted among its provisions, but of provisions that are about a sector.
    """
    by_day, today = StrongestByDay(session, general=True), date.today()
    states: defaultdict[str, Counter[BindingState]] = defaultdict(Counter)
    strongest: defaultdict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    names: dict[str, str] = {}
    listed: Counter[str] = Counter()
    for agreement in agreement_index(session):
        for member in agreement.members:
            names[member.iso3] = member.name
            listed[member.iso3] += agreement.facts_only
            state = binding_state(agreement, member.iso3)
            states[member.iso3][state] += 1
            if state == "in_force" and not agreement.facts_only:
                ranks = strongest[member.iso3]
                for code, commitment in by_day.on(agreement.id, member.iso3, today).items():
                    weight = commitment.rank, -BASES.index(commitment.basis.firmness)
                    ranks[code] = max(ranks.get(code, weight), weight)
    rows = []
    for iso3, name in sorted(names.items(), key=lambda item: item[1]):
        strengths = Counter(strength_of_rank(rank) for rank, _ in strongest[iso3].values())
        counted = states[iso3]
        rows.append(
            CountryRow(
                iso3=iso3,
                name=name,
                in_force=counted["in_force"],
                pending=counted["pending"],
                ended=counted["ended"],
                provisions_hard=strengths["hard"],
                provisions_soft=strengths["soft"],
                facts_only=listed[iso3],
                bases=count_bases(BASES[-firmness] for _, firmness in strongest[iso3].values()),
                uncertain=sum(is_uncertain(rank) for rank, _ in strongest[iso3].values()),
            )
        )
    return rows


def country_agreements(session: Session, iso3: str) -> list[CountryAgreement]:
    """The country's agreements, oldest first, including those of which only facts are known (`facts_only`)."""
    links = first_links(session)
    return [
        country_agreement(agreement, iso3, links.get(agreement.id))
        for agreement in agreement_index(session)
        if agreement.member(iso3) is not None
    ]


def country_commitments(session: Session, iso3: str, day: date | None = None) -> list[Commitment]:
    """Every commitment of the country: one per agreement and provision, by provision, the strongest first, those for
    one sector only last.

    Agreements that ended or are pending are included; `agreement.state` says which they are on the `day` (default:
    today). Articles that are replaced for the country on the day are left out.
    """
    agreements = {a.id: a for a in agreement_index(session) if a.member(iso3) is not None}
    found: defaultdict[tuple[int, str], list[CitedFinding]] = defaultdict(list)
    for finding in counted_findings(session, iso3, day, agreement_ids=agreements):
        found[finding.agreement_id, finding.provision].append(finding)
    shown = {key: country_agreement(agreement, iso3, day=day) for key, agreement in agreements.items()}
    commitments = [
        _commitment(provision, shown[agreement_id], findings)
        for (agreement_id, provision), findings in found.items()
    ]
    facts = template_facts()
    return sorted(
        commitments,
        key=lambda c: (
            facts.provision(c.provision).order,
            c.provision,
            c.sectoral,
            -c.rank,
            last_of(c.since),
        ),
    )


def country_provisions(commitments: Iterable[Commitment]) -> list[CountryProvision]:
    """One row per provision of `country_commitments`, in the template's order."""
    by_code: defaultdict[str, list[Commitment]] = defaultdict(list)
    for commitment in commitments:
        by_code[commitment.provision].append(commitment)
    return [_country_provision(code, by_code[code]) for code in template_facts().sorted_codes(by_code)]


def _country_provision(code: str, commitments: list[Commitment]) -> CountryProvision:
    states: defaultdict[BindingState, list[Commitment]] = defaultdict(list)
    for commitment in commitments:
        states[commitment.agreement.state].append(commitment)
    binding, pending = states["in_force"], states["pending"]
    strongest, coming = _strongest(binding), _strongest(pending)
    return CountryProvision(
        provision=code,
        strength=strongest.strength if strongest else None,
        exception=strongest.exception if strongest else None,
        since=min(
            (
                c.since
                for c in binding
                if strongest
                and (c.strength, c.sectoral) == (strongest.strength, strongest.sectoral)
                and c.since
            ),
            key=last_of,
            default=None,
        ),
        agreements=len(binding),
        pending_strength=coming.strength if coming else None,
        pending=len(pending),
        ended=len(states["ended"]),
        basis=strongest.basis if strongest else READ_HERE,
        pending_basis=coming.basis if coming else READ_HERE,
        uncertain=strongest.uncertain if strongest else False,
        pending_uncertain=coming.uncertain if coming else False,
        sectoral=strongest.sectoral if strongest else False,
        pending_sectoral=coming.sectoral if coming else False,
    )


def _strongest(commitments: Iterable[Commitment]) -> Commitment | None:
    """The strongest of those for every sector, else of all; of equally strong ones the firmest."""
    return max(
        commitments,
        key=lambda one: (not one.sectoral, one.rank, -BASES.index(one.basis.firmness)),
        default=None,
    )


def country_agreement(
    agreement: AgreementFacts, iso3: str, link: str | None = None, day: date | None = None
) -> CountryAgreement:
    """What the agreement is to the country on a day (default: today)."""
    day = day or date.today()
    member = agreement.member(iso3)
    now = agreement.status_for(iso3, day)
    since, until = _own_days(agreement, iso3, day)
    return CountryAgreement(
        slug=agreement.slug,
        name=agreement.name,
        state=_STATES[now.kind],
        date_signed=agreement.date_signed,
        date_in_force=since,
        date_inactive=until,
        toward=agreement.toward(iso3),
        via_group=member.via_group if member else None,
        facts_only=agreement.facts_only,
        link=link,
        year_signed=agreement.year_signed,
        ending=ending_for(agreement, iso3, day),
        provisional=now.provisional,
        date_fully=_fully(now),
    )


def _fully(now: Status) -> KnownDay | None:
    """The first day fully in force of the period in which a day lies, where it was first applied provisionally."""
    if now.period is None or now.provisional or now.period.in_force_from is None:
        return None
    full = now.period.in_force_from
    return full.known if full.first > now.period.begin.last else None


def _own_days(agreement: AgreementFacts, iso3: str, day: date) -> tuple[KnownDay | None, date | None]:
    """The first day on which the agreement bound the country, and the first on which it no longer does, of the last
    period that had begun by a day (else of the first to come); None where it is not known."""
    periods = agreement.life.periods.get(iso3, ()) if agreement.life else ()
    if not periods:
        return None, None
    begun = [period for period in periods if period.begin.first <= day]
    last = begun[-1] if begun else periods[0]
    end = last.end.after.exact if last.end is not None else None
    return last.begin.known, end


def _commitment(provision: str, agreement: CountryAgreement, findings: list[CitedFinding]) -> Commitment:
    main = binding_clause(provision, findings)
    sectoral = partial(only_for_sector, provision)
    rank = rank_of(main.strength, main.exception, uncertain=main.uncertain)
    firmest = min(
        (
            finding.basis
            for finding in findings
            if (sectoral(finding), finding.uncertain, strictness(finding))
            == (sectoral(main), main.uncertain, strictness(main))
        ),
        key=lambda basis: BASES.index(basis.firmness),
    )
    return Commitment(
        provision=provision,
        strength=strength_label(main.strength),
        exception=main.exception,
        rank=rank,
        since=agreement.date_signed if agreement.state == "pending" else agreement.date_in_force,
        agreement=agreement,
        articles=tuple(
            CommitmentArticle(
                finding.article,
                strength_label(finding.strength),
                finding.exception,
                finding.basis,
                finding.scope,
                finding.bound,
                finding.uncertain,
            )
            for finding in findings
        ),
        basis=firmest,
        scope=main.scope,
        bound=main.bound,
        uncertain=main.uncertain,
        sectoral=sectoral(main),
    )
