"""What a cell of the registry's files may hold, and how it is read: words from short lists, days, codes, addresses."""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tracker.parties import is_country_code, is_group_code

Kind = Literal["fta", "digital_agreement", "accession", "amendment", "protocol", "plurilateral", "draft"]
Status = Literal[
    "in_force",
    "provisionally_applied",
    "signed",
    "never_took_effect",
    "superseded",
    "terminated",
    "concluded",
    "negotiating",
    "unknown",
]
"""`concluded`: negotiations have ended, nothing is signed; `unknown`: whether it binds could not be found out."""

Answer = Literal["y", "n", "unknown"]
Unlisted = Literal["bound", "unknown"]
EventKind = Literal["entry", "provisional", "exit", "not_in_force"]
RelationKind = Literal[
    "incorporates",
    "suspends",
    "amends",
    "replaces",
    "supersedes",
    "accession_to",
    "terminated_by",
    "withdrawn_from",
]
Strength = Literal["hard", "soft"]
Scope = Literal["general", "telecoms", "financial", "sector"]
Confidence = Literal["high", "medium", "low"]
SourceKind = Literal[
    "treaty_text",
    "government_page",
    "institution_summary",
    "expert_coded_dataset",
    "expert_commentary",
    "expert_blog",
    "law_firm_note",
    "policy_tracker",
    "academic_note",
    "think_tank",
    "ngo_commentary",
    "company_blog",
    "specialist_news",
    "news_summary",
    "article_table",
    "study_notes_on_news",
]

_SOURCE = re.compile(r"(?P<url>https?://[^\s;]+)(?: \((?P<where>[^()]*(?:\([^()]*\)[^()]*)*)\))?")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")


class Row(BaseModel):
    """Base of all rows: unknown columns are errors, rows never change once loaded."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Row):
    """An address that states a fact, and the place in it."""

    url: str
    where: str = ""


class Dated(Row):
    """A day of which sometimes only the month or the year is published."""

    year: int
    month: int | None = None
    day: date | None = None

    @property
    def earliest(self) -> date:
        """The first day it can have been."""
        return self.day or date(self.year, self.month or 1, 1)

    @property
    def latest(self) -> date:
        """The last day it can have been."""
        if self.day is not None:
            return self.day
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def precision(self) -> Literal["month", "year"] | None:
        """What is known where the day is not; None where it is."""
        if self.day is not None:
            return None
        return "month" if self.month else "year"

    def __str__(self) -> str:
        if self.day is not None:
            return self.day.isoformat()
        return f"{self.year}-{self.month:02}" if self.month else str(self.year)


def dated(cell: object) -> object:
    """A day: YYYY-MM-DD, or YYYY-MM or YYYY where no more is known."""
    if not isinstance(cell, str):
        return cell
    if not cell:
        return None
    partial = _PARTIAL.fullmatch(cell)
    if partial is None:
        full = day(cell)
        assert isinstance(full, date)
        return Dated(year=full.year, month=full.month, day=full)
    month = int(partial[2]) if partial[2] else None
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"{cell!r} is no month; write it as 2018-03")
    return Dated(year=int(partial[1]), month=month)


def https_address(cell: object) -> object:
    """A web address that begins with https and names a host."""
    parts = urlsplit(cell) if isinstance(cell, str) else None
    if parts is not None and (parts.scheme != "https" or not parts.hostname or re.search(r"\s", str(cell))):
        raise ValueError(f"{cell!r} is no https address")
    return cell


def listed(cell: object) -> object:
    """The values of a cell that lists them with semicolons; refuses one that stands twice."""
    if not isinstance(cell, str):
        return cell
    values = tuple(value.strip() for value in cell.split(";") if value.strip())
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"{twice[0]} stands twice")
    return values


def party_codes(cell: object) -> object:
    """Country codes as kept (ISO 3166 alpha-3, see tracker.parties)."""
    values = listed(cell)
    for code in values if isinstance(values, tuple) else ():
        if not is_country_code(code):
            raise ValueError(f"unknown party {code!r}; use an ISO 3166 alpha-3 code, such as VNM")
    return values


def group_codes(cell: object) -> object:
    """Codes of groups of tracker/parties/data/groups.yaml."""
    values = listed(cell)
    for code in values if isinstance(values, tuple) else ():
        if not is_group_code(code):
            raise ValueError(f"unknown group {code!r}; use a code of tracker/parties/data/groups.yaml")
    return values


def one_of(kind: object, *, optional: bool = False) -> BeforeValidator:
    """A word from a short list, which the error names; `optional`: None for an empty cell."""
    known = get_args(kind)

    def check(cell: object) -> object:
        if optional and cell == "":
            return None
        if cell not in known:
            raise ValueError(f"{cell!r} is none of {', '.join(known)}")
        return cell

    return BeforeValidator(check)


def day(cell: object) -> object:
    """A day as YYYY-MM-DD, None where the cell is empty."""
    if not isinstance(cell, str):
        return cell
    if not cell:
        return None
    try:
        if len(cell) != 10:
            raise ValueError
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is no day; write it as 2018-12-30") from None


def sources(cell: object) -> object:
    """Addresses, each with a place in it in brackets where it needs one, with ` ; ` between them."""
    if not isinstance(cell, str):
        return cell
    found = []
    for written in cell.split(" ; "):
        match = _SOURCE.fullmatch(written.strip())
        if match is None:
            raise ValueError(
                f"{written.strip()!r} is no source; write https://... or https://... (place in it)"
                if written.strip()
                else "no source; give the address that states the fact"
            )
        found.append(Source(url=match["url"], where=match["where"] or ""))
    return tuple(found)


def empty_is_none(cell: object) -> object:
    """None where the cell is empty."""
    return None if cell == "" else cell


def one(values: object, what: str) -> object:
    if isinstance(values, tuple):
        if len(values) != 1:
            raise ValueError(f"{len(values)} of {what or 'party'}; a row is of one")
        return values[0]
    return values


def bound(cell: object) -> object:
    if cell == "all" or cell == "":
        return ()
    return party_codes(cell)


Day = Annotated[date | None, BeforeValidator(day)]
Countries = Annotated[tuple[str, ...], BeforeValidator(party_codes)]
Groups = Annotated[tuple[str, ...], BeforeValidator(group_codes)]
Words = Annotated[tuple[str, ...], BeforeValidator(listed)]
Key = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
Short = Annotated[str, Field(max_length=300)]
"""Words of ours: nothing of a treaty's text, which may not be kept here, and short enough not to be."""
Sources = Annotated[tuple[Source, ...], BeforeValidator(sources)]
MaybeDated = Annotated[Dated | None, BeforeValidator(dated)]
