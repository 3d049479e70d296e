"""Precision, recall and F1 of labels against a gold standard, per code and over all codes.

A label is a pair (article, code). `none` is not a provision: it has a row of its own and is in neither the micro nor
the macro average, because an article wrongly given a code, or wrongly given none, already counts as a false positive or
a false negative of that code.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from tracker.evaluation.labels import NONE, LabelRow

Column = Literal["strength", "exception", "scope", "bound"]
COMPARED: tuple[Column, ...] = get_args(Column)

ENOUGH = 5
"""Least number of gold articles of a code that counts in `macro_f1`."""


@dataclass(frozen=True, slots=True)
class CodeScore:
    """Counts of one code (or of all): true positives, false positives, false negatives."""

    code: str
    true_positive: int
    false_positive: int
    false_negative: int

    @property
    def gold(self) -> int:
        """Articles that have the code by the gold standard."""
        return self.true_positive + self.false_negative

    @property
    def precision(self) -> float:
        """Share of the predicted labels that are right; 1 where nothing was predicted."""
        predicted = self.true_positive + self.false_positive
        return self.true_positive / predicted if predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold labels that were predicted; 1 where there are none."""
        return self.true_positive / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where nothing is gold and nothing predicted."""
        total = 2 * self.true_positive + self.false_positive + self.false_negative
        return 2 * self.true_positive / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Mistake:
    """One disagreement: an extra or a missing label, or a wrong value in a column of a right label."""

    item_id: str
    code: str
    kind: Literal["false positive", "false negative", "strength", "exception", "scope", "bound"]
    gold: str = ""
    predicted: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How labels agree with a gold standard.

    `codes` are sorted by code, without `none`, which has a field of its own. Accuracies of strength, exception, scope
    and bound are shares of the labels found that have such a value in the gold standard; the number of such labels is
    given with each.
    """

    codes: tuple[CodeScore, ...]
    none: CodeScore
    micro: CodeScore
    macro_f1: float
    macro_f1_all: float
    strength_accuracy: float
    strength_count: int
    exception_accuracy: float
    exception_count: int
    scope_accuracy: float
    scope_count: int
    bound_accuracy: float
    bound_count: int
    items: int
    mistakes: tuple[Mistake, ...]

    def rows(self) -> list[tuple[str, int, float, float, float]]:
        """(code, gold articles, precision, recall, F1) per code, then `none`, then `micro`."""
        return [
            (score.code, score.gold, score.precision, score.recall, score.f1)
            for score in (*self.codes, self.none, self.micro)
        ]


def evaluate(
    gold: Iterable[LabelRow], predicted: Iterable[LabelRow], *, codes_known: Collection[str] | None = None
) -> Evaluation:
    """Compare predicted labels with gold ones, on the gold standard's articles only.

    `codes_known` are the codes that the gold standard's readers could give; predictions of others do not count.
    """
    truth = {(row.item_id, row.code): row for row in gold}
    items = {item_id for item_id, _ in truth}
    guess = {
        (row.item_id, row.code): row
        for row in predicted
        if row.item_id in items and (codes_known is None or row.code in codes_known)
    }
    for item_id in items - {item_id for item_id, _ in guess}:
        guess[item_id, NONE] = LabelRow(item_id, NONE)
    codes = sorted({code for _, code in (*truth, *guess)} - {NONE})
    scores = tuple(_score(code, truth, guess) for code in codes)
    enough = [score.f1 for score in scores if score.gold >= ENOUGH]
    in_gold = [score.f1 for score in scores if score.gold]
    mistakes = _mistakes(truth, guess)
    strength, exception, scope, bound = (_column(name, truth, guess, mistakes) for name in COMPARED)
    return Evaluation(
        codes=scores,
        none=_score(NONE, truth, guess),
        micro=CodeScore(
            "micro",
            sum(score.true_positive for score in scores),
            sum(score.false_positive for score in scores),
            sum(score.false_negative for score in scores),
        ),
        macro_f1=_mean(enough),
        macro_f1_all=_mean(in_gold),
        strength_accuracy=strength[0],
        strength_count=strength[1],
        exception_accuracy=exception[0],
        exception_count=exception[1],
        scope_accuracy=scope[0],
        scope_count=scope[1],
        bound_accuracy=bound[0],
        bound_count=bound[1],
        items=len(items),
        mistakes=mistakes,
    )


_Labels = dict[tuple[str, str], LabelRow]


def _score(code: str, truth: _Labels, guess: _Labels) -> CodeScore:
    right = {item_id for item_id, other in truth if other == code}
    found = {item_id for item_id, other in guess if other == code}
    return CodeScore(code, len(right & found), len(found - right), len(right - found))


def _column(name: Column, truth: _Labels, guess: _Labels, mistakes: tuple[Mistake, ...]) -> tuple[float, int]:
    """(share of right values, number compared) of one column among the labels found; 1 where none is compared."""
    compared = sum(1 for key, row in truth.items() if getattr(row, name) and key in guess)
    wrong = sum(1 for mistake in mistakes if mistake.kind == name)
    return (1 - wrong / compared if compared else 1.0), compared


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def _mistakes(truth: _Labels, guess: _Labels) -> tuple[Mistake, ...]:
    mistakes: list[Mistake] = []
    for item_id, code in sorted(guess.keys() - truth.keys()):
        mistakes.append(Mistake(item_id, code, "false positive", "", guess[item_id, code].strength))
    for item_id, code in sorted(truth.keys() - guess.keys()):
        mistakes.append(Mistake(item_id, code, "false negative", truth[item_id, code].strength, ""))
    for key in sorted(truth.keys() & guess.keys()):
        item_id, code = key
        for name in COMPARED:
            right, found = getattr(truth[key], name), getattr(guess[key], name)
            if right and right != found:
                mistakes.append(Mistake(item_id, code, name, right, found))
    return tuple(mistakes)
