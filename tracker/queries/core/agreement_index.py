"""The agreement index: all agreements with dates, status and sides, read at once; most other queries start from it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from tracker.models import (
    Agreement,
    AgreementGroup,
    AgreementParty,
    AgreementUrl,
    Document,
    Party,
    PartyGroup,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A country in an agreement: signatory (`original`), a party today (`current`), or both."""

    iso3: str
    name: str
    via_group: str | None
    original: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an agreement: a country by ISO 3166 alpha-3, or a group that acts as one."""

    code: str
    name: str
    is_group: bool
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """One agreement without its texts. `legal_status` is one of `tracker.texts.types.LEGAL_STATUSES`.

    `facts_only`: only facts are known, from a source's list; neither a text nor findings of it are stored, and it is
    not counted among the agreements with a text.
    """

    id: int
    slug: str
    name: str
    type: str | None
    status: str | None
    legal_status: str
    date_signed: date | None
    date_in_force: date | None
    date_inactive: date | None
    facts_only: bool
    members: tuple[Member, ...]
    sides: tuple[Side, ...]

    @property
    def sort_key(self) -> tuple[date, str]:
        """Oldest first; agreements without any date at the end."""
        return (self.date_signed or self.date_in_force or date.max, self.name)

    def member(self, iso3: str) -> Member | None:
        """The country's entry in this agreement, if any."""
        return next((member for member in self.members if member.iso3 == iso3), None)

    def toward(self, iso3: str) -> tuple[Side, ...]:
        """The sides toward which the country is bound: the other sides.

        Where its own group is the only side (a group's treaty among its members), the other members.
        """
        own = next((side for side in self.sides if side.code == iso3 or iso3 in side.members), None)
        others = tuple(side for side in self.sides if side is not own)
        if others:
            return others
        return tuple(Side(m.iso3, m.name, False) for m in self.members if m.iso3 != iso3)


def has_document() -> ColumnElement[bool]:
    """As SQL over the agreement table: whether a text of it, or the snapshot's facts of one, is stored."""
    return exists().where(Document.agreement_id == Agreement.id, Document.current)


def first_links(session: Session) -> dict[int, str]:
    """The first address under which each agreement is published, by the agreement's id."""
    links: dict[int, str] = {}
    for agreement_id, url in session.execute(
        select(AgreementUrl.agreement_id, AgreementUrl.url).order_by(AgreementUrl.position)
    ):
        links.setdefault(agreement_id, url)
    return links


SHARED = "shared answers"
"""Key in `Session.info` of results that later queries may reuse while the data stay the same (see `Reader`)."""


def agreement_index(session: Session) -> list[AgreementFacts]:
    """All agreements, oldest first. Nearly every query needs them, so a `Reader` caches the list; callers must not
    change it."""
    shared: dict[str, list[AgreementFacts]] | None = session.info.get(SHARED)
    if shared is None:
        return _read_index(session)
    if "directory" not in shared:
        shared["directory"] = _read_index(session)
    return shared["directory"]


def _read_index(session: Session) -> list[AgreementFacts]:
    members = _members(session)
    groups = _groups(session)
    agreements = [
        AgreementFacts(
            **row._asdict(), members=members[row.id], sides=_sides(members[row.id], groups[row.id])
        )
        for row in session.execute(
            select(
                Agreement.id,
                Agreement.slug,
                Agreement.name,
                Agreement.type,
                Agreement.status,
                Agreement.legal_status,
                Agreement.date_signed,
                Agreement.date_in_force,
                Agreement.date_inactive,
                (~has_document()).label("facts_only"),
            )
        )
    ]
    return sorted(agreements, key=lambda agreement: agreement.sort_key)


def party_names(session: Session) -> dict[str, str]:
    """Name of every party known, by ISO code."""
    return dict(session.execute(select(Party.iso3, Party.name)).tuples().all())


def _members(session: Session) -> defaultdict[int, tuple[Member, ...]]:
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


def _groups(session: Session) -> defaultdict[int, list[tuple[str, str]]]:
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for agreement_id, code, name in session.execute(
        select(AgreementGroup.agreement_id, AgreementGroup.group_code, PartyGroup.name)
        .join(PartyGroup, PartyGroup.code == AgreementGroup.group_code)
        .order_by(AgreementGroup.agreement_id, PartyGroup.name)
    ):
        found[agreement_id].append((code, name))
    return found


def _sides(members: Iterable[Member], groups: Iterable[tuple[str, str]]) -> tuple[Side, ...]:
    by_group: defaultdict[str, list[str]] = defaultdict(list)
    alone = []
    known = dict(groups)
    for member in members:
        if member.via_group in known:
            by_group[member.via_group].append(member.iso3)
        else:
            alone.append(Side(member.iso3, member.name, False))
    sides = [Side(code, name, True, tuple(by_group[code])) for code, name in known.items()]
    return (*sides, *alone)
