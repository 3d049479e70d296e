"""Years from which agreements are known that are not fully read: shaded behind charts, and said beside them.

The numbers of such years are at least so high; where nothing that was read changes them, it is not known whether they
rose. The total of every later year is at least so high too.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.parts.facts import ask
from dashboard.parts.messages import Messages
from tracker.queries import ReadYear, ReadYears, SpreadPoint, country_coverage, coverage

HALF = 0.5
"""A year of which less than this share is read is named in words."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What is not read of a curve: its years with texts missing; how many agreements not read in full are of earlier
    years, and of how many the year is not known."""

    years: tuple[ReadYear, ...] = ()
    earlier: int = 0
    undated: int = 0

    @property
    def anything(self) -> bool:
        """Whether anything is missing."""
        return bool(self.years or self.earlier or self.undated)

    def year(self, number: int) -> ReadYear | None:
        """The year, None where all that is known of it was read."""
        return next((one for one in self.years if one.year == number), None)

    def before(self, number: int) -> bool:
        """Whether texts of earlier years, or of a year that is not known, are missing."""
        return bool(self.earlier or self.undated) or any(one.year < number for one in self.years)


def unread_of(found: ReadYears, first: int) -> Unread:
    """What is not read of a curve that begins with the year `first`."""
    return Unread(
        tuple(year for year in found.years if year.unread and year.year >= first),
        sum(year.unread for year in found.years if year.year < first),
        found.undated,
    )


YearMark = Literal["complete", "earlier", "at_least", "not_known"]
"""What a year's numbers are.

- `complete`: every agreement that is known of it and of the years before is fully read.
- `earlier`: every one of the year is, of earlier years some are not: the total is a lower bound.
- `at_least`: some of the year are not read.
- `not_known`: some of the year are not read, and of those read none changes the number.
"""


def year_marks(points: Sequence[SpreadPoint], unread: Unread) -> dict[int, YearMark]:
    """The mark of each year of a curve; all its strengths count together."""
    totals: dict[int, dict[str, int]] = {}
    new: Counter[int] = Counter()
    for point in points:
        totals.setdefault(point.year, {})[point.strength] = point.total
        new[point.year] += point.new
    marks: dict[int, YearMark] = {}
    before: dict[str, int] = {}
    for year, total in sorted(totals.items()):
        still = not new[year] and total == before
        if unread.year(year) is not None:
            marks[year] = "not_known" if still else "at_least"
        else:
            marks[year] = "earlier" if unread.before(year) else "complete"
        before = total
    return marks


def mark_words(messages: Messages, year: int, marks: dict[int, YearMark], unread: Unread) -> str:
    """The mark of a year in words, with how many of its agreements are not read. A year beyond the curve, of which
    nothing was read, is not known."""
    found = unread.year(year)
    if found is None:
        return messages.say(f"unread.mark_{marks[year]}")
    kind = marks.get(year, "not_known")
    return messages.say(f"unread.mark_{kind}", missing=found.unread, known=found.known)


def as_known(messages: Messages) -> str:
    """What is added to a number of agreements or countries while not every agreement in force is fully known; it begins
    with a comma."""
    return messages.say("spread.as_known") if ask(coverage).wanted else ""


def as_known_of(messages: Messages, countries: Iterable[str]) -> str:
    """The same of what binds countries: said where agreements in force for one of them are not known in full."""
    unread = any(ask(country_coverage, iso3).unknown for iso3 in countries)
    return messages.say("spread.as_known") if unread else ""


def unread_sentence(messages: Messages, unread: Unread, *, cumulative: bool = True) -> str:
    """How much is not read in all, how that is drawn, and of which years less than half is read; empty where all is."""
    years = unread.years
    said = []
    if years:
        number = sum(year.unread for year in years)
        said += [
            messages.count("unread.shaded", number),
            messages.say("unread.dashed" if cumulative else "unread.question"),
        ]
        thin = [year.year for year in years if year.missing > HALF]
        if thin:
            said.append(messages.say("unread.thin", years=_spans(thin)))
    said += [
        messages.count(f"unread.{name}", n)
        for name, n in (("before", unread.earlier), ("undated", unread.undated))
        if n
    ]
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


def unread_cells(year: int, unread: Unread) -> tuple[int | None, int | None]:
    """The cells of those columns; empty in a year of which all that is known was read."""
    found = unread.year(year)
    return (found.known, found.read) if found else (None, None)
