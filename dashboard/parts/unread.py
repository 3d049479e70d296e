"""Years from which agreements are known that are not fully read: shaded behind charts, and said beside them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.parts.messages import Messages
from tracker.queries import Basis, Coverage

HALF = 0.5
"""A year of which less than this share is read is named in words."""


@dataclass(frozen=True, slots=True)
class UnreadYear:
    """One year: how many of its agreements in force are known, and how many of these are read in full or coded."""

    year: int
    known: int
    read: int

    @property
    def missing(self) -> float:
        """The share that is not read, 0 to 1."""
        return 1 - self.read / self.known


def unread_years(found: Coverage, basis: Basis, first: int) -> tuple[UnreadYear, ...]:
    """Years from `first` on in which something is not read, by year of signature or of entry into force."""
    known: Counter[int] = Counter()
    read: Counter[int] = Counter()
    for row in found.rows:
        year = row.year_signed if basis == "signed" else row.since.year if row.since else None
        if year is not None and year >= first:
            known[year] += 1
            read[year] += row.fully_known
    return tuple(
        UnreadYear(year, number, read[year]) for year, number in sorted(known.items()) if read[year] < number
    )


def unread_sentence(messages: Messages, years: Sequence[UnreadYear]) -> str:
    """How much is not read in all, and of which years less than half is; empty where all is."""
    if not years:
        return ""
    number = sum(year.known - year.read for year in years)
    said = messages.count("unread.shaded", number)
    thin = [year.year for year in years if year.missing > HALF]
    return f"{said} {messages.say('unread.thin', years=_spans(thin))}" if thin else said


def _spans(years: Sequence[int]) -> str:
    """Years in order, those in a row as one span: 2001, 2019–2025."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans)


def unread_columns(messages: Messages) -> list[str]:
    """Columns of a table by year beside the curve's own."""
    return [messages.say("unread.column_known"), messages.say("unread.column_read")]


def unread_cells(year: object, years: Sequence[UnreadYear]) -> tuple[int | None, int | None]:
    """The cells of those columns; empty in a year of which all that is known was read."""
    found = next((one for one in years if one.year == year), None)
    return (found.known, found.read) if found else (None, None)
