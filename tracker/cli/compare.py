"""`tracker compare`: codings made elsewhere against the findings."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import say, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.evaluation.comparison import CodedRow, Comparison, Disagreement


def register(app: typer.Typer) -> None:
    """Add this file's command to `app`."""
    app.command(short_help="Compare codings made elsewhere with the findings.")(compare)


def compare(
    codings: Annotated[Path, typer.Argument(help="The spreadsheet as CSV: one row an agreement.")],
    columns: Annotated[
        Path,
        typer.Option(
            "--map", help="YAML: which column names the agreement, which provision each variable is."
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="CSV to write with every disagreement.")
    ] = None,
    top: Annotated[int, typer.Option(min=0, help="So many disagreements are printed; 0 prints all.")] = 30,
) -> None:
    """Compare codings made elsewhere with the findings: per variable agreements compared, Cohen's kappa, precision and
    recall of the findings against the coding, and where the two differ.

    Rows whose agreement is not stored, or whose text was not read, are listed and not counted. A text read in part can
    lack what the coding has: the disagreements say how much was read. docs/compare.md shows a map.

    Exit code 1 where no row could be compared.
    """
    from tracker.evaluation import comparison
    from tracker.export.csv_safe import write_csv
    from tracker.models.database import open_database
    from tracker.queries.operations.codings import known_agreements
    from tracker.template import shipped_template

    wanted = comparison.read_map(columns, shipped_template().by_code)
    rows = comparison.read_codings(codings, wanted)
    database = open_database()
    try:
        with database.read() as session:
            known = known_agreements(session)
    finally:
        database.close()
    result = comparison.compare(rows, known, wanted)
    _show_scores(result)
    _list("agreement is not stored", result.unknown)
    _list("text was not read", result.unread)
    _show_disagreements(result.disagreements[: top or None], len(result.disagreements))
    if output is not None:
        write_csv(output, DISAGREEMENT_COLUMNS, [_cells(one) for one in result.disagreements])
        say(f"{len(result.disagreements):,} disagreements -> {output}")
    if not result.agreements:
        raise typer.Exit(1)


DISAGREEMENT_COLUMNS = (
    "provision",
    "column",
    "agreement",
    "name",
    "line",
    "kind",
    "theirs",
    "ours",
    "reading",
)


def _cells(one: "Disagreement") -> tuple[str, ...]:
    return (
        one.provision, one.column, one.slug, one.name, str(one.line), one.kind, one.theirs, one.ours, one.reading,
    )  # fmt: skip


def _show_scores(result: "Comparison") -> None:
    from rich.table import Table

    def number(value: float | None) -> str:
        return "-" if value is None else f"{value:.2f}"

    table = Table(
        "variable", "provision", "compared", "both", "only they", "only we", "neither", "not counted", "kappa",
        "precision", "recall", "strength",
    )  # fmt: skip
    for score in result.scores:
        strength = f"{score.same_strength} of {score.with_strength}" if score.variable.hard else "-"
        counts = (
            score.compared,
            score.both,
            score.only_they,
            score.only_we,
            score.neither,
            score.not_counted,
        )
        table.add_row(
            score.variable.column,
            score.variable.provision,
            *map(str, counts),
            number(score.kappa),
            number(score.precision),
            number(score.recall),
            strength,
        )
    show(table)
    say(f"{result.agreements:,} agreements compared")


def _list(reason: str, rows: "Sequence[CodedRow]") -> None:
    if rows:
        named = "; ".join(f"line {row.line} {row.label or '(empty)'}" for row in rows[:5])
        more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
        say(f"not compared, the {reason}: {len(rows):,} rows ({named}{more})")


def _show_disagreements(shown: "Sequence[Disagreement]", total: int) -> None:
    from rich.table import Table

    if not total:
        return
    table = Table("provision", "agreement", "line", "who", "theirs", "ours", "read")
    for one in shown:
        table.add_row(one.provision, one.slug, str(one.line), one.kind, one.theirs, one.ours, one.reading)
    show(table)
    if len(shown) < total:
        say(f"{len(shown)} of {total:,} disagreements; --top 0 prints all, -o writes them to a file")
