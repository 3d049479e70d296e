"""Years from which agreements are known that are not fully read: shaded behind charts, and said beside them.

The numbers of such years are at least so high; where nothing that was read changes them, it is not known whether they
rose.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.parts.facts import ask
from dashboard.parts.messages import Messages
from tracker.queries import Basis, Coverage, SpreadPoint, country_coverage, coverage

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


YearMark = Literal["complete", "at_least", "not_known"]
"""What a year's numbers are: `complete` (every agreement in force that is known of the year is fully read), `at_least`
(some are not read), `not_known` (some are not read, and of those read none changes the number)."""


def year_marks(points: Sequence[SpreadPoint], unread: Sequence[UnreadYear]) -> dict[int, YearMark]:
    """The mark of each year of a curve; all its strengths count together."""
    missing = {year.year for year in unread}
    totals: dict[int, dict[str, int]] = {}
    new: Counter[int] = Counter()
    for point in points:
        totals.setdefault(point.year, {})[point.strength] = point.total
        new[point.year] += point.new
    marks: dict[int, YearMark] = {}
    before: dict[str, int] = {}
    for year, total in sorted(totals.items()):
        still = not new[year] and total == before
        marks[year] = "complete" if year not in missing else "not_known" if still else "at_least"
        before = total
    return marks


def mark_words(
    messages: Messages, year: int, marks: dict[int, YearMark], unread: Sequence[UnreadYear]
) -> str:
    """The mark of a year in words, with how many of its agreements are not read. A year beyond the curve, of which
    nothing was read, is not known."""
    found = next((one for one in unread if one.year == year), None)
    if found is None:
        return messages.say("unread.mark_complete")
    kind = marks.get(year, "not_known")
    return messages.say(f"unread.mark_{kind}", missing=found.known - found.read, known=found.known)


def as_known(messages: Messages) -> str:
    """What is added to a number of agreements or countries while not every agreement in force is fully known; it begins
    with a comma."""
    return messages.say("spread.as_known") if ask(coverage).wanted else ""


def as_known_of(messages: Messages, countries: Iterable[str]) -> str:
    """The same of what binds countries: said where agreements in force for one of them are not known in full."""
    unread = any(ask(country_coverage, iso3).unknown for iso3 in countries)
    return messages.say("spread.as_known") if unread else ""


def unread_sentence(messages: Messages, years: Sequence[UnreadYear], *, cumulative: bool = True) -> str:
    """How much is not read in all, how that is drawn, and of which years less than half is read; empty where all is."""
    if not years:
        return ""
    number = sum(year.known - year.read for year in years)
    said = [
        messages.count("unread.shaded", number),
        messages.say("unread.dashed" if cumulative else "unread.question"),
    ]
    thin = [year.year for year in years if year.missing > HALF]
    if thin:
        said.append(messages.say("unread.thin", years=_spans(thin)))
    return " ".join(said)


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
