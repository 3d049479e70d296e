"""Country brief: the most important facts about one country, selected to fit two printed pages.

The selection rule is ours; it follows what a campaigner is asked first.

* Policies: all closed or restricted ones, each with its strictest clause; the open ones by name.
* Commitments in force: one per provision, the strictest (of equally strict ones the oldest), rules for every sector
  before those for one. In this order: CORE_PROVISIONS, certain before uncertain ones, rules for every sector before
  those for one, those of the digital core (which prevent a digital policy), hard before soft, without an exception
  before with one, those that most agreements repeat, the template's order.
* Pending: first the agreements that restrict most policies, then those that add most, then the newest. Texts of one
  name and day of signature are one agreement in several languages and listed once.
* Inconsistencies: on provisions in the order of the commitments, then the others.

How many of each are shown is for those to say who know the paper (`CountryBrief.cut`); the number of those not shown is
given (`*_left`).

Data flows, localisation and source code are what is asked first: CORE_POLICIES and CORE_PROVISIONS always have a row,
also where nothing was found or it is not known.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.queries.core.basis import BasisCounts, count_bases
from tracker.queries.core.template_facts import TEMPLATE_GROUPS, template_facts
from tracker.queries.country.countries import Commitment, CountryAgreement
from tracker.queries.country.coverage import CountryCoverage
from tracker.queries.country.inconsistencies import Inconsistency
from tracker.queries.country.pending import PendingAgreement
from tracker.queries.country.policies import PolicyGround, PolicyRow, policy_facts

CORE_POLICIES = ("condition_data_exports", "keep_data_at_home", "inspect_source_code")
CORE_PROVISIONS = ("data_flows", "data_localisation", "source_code")


@dataclass(frozen=True, slots=True)
class BriefCommitment:
    """The strictest commitment in force on one provision. `agreements`: how many agreements in force have the
    provision; `kinds`: codes of the exceptions in the clause, as far as they are read."""

    commitment: Commitment
    agreements: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryBrief:
    """The content of the two pages. `facts_only`: number of agreements that sources list and of which no text is
    stored.

    `provisions_hard` and `provisions_soft` count provisions of the template in force by their strictest commitment;
    exceptions and definitions, which bind nobody to anything, are not among them, nor are rules for one sector only.
    `bases`: on what those counted rest; `uncertain`: how many of them were found by uncertain findings only.
    """

    iso3: str
    in_force: int
    signed: int
    facts_only: int
    provisions_hard: int
    provisions_soft: int
    policies: tuple[PolicyRow, ...]
    commitments: tuple[BriefCommitment, ...]
    commitments_left: int
    pending: tuple[PendingAgreement, ...]
    pending_left: int
    inconsistencies: tuple[Inconsistency, ...]
    inconsistencies_left: int
    coverage: CountryCoverage
    bases: BasisCounts = ()
    uncertain: int = 0

    provisions_in_force: frozenset[str] = frozenset()
    """The template's provisions of which anything is in force, all of them."""

    def cut(self, commitments: int, pending: int, inconsistencies: int) -> "CountryBrief":
        """The same with so many of each, the first ones; the rest is counted."""
        return replace(
            self,
            commitments=self.commitments[:commitments],
            commitments_left=self.commitments_left + len(self.commitments[commitments:]),
            pending=self.pending[:pending],
            pending_left=self.pending_left + len(self.pending[pending:]),
            inconsistencies=self.inconsistencies[:inconsistencies],
            inconsistencies_left=self.inconsistencies_left + len(self.inconsistencies[inconsistencies:]),
        )


def country_brief(
    iso3: str,
    agreements: Iterable[CountryAgreement],
    commitments: Sequence[Commitment],
    policies: Sequence[PolicyRow],
    pending: Iterable[PendingAgreement],
    inconsistencies: Iterable[Inconsistency],
    coverage: CountryCoverage,
) -> CountryBrief:
    """The brief of a country (ISO 3166 alpha-3) from the query results of the Country page, which are computed once for
    both: `country_agreements`, `country_commitments`, `country_policies`, `country_pending`,
    `country_inconsistencies`, `country_coverage`."""
    known = list(agreements)
    states = Counter(agreement.state for agreement in known if not agreement.facts_only)
    in_force = [entry for entry in commitments if entry.agreement.state == "in_force"]
    important = _commitments(in_force, policies)
    strengths = Counter(entry.commitment.strength for entry in important if not entry.commitment.sectoral)
    coming = _once_each(sorted(pending, key=lambda row: (-len(row.policies), -len(row.adds))))
    place = {entry.commitment.provision: at for at, entry in enumerate(important)}
    differing = sorted(inconsistencies, key=lambda row: place.get(row.provision, len(place)))
    return CountryBrief(
        iso3=iso3,
        in_force=coverage.in_force,
        signed=states["pending"],
        facts_only=sum(agreement.facts_only for agreement in known),
        provisions_hard=strengths["hard"],
        provisions_soft=strengths["soft"],
        policies=tuple(policies),
        commitments=tuple(important),
        commitments_left=0,
        pending=tuple(coming),
        pending_left=0,
        inconsistencies=tuple(differing),
        inconsistencies_left=0,
        coverage=coverage,
        bases=count_bases(
            entry.commitment.basis.firmness
            for entry in important
            if entry.commitment.strength in ("hard", "soft") and not entry.commitment.sectoral
        ),
        provisions_in_force=frozenset(entry.commitment.provision for entry in important),
        uncertain=sum(
            entry.commitment.uncertain for entry in important if entry.commitment.strength in ("hard", "soft")
        ),
    )


def _commitments(in_force: Iterable[Commitment], policies: Iterable[PolicyRow]) -> list[BriefCommitment]:
    """One commitment per provision of the template, the most important first (by the rule above)."""
    facts = template_facts()
    strictest: dict[str, Commitment] = {}
    number: Counter[str] = Counter()
    for entry in in_force:
        known = facts.provision(entry.provision)
        if known.group in TEMPLATE_GROUPS and known.has_strength:
            # `country_commitments` gives the strictest of a provision first.
            strictest.setdefault(entry.provision, entry)
            number[entry.provision] += 1
    core = {code for policy in policy_facts() if policy.group == "digital" for code in policy.provisions}
    ordered = sorted(
        strictest.values(),
        key=lambda entry: (
            entry.provision not in CORE_PROVISIONS,
            entry.uncertain,
            entry.sectoral,
            entry.provision not in core,
            entry.strength != "hard",
            -entry.rank,
            -number[entry.provision],
            facts.provision(entry.provision).order,
        ),
    )
    grounds = {
        (ground.agreement.slug, ground.provision): ground for row in policies for ground in row.grounds
    }
    return [
        BriefCommitment(
            commitment=entry,
            agreements=number[entry.provision],
            kinds=_kinds(grounds.get((entry.agreement.slug, entry.provision))),
        )
        for entry in ordered
    ]


def _once_each(rows: list[PendingAgreement]) -> list[PendingAgreement]:
    """The first row of each name and day of signature."""
    first: dict[tuple[str, date | None, int | None], PendingAgreement] = {}
    for row in rows:
        first.setdefault((row.agreement.name, row.agreement.date_signed, row.agreement.year_signed), row)
    return list(first.values())


def _kinds(ground: PolicyGround | None) -> tuple[str, ...]:
    return ground.kinds if ground is not None else ()
