"""The life of every agreement as the database knows it: dates, parties, events and relations for `tracker.life`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.life import (
    AgreementFacts,
    Day,
    Ending,
    Life,
    PartyEvent,
    PartyFact,
    last_day_before,
    lives,
    not_for_all,
    state_of,
)
from tracker.life.facts import EventKind
from tracker.models import Agreement, AgreementRelation, Source
from tracker.models import PartyEvent as StoredEvent
from tracker.parties import is_group_code

REGISTRY = "registry"
_ONE_DAY = timedelta(days=1)
_ENDED_BY_REGISTRY = ("superseded", "terminated")


def agreement_lives(
    session: Session,
    rows: Iterable[Any],
    members: Mapping[int, Iterable[Any]],
    groups: Mapping[int, Iterable[tuple[str, str]]],
    today: date,
) -> dict[str, Life]:
    """The life of each agreement by its slug.

    `rows` have the columns of the agreement table; `members` and `groups` are those of each agreement by its id.
    """
    known = list(rows)
    slugs = {row.id: row.slug for row in known}
    events = _events(session)
    relations = session.scalars(select(AgreementRelation).order_by(AgreementRelation.id)).all()
    endings = _endings(relations, slugs)
    withdrawals = _withdrawals(relations)
    accessions = {
        row.agreement_id: slugs.get(row.target_id) for row in relations if row.relation == "accession_to"
    }
    own_days = set(session.scalars(select(Agreement.id).where(Agreement.own_days)))
    return lives(
        _facts(
            row,
            members[row.id],
            [code for code, _name in groups[row.id]],
            (*events[row.id], *withdrawals[row.id]),
            endings[row.id],
            accessions.get(row.id),
            own_days=row.id in own_days,
            today=today,
        )
        for row in known
    )


def _facts(
    row: Any,
    members: Iterable[Any],
    groups: Iterable[str],
    events: tuple[PartyEvent, ...],
    endings: Iterable[Ending],
    accedes_to: str | None,
    *,
    own_days: bool,
    today: date,
) -> AgreementFacts:
    signed = Day.on(row.date_signed) if row.date_signed else None
    if signed is None and row.year_signed:
        signed = Day.in_year(row.year_signed)
    return AgreementFacts(
        key=row.slug,
        # Known to hold up to yesterday: what has ended by then is ended today.
        as_of=today - _ONE_DAY,
        state=state_of(row.state or row.legal_status),
        signed=signed,
        provisional=Day.on(row.date_provisional) if row.date_provisional else None,
        in_force=_in_force(row),
        ended=None if _lapsed(row) else _last_day(row),
        parties=tuple(
            PartyFact(member.iso3, _known_group(member.via_group), member.original, member.current)
            for member in members
        ),
        groups=tuple(code for code in groups if is_group_code(code)),
        events=events,
        endings=(*endings, *_lapsed(row)),
        each_from_its_own_day=own_days or not_for_all(row.status, events),
        accedes_to=accedes_to,
    )


def _in_force(row: Any) -> Day | None:
    """The day of entry into force, as well as it is known."""
    if row.date_in_force is None:
        return None
    if row.in_force_precision == "month":
        return Day.in_month(row.date_in_force.year, row.date_in_force.month)
    return (
        Day.in_year(row.date_in_force.year) if row.in_force_precision == "year" else Day.on(row.date_in_force)
    )


def _known_group(code: str | None) -> str | None:
    """A group whose members by date we know; the others' agreements bind whom they list."""
    return code if code is not None and is_group_code(code) else None


def _lapsed(row: Any) -> tuple[Ending, ...]:
    """That it never took effect, from the first day on which that was certain; empty where none is known."""
    if row.state != "never_took_effect" or row.date_inactive is None:
        return ()
    return (Ending("lapsed", Day.on(row.date_inactive)),)


def _last_day(row: Any) -> Day | None:
    """The last day on which it binds. `date_inactive` is the first without it; the WTO's list says it otherwise."""
    if row.date_inactive is None:
        return None
    if row.state in _ENDED_BY_REGISTRY:
        return Day.on(row.date_inactive - _ONE_DAY)
    return Day.on(last_day_before(row.date_inactive))


def _events(session: Session) -> defaultdict[int, tuple[PartyEvent, ...]]:
    """Events by agreement. Of a party that the registry has events of, only those count: they were checked."""
    found: defaultdict[int, dict[tuple[str, bool], list[PartyEvent]]] = defaultdict(lambda: defaultdict(list))
    for agreement_id, iso3, kind, on, source in session.execute(
        select(StoredEvent.agreement_id, StoredEvent.iso3, StoredEvent.event, StoredEvent.day, Source.key)
        .join(Source, Source.id == StoredEvent.source_id)
        .order_by(StoredEvent.id)
    ):
        day = Day.on(on) if on is not None and kind != "not_in_force" else None
        found[agreement_id][iso3, source == REGISTRY].append(PartyEvent(iso3, cast(EventKind, kind), day))
    return defaultdict(
        tuple,
        {
            agreement_id: tuple(
                event
                for (iso3, checked), events in by_party.items()
                if checked or (iso3, True) not in by_party
                for event in events
            )
            for agreement_id, by_party in found.items()
        },
    )


def _withdrawals(relations: Iterable[AgreementRelation]) -> defaultdict[int, list[PartyEvent]]:
    found: defaultdict[int, list[PartyEvent]] = defaultdict(list)
    for row in relations:
        if row.relation == "withdrawn_from" and row.iso3 and row.day:
            found[row.target_id].append(PartyEvent(row.iso3, "exit", Day.on(row.day)))
    return found


def _endings(
    relations: Iterable[AgreementRelation], slugs: Mapping[int, str]
) -> defaultdict[int, list[Ending]]:
    """What ends each agreement. The day of a relation is the first on which it holds: the eve is the last day."""
    found: defaultdict[int, list[Ending]] = defaultdict(list)
    for row in relations:
        last = Day.on(row.day - _ONE_DAY) if row.day else None
        if row.relation == "supersedes":
            found[row.target_id].append(Ending("superseded", last, slugs.get(row.agreement_id)))
        elif row.relation == "terminated_by":
            found[row.agreement_id].append(Ending("superseded", last, slugs.get(row.target_id)))
    return found
