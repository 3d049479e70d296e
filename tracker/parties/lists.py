"""Lists of countries that people ask about: groups that are parties to agreements, and lists that are not."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from tracker.data_files import checked_entry, read_data
from tracker.errors import BadInput, RegistryError
from tracker.parties.countries import is_country_code
from tracker.parties.groups import Address, Membership, Stays, groups

LISTS_FILE = Path(__file__).parent / "data" / "country_lists.yaml"


@dataclass(frozen=True, slots=True)
class CountryList:
    """One list. `parties_of`: it is the parties of this agreement of the registry, and has no memberships of its own;
    `due_to_leave`: days of departures announced by country, of which it is not known whether they took place."""

    code: str
    name: str
    memberships: tuple[Membership, ...]
    sources: tuple[str, ...]
    parties_of: str | None = None
    due_to_leave: tuple[tuple[str, date], ...] = ()

    def members(self, on: date) -> tuple[str, ...]:
        """Codes of the members on that day, sorted; empty for the parties of an agreement, which is asked for them."""
        return tuple(sorted({stay.iso3 for stay in self.memberships if stay.holds(on)}))

    def doubtful(self, on: date) -> tuple[tuple[str, date], ...]:
        """Members on that day that had been announced to leave by then, each with the day announced."""
        members = self.members(on)
        return tuple((iso3, day) for iso3, day in self.due_to_leave if day <= on and iso3 in members)


def country_lists() -> MappingProxyType[str, CountryList]:
    """All lists that can be asked for, by code: those of the data file, then the groups that are parties."""
    return _lists()


def country_list_of(code: str) -> CountryList:
    """The list with that code. Raises BadInput for an unknown one."""
    try:
        return _lists()[code]
    except KeyError as error:
        raise BadInput(f"unknown group {code!r}; known are {', '.join(sorted(_lists()))}.") from error


@cache
def _lists() -> MappingProxyType[str, CountryList]:
    own = load_lists(LISTS_FILE)
    parties = {
        code: CountryList(code, group.name, group.memberships, group.sources)
        for code, group in groups().items()
    }
    return MappingProxyType({**own, **parties})


def load_lists(file: Path) -> dict[str, CountryList]:
    """The lists of a data file by code. Raises RegistryError naming file and line for what does not validate."""
    entries = checked_entry(file, _Entries, read_data(file, RegistryError), RegistryError).root
    return {code: entry.country_list(code) for code, entry in entries.items()}


class _Entry(BaseModel):
    """One list as written."""

    model_config = ConfigDict(extra="forbid")

    name: str
    parties_of: str | None = None
    source: list[Address] = Field(default_factory=list)
    date_sources: dict[str, Address] = Field(default_factory=dict)
    due_to_leave: dict[str, date] = Field(default_factory=dict)
    members: dict[str, Stays] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _possible(self) -> "_Entry":
        if (self.parties_of is None) == (not self.members):
            raise ValueError("give either parties_of or members")
        if self.members and not self.source:
            raise ValueError("a source is missing that says who is a member")
        for iso3 in self.members:
            if not is_country_code(iso3):
                raise ValueError(f"unknown country {iso3!r}; use an ISO 3166 alpha-3 code, such as VNM")
        for iso3 in (*self.date_sources, *self.due_to_leave):
            if iso3 not in self.members:
                raise ValueError(f"{iso3} is named, and is no member")
        return self

    def country_list(self, code: str) -> CountryList:
        """The list with its memberships."""
        stays = tuple(
            Membership(iso3, joined, left)
            for iso3, periods in self.members.items()
            for joined, left in periods
        )
        sources = tuple(dict.fromkeys((*self.source, *self.date_sources.values())))
        return CountryList(code, self.name, stays, sources, self.parties_of, tuple(self.due_to_leave.items()))


class _Entries(RootModel[dict[str, _Entry]]):
    """The whole file: lists by code."""
