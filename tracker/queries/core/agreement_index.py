"""The agreement index: all agreements with dates, status and sides, read at once; most other queries start from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from tracker.facts.given_up import given_up_codes
from tracker.life import Kind, KnownDay, Life, Status, agreement_status, last_of, status
from tracker.models import (
    Agreement,
    AgreementGroup,
    AgreementUrl,
    Document,
    Party,
    PartyGroup,
)
from tracker.queries.core.days import first_known, last_known
from tracker.queries.core.incorporating import Incorporating
from tracker.queries.core.kept import kept
from tracker.queries.core.lives import agreement_lives
from tracker.queries.core.members import Member, all_members, listed_members
from tracker.queries.core.reading import COMPLETE, ReadingState, reading_state
from tracker.texts.completeness import rules_missing
from tracker.texts.types import LEGAL_STATUSES


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an agreement: a country by ISO 3166 alpha-3, or a group that acts as one."""

    code: str
    name: str
    is_group: bool
    members: tuple[str, ...] = ()


_NO_PARTY: frozenset[Kind] = frozenset({"not_a_party", "ended", "superseded", "never_took_effect"})


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """One agreement without its texts. `legal_status` is one of SHOWN_STATUSES.

    - `facts_only`: only facts are known, from a source's list; neither a text nor findings of it are stored, and it is
      not counted among the agreements with a text.
    - `year_signed`: the year of signature where its day is not known; `date_provisional`: first day of provisional
      application.
    - `state`: what the registry says of it as a whole, None where it says nothing.
    - `short_name`, `names`: what it is called in use.
    - `digital_rules`: whether it holds rules on digital trade, as far as known without its text: y, n or None.
    - `reading`: what of it has been read; `missing`: what its text here lacks, or one that it incorporates.
    - `life`: for whom and when it binds; `legal_status`, `date_in_force` (first day on which it bound anybody, or its
      month or year) and
      `date_inactive` (first day on which it binds nobody any more) follow from it.
    - `successors`: what agreements that took its place are called, by slug.
    """

    id: int
    slug: str
    name: str
    type: str | None
    status: str | None
    legal_status: str
    date_signed: date | None
    date_in_force: KnownDay | None
    date_inactive: date | None
    facts_only: bool
    members: tuple[Member, ...]
    sides: tuple[Side, ...]
    year_signed: int | None = None
    date_provisional: date | None = None
    state: str | None = None
    short_name: str | None = None
    names: tuple[str, ...] = ()
    digital_rules: str | None = None
    reading: ReadingState = "not_read"
    missing: tuple[str, ...] = ()
    life: Life | None = None
    successors: Mapping[str, str] = field(default_factory=dict)
    _by_iso3: Mapping[str, Member] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Every question about a country asks each agreement for it."""
        object.__setattr__(self, "_by_iso3", {member.iso3: member for member in reversed(self.members)})

    def status_for(self, iso3: str, day: date) -> Status:
        """What it is to a country on a day: the one answer that all pages, counts and files use.

        What nobody has signed yet is under negotiation for any country, such as one in whose name a draft was
        submitted.
        """
        if self.life is None:
            return Status("unknown", reason="state_not_known")
        found = status(self.life, iso3, day)
        if found.kind == "not_a_party" and self.member(iso3) is None:
            unsigned = agreement_status(self.life, day)
            return unsigned if unsigned.kind == "under_negotiation" else found
        return found

    def has_party(self, iso3: str, day: date) -> bool:
        """Whether it binds the country on a day, or may come to bind one that its sources list: a party of that day."""
        member, found = self.member(iso3), self.status_for(iso3, day)
        return found.binds or (member is not None and member.current and found.kind not in _NO_PARTY)

    @property
    def known_without_rules(self) -> bool:
        """Whether it is known to hold no rules on digital trade, though nobody read it here."""
        return self.digital_rules == "n"

    @property
    def fully_known(self) -> bool:
        """Whether a rule that was not found in it is not in it: read or coded in full, or known to hold none."""
        return self.reading in COMPLETE or self.known_without_rules

    @property
    def goods_known(self) -> bool:
        """Whether that is so of its annexes on goods too: `read` does not mean that they are here."""
        return self.fully_known and self.missing == rules_missing(self.missing)

    @property
    def sort_key(self) -> tuple[date, str]:
        """Oldest first, of a year without a day at its end; agreements without any date at the end."""
        return (self.last_known or date.max, self.name)

    @property
    def first_known(self) -> date | None:
        """The day from which it is there: that of signature, the first of a year of signature without a day, that of
        entry into force where nothing of the signature is known."""
        return first_known(self)

    @property
    def last_known(self) -> date | None:
        """The same with the last day of a year of signature without a day."""
        return last_known(self)

    def member(self, iso3: str) -> Member | None:
        """The country's entry in this agreement, if any."""
        return self._by_iso3.get(iso3)

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
    """The first address under which each agreement is published, by the agreement's id; kept, not to be changed."""
    return kept(session, _read_first_links)


def _read_first_links(session: Session) -> dict[int, str]:
    links: dict[int, str] = {}
    for agreement_id, url in session.execute(
        select(AgreementUrl.agreement_id, AgreementUrl.url).order_by(AgreementUrl.position)
    ):
        links.setdefault(agreement_id, url)
    return links


def agreement_index(session: Session) -> list[AgreementFacts]:
    """All agreements, oldest first. Nearly every query needs them, so the list is kept; callers must not change it."""
    return kept(session, _read_index)


def _read_index(session: Session) -> list[AgreementFacts]:
    listed = listed_members(session)
    groups = _groups(session)
    bases = _bases(session)
    rows = list(
        session.execute(
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
                Agreement.in_force_precision,
                Agreement.year_signed,
                Agreement.date_provisional,
                Agreement.state,
                Agreement.short_name,
                Agreement.names,
                Agreement.digital_rules,
                Agreement.missing,
                (~has_document()).label("facts_only"),
            )
        )
    )
    today = date.today()
    lives = agreement_lives(session, rows, listed, groups, today)
    names = party_names(session)
    incorporating = Incorporating(session, bases)
    given_up = given_up_codes(session)
    lacking = {
        row.id: (*row.missing, given_up[row.id]) if row.id in given_up else tuple(row.missing) for row in rows
    }
    called = {row.slug: row.short_name or row.name for row in rows}
    agreements = []
    for row in rows:
        life, sides = lives[row.slug], groups[row.id]
        members = all_members(listed[row.id], life, [code for code, _name in sides], names, today)
        missing = incorporating.missing(row.id, lacking)
        reading = reading_state(incorporating.bases(row.id), missing)
        agreements.append(_facts(row, members, sides, missing, reading, life, today, called))
    return sorted(agreements, key=lambda agreement: agreement.sort_key)


SHOWN_STATUSES = (*LEGAL_STATUSES, "never_took_effect", "unknown")
"""All values of `AgreementFacts.legal_status`: more than a source can say of an agreement."""

_LEGAL_STATUS: dict[Kind, str] = {
    "in_force": "in_force",
    "provisionally_applied": "in_force",
    "signed": "signed",
    "never_took_effect": "never_took_effect",
    "ended": "inactive",
    "superseded": "inactive",
    "unknown": "unknown",
}
"""Legal status of an agreement by what it is to whom it binds most."""


def _facts(
    row: Any,
    members: tuple[Member, ...],
    groups: list[tuple[str, str]],
    missing: tuple[str, ...],
    reading: ReadingState,
    life: Life,
    today: date,
    called: Mapping[str, str],
) -> AgreementFacts:
    now = agreement_status(life, today)
    begin, end = _whole_span(life)
    # A day before the signature is not believed: since when it is in force is not known then.
    said = life.facts.in_force.known if life.facts.in_force else None
    early = said is not None and life.facts.signed is not None and last_of(said) < life.facts.signed.first
    plain = {
        **{name: value for name, value in row._asdict().items() if name != "in_force_precision"},
        "names": tuple(row.names),
        "missing": missing,
        "legal_status": _LEGAL_STATUS.get(now.kind, row.legal_status),
        "date_in_force": begin or (said if now.binds and not early else None),
        "date_inactive": end or (row.date_inactive if now.kind in ("ended", "superseded") else None),
    }
    return AgreementFacts(
        **plain,
        members=members,
        sides=_sides(members, groups),
        reading=reading,
        life=life,
        successors={ending.by: called[ending.by] for ending in life.facts.endings if ending.by is not None},
    )


def _whole_span(life: Life) -> tuple[KnownDay | None, date | None]:
    """The first day on which it bound anybody, and the first on which it binds nobody any more; None: not known."""
    periods = [period for own in life.periods.values() for period in own] or list(life.whole)
    begins = (known for period in periods if (known := period.begin.known) is not None)
    begin = min(begins, key=last_of, default=None)
    ends = [period.end for period in periods]
    if not periods or any(end is None for end in ends):
        return begin, None
    last = max(end.last for end in ends if end is not None)
    return begin, last + timedelta(days=1)


def party_names(session: Session) -> dict[str, str]:
    """Name of every party known, by ISO code; kept, so callers must not change it."""
    return kept(session, _read_party_names)


def _read_party_names(session: Session) -> dict[str, str]:
    return dict(session.execute(select(Party.iso3, Party.name)).tuples().all())


def _bases(session: Session) -> defaultdict[int, set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for agreement_id, basis in session.execute(
        select(Document.agreement_id, Document.basis).where(Document.current).distinct()
    ):
        found[agreement_id].add(basis)
    return found


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
