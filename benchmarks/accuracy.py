"""Measures the matcher on all hand-coded articles and writes the file from which pages take their figures.

    uv run python -m benchmarks.accuracy

Reads ../shared (texts and the gold standard), `benchmarks/blind/*.csv` and the verdicts beside them; writes
tracker/evaluation/accuracy.json. Run it after every change of template or matcher: the Data page says so when the
versions differ.
"""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.blind import BLIND, SHARED, all_items, labels
from tracker.evaluation import (
    LabelRow,
    classify_items,
    codes_known,
    evaluate,
    items_file_of,
    read_items,
    read_labels,
)
from tracker.evaluation.accuracy import ACCURACY_FILE, Use, judged_facts, set_facts
from tracker.facts.versions import current_versions, shared_matcher

GOLD: tuple[tuple[Path, Use], ...] = (
    (SHARED / "gold" / "dev.csv", "in_sample"),
    (SHARED / "gold" / "dev2.csv", "development"),
)
VERDICTS = BLIND / "outside-findings-verdicts.tsv"
USES: dict[str, Use] = {"development": "development", "held_out": "held_out"}


def measure() -> dict[str, object]:
    """The content of the file."""
    matcher = shared_matcher()
    template = matcher.template
    sets = []
    for gold_file, use in GOLD:
        gold, items = read_labels(gold_file), read_items(items_file_of(gold_file))
        measured = evaluate(gold, classify_items(items, matcher), codes_known=codes_known(gold, template))
        sets.append(set_facts(gold_file.stem, use, measured))
    by_id = {item.item_id: item for item in all_items()}
    gold_held_out: list[LabelRow] = []
    rows_held_out: list[LabelRow] = []
    for (name, label), gold in sorted(labels().items()):
        wanted = list(dict.fromkeys(row.item_id for row in gold))
        known = codes_known(gold, template)
        rows = [row for row in classify_items([by_id[key] for key in wanted], matcher) if row.code in known]
        sets.append(set_facts(name, USES[label], evaluate(gold, rows)))
        if label == "held_out":
            gold_held_out += gold
            rows_held_out += rows
    with VERDICTS.open(encoding="utf-8", newline="") as lines:
        judged = judged_facts(csv.DictReader(lines, delimiter="\t"))
    versions = current_versions()
    return {
        "measured": datetime.now(UTC).date().isoformat(),
        "template": versions.template,
        "matcher": versions.matcher,
        "sets": sets,
        "held_out": set_facts("held_out", "held_out", evaluate(gold_held_out, rows_held_out)),
        "judged": judged,
    }


def main() -> None:
    """Measure and write."""
    facts = measure()
    ACCURACY_FILE.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{ACCURACY_FILE}: measured {facts['measured']}")


if __name__ == "__main__":
    main()
