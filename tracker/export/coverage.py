"""Coverage as files: one agreement a line of CSV, or everything as one JSON object."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tracker.export.csv_safe import write_csv
from tracker.queries import Coverage, CoverageRow
from tracker.texts.completeness import GIVEN_UP, GOODS_ANNEXES, UNNUMBERED

DIGITAL_RULES = {"y": "yes", None: "not known"}
"""Whether an agreement holds rules on digital trade, as far as known without its text, in words."""

# Column headings in the order of the sheet, and the value of each.
_COLUMNS: dict[str, Callable[[CoverageRow], Any]] = {
    "Agreement": lambda row: row.name,
    "Short name": lambda row: row.short_name,
    "Reading state": lambda row: words(row.reading),
    "Missing": lambda row: row.missing,
    "Fully known": lambda row: row.fully_known,
    "Said to hold digital rules": lambda row: DIGITAL_RULES[row.digital_rules],
    "Year signed": lambda row: row.year_signed,
    "Applied": lambda row: "provisionally" if row.provisional else "in force",
    "Since": lambda row: row.since.isoformat() if row.since else None,
    "Countries bound": lambda row: len(row.bound),
    "Bound": lambda row: row.bound,
    "Published at": lambda row: " ".join(row.addresses),
    "Agreement link": lambda row: row.slug,
}


def words(state: str) -> str:
    """A reading state as people write it: `partly read`."""
    return state.replace("_", " ")


_LACKS = {
    GOODS_ANNEXES: "annexes on goods {listed}",
    GIVEN_UP: "what articles {listed} say, too costly to search",
}


def missing_words(codes: Iterable[str]) -> str:
    """What a text lacks, by the codes of `tracker.texts.completeness` or the registry's words, for people."""
    said = []
    for code in codes:
        kind, _, numbers = code.partition(":")
        listed = ", ".join("without a number" if one == UNNUMBERED else one for one in numbers.split(","))
        said.append(_LACKS.get(kind, f"{words(kind)} {{listed}}").format(listed=listed).strip())
    return "; ".join(said)


def write_coverage(found: Coverage, path: Path, *, delimiter: str = ",") -> int:
    """Write all agreements covered, the most wanted first, to `path`; gives how many."""
    rows = ([value(row) for value in _COLUMNS.values()] for row in found.rows)
    write_csv(path, list(_COLUMNS), rows, delimiter=delimiter)
    return len(found.rows)


def coverage_json(found: Coverage) -> str:
    """All counts, and every wanted text, as one JSON object; days are written 2026-11-28, unknown ones null."""
    return json.dumps(
        {
            "day": found.day.isoformat(),
            "country": found.iso3,
            "in_force": len(found.rows),
            "provisionally_applied": found.provisional,
            "fully_known": len(found.rows) - len(found.wanted),
            "known_without_digital_rules": found.without_rules,
            "not_known_whether_in_force": [
                {"slug": row.slug, "name": row.name, "countries": row.countries} for row in found.unclear
            ],
            "by_state": found.by_state,
            "by_year": [{"year": row.year, **row.by_state} for row in found.by_year],
            "by_country": [
                {"iso3": row.iso3, "name": row.name, **row.by_state, "wanted": row.wanted}
                for row in found.by_country
            ],
            "wanted": [_wanted(row) for row in found.wanted],
        },
        ensure_ascii=False,
        indent=2,
    )


def _wanted(row: CoverageRow) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": row.name,
        "short_name": row.short_name,
        "reading": row.reading,
        "missing": row.missing,
        "digital_rules": row.digital_rules,
        "year_signed": row.year_signed,
        "provisionally_applied": row.provisional,
        "since": row.since.isoformat() if row.since else None,
        "bound": row.bound,
        "addresses": row.addresses,
    }
