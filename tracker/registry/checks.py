"""What must hold between the rows of the registry. Each check raises RegistryError naming file and line."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from tracker.parties import group, is_group_code
from tracker.registry.model import (
    HandCoding,
    Instrument,
    KnownText,
    Participation,
    PartyEvent,
    Relation,
    ReportedFact,
    WantedText,
    Wording,
)
from tracker.registry.names import name_key
from tracker.registry.reading import Placed

NO_PROVISION = "none"
"""Code of a hand coding for an article that was read and holds no provision of the template."""

ANY_OTHER = "other"
"""In place of a source: no spider of ours fetches from there."""

CODES_TO_COME: frozenset[str] = frozenset()
"""Provisions that the template does not have yet: their rows wait, those of all other unknown codes are faults."""

CHAINS = (("incorporates", "replaces", "suspends"), ("supersedes",), ("amends",))
"""Relations of which no chain may lead back to where it began: an agreement would carry, or take out of effect, its own
articles."""

Instruments = Mapping[str, Placed[Instrument]]


def bound_countries(instrument: Instrument) -> frozenset[str]:
    """Every country that is or was a Party, in its own right or as a member of a group that is one.

    The members of a group are listed one by one, and then its other members are none; not so those of a group that
    acts as one, and of none where only the group is named.
    """
    listed = set(instrument.parties)
    members = [
        country
        for code in instrument.groups
        if group(code).acts_as_one or not listed & group(code).ever_members()
        for country in group(code).ever_members()
    ]
    return frozenset((*listed, *members))


def unique_instruments(rows: Sequence[Placed[Instrument]]) -> Instruments:
    """The instruments by key. Refuses two rows for one instrument."""
    found: dict[str, Placed[Instrument]] = {}
    numbers: dict[int, Placed[Instrument]] = {}
    for placed in rows:
        row = placed.row
        if row.key in found:
            raise placed.fault(
                f"key {row.key} stands in line {found[row.key].line} too", "one row for one agreement"
            )
        found[row.key] = placed
        if row.wto_rta_id is not None:
            other = numbers.setdefault(row.wto_rta_id, placed)
            if other is not placed:
                problem = f"wto_rta_id {row.wto_rta_id} is that of {other.row.key} in line {other.line}"
                raise placed.fault(problem, "one row for one agreement")
    _names_apart(rows)
    return found


def _names_apart(rows: Sequence[Placed[Instrument]]) -> None:
    """Names are compared only where parties and year are the same: making them comparable takes time."""
    alike: dict[tuple[object, ...], list[Placed[Instrument]]] = defaultdict(list)
    for placed in rows:
        row = placed.row
        year = row.date_signed.year if row.date_signed else None
        alike[frozenset(row.parties), frozenset(row.groups), year].append(placed)
    for group_of_rows in alike.values():
        names: dict[str, Placed[Instrument]] = {}
        for placed in group_of_rows if len(group_of_rows) > 1 else ():
            for name in sorted({name_key(name) for name in placed.row.all_names}):
                other = names.setdefault(name, placed)
                if other is not placed:
                    problem = (
                        f"same name ({name!r}), parties and year as {other.row.key} in line {other.line}"
                    )
                    raise placed.fault(problem, "one row for one agreement")


def party_events(rows: Sequence[Placed[PartyEvent]], instruments: Instruments) -> None:
    """Refuses events of nobody, twice, in an impossible order or out of the agreement's own days."""
    seen: dict[tuple[str, str, str], int] = {}
    for placed in rows:
        event = placed.row
        instrument = _known(placed, event.key, instruments).row
        if event.party not in bound_countries(instrument):
            raise placed.fault(
                f"{event.party} is no party to {event.key}", "add it to instruments.csv or correct it"
            )
        if any(is_treaty_of(code, instrument) for code in instrument.groups):
            problem = f"who is bound by {event.key} and since when follows from groups.yaml"
            raise placed.fault(problem, "correct the membership there and remove this row")
        kind = "entry" if event.event == "not_in_force" else event.event
        line = seen.setdefault((event.key, event.party, kind), placed.line)
        if line != placed.line:
            raise placed.fault(
                f"{event.party} has such an event in {event.key} in line {line} too", "keep one of them"
            )
        _event_in_time(placed, instrument)
    _exits_after_entries(rows, instruments)


def is_treaty_of(code: str, instrument: Instrument) -> bool:
    """Whether being a member of the group means being bound by this instrument (groups.yaml: treaty)."""
    return is_group_code(code) and group(code).treaty == instrument.key


def _event_in_time(placed: Placed[PartyEvent], instrument: Instrument) -> None:
    event = placed.row
    signed = instrument.date_signed
    if event.event in ("entry", "exit") and signed and event.day < signed.earliest:
        problem = f"{event.event} of {event.party} on {event.day}, before {event.key} was signed"
        raise placed.fault(problem, "correct the day, or say provisional where a source does")
    first = instrument.in_force_from if event.event == "entry" else instrument.first_applied
    if event.event in ("entry", "provisional") and (first is None or event.day < first):
        problem = f"{event.event} of {event.party} on {event.day}, before that of anyone by instruments.csv"
        raise placed.fault(problem, "correct one of them")
    if event.event != "not_in_force" and instrument.date_ended and event.day > instrument.date_ended:
        problem = f"{event.event} of {event.party} on {event.day}, after the end on {instrument.date_ended}"
        raise placed.fault(problem, "correct one of them")


def _exits_after_entries(rows: Sequence[Placed[PartyEvent]], instruments: Instruments) -> None:
    days = {(placed.row.key, placed.row.party, placed.row.event): placed.row.day for placed in rows}
    for placed in rows:
        event = placed.row
        begins = [days.get((event.key, event.party, kind)) for kind in ("provisional", "entry")]
        known = [begin for begin in begins if begin is not None]
        if event.event == "entry" and begins[0] is not None and event.day < begins[0]:
            raise placed.fault(
                f"entry of {event.party} on {event.day}, before its provisional application",
                "correct one of them",
            )
        if event.event == "exit":
            begin = min(known, default=instruments[event.key].row.first_applied)
            if begin is None or event.day < begin:
                raise placed.fault(
                    f"exit of {event.party} on {event.day}, before it was bound", "correct one of them"
                )


def relations(rows: Sequence[Placed[Relation]], instruments: Instruments) -> None:
    """Refuses relations of unknown instruments, stated twice, at odds with the days of the two, or in a circle."""
    seen: dict[object, int] = {}
    for placed in rows:
        row = placed.row
        key = _known(placed, row.key, instruments).row
        target = _known(placed, row.target, instruments, "target").row
        if row.relation != "withdrawn_from" and row.key == row.target:
            raise placed.fault(f"{row.key} {row.relation} itself", "correct the target")
        if row.party is not None and row.party not in bound_countries(key):
            raise placed.fault(
                f"{row.party} is no party to {row.key}", "add it to instruments.csv or correct it"
            )
        same = (row.key, row.relation, row.target, row.party, row.articles, row.scope)
        line = seen.setdefault(same, placed.line)
        if line != placed.line:
            raise placed.fault(f"the same stands in line {line}", "keep one of them")
        if row.relation in ("supersedes", "terminated_by") and row.day is not None:
            ended = target if row.relation == "supersedes" else key
            if ended.date_ended is not None and ended.date_ended != row.day - timedelta(days=1):
                problem = (
                    f"{ended.key} ended on {ended.date_ended} by instruments.csv, not on the eve of {row.day}"
                )
                raise placed.fault(problem, "correct one of them: date_ended is the last day it bound")
        if row.day is not None and key.date_signed is not None and row.day < key.date_signed.earliest:
            raise placed.fault(f"holds from {row.day}, before {row.key} was signed", "correct the day")
    for chained in CHAINS:
        _acyclic(chained, rows)
    _superseded_by_someone(rows, instruments)


def _acyclic(chained: Collection[str], rows: Sequence[Placed[Relation]]) -> None:
    edges: dict[str, list[Placed[Relation]]] = defaultdict(list)
    for placed in rows:
        if placed.row.relation in chained:
            edges[placed.row.key].append(placed)
    done: set[str] = set()

    def follow(key: str, path: tuple[str, ...]) -> None:
        for placed in edges[key]:
            target = placed.row.target
            if target in path:
                circle = " -> ".join((*path[path.index(target) :], target))
                problem = f"{placed.row.relation} in a circle: {circle}"
                raise placed.fault(problem, "remove the relation that is wrong")
            if target not in done:
                follow(target, (*path, target))
        done.add(key)

    for key in list(edges):
        if key not in done:
            follow(key, (key,))


def _superseded_by_someone(rows: Sequence[Placed[Relation]], instruments: Instruments) -> None:
    by = {placed.row.target for placed in rows if placed.row.relation == "supersedes"}
    for placed in instruments.values():
        if placed.row.status == "superseded" and placed.row.key not in by:
            raise placed.fault(
                f"{placed.row.key} is superseded, and relations.csv does not say by what",
                "add the row, or say terminated",
            )


def facts(
    rows: Sequence[Placed[HandCoding]] | Sequence[Placed[ReportedFact]],
    instruments: Instruments,
    codes: Collection[str],
) -> None:
    """Refuses hand codings or reported facts of unknown instruments, of unknown provisions, or given twice."""
    seen: dict[object, int] = {}
    for placed in rows:
        row = placed.row
        instrument = _known(placed, row.key, instruments).row
        nothing = isinstance(row, HandCoding) and row.code == NO_PROVISION
        if not nothing and row.code not in codes and row.code not in CODES_TO_COME:
            raise placed.fault(f"unknown provision {row.code!r}", "use a code of tracker/template/provisions")
        bound = set(row.bound) if isinstance(row, HandCoding) else set()
        if stranger := sorted(bound - bound_countries(instrument)):
            raise placed.fault(f"{stranger[0]} is no party to {row.key}", "correct bound")
        line = seen.setdefault((row.key, row.article, row.code, row.scope), placed.line)
        if line != placed.line:
            raise placed.fault(f"the same article and provision stand in line {line}", "keep one of them")


def known_texts(rows: Sequence[Placed[KnownText]], instruments: Instruments) -> dict[str, KnownText]:
    """Texts by SHA-256. Refuses those of unknown instruments, and one text of two."""
    found: dict[str, Placed[KnownText]] = {}
    for placed in rows:
        _known(placed, placed.row.key, instruments)
        first = found.setdefault(placed.row.sha256, placed)
        if first is not placed:
            raise placed.fault(f"the same text stands in line {first.line}", "keep one of them")
    return {digest: placed.row for digest, placed in found.items()}


def participations(
    rows: Sequence[Placed[Participation]], instruments: Instruments
) -> dict[str, tuple[Participation, ...]]:
    """Numbers of participants by agreement, the latest last. Refuses those of unknown instruments, and two of one
    day."""
    found: dict[str, dict[str, Placed[Participation]]] = defaultdict(dict)
    for placed in rows:
        _known(placed, placed.row.key, instruments)
        first = found[placed.row.key].setdefault(str(placed.row.day), placed)
        if first is not placed:
            raise placed.fault(
                f"the number of {placed.row.day} stands in line {first.line} too", "keep one of them"
            )
    return {
        key: tuple(sorted((placed.row for placed in days.values()), key=lambda row: row.day.latest))
        for key, days in found.items()
    }


def wanted_texts(
    rows: Iterable[Placed[WantedText]], instruments: Instruments
) -> dict[str, tuple[WantedText, ...]]:
    """Where wanted texts lie, by agreement. Refuses those of unknown instruments, and an address given twice."""
    found: dict[str, list[WantedText]] = defaultdict(list)
    seen: dict[tuple[str, str], int] = {}
    for placed in rows:
        row = placed.row
        instrument = _known(placed, row.key, instruments)
        line = seen.setdefault((row.key, row.url), placed.line)
        if line != placed.line:
            raise placed.fault(f"the same address stands in line {line}", "keep one of them")
        if row.url == instrument.row.text_url:
            raise placed.fault(
                f"the address is the text_url of {row.key} in line {instrument.line} of instruments.csv",
                "keep one of them",
            )
        found[row.key].append(row)
    return {key: tuple(own) for key, own in found.items()}


def wanted_sources(rows: Iterable[Placed[WantedText]], hosts: Mapping[str, Collection[str]]) -> None:
    """Refuses a wanted text of a source that is not among those in `hosts` (hosts by the source's key), or whose
    address is on none of the source's hosts."""
    for placed in rows:
        row = placed.row
        if row.source == ANY_OTHER:
            continue
        if row.source not in hosts:
            raise placed.fault(f"unknown source {row.source!r}", f"use one that exists, or {ANY_OTHER}")
        host = urlsplit(row.url).hostname
        if host not in hosts[row.source]:
            raise placed.fault(
                f"{host} is no host of {row.source}", f"correct the address, or say {ANY_OTHER}"
            )


def _known(
    placed: Placed[Any],
    key: str,
    instruments: Instruments,
    column: str = "key",
) -> Placed[Instrument]:
    if key not in instruments:
        raise placed.fault(
            f"{column}: unknown agreement {key!r}", "add it to instruments.csv or correct the key"
        )
    return instruments[key]


def wordings(rows: Iterable[Placed[Wording]]) -> dict[str, Wording]:
    """Later wordings by the bytes of their text; a text has one."""
    found: dict[str, Wording] = {}
    for placed in rows:
        if placed.row.sha256 in found:
            raise placed.fault(f"the text {placed.row.sha256} stands twice", "keep one row")
        found[placed.row.sha256] = placed.row
    return found
