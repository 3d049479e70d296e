"""Groups of countries (EU, EFTA, ASEAN, ...) and who belonged to them on which day."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator

from tracker.data_files import checked_entry, read_data
from tracker.errors import BadInput, RegistryError
from tracker.parties.countries import is_country_code

GROUPS_FILE = Path(__file__).parent / "data" / "groups.yaml"


@dataclass(frozen=True, slots=True)
class Membership:
    """One membership of one country in a group, first and last day included; `left` None while it lasts.

    `bound_until` is the last day on which the group's agreements bound it: `left`, or later where it was agreed so.
    """

    iso3: str
    joined: date
    left: date | None
    bound_until: date | None = None
    suspended: date | None = None

    def holds(self, on: date | None) -> bool:
        """Whether the country is a member on that day (None: by the latest known membership)."""
        if on is None:
            return self.left is None
        return self.joined <= on and (self.left is None or on <= self.left)

    def binds(self, on: date) -> bool:
        """Whether what the group has concluded binds the country on that day through this membership."""
        return self.joined <= on and (self.bound_until is None or on <= self.bound_until)


@dataclass(frozen=True, slots=True)
class Group:
    """A group that can be a party. `names` are what titles call it; groups.yaml explains the other fields."""

    code: str
    name: str
    names: tuple[str, ...]
    acts_as_one: bool
    memberships: tuple[Membership, ...]
    sources: tuple[str, ...]
    treaty: str | None
    written_as: tuple[str, ...] = ()

    def members(self, on: date | None) -> tuple[str, ...]:
        """Codes of the members on that day, sorted; for a day before the group existed, its founding members."""
        founded = min(stay.joined for stay in self.memberships)
        day = founded if on is not None and on < founded else on
        return tuple(sorted({stay.iso3 for stay in self.memberships if stay.holds(day)}))

    def ever_members(self) -> frozenset[str]:
        """Codes of everyone who has been a member at any time."""
        return frozenset(stay.iso3 for stay in self.memberships)

    def memberships_of(self, iso3: str) -> tuple[Membership, ...]:
        """The country's memberships in the group, the first one first; empty where it never was a member."""
        stays = (stay for stay in self.memberships if stay.iso3 == iso3)
        return tuple(sorted(stays, key=lambda stay: stay.joined))

    def is_named_in(self, title: str) -> bool:
        """Whether the title of an agreement names the group."""
        return any(_name_pattern(name).search(title) for name in self.names)


def groups() -> dict[str, Group]:
    """All groups by code."""
    return _groups()


def is_group_code(code: str) -> bool:
    """Whether the code is a group's."""
    return code in _groups()


def group(code: str) -> Group:
    """The group with that code. Raises BadInput for an unknown one."""
    try:
        return _groups()[code]
    except KeyError as error:
        raise BadInput(f"unknown group {code!r}; known are {', '.join(sorted(_groups()))}.") from error


def group_members(code: str, on: date | None) -> tuple[str, ...]:
    """Members of a group on a day (None: latest known membership), as sorted alpha-3 codes.

    For a day before the group was founded these are its founding members: founding treaties are signed by
    them. Raises BadInput for an unknown group.
    """
    return group(code).members(on)


def find_group(text: str) -> str | None:
    """The code of the group that a person or a list means by `text` (its code or one of its names), or None."""
    return _by_name().get(" ".join(text.split()).casefold())


@cache
def _by_name() -> dict[str, str]:
    """Codes by every code and name of a group, casefolded; of groups that share a name the first counts."""
    found: dict[str, str] = {}
    for code, known in _groups().items():
        for name in (code, known.name, *known.names, *known.written_as):
            found.setdefault(name.casefold(), code)
    return found


def groups_named_in(title: str) -> tuple[str, ...]:
    """Codes of the groups a title names, in the data file's order."""
    return tuple(code for code, known in _groups().items() if known.is_named_in(title))


@cache
def _name_pattern(name: str) -> re.Pattern[str]:
    # An acronym must be in capitals: "can" and "eu" are words in some languages.
    flags = re.NOFLAG if name.isupper() else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", flags)


@cache
def _groups() -> dict[str, Group]:
    return load_groups(GROUPS_FILE)


def load_groups(file: Path) -> dict[str, Group]:
    """The groups of a data file by code. Raises RegistryError naming file and line for what does not validate."""
    entries = checked_entry(file, _Entries, read_data(file, RegistryError), RegistryError).root
    return {code: entry.group(code) for code, entry in entries.items()}


def _periods(when: Any) -> Any:
    """Memberships, each written as a day, as [joined, left], or as a list of such pairs."""
    if isinstance(when, date):
        return [(when, None)]
    if isinstance(when, list) and len(when) == 2 and isinstance(when[0], date):
        return [tuple(when)]
    return when


Stays = Annotated[list[tuple[date, date | None]], BeforeValidator(_periods)]
Address = Annotated[str, Field(pattern=r"^https?://\S+( \(.+\))?$")]


class _Entry(BaseModel):
    """One group as written."""

    model_config = ConfigDict(extra="forbid")

    name: str
    names: list[str] = Field(min_length=1)
    written_as: list[str] = Field(default_factory=list)
    acts_as_one: bool = False
    treaty: str | None = None
    source: list[Address] = Field(min_length=1)
    date_sources: dict[str, Address] = Field(default_factory=dict)
    bound_until: dict[str, date] = Field(default_factory=dict)
    suspended: dict[str, date] = Field(default_factory=dict)
    members: dict[str, Stays]

    @model_validator(mode="after")
    def _possible(self) -> "_Entry":
        for iso3, stays in self.members.items():
            if not is_country_code(iso3):
                raise ValueError(f"unknown party {iso3!r}; use an ISO 3166 alpha-3 code, such as VNM")
            end: date | None = date.min
            for joined, left in stays:
                if end is None or joined <= end or (left is not None and left < joined):
                    raise ValueError(f"{iso3} left before it joined, or joined twice")
                end = left
        for iso3 in (*self.date_sources, *self.bound_until, *self.suspended):
            if iso3 not in self.members:
                raise ValueError(f"{iso3} is named, and is no member")
        for iso3, first in self.suspended.items():
            joined, left = self.members[iso3][-1]
            if left is not None or first < joined:
                raise ValueError(f"{iso3} is suspended from {first}, and was no member then or left")
        for iso3, last in self.bound_until.items():
            left = self.members[iso3][-1][1]
            if left is None or last < left:
                raise ValueError(f"{iso3} is bound until {last}, and left later or not at all")
        return self

    def group(self, code: str) -> Group:
        """The group with its memberships."""
        stays = []
        for iso3, periods in self.members.items():
            for number, (joined, left) in enumerate(periods, start=1):
                last = number == len(periods)
                bound = self.bound_until.get(iso3, left) if last else left
                suspended = self.suspended.get(iso3) if last else None
                stays.append(Membership(iso3, joined, left, bound, suspended))
        sources = (*self.source, *self.date_sources.values())
        return Group(
            code,
            self.name,
            tuple(self.names),
            self.acts_as_one,
            tuple(stays),
            sources,
            self.treaty,
            tuple(self.written_as),
        )


class _Entries(RootModel[dict[str, _Entry]]):
    """The whole file: groups by code."""
