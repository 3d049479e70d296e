"""Compares what researchers coded by hand, agreement by agreement, with what the matcher found.

A spreadsheet has one row an agreement and one column a variable; a map (YAML) says which column names the agreement,
which provision a variable stands for, and which of its values mean that the agreement has it.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from rapidfuzz import fuzz

from tracker.data_files import read_entry
from tracker.errors import BadInput
from tracker.parties.countries import simplified

_SAME_NAME = 95.0
"""RapidFuzz token_sort_ratio (0 to 100) from which two names of agreements of one year are taken to be one."""


class _MapData(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AgreementColumns(_MapData):
    """The columns by which an agreement is recognised; the first that is filled in decides, names with the year."""

    slug: str | None = None
    wto_rta_id: str | None = None
    name: str | None = None
    year: str | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "AgreementColumns":
        if not (self.slug or self.wto_rta_id or self.name):
            raise ValueError("name the column of the agreement's slug, WTO number or name")
        return self


class Variable(_MapData):
    """One column: its values that mean `present` (of these `hard` that it binds) and `absent`; no others count."""

    column: str
    provision: str
    present: tuple[str, ...] = Field(min_length=1)
    absent: tuple[str, ...] = Field(min_length=1)
    hard: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _values_have_one_meaning(self) -> "Variable":
        if both := sorted(set(self.present) & set(self.absent)):
            raise ValueError(f"value {both[0]!r} is both present and absent")
        if stray := sorted(set(self.hard) - set(self.present)):
            raise ValueError(f"value {stray[0]!r} is hard but not present")
        return self


class CodingMap(_MapData):
    """How to read a spreadsheet of codings."""

    agreement: AgreementColumns
    variables: tuple[Variable, ...] = Field(min_length=1)
    delimiter: str = Field(default=",", min_length=1, max_length=1)


@dataclass(frozen=True, slots=True)
class KnownAgreement:
    """An agreement as stored: what it is called, and its provisions with their strength ("hard", "soft" or "")."""

    slug: str
    name: str
    names: tuple[str, ...]
    wto_rta_id: int | None
    year: int | None
    reading: str
    provisions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One line of the spreadsheet: what it calls the agreement, and its values by column."""

    line: int
    label: str
    values: Mapping[str, str]


Kind = Literal["only they", "only we", "strength"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where a coding and the findings differ; `reading` says how much of the text was read."""

    provision: str
    column: str
    slug: str
    name: str
    line: int
    kind: Kind
    theirs: str
    ours: str
    reading: str


@dataclass(slots=True)
class VariableScore:
    """Counts of one variable over the agreements that both know."""

    variable: Variable
    both: int = 0
    only_they: int = 0
    only_we: int = 0
    neither: int = 0
    not_counted: int = 0
    same_strength: int = 0
    with_strength: int = 0

    @property
    def compared(self) -> int:
        """Agreements counted."""
        return self.both + self.only_they + self.only_we + self.neither

    @property
    def precision(self) -> float | None:
        """Share of our findings that the coding confirms; None without findings."""
        return self.both / (self.both + self.only_we) if self.both + self.only_we else None

    @property
    def recall(self) -> float | None:
        """Share of the coded provisions that we found; None where none is coded."""
        return self.both / (self.both + self.only_they) if self.both + self.only_they else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: agreement beyond what chance gives; None where one of two values is the only one used."""
        total = self.compared
        if not total:
            return None
        theirs, ours = (self.both + self.only_they) / total, (self.both + self.only_we) / total
        by_chance = theirs * ours + (1 - theirs) * (1 - ours)
        observed = (self.both + self.neither) / total
        return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


@dataclass(slots=True)
class Comparison:
    """The whole result; `unknown` are rows whose agreement is not stored, `unread` those whose text was not read."""

    scores: list[VariableScore]
    disagreements: list[Disagreement] = field(default_factory=list)
    unknown: list[CodedRow] = field(default_factory=list)
    unread: list[CodedRow] = field(default_factory=list)
    agreements: int = 0


def read_map(path: Path, provisions: Iterable[str]) -> CodingMap:
    """The map of a spreadsheet. Raises BadInput with file and line for what is wrong in it."""
    found = read_entry(path, CodingMap, BadInput)
    known = set(provisions)
    for variable in found.variables:
        if variable.provision not in known:
            raise BadInput(
                f"{path}: unknown provision {variable.provision}; 'tracker template check' lists the codes"
            )
    return found


def read_codings(path: Path, columns: CodingMap) -> list[CodedRow]:
    """The rows of a spreadsheet saved as CSV (UTF-8). Raises BadInput naming a missing column or a broken line."""
    named = [column for column in columns.agreement.model_dump().values() if column]
    wanted = [*named, *(variable.column for variable in columns.variables)]
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, delimiter=columns.delimiter)
            missing = [column for column in wanted if column not in (reader.fieldnames or ())]
            if missing:
                raise BadInput(f"{path}:1: no column {missing[0]!r}; name it in the map as the file does")
            rows = [
                CodedRow(
                    reader.line_num,
                    next((row[column].strip() for column in named if (row[column] or "").strip()), ""),
                    {column: (row[column] or "").strip() for column in wanted},
                )
                for row in reader
            ]
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path}: not UTF-8 text; save the file as UTF-8") from None
    except csv.Error as error:
        raise BadInput(f"{path}: not CSV ({error}); save the sheet as CSV") from None
    if not rows:
        raise BadInput(f"{path}: holds no row; give one row an agreement")
    return rows


def compare(rows: Iterable[CodedRow], known: Sequence[KnownAgreement], columns: CodingMap) -> Comparison:
    """Compare coded rows with what is stored. An agreement without a text that was read is not compared."""
    find = _Finder(known, columns.agreement)
    result = Comparison([VariableScore(variable) for variable in columns.variables])
    for row in rows:
        agreement = find(row)
        if agreement is None:
            result.unknown.append(row)
        elif agreement.reading == "not_read":
            result.unread.append(row)
        else:
            result.agreements += 1
            for score in result.scores:
                _count(score, row, agreement, result.disagreements)
    return result


def _count(
    score: VariableScore, row: CodedRow, agreement: KnownAgreement, disagreements: list[Disagreement]
) -> None:
    variable = score.variable
    value = row.values[variable.column]
    if value not in (*variable.present, *variable.absent):
        score.not_counted += 1
        return
    theirs, ours = value in variable.present, variable.provision in agreement.provisions
    strength = agreement.provisions.get(variable.provision, "")
    kind: Kind | None = None
    if theirs and ours:
        score.both += 1
        if variable.hard:
            score.with_strength += 1
            if (value in variable.hard) == (strength == "hard"):
                score.same_strength += 1
            else:
                kind = "strength"
    elif theirs:
        score.only_they, kind = score.only_they + 1, "only they"
    elif ours:
        score.only_we, kind = score.only_we + 1, "only we"
    else:
        score.neither += 1
    if kind is not None:
        disagreements.append(
            Disagreement(
                variable.provision,
                variable.column,
                agreement.slug,
                agreement.name,
                row.line,
                kind,
                value,
                strength or ("found" if ours else "not found"),
                agreement.reading,
            )
        )


class _Finder:
    """Finds the stored agreement that a row is about."""

    def __init__(self, known: Sequence[KnownAgreement], columns: AgreementColumns) -> None:
        self._known = known
        self._columns = columns
        self._slugs = {one.slug: one for one in known}
        self._numbers = {one.wto_rta_id: one for one in known if one.wto_rta_id is not None}

    def __call__(self, row: CodedRow) -> KnownAgreement | None:
        def cell(column: str | None) -> str:
            return row.values[column] if column else ""

        if slug := cell(self._columns.slug):
            return self._slugs.get(slug)
        if number := cell(self._columns.wto_rta_id):
            digits = number.removesuffix(".0")
            return self._numbers.get(int(digits)) if digits.isdigit() else None
        return self._by_name(cell(self._columns.name), cell(self._columns.year))

    def _by_name(self, name: str, year: str) -> KnownAgreement | None:
        """The only agreement of that name, and of that year where one is given; None where there are several."""
        wanted = simplified(name)
        if not wanted:
            return None
        of_year = [one for one in self._known if not year[:4].isdigit() or one.year in (None, int(year[:4]))]
        equal = [one for one in of_year if wanted in {simplified(each) for each in (one.name, *one.names)}]
        if not equal and year[:4].isdigit():
            equal = [
                one
                for one in of_year
                if one.year is not None
                and max(fuzz.token_sort_ratio(wanted, simplified(each)) for each in (one.name, *one.names))
                >= _SAME_NAME
            ]
        return equal[0] if len(equal) == 1 else None
