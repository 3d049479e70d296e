"""The countries in an agreement: those that its sources list, and those that it binds though no source lists them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.life import Life
from tracker.models import AgreementParty, Party
from tracker.parties import country_name, group, is_group_code


@dataclass(frozen=True, slots=True)
class Member:
    """A country in an agreement: signatory (`original`), a party today (`current`), or both."""

    iso3: str
    name: str
    via_group: str | None
    original: bool
    current: bool


def listed_members(session: Session) -> defaultdict[int, tuple[Member, ...]]:
    """The countries that the sources of each agreement list, by its id and their names."""
    rows = session.execute(
        select(
            AgreementParty.agreement_id,
            AgreementParty.iso3,
            Party.name,
            AgreementParty.via_group,
            AgreementParty.original,
            AgreementParty.current,
        )
        .join(Party, Party.iso3 == AgreementParty.iso3)
        .order_by(AgreementParty.agreement_id, Party.name)
    )
    found: defaultdict[int, list[Member]] = defaultdict(list)
    for agreement_id, iso3, name, via_group, original, current in rows:
        found[agreement_id].append(Member(iso3, name, via_group, original, current))
    return defaultdict(tuple, {key: tuple(value) for key, value in found.items()})


def all_members(
    listed: Iterable[Member], life: Life, groups: Collection[str], names: Mapping[str, str], today: date
) -> tuple[Member, ...]:
    """The countries listed, and those that its life says it binds, bound or may have bound without being listed.

    A list names the parties of one day: who joined the group later, acceded or left before is bound all the same, by
    membership or by an event of its own. `groups` are the codes of the groups that are a side of it, `names` those of
    the parties known.
    """
    known = tuple(listed)
    codes = {member.iso3 for member in known}
    unlisted = [iso3 for iso3, periods in life.periods.items() if periods and iso3 not in codes]
    if not unlisted:
        return known
    added = (
        Member(
            iso3,
            names.get(iso3) or country_name(iso3),
            next((code for code in groups if _was_in(iso3, code)), None),
            original=False,
            current=any(period.holds(today) for period in life.periods[iso3]),
        )
        for iso3 in unlisted
    )
    return tuple(sorted((*known, *added), key=lambda member: member.name))


def _was_in(iso3: str, code: str) -> bool:
    return is_group_code(code) and bool(group(code).memberships_of(iso3))
