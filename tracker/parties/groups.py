"""Groups of countries (EU, EFTA, ASEAN, ...) and who belonged to them on which day."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tracker.errors import BadInput
from tracker.parties.countries import is_country_code


@dataclass(frozen=True, slots=True)
class Membership:
    """One membership of one country in a group, first and last day included; `left` None while it lasts."""

    iso3: str
    joined: date
    left: date | None

    def holds(self, on: date | None) -> bool:
        """Whether the country is a member on that day (None: by the latest known membership)."""
        if on is None:
            return self.left is None
        return self.joined <= on and (self.left is None or on <= self.left)


@dataclass(frozen=True, slots=True)
class Group:
    """A group that can be a party. `names` are those that titles use; groups.yaml explains `acts_as_one`."""

    code: str
    name: str
    names: tuple[str, ...]
    acts_as_one: bool
    memberships: tuple[Membership, ...]

    def members(self, on: date | None) -> tuple[str, ...]:
        """Codes of the members on that day, sorted; for a day before the group existed, its founding members."""
        founded = min(stay.joined for stay in self.memberships)
        day = founded if on is not None and on < founded else on
        return tuple(sorted({stay.iso3 for stay in self.memberships if stay.holds(day)}))

    def ever_members(self) -> frozenset[str]:
        """Codes of everyone who has been a member at any time."""
        return frozenset(stay.iso3 for stay in self.memberships)

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
    """The code of the group that a person means by `text` (its code or one of its names), or None."""
    wanted = " ".join(text.split()).casefold()
    for code, known in _groups().items():
        if wanted in {code.casefold(), known.name.casefold(), *(name.casefold() for name in known.names)}:
            return code
    return None


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
    source = files("tracker.parties").joinpath("data/groups.yaml")
    data: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return {code: _read_group(code, entry) for code, entry in data.items()}


def _read_group(code: str, entry: dict[str, Any]) -> Group:
    stays = [
        Membership(iso3, joined, left)
        for iso3, when in entry["members"].items()
        for joined, left in _periods(when)
    ]
    for stay in stays:
        if not is_country_code(stay.iso3) or (stay.left is not None and stay.left < stay.joined):
            raise ValueError(f"groups.yaml: {code} has an impossible membership: {stay}")
    return Group(code, entry["name"], tuple(entry["names"]), bool(entry.get("acts_as_one")), tuple(stays))


def _periods(when: Any) -> list[tuple[date, date | None]]:
    """Memberships, each written as a day, as [joined, left], or as a list of such pairs."""
    if isinstance(when, date):
        return [(when, None)]
    if isinstance(when[0], date):
        return [(when[0], when[1])]
    return [(joined, left) for joined, left in when]
