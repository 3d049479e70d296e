"""What a country's briefing has no clause of: its agreements in force that were read without one, or not read."""

from collections import Counter
from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from tracker.export.coverage import words
from tracker.queries import CoverageRow, coverage

_SAID = {
    "read": "read: no such clause found",
    "coded": "coded by hand: no such clause found",
    "partly_read": "read in part{lacks}: no such clause found in what was read",
    "reported": "known by reports only: a clause may be in it that was not reported",
    "not_read": "not read: what it says is not known",
}


def without_clause(
    session: Session, countries: Collection[str], having: Collection[str], agreement: str | None = None
) -> list[CoverageRow]:
    """The agreements in force for any of the countries (ISO alpha-3) of which no clause is in the briefing, by name.

    `having` are the slugs of those that have one, `agreement` a slug that the briefing is limited to.
    """
    rows = {row.slug: row for country in countries for row in coverage(session, iso3=country).rows}
    return sorted(
        (row for row in rows.values() if row.slug not in having and agreement in (None, row.slug)),
        key=lambda row: row.name,
    )


def reason(row: CoverageRow) -> str:
    """Why an agreement has no clause in a briefing, and whether one may be in it all the same."""
    parts = "; ".join(part.replace(":", " ") for part in row.missing)
    return _SAID[row.reading].format(lacks=f" (lacks {parts})" if parts else "")


def summary(rows: Iterable[CoverageRow]) -> str:
    """How many agreements have no clause in it, by reading state; "" for none."""
    counts = Counter(row.reading for row in rows)
    listed = ", ".join(f"{number} {words(state)}" for state, number in counts.items())
    total = sum(counts.values())
    noun = "agreement" if total == 1 else "agreements"
    return f"{total} more {noun} in force without such a clause: {listed}" if total else ""
