"""The parties to an agreement and the group through which each is bound: signatories and current parties.

Which day matters: for signatories the day of signature, for current parties the latest known membership; but a group
that does not act as one brings its later members in only where a source lists them (Timor-Leste is in ASEAN since 2025,
and not in its agreements of before). A text not yet signed has no day, so the latest membership holds for both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.parties.countries import (
    canonical_code,
    countries_named_in,
    find_country,
    resolve_country,
    successors,
)
from tracker.parties.groups import find_group, group, groups, is_group_code

_SHARE_OF_MEMBERS = 0.5
"""Where a title names a group, this share of its members among the parties makes the group a party.

Half, because not every member signs at once: two of EFTA's four concluded its agreement with Estonia.
"""


@dataclass(frozen=True, slots=True)
class PartyMember:
    """One country in an agreement; `via` is the group through which it is a party, None where it is one by itself."""

    iso3: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class AgreementParties:
    """The parties to one agreement: countries sorted by code, groups in the order in which they were found."""

    signatories: tuple[PartyMember, ...]
    current: tuple[PartyMember, ...]
    groups: tuple[str, ...]


def resolve_party(text: str) -> str:
    """The code of the country or group a person means. Raises BadInput with the nearest name known."""
    return find_country(text) or find_group(text) or resolve_country(text)


def expand_parties(codes: Iterable[str], on: date | None) -> tuple[PartyMember, ...]:
    """Countries behind a list of country and group codes, on a day (None: latest known membership).

    A country that is listed by itself and is also a member of a listed group is a party in its own right. Raises
    BadInput for an unknown code.
    """
    listed = list(dict.fromkeys(codes))
    alone = [canonical_code(code) for code in listed if not is_group_code(code)]
    found = {iso3: PartyMember(iso3) for iso3 in alone}
    for code in listed:
        if is_group_code(code):
            for iso3 in group(code).members(on):
                found.setdefault(iso3, PartyMember(iso3, code))
    return tuple(sorted(found.values(), key=lambda member: member.iso3))


def signing_codes(members: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """Codes of those who sign, sorted, from (country, group through which it is a party): the group where it acts as
    one, else the country."""
    return tuple(sorted({via if via and group(via).acts_as_one else iso3 for iso3, via in members}))


def detect_groups(name: str, party_codes: Sequence[str], on: date | None) -> tuple[str, ...]:
    """Groups that are parties to an agreement whose source lists only countries.

    A group counts as a party

    - when the title of the agreement names it and at least half of its members on that day are parties, or
    - whatever the title, when it acts as one and all its members are parties together with someone else.
    """
    listed = set(party_codes)
    found = []
    for code, known in groups().items():
        in_title = known.is_named_in(name)
        if not in_title and not known.acts_as_one:
            continue
        members = set(known.members(on))
        present = len(members & listed)
        named = in_title and present >= max(2, _SHARE_OF_MEMBERS * len(members))
        implied = known.acts_as_one and members <= listed and len(listed) > len(members)
        if named or implied:
            found.append(code)
    return tuple(found)


def agreement_parties(
    name: str,
    original: Sequence[str],
    current: Sequence[str],
    date_signed: date | None,
    date_in_force: date | None = None,
) -> AgreementParties:
    """Signatories, current parties and groups, from what a source lists (country codes, group codes, both).

    A group that acts as one takes its place in the current parties with its latest members, so that an
    agreement of the EU includes Croatia and no longer the United Kingdom, whatever year the source's list
    is of. Of any other group that is listed by its code, the current parties are those who were members when
    the agreement was signed or entered into force, and are still. All other current parties are the source's.
    Raises BadInput for an unknown code.
    """
    written = [code for code in (*original, *current) if is_group_code(code)]
    signed_by = [code for code in original or current if not is_group_code(code)]
    detected = detect_groups(name, signed_by, date_signed)
    found = tuple(dict.fromkeys((*written, *detected)))
    return AgreementParties(
        signatories=_attributed(name, original or current, found, date_signed),
        current=_follow_membership(_latest(name, current, found, (date_signed, date_in_force))),
        groups=found,
    )


def _latest(
    name: str, codes: Sequence[str], detected: Sequence[str], days: Sequence[date | None]
) -> tuple[PartyMember, ...]:
    """The current parties as listed, without those who joined a group after it had concluded the agreement."""
    known = [day for day in days if day is not None]
    late = {
        code: set(group(code).members(None)).difference(*(group(code).members(day) for day in known))
        for code in codes
        if known and is_group_code(code) and not group(code).acts_as_one
    }
    return tuple(
        member
        for member in _attributed(name, codes, detected, None)
        if member.iso3 in codes or member.iso3 not in late.get(member.via or "", ())
    )


def _attributed(
    name: str, codes: Sequence[str], detected: Sequence[str], on: date | None
) -> tuple[PartyMember, ...]:
    """Expand the listed codes, and find for countries listed one by one the group through which they are parties.

    - A country that the title names is a side by itself (Austria in "EC - Austria", long before it joined).
    - Members at another time count too: sources list today's members under an old agreement, and future members under
      an agreement signed shortly before they joined.
    """
    named = {side for code in countries_named_in(name) for side in (code, *successors(code))}
    members = []
    for member in expand_parties(codes, on):
        via = member.via
        if via is None and member.iso3 not in named:
            via = _group_of(member.iso3, detected, on)
        members.append(PartyMember(member.iso3, via))
    return tuple(members)


def _group_of(iso3: str, detected: Sequence[str], on: date | None) -> str | None:
    then = [code for code in detected if iso3 in group(code).members(on)]
    ever = [code for code in detected if iso3 in group(code).ever_members()]
    return next(iter(then or ever), None)


def _follow_membership(listed: tuple[PartyMember, ...]) -> tuple[PartyMember, ...]:
    """Replace the listed members of every group that acts as one by its latest members."""
    follow = {member.via for member in listed if member.via is not None and group(member.via).acts_as_one}
    kept = {member.iso3: member for member in listed if member.via not in follow}
    for code in follow:
        for iso3 in group(code).members(None):
            kept.setdefault(iso3, PartyMember(iso3, code))
    return tuple(sorted(kept.values(), key=lambda member: member.iso3))
