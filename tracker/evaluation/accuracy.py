"""The matcher's accuracy when it was last measured: the figures that pages show, from one file.

`accuracy.json` is written by `python -m benchmarks.accuracy`, which runs the matcher over the hand-coded articles and
reads the verdicts on its findings; code and messages have no other figure of accuracy.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tracker.evaluation.scores import ENOUGH, CodeScore, Evaluation

ACCURACY_FILE = Path(__file__).with_name("accuracy.json")

Use = Literal["in_sample", "development", "held_out"]
"""How a set of articles was used:

- `in_sample`: those who wrote the rules had read the articles and their codes;
- `development`: coded by readers who had not seen the rules, then used to improve them;
- `held_out`: coded in the same way, and never read when rules were written.
"""


@dataclass(frozen=True, slots=True)
class MeasuredSet:
    """The matcher on one set of hand-coded articles. F1 and shares are 0..1; `*_count` are labels behind a share.

    `macro_f1` is None where no provision has enough articles (`scores.ENOUGH`) to count in it.
    """

    key: str
    use: Use
    articles: int
    labels: int
    micro_f1: float
    macro_f1: float | None
    strength: float
    strength_count: int
    exception: float
    exception_count: int
    scope: float
    scope_count: int
    bound: float
    bound_count: int
    codes: Mapping[str, CodeScore]


@dataclass(frozen=True, slots=True)
class JudgedFindings:
    """Random findings outside e-commerce chapters, each judged by a reader: `codes` has (findings, right ones)."""

    findings: int
    right: int
    strength_wrong: int
    codes: Mapping[str, tuple[int, int]]

    @property
    def precision(self) -> float:
        """Share of the findings that were right; 1 where none was judged."""
        return self.right / self.findings if self.findings else 1.0


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One measurement, on one day with one template and matcher. `held_out` is all held-out sets together."""

    measured: date
    template: str
    matcher: str
    sets: tuple[MeasuredSet, ...]
    held_out: MeasuredSet
    judged: JudgedFindings

    def in_sample(self) -> MeasuredSet:
        """The set the rules were written with."""
        return next(entry for entry in self.sets if entry.use == "in_sample")


def set_facts(key: str, use: Use, measured: Evaluation) -> dict[str, Any]:
    """An evaluation in the form of the file."""
    enough = any(score.gold >= ENOUGH for score in measured.codes)
    return {
        "key": key,
        "use": use,
        "articles": measured.items,
        "labels": measured.micro.gold,
        "micro_f1": round(measured.micro.f1, 4),
        "macro_f1": round(measured.macro_f1, 4) if enough else None,
        "strength": round(measured.strength_accuracy, 4),
        "strength_count": measured.strength_count,
        "exception": round(measured.exception_accuracy, 4),
        "exception_count": measured.exception_count,
        "scope": round(measured.scope_accuracy, 4),
        "scope_count": measured.scope_count,
        "bound": round(measured.bound_accuracy, 4),
        "bound_count": measured.bound_count,
        "codes": {
            score.code: [score.true_positive, score.false_positive, score.false_negative]
            for score in measured.codes
        },
    }


def judged_facts(verdicts: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """Verdicts (rows with code, verdict, strength_right) in the form of the file."""
    codes: dict[str, list[int]] = {}
    strength_wrong = 0
    for row in verdicts:
        counted = codes.setdefault(row["code"], [0, 0])
        counted[0] += 1
        counted[1] += row["verdict"] == "right"
        strength_wrong += row["strength_right"] == "n"
    return {
        "findings": sum(found for found, _ in codes.values()),
        "right": sum(right for _, right in codes.values()),
        "strength_wrong": strength_wrong,
        "codes": dict(sorted(codes.items())),
    }


@cache
def measured_accuracy(path: Path = ACCURACY_FILE) -> Accuracy:
    """The last measurement. Raises OSError or ValueError for a file that is missing or broken."""
    data = json.loads(path.read_text(encoding="utf-8"))
    judged = data["judged"]
    return Accuracy(
        measured=date.fromisoformat(data["measured"]),
        template=data["template"],
        matcher=data["matcher"],
        sets=tuple(_set(entry) for entry in data["sets"]),
        held_out=_set(data["held_out"]),
        judged=JudgedFindings(
            judged["findings"],
            judged["right"],
            judged["strength_wrong"],
            {code: (found, right) for code, (found, right) in judged["codes"].items()},
        ),
    )


def _set(entry: dict[str, Any]) -> MeasuredSet:
    codes = {code: CodeScore(code, *counts) for code, counts in entry["codes"].items()}
    return MeasuredSet(**{**entry, "codes": codes})
