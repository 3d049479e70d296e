"""What the WTO's list of agreements says of single parties: since when, until when, and for whom not in force."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from scrapers.written_parties import known_party_codes, party_code
from scrapers.xlsx import date_in
from tracker.parties import countries_named_in, groups, is_group_code
from tracker.texts.types import PartyEvent

Row = Mapping[str, str]

DATES = "Specific Entry/Exit dates"
CURRENT, ORIGINAL = "Current signatories", "Original signatories"
PARTIES_CONCERNED = "Parties concerned"
"""A column of the sheet of changes, and of no other."""

_CHANGE_DAY = "Date of entry into force of changes"
_REMARKS = "Remarks"

LINE_BY_LINE = frozenset((CURRENT, ORIGINAL, DATES))
"""Columns whose cells may have a line for each party."""

_DAY = (
    r"\d{1,2}[- ][A-Za-z]{3,9}\.?[- ]\d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}"
)
"""A day as printed; 03/04/2011 is not read: which of the two is the month, nothing says."""

_PARTY_DATES = re.compile(
    rf"^(?P<name>[^:\[]+?)\s*[(\[:]\s*"
    rf"(?:(?P<entry>{_DAY})?\s*[-–—]\s*(?P<exit>{_DAY})?"
    rf"|(?:from|since|as of) (?P<since>{_DAY})|(?:until|to) (?P<until>{_DAY}))\s*[)\]]?\.?$"
)
_SEPARATOR = re.compile(
    r";+|(?<=[)\]])\s*,\s*(?=[A-Z])|[\r\n]+(?![^()\n]*\))(?!\s*[-–—(\[])|(?<=[)\]])[\r\n]+"
    r"|(?<=\d\))\s+(?=[A-Z])|(?<=[-–—]\s\))\s+(?=[A-Z])"
)
"""Between two names with their days; a line's end in a cell may have been read as a space."""

_NEVER_YEAR = 9999
"""The list's year for "not in force": no day."""

_AS_BETWEEN = re.compile(
    r"entry into force of the Agreement only as between (?P<who>[^.]*?) in relation to", re.IGNORECASE
)
_PROVISIONALLY = re.compile(
    r"provisionally applied between (?P<who>[^.]*?)(?: in relation to|\.)", re.IGNORECASE
)
_CEASED = re.compile(r"ceased to apply to (?P<who>.*?) pursuant to", re.IGNORECASE)


@dataclass(slots=True)
class ListedParties:
    """The parties of one agreement of the list; `problems` in one line each: what was not understood."""

    current: tuple[str, ...] = ()
    original: tuple[str, ...] = ()
    events: tuple[PartyEvent, ...] = ()
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Dates:
    """One cell's word on one party, days as printed."""

    iso3: str
    entry: date | None
    exit: date | None
    never: bool


def listed_parties(
    rows: Mapping[int, Row], changes: Mapping[int, Sequence[Row]], in_force: Mapping[int, date | None]
) -> dict[int, ListedParties]:
    """The parties of every agreement, and what happened to each; all by the agreement's number.

    `rows` are the list's own, `changes` those of its second sheet, `in_force` the first day of each agreement. The
    list gives some exits by the last day (31 December 2020), others by the first day after: where the party came into
    another agreement of the list, or a group, on that very day (Bulgaria left CEFTA "on 1 January 2007", the day on
    which it joined the EU), the last day is the one before.
    """
    found: dict[int, ListedParties] = {}
    dates: dict[int, list[_Dates]] = {}
    for number, row in rows.items():
        listed = ListedParties()
        for column, name in ((CURRENT, "current"), (ORIGINAL, "original")):
            codes, unknown = known_party_codes(
                name for name in row.get(column, "").split(";") if name.strip()
            )
            setattr(listed, name, codes)
            listed.problems += [f"{column}: the party {each!r} is not known" for each in unknown]
        listed.problems = list(dict.fromkeys(listed.problems))
        dates[number], problems = _dates(row.get(DATES, ""))
        listed.problems += problems
        found[number] = listed
    came_in = _entries(found, dates, in_force)
    for number, listed in found.items():
        listed.events = tuple(event for each in dates[number] for event in _events(each, came_in))
        listed.events = _with_changes(listed.events, changes.get(number, ()), in_force.get(number))
    return found


def _names(cell: str) -> list[str]:
    return [" ".join(name.split()) for name in _SEPARATOR.split(cell) if name.strip()]


def _dates(cell: str) -> tuple[list[_Dates], list[str]]:
    """`India(11-Sep-2007 - ); Romania( - 01-Jan-2007); Canada(01-Jan-9999 - )`, and what of it is not understood."""
    found, problems = [], []
    for part in _names(cell):
        match = _PARTY_DATES.match(part)
        code = party_code(match["name"]) if match else None
        if match is None or not any(match[each] for each in ("entry", "exit", "since", "until")):
            problems.append(f"{DATES}: {part!r} is not understood")
        elif code is None or is_group_code(code):
            problems.append(f"{DATES}: the party {match['name']!r} is not known")
        else:
            first, last = match["entry"] or match["since"], match["exit"] or match["until"]
            entry, until = _day(first), _day(last)
            never = entry is not None and entry.year == _NEVER_YEAR
            if never:
                until = None
            if (first and entry is None) or (last and until is None and not never):
                problems.append(f"{DATES}: {part!r} names a day that does not exist")
            else:
                found.append(_Dates(code, None if never else entry, until, never))
    return found, problems


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    plain = re.sub(r"\bsept\b", "sep", re.sub(r"[ .,-]+", "-", written.lower()))
    for form in ("%d-%b-%Y", "%d-%B-%Y", "%Y-%m-%d", "%b-%d-%Y", "%B-%d-%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return None


def _entries(
    parties: Mapping[int, ListedParties],
    dates: Mapping[int, Sequence[_Dates]],
    in_force: Mapping[int, date | None],
) -> Mapping[str, set[date]]:
    """The days on which a party came into any agreement of the list, or became a member of a group."""
    found: defaultdict[str, set[date]] = defaultdict(set)
    for number, listed in parties.items():
        own = {each.iso3: each.entry for each in dates[number] if each.entry is not None or each.never}
        for iso3 in listed.current:
            day = own.get(iso3) if iso3 in own else in_force.get(number)
            if day is not None:
                found[iso3].add(day)
        for iso3, entry in own.items():
            if entry is not None:
                found[iso3].add(entry)
    for group in groups().values():
        for membership in group.memberships:
            found[membership.iso3].add(membership.joined)
    return found


def _events(dates: _Dates, came_in: Mapping[str, set[date]]) -> list[PartyEvent]:
    if dates.never:
        return [PartyEvent(dates.iso3, "not_in_force")]
    found = [PartyEvent(dates.iso3, "entry", dates.entry)] if dates.entry is not None else []
    if dates.exit is not None:
        elsewhere = dates.exit in came_in.get(dates.iso3, ())
        last = dates.exit - timedelta(days=1) if elsewhere else dates.exit
        found.append(PartyEvent(dates.iso3, "exit", last))
    return found


def _with_changes(
    events: tuple[PartyEvent, ...], changes: Iterable[Row], in_force: date | None
) -> tuple[PartyEvent, ...]:
    """The events with what changes say of single parties; most are amendments, and say nothing of them.

    A notified entry into force between some of the parties stands against the day of the column. Where the
    notification says that they applied the agreement provisionally before, they did from its own first day on.
    """
    entries: dict[str, date] = {}
    provisional: set[str] = set()
    exits: dict[str, date] = {}
    for row in changes:
        day, remarks = date_in(row.get(_CHANGE_DAY, "")), " ".join(row.get(_REMARKS, "").split())
        if day is None:
            continue
        for iso3 in _named(_CEASED, remarks):
            exits[iso3] = day - timedelta(days=1)
        if between := _named(_AS_BETWEEN, remarks):
            provisional.update(_named(_PROVISIONALLY, remarks))
            # Who is bound to several others came in with the first of them.
            entries |= {iso3: min(day, entries.get(iso3, day)) for iso3 in between}
    left = {event.iso3 for event in events if event.event == "exit"}
    kept = [event for event in events if not (event.event == "entry" and event.iso3 in entries)]
    for iso3, day in sorted(entries.items()):
        if iso3 in provisional and in_force is not None and in_force < day:
            kept.append(PartyEvent(iso3, "provisional", in_force))
        kept.append(PartyEvent(iso3, "entry", day))
    kept += [PartyEvent(iso3, "exit", day) for iso3, day in sorted(exits.items()) if iso3 not in left]
    return tuple(kept)


def _named(pattern: re.Pattern[str], remarks: str) -> tuple[str, ...]:
    match = pattern.search(remarks)
    return countries_named_in(match["who"]) if match is not None else ()
