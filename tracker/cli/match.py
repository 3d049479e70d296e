"""`tracker match`, `classify` and `evaluate`: the matcher over the corpus, loose articles, the gold."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import progress, say, show
from tracker.cli.lineage import SCHEDULER_HELP, asked_cluster, lineage_line, lineage_with_progress

if TYPE_CHECKING:
    from tracker.cluster import Cluster
    from tracker.evaluation import Evaluation
    from tracker.facts.match_job import MatchResult
    from tracker.models.database import Database


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Flag what is new or changed.")(match)
    app.command(short_help="Label loose articles.")(classify)
    app.command(short_help="Measure the matcher against hand-coded articles.")(evaluate)


def match(
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; all cores if not given.")] = None,
    scheduler: Annotated[str | None, typer.Option(help=SCHEDULER_HELP)] = None,
) -> None:
    """Flag every article that is new, changed, or was matched with an older template; then `tracker lineage`."""
    from tracker.logs import job_log
    from tracker.models.database import open_database

    database = open_database()
    with job_log("match"), asked_cluster(scheduler) as cluster:
        result = match_with_progress(database, workers=workers, cluster=cluster)
        say(f"{result.line()}; {result.unchanged:,} articles were up to date")
        traced = lineage_with_progress(database, cluster)
    database.close()
    say(lineage_line(traced))


def match_with_progress(
    database: "Database", *, workers: int | None = None, cluster: "Cluster | None" = None
) -> "MatchResult":
    """Run the match job with a progress bar."""
    from tracker.facts.match_job import run_match

    with progress() as display:
        task = display.add_task("Matching articles", total=None)
        return run_match(
            database,
            workers=workers,
            cluster=cluster,
            on_total=lambda total: display.update(task, total=total),
            on_progress=lambda count: display.advance(task, count),
        )


def classify(
    items: Annotated[Path, typer.Argument(help="One JSON object a line: item_id, language, text, ...")],
    output: Annotated[Path, typer.Option("--output", "-o", help="CSV to write.")],
) -> None:
    """Label loose articles: item_id, code, strength, exception, score, scope, bound, note; one row per finding."""
    from tracker.evaluation import NONE, classify_items, read_items, write_labels
    from tracker.facts.versions import shared_matcher
    from tracker.files import replacing

    read = read_items(items)
    matcher = shared_matcher()
    with progress() as display:
        labels = classify_items(display.track(read, description="Labelling articles"), matcher)
    with replacing(output) as file, io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
        write_labels(labels, text)
    say(f"{len(read):,} articles, {sum(label.code != NONE for label in labels):,} findings -> {output}")


def evaluate(
    gold: Annotated[Path, typer.Option(help="Hand-coded labels: item_id, code, strength, exception.")],
    items: Annotated[
        Path | None, typer.Option(help="The articles; <gold>_items.jsonl beside the gold if not given.")
    ] = None,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="List every disagreement.")] = False,
) -> None:
    """Measure the matcher against hand-coded articles: precision, recall, F1, strength, exceptions, scope, bound."""
    from tracker import evaluation
    from tracker.facts.versions import shared_matcher

    labels = evaluation.read_labels(gold)
    read = evaluation.read_items(items or evaluation.items_file_of(gold))
    matcher = shared_matcher()
    predicted = evaluation.classify_items(read, matcher)
    known = evaluation.codes_known(labels, matcher.template)
    show_evaluation(evaluation.evaluate(labels, predicted, codes_known=known), mistakes=mistakes)


def show_evaluation(measured: "Evaluation", *, mistakes: bool = False) -> None:
    """Print an evaluation as a table and its summary lines; with `mistakes` each disagreement on a line."""
    from rich.table import Table

    table = Table("code", "gold", "precision", "recall", "F1")
    for code, gold, precision, recall, f1 in measured.rows():
        table.add_row(code, str(gold), f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}")
    show(table)
    say(f"{measured.items:,} articles; micro-F1 {measured.micro.f1:.3f}")
    say(f"macro-F1 {measured.macro_f1:.3f} (codes with 5 or more gold articles)")
    say(f"macro-F1 {measured.macro_f1_all:.3f} (all codes in the gold)")
    say(f"strength right on {measured.strength_accuracy:.3f} of {measured.strength_count} true findings")
    say(f"exception right on {measured.exception_accuracy:.3f} of {measured.exception_count} true findings")
    if measured.scope_count:
        say(f"scope right on {measured.scope_accuracy:.3f} of {measured.scope_count} true findings")
    if measured.bound_count:
        say(f"bound right on {measured.bound_accuracy:.3f} of {measured.bound_count} true findings")
    if mistakes:
        for each in measured.mistakes:
            say(
                f"{each.item_id} {each.code}: {each.kind}, gold {each.gold or '-'}, found {each.predicted or '-'}"
            )
