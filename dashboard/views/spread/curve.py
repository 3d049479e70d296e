"""The curve of a provision as the Spread and Provision pages show it: chart, table and file, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.parts.basis import basis_columns, basis_numbers
from dashboard.parts.charts import Spec
from dashboard.parts.facts import ask
from dashboard.parts.messages import Messages
from dashboard.parts.spread_chart import spread_chart
from dashboard.parts.strength import strength_word
from dashboard.parts.unread import (
    Unread,
    mark_words,
    unread_cells,
    unread_columns,
    unread_of,
    unread_sentence,
    year_marks,
)
from tracker.queries import SpreadFilter, SpreadPoint, read_years


@dataclass(frozen=True, slots=True)
class Curve:
    """The years of one provision and unit, and those of which texts are missing; at least one point."""

    provision: str
    points: Sequence[SpreadPoint]
    unread: Unread
    cumulative: bool
    general: bool
    """Whether rules for one sector are left out."""

    def chart(self, messages: Messages) -> Spec:
        """The chart."""
        return spread_chart(
            messages, self.provision, self.points, cumulative=self.cumulative, unread=self.unread
        )

    def missing(self, messages: Messages) -> str:
        """What of its years is not read; empty where all is."""
        return unread_sentence(messages, self.unread, cumulative=self.cumulative)

    def table(self, messages: Messages) -> tuple[list[str], list[tuple[object, ...]]]:
        """Columns and rows: one row per year and strength, with the numbers on each basis and what is known of the
        year; and one for each year beyond the curve of which something is not read: nothing is said of it but that."""
        columns = [messages.say(f"column.{name}") for name in ("year", "strength", "new", "total")]
        parts = [
            messages.say("basis.column", what=columns[3], basis=messages.say(part))
            for part in ("uncertain.chip", "scope_sectoral")
        ]
        own = [
            *columns,
            *basis_columns(messages, columns[2]),
            *basis_columns(messages, columns[3]),
            *parts,
        ]
        rows: list[tuple[object, ...]] = [
            (
                point.year,
                strength_word(messages, self.provision, point.strength),
                point.new,
                point.total,
                *basis_numbers(point.new_bases),
                *basis_numbers(point.bases),
                point.uncertain,
                messages.say("spread.not_counted") if self.general else point.sectoral,
            )
            for point in self.points
        ]
        years = {point.year for point in self.points}
        rows += [(one.year, *[None] * (len(own) - 1)) for one in self.unread.years if one.year not in years]
        marks = year_marks(self.points, self.unread)
        return [*own, messages.say("unread.column_mark"), *unread_columns(messages)], [
            (
                *row,
                mark_words(messages, int(str(row[0])), marks, self.unread),
                *unread_cells(int(str(row[0])), self.unread),
            )
            for row in rows
        ]


def curve_of(
    points: Sequence[SpreadPoint], provision: str, choice: SpreadFilter, *, cumulative: bool
) -> Curve:
    """The curve of points of one unit."""
    unread = unread_of(ask(read_years, choice), points[0].year)
    return Curve(provision, points, unread, cumulative, choice.general)
