"""Groups of countries: who is a member on a day, and what holds for all, some or none of the members.

A group says nothing of its own: each member keeps its own verdicts and commitments, and these are counted. What is not
known of one member is counted as not known, never as nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from tracker.errors import BadInput
from tracker.parties import country_list_of, country_lists, find_country, find_group
from tracker.queries.core.agreement_index import agreement_index, party_names
from tracker.queries.core.basis import FindingBasis
from tracker.queries.core.kept import kept
from tracker.queries.core.listed import listed_countries
from tracker.queries.core.reading import READING_STATES, ReadingState
from tracker.queries.core.template_facts import TEMPLATE_GROUPS, template_facts
from tracker.queries.country.countries import (
    Commitment,
    CountryProvision,
    binding_state,
    country_commitments,
    country_provisions,
)
from tracker.queries.country.coverage import CoveredAgreement, country_coverage
from tracker.queries.country.policies import PolicyRow, PolicyState, country_policies, policy_facts
from tracker.queries.spread.spread import StrengthLabel

POLICY_STATES: tuple[PolicyState, ...] = ("closed", "restricted", "open", "not_known")

Extent = Literal["all", "some", "none", "not_known"]
"""For which members a policy is closed or restricted: `none` only where it is open for each of them; `not_known` where
it is bound for none, and not known of some."""


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """The countries of a group on a day.

    - `code`: its code, None for a list of the visitor's own.
    - `members`: ISO 3166 alpha-3, sorted; of a list of one's own as given.
    - `without_agreements`: members that are a party to no stored agreement.
    - `doubtful`: members that had been announced to leave by the day, with that day; whether they did is not known.
    - `sources`: addresses that state the membership; `parties_of`: the slug of the agreement whose parties they are.
    """

    code: str | None
    members: tuple[str, ...]
    day: date
    without_agreements: tuple[str, ...] = ()
    doubtful: tuple[tuple[str, date], ...] = ()
    sources: tuple[str, ...] = ()
    parties_of: str | None = None


@dataclass(frozen=True, slots=True)
class GroupPolicy:
    """One policy in a group: the state for each member; `coming`: what is signed would make it stricter for these."""

    policy: str
    by_member: Mapping[str, PolicyState]
    coming: tuple[str, ...]

    @property
    def counts(self) -> dict[PolicyState, int]:
        """How many members each state has, all states named, in the order of POLICY_STATES."""
        counted = Counter(self.by_member.values())
        return {state: counted[state] for state in POLICY_STATES}

    @property
    def bound(self) -> int:
        """For how many members it is closed or restricted."""
        return self.counts["closed"] + self.counts["restricted"]

    @property
    def extent(self) -> Extent:
        """For which members it is closed or restricted."""
        counts = self.counts
        if self.bound:
            return "all" if self.bound == len(self.by_member) else "some"
        return "not_known" if counts["not_known"] else "none"

    def members(self, state: PolicyState) -> tuple[str, ...]:
        """The members for which it is in this state."""
        return tuple(iso3 for iso3, own in self.by_member.items() if own == state)


@dataclass(frozen=True, slots=True)
class GroupProvision:
    """One rule of the template in force for at least one member: `by_member`, with the strength for each of those, and
    `basis`, how that is known."""

    provision: str
    by_member: Mapping[str, StrengthLabel]
    uncertain: tuple[str, ...]
    basis: Mapping[str, FindingBasis] = field(default_factory=dict)

    def members(self, strength: StrengthLabel) -> tuple[str, ...]:
        """The members it binds with this strength."""
        return tuple(iso3 for iso3, own in self.by_member.items() if own == strength)


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """The agreements in force for at least one member, each counted once: by reading state, all states named; and those
    in which a rule that was not found may stand all the same, the ones that bind most members first (`unknown` with how
    many they bind)."""

    in_force: int
    by_state: Mapping[ReadingState, int]
    unknown: tuple[tuple[CoveredAgreement, int], ...]

    @property
    def complete(self) -> bool:
        """Whether what was not found in them is not there."""
        return not self.unknown


def country_group(session: Session, code: str, day: date | None = None) -> CountryGroup:
    """The members of a group (`tracker.parties.country_lists`) on a day (default: today).

    Of the parties of an agreement those that it binds on the day, or may. Raises BadInput for an unknown group.
    """
    on = day or date.today()
    chosen = country_list_of(code)
    members, agreement = listed_countries(session, code, on)
    return CountryGroup(
        code,
        members,
        on,
        _without_agreements(session, members),
        chosen.doubtful(on),
        chosen.sources,
        agreement.slug if agreement is not None else None,
    )


def own_group(session: Session, members: Sequence[str], day: date | None = None) -> CountryGroup:
    """A list of the visitor's own, each country once."""
    known = tuple(dict.fromkeys(members))
    return CountryGroup(None, known, day or date.today(), _without_agreements(session, known))


def group_choices(session: Session, day: date | None = None) -> dict[str, int]:
    """The groups that can be asked for, with how many members they have on the day (default: today); those of which no
    member is a party to a stored agreement are left out."""
    found = {code: country_group(session, code, day) for code in country_lists()}
    return {
        code: len(group.members)
        for code, group in found.items()
        if len(group.members) > len(group.without_agreements)
    }


def asked_group(session: Session, words: str, day: date | None = None) -> CountryGroup:
    """The group that `words` name: its code or name, or countries with commas between them (codes or names).

    Raises BadInput for what is neither.
    """
    code = words.strip().upper()
    named = code if code in country_lists() else find_group(words)
    if named is not None:
        return country_group(session, named, day)
    members = []
    for word in filter(None, (part.strip() for part in words.split(","))):
        iso3 = find_country(word)
        if iso3 is None:
            raise BadInput(
                f"unknown group or country {word!r}; give a code such as {', '.join(list(country_lists())[:6])}, "
                "or countries with commas between them, such as KEN,UGA,TZA."
            )
        members.append(iso3)
    if not members:
        raise BadInput("no country is named; give a group, or countries with commas between them.")
    return own_group(session, members, day)


def _without_agreements(session: Session, members: Sequence[str]) -> tuple[str, ...]:
    known = party_names(session)
    return tuple(iso3 for iso3 in members if iso3 not in known)


def group_policies(rows: Mapping[str, Sequence[PolicyRow]]) -> list[GroupPolicy]:
    """One row per policy, in the order of the page, from what `country_policies` gives for each member."""
    by_member = {iso3: {row.policy: row for row in own} for iso3, own in rows.items()}
    return [
        GroupPolicy(
            facts.code,
            {iso3: own[facts.code].state for iso3, own in by_member.items()},
            tuple(iso3 for iso3, own in by_member.items() if own[facts.code].signed is not None),
        )
        for facts in policy_facts()
    ]


def group_provisions(commitments: Mapping[str, Sequence[Commitment]]) -> list[GroupProvision]:
    """The template's rules in force for at least one member, those that bind most members first, from what
    `country_commitments` gives for each; a member's strength is that of its strongest commitment. Rules for one sector
    only are not counted."""
    facts = template_facts()
    bound: defaultdict[str, dict[str, CountryProvision]] = defaultdict(dict)
    for iso3, own in commitments.items():
        for row in country_provisions(own):
            known = facts.provision(row.provision)
            if (
                row.strength is not None
                and not row.sectoral
                and known.group in TEMPLATE_GROUPS
                and known.has_strength
            ):
                bound[row.provision][iso3] = row
    found = [
        GroupProvision(
            code,
            {iso3: row.strength for iso3, row in rows.items() if row.strength is not None},
            tuple(iso3 for iso3, row in rows.items() if row.uncertain),
            {iso3: row.basis for iso3, row in rows.items()},
        )
        for code, rows in bound.items()
    ]
    return sorted(
        found,
        key=lambda row: (
            -len(row.members("hard")),
            -len(row.by_member),
            facts.provision(row.provision).order,
        ),
    )


def _asked(iso3: str, day: date | None) -> tuple[str] | tuple[str, date]:
    """The arguments as the pages about one country write them, so that group and country share their answers."""
    return (iso3,) if day is None else (iso3, day)


def policies_of_group(session: Session, members: Sequence[str], day: date | None = None) -> list[GroupPolicy]:
    """`group_policies` of these members on a day (default: today)."""
    return group_policies({iso3: kept(session, country_policies, *_asked(iso3, day)) for iso3 in members})


def provisions_of_group(
    session: Session, members: Sequence[str], day: date | None = None
) -> list[GroupProvision]:
    """`group_provisions` of these members on a day (default: today)."""
    return group_provisions(
        {iso3: kept(session, country_commitments, *_asked(iso3, day)) for iso3 in members}
    )


def group_coverage(session: Session, members: Sequence[str], day: date | None = None) -> GroupCoverage:
    """What has been read on a day (default: today) of all that is in force for at least one member."""
    wanted = set(members)
    reading: dict[str, ReadingState] = {}
    for agreement in agreement_index(session):
        own = wanted.intersection(member.iso3 for member in agreement.members)
        if any(binding_state(agreement, iso3, day) == "in_force" for iso3 in own):
            reading[agreement.slug] = agreement.reading
    counted = Counter(reading.values())
    binds: Counter[str] = Counter()
    unknown: dict[str, CoveredAgreement] = {}
    for iso3 in members:
        for covered in kept(session, country_coverage, *_asked(iso3, day)).unknown:
            binds[covered.slug] += 1
            unknown[covered.slug] = covered
    return GroupCoverage(
        len(reading),
        {state: counted[state] for state in READING_STATES},
        tuple(
            (unknown[slug], number)
            for slug, number in sorted(binds.items(), key=lambda pair: (-pair[1], unknown[pair[0]].name))
        ),
    )
