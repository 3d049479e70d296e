"""Briefings: the clauses that bind a country, are in an agreement, or have a provision, as CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy.orm import Session

from tracker.errors import BadInput
from tracker.export.basis import basis_words
from tracker.export.briefing_gaps import NO_RULES, explanation, reason, without_clause
from tracker.export.csv_safe import csv_text, write_csv
from tracker.life import Day, KnownDay
from tracker.queries import (
    ArticleRef,
    BasisCounts,
    BriefingRow,
    CountryGroup,
    CoverageRow,
    ExceptionElsewhere,
    ReplacedBy,
    agreement_index,
    briefing_rows,
    canonical_slug,
    count_bases,
    template_facts,
)
from tracker.queries.core.citation import citation
from tracker.queries.core.template_facts import TEMPLATE_GROUPS

# Column headings in the order of the sheet, and the value of each.
_COLUMNS: dict[str, Callable[[BriefingRow], Any]] = {
    "Agreement": lambda row: row.agreement,
    "Parties": lambda row: "; ".join(row.parties),
    "Type": lambda row: row.type,
    "Status": lambda row: row.legal_status.replace("_", " "),
    "Signed": lambda row: row.date_signed or row.year_signed,
    "In force": lambda row: _known(row.date_in_force),
    "Chapter": lambda row: row.chapter_number,
    "Chapter heading": lambda row: row.chapter_heading,
    "Article": lambda row: row.article_number,
    "Article heading": lambda row: row.article_heading,
    "Provision": lambda row: row.provision_title,
    "Principle": lambda row: "; ".join(row.principles),
    "Strength": lambda row: row.strength,
    "Exception": lambda row: _yes_no(row.exception),
    "Scope": lambda row: row.scope,
    "Bound": lambda row: "" if row.scope is None else "; ".join(row.bound) or "all",
    "Uncertain": lambda row: _yes_no(row.uncertain),
    "Details": lambda row: "; ".join(note.replace(":", ": ").replace("_", " ") for note in row.notes),
    "Exceptions elsewhere": lambda row: _elsewhere(row.elsewhere),
    "Evidence": lambda row: row.evidence,
    "Source": lambda row: row.source_url,
    "Basis": lambda row: basis_words(row.basis),
    "Basis source": lambda row: row.basis.source,
    "Replaced": lambda row: "; ".join(map(_replaced, row.replaced)),
    "Provision code": lambda row: row.provision,
    "Agreement link": lambda row: row.slug,
    "Article reference": lambda row: row.reference,
    "Score": lambda row: round(row.score, 2) if row.basis.is_read else "",
    "Template version": lambda row: row.template_version,
}


_GAP_COLUMNS: dict[str, Callable[[CoverageRow], Any]] = {
    "Agreement": lambda row: row.name,
    "Status": lambda row: "provisionally applied" if row.provisional else "in force",
    "Signed": lambda row: row.year_signed,
    "In force": lambda row: _known(row.since),
    "Details": reason,
    "Source": lambda row: row.addresses[0] if row.addresses else None,
    "Agreement link": lambda row: row.slug,
}
"""The same of an agreement that has no clause in the briefing."""


NAMED_MEMBERS = 8
"""So many countries of a list of one's own are in a file's name."""

_OF_GROUP: dict[str, Callable[[BriefingRow], Any]] = {"Members": lambda row: "; ".join(row.countries)}
"""More columns in the briefing of a group: which of its members a clause binds, or is to bind."""


def _empty(_row: CoverageRow) -> None:
    return None


def _known(day: KnownDay | None) -> date | str | None:
    """A date for the sheet, the month or year in words of a table where no more is known."""
    return str(day) if isinstance(day, Day) else day


def _cited(article: ArticleRef) -> str:
    return (
        citation(article.number, article.chapter_number, article.chapter_heading, article.cited_levels)
        or "article"
    )


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


_REPLACED = {"replaces": "replaced by", "suspends": "suspended by"}


def _replaced(one: ReplacedBy) -> str:
    """By which agreement, since when, and for whom where not for all: `replaced by X since 2024-03-19`."""
    since = "; ".join(
        f"since {day.isoformat()}"
        + (f" for {', '.join(parties)}" if one.others or len(one.since) > 1 else "")
        for day, parties in one.since
    )
    kept = f"; not for {', '.join(one.others)}" if one.others else ""
    return f"{_REPLACED[one.relation]} {one.name} {since}{kept}"


def _elsewhere(exceptions: tuple[ExceptionElsewhere, ...] | None) -> str:
    """Articles of the agreement whose exceptions apply to the rule, and whether that is certain."""
    if exceptions is None:
        return ""
    return (
        "; ".join(
            f"{_cited(entry.article)} ({entry.provision.replace('_', ' ')}"
            f"{', coverage unclear' if entry.reach == 'unclear' else ''})"
            for entry in exceptions
        )
        or "none found"
    )


def default_name(
    country: str | None, agreement: str | None, provision: str | None, group: CountryGroup | None = None
) -> str:
    """File name of a briefing, e.g. `briefing-VNM.csv`."""
    of_group = None if group is None else group.code or "-".join(group.members[:NAMED_MEMBERS])
    return "-".join(["briefing", *filter(None, (country, of_group, agreement, provision))]) + ".csv"


@dataclass(frozen=True, slots=True)
class Briefing:
    """`rows`: a clause each; `gaps`: of a country or a group the agreements in force that have none of them, by name;
    `of_group`: it is that of a group, and has a column on its members; `note`: what these leave unsaid, or why it is
    empty."""

    rows: Sequence[BriefingRow]
    gaps: Sequence[CoverageRow]
    of_group: bool = False
    note: str | None = None

    @property
    def bases(self) -> BasisCounts:
        """How many clauses rest on which basis."""
        return count_bases(row.basis.firmness for row in self.rows)

    def columns(self) -> list[str]:
        """The headings."""
        return [*_COLUMNS, *(_OF_GROUP if self.of_group else ())]

    def cells(self) -> list[list[Any]]:
        """The lines of the sheet: clauses, then the agreements without one, with the reason under *Details*, and there
        the note."""
        columns = self.columns()
        values = {**_COLUMNS, **_OF_GROUP}
        return [
            *([values[column](row) for column in columns] for row in self.rows),
            *([_GAP_COLUMNS.get(column, _empty)(row) for column in columns] for row in self.gaps),
            *([[self.note if column == "Details" else None for column in columns]] if self.note else []),
        ]

    def write(self, path: Path, *, delimiter: str = ",") -> None:
        """Write the sheet to `path`."""
        write_csv(path, self.columns(), self.cells(), delimiter=delimiter)


def read_briefing(
    session: Session,
    *,
    country: str | None = None,
    group: CountryGroup | None = None,
    agreement: str | None = None,
    provision: str | None = None,
) -> Briefing:
    """`country` is ISO 3166 alpha-3, `agreement` a slug, `provision` a code; None means all. A `group` takes the place
    of a country.

    Raises BadInput for an unknown agreement or provision.
    """
    check_known(session, agreement=agreement, provision=provision)
    members = group.members if group is not None else ()
    rows = (
        []
        if group is not None and not members
        else briefing_rows(
            session, country=country, countries=members, agreement=agreement, provision=provision
        )
    )
    whose = members if country is None else (country,)
    named = None if agreement is None else canonical_slug(session, agreement) or agreement
    if group is not None and not members:
        return Briefing(rows, (), of_group=True, note="no country is a member of this group today")
    gaps = without_clause(session, whose, {row.slug for row in rows}, named) if whose else []
    note = explanation(
        session, whose, agreement=named, provision=provision, clauses=len(rows), gaps=len(gaps)
    )
    return Briefing(rows, gaps, group is not None, "; ".join(filter(None, (_no_rules(rows), note))) or None)


def _no_rules(rows: Sequence[BriefingRow]) -> str | None:
    """That none of the clauses is a rule, where there are clauses and none is."""
    groups = {template_facts().provision(row.provision).group for row in rows}
    return NO_RULES if groups and not groups & TEMPLATE_GROUPS else None


def write_briefing(
    session: Session,
    path: Path,
    *,
    country: str | None = None,
    group: CountryGroup | None = None,
    agreement: str | None = None,
    provision: str | None = None,
    delimiter: str = ",",
) -> BasisCounts:
    """Write what `read_briefing` gives to `path`; how many clauses rest on which basis."""
    found = read_briefing(session, country=country, group=group, agreement=agreement, provision=provision)
    found.write(path, delimiter=delimiter)
    return found.bases


def briefing_csv(
    session: Session,
    *,
    country: str | None = None,
    group: CountryGroup | None = None,
    agreement: str | None = None,
    provision: str | None = None,
    delimiter: str = ",",
) -> bytes:
    """The same file as `write_briefing` writes, as bytes."""
    found = read_briefing(session, country=country, group=group, agreement=agreement, provision=provision)
    return csv_text(found.columns(), found.cells(), delimiter=delimiter).encode("utf-8")


def check_known(session: Session, *, agreement: str | None, provision: str | None) -> None:
    """Raise BadInput, with the nearest known name, for an unknown agreement or provision."""
    slugs = [entry.slug for entry in agreement_index(session)]
    codes = [entry.code for entry in template_facts().provisions]
    # The slug of a merged agreement is accepted like the present one.
    named = None if agreement is None else canonical_slug(session, agreement) or agreement
    for given, known, kind in ((named, slugs, "agreement"), (provision, codes, "provision")):
        if given is not None and given not in known:
            nearest = process.extractOne(given, known, scorer=fuzz.WRatio)
            hint = f"; did you mean '{nearest[0]}'?" if nearest else ""
            raise BadInput(f"unknown {kind} '{given}'{hint}")
