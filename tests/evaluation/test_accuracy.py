"""The file of measurements: whole, at one with itself and with the sheets it is made from."""

import csv
import json
from pathlib import Path

import pytest

from tracker.evaluation import LabelRow, evaluate
from tracker.evaluation.accuracy import (
    ACCURACY_FILE,
    judged_facts,
    measured_accuracy,
    set_facts,
)
from tracker.evaluation.scores import ENOUGH

BLIND = Path(__file__).resolve().parents[2] / "benchmarks" / "blind"


def test_the_shipped_figures_are_at_one_with_their_counts() -> None:
    accuracy = measured_accuracy()
    assert {entry.use for entry in accuracy.sets} == {"in_sample", "development", "held_out"}
    for entry in (*accuracy.sets, accuracy.held_out):
        scores = entry.codes.values()
        true = sum(score.true_positive for score in scores)
        wrong = sum(score.false_positive + score.false_negative for score in scores)
        assert entry.micro_f1 == pytest.approx(2 * true / (2 * true + wrong), abs=1e-4), entry.key
        enough = [score.f1 for score in scores if score.gold >= ENOUGH]
        mean = sum(enough) / len(enough) if enough else None
        assert entry.macro_f1 == pytest.approx(mean, abs=1e-4), f"{entry.key}: no figure where nothing counts"
        assert entry.labels == sum(score.gold for score in scores)
    held_out = [entry for entry in accuracy.sets if entry.use == "held_out"]
    assert accuracy.held_out.articles == sum(entry.articles for entry in held_out)
    assert accuracy.in_sample().key == "dev"


def test_sizes_and_verdicts_are_those_of_the_sheets() -> None:
    accuracy = measured_accuracy()
    for entry in accuracy.sets:
        if not (BLIND / f"{entry.key}.csv").exists():
            assert entry.key in ("dev", "dev2"), "the gold standard lies in ../shared"
            continue
        with (BLIND / f"{entry.key}.csv").open(encoding="utf-8", newline="") as lines:
            items = {row["item_id"] for row in csv.DictReader(lines) if row["use"] == entry.use}
        assert entry.articles == len(items), entry
    with (BLIND / "outside-findings-verdicts.tsv").open(encoding="utf-8", newline="") as lines:
        judged = judged_facts(csv.DictReader(lines, delimiter="\t"))
    shown = accuracy.judged
    assert (judged["findings"], judged["right"]) == (shown.findings, shown.right)
    assert judged["strength_wrong"] == shown.strength_wrong
    assert sum(right for _, right in shown.codes.values()) == shown.right


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    gold = [LabelRow("a", "data_flows", "hard", "n"), LabelRow("b", "none"), LabelRow("c", "cooperation")]
    predicted = [LabelRow("a", "data_flows", "soft", "n"), LabelRow("b", "cooperation")]
    facts = set_facts("invented", "held_out", evaluate(gold, predicted))
    data = json.loads(ACCURACY_FILE.read_text("utf-8"))
    verdicts = [
        {"code": "cooperation", "verdict": "right", "strength_right": "n"},
        {"code": "cooperation", "verdict": "wrong", "strength_right": ""},
    ]
    data |= {"sets": [facts], "held_out": facts, "judged": judged_facts(verdicts)}
    path = tmp_path / "accuracy.json"
    path.write_text(json.dumps(data), "utf-8")
    read = measured_accuracy(path)
    [entry] = read.sets
    assert (entry.articles, entry.labels, entry.strength, entry.strength_count) == (3, 2, 0.0, 1)
    assert entry.macro_f1 is None
    assert entry.codes["data_flows"].f1 == 1.0
    assert entry.codes["cooperation"].precision == 0.0
    assert (read.judged.precision, read.judged.strength_wrong) == (0.5, 1)
    assert read.judged.codes == {"cooperation": (2, 1)}
