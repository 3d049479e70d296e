"""Scores against hand-counted examples, folds that keep near-copies together, and the gold standard itself."""

from pathlib import Path

import pytest

from tracker.evaluation import (
    Item,
    LabelRow,
    agreement_folds,
    classify_items,
    codes_known,
    evaluate,
    items_file_of,
    read_items,
    read_labels,
)
from tracker.facts.versions import shared_matcher
from tracker.template import load_template

SHARED = Path(__file__).parents[2].parent / "shared"
GOLD = SHARED / "gold" / "dev.csv"

TRUTH = [
    LabelRow("a", "data_flows", "hard", "y"),
    LabelRow("a", "personal_information", "soft"),
    LabelRow("b", "data_flows", "soft", "n"),
    LabelRow("c", "none"),
    LabelRow("d", "definitions_scope"),
]


def test_counts_averages_and_mistakes_by_hand() -> None:
    guess = [
        LabelRow("a", "data_flows", "soft", "n"),
        LabelRow("b", "data_flows", "soft", "n"),
        LabelRow("b", "encryption", "hard"),
        LabelRow("c", "none"),
        LabelRow("d", "none"),
        LabelRow("elsewhere", "encryption", "hard"),
    ]
    result = evaluate(TRUTH, guess)
    assert (result.micro.true_positive, result.micro.false_positive, result.micro.false_negative) == (2, 1, 2)
    assert result.micro.f1 == pytest.approx(4 / 7)
    assert result.macro_f1_all == pytest.approx((1 + 0 + 0) / 3)
    assert (result.strength_accuracy, result.strength_count) == (0.5, 2)
    assert (result.exception_accuracy, result.exception_count) == (0.5, 2)
    assert (result.none.true_positive, result.none.false_positive, result.none.false_negative) == (1, 1, 0)
    assert result.items == 4
    kinds = [(mistake.item_id, mistake.code, mistake.kind) for mistake in result.mistakes]
    assert kinds == [
        ("b", "encryption", "false positive"),
        ("d", "none", "false positive"),
        ("a", "personal_information", "false negative"),
        ("d", "definitions_scope", "false negative"),
        ("a", "data_flows", "strength"),
        ("a", "data_flows", "exception"),
    ]


def test_perfect_labels_score_one_and_none_stays_out_of_micro() -> None:
    result = evaluate(TRUTH, TRUTH)
    assert result.micro.f1 == result.macro_f1_all == result.strength_accuracy == 1.0
    assert result.micro.gold == 4
    assert result.rows()[-1][0] == "micro"
    assert result.rows()[-2] == ("none", 1, 1.0, 1.0, 1.0)


def _item(number: int, agreement: str, text: str) -> Item:
    return Item(f"i{number}", agreement, "en", "", "", "", text)


def test_folds_keep_agreements_and_their_near_copies_together() -> None:
    chart_table = "Neither side may tax what crosses the border by wire, now or later, however it is called."
    items = [
        _item(0, "One", chart_table),
        _item(1, "Two", chart_table.replace("side", "Side")),
        _item(2, "Three", "Ships may call at all ports that are open to trade and shall pay the usual dues."),
        _item(3, "Three", "Fish caught at sea belong to the flag that the ship flies on the day of landing."),
    ]
    folds = agreement_folds(items, folds=2)
    assert sorted(index for fold in folds for index in fold) == [0, 1, 2, 3]
    assert [0, 1] in folds
    assert [2, 3] in folds


@pytest.mark.skipif(not GOLD.exists(), reason="the gold standard lies in ../shared, which is not here")
def test_gold_standard_is_met() -> None:
    items = read_items(items_file_of(GOLD))
    matcher = shared_matcher()
    labels = read_labels(GOLD)
    known = codes_known(labels, matcher.template)
    result = evaluate(labels, classify_items(items, matcher), codes_known=known)
    assert result.micro.f1 >= 0.95
    assert result.macro_f1 >= 0.92
    assert result.strength_accuracy >= 0.95
    assert result.exception_accuracy >= 0.95


def test_scope_and_parties_bound_are_measured_where_the_gold_has_them() -> None:
    gold = [
        LabelRow("a", "data_flows", "hard", "n", scope="general", bound="all"),
        LabelRow("b", "data_flows", "hard", "n", scope="financial", bound="MYS"),
        LabelRow("c", "cooperation", "soft"),
    ]
    guess = [
        LabelRow("a", "data_flows", "hard", "n", scope="telecoms", bound="all"),
        LabelRow("b", "data_flows", "hard", "n", scope="financial", bound="all"),
        LabelRow("c", "cooperation", "soft", scope="general", bound="all"),
    ]
    result = evaluate(gold, guess)
    assert (result.scope_accuracy, result.scope_count) == (0.5, 2)
    assert (result.bound_accuracy, result.bound_count) == (0.5, 2)
    kinds = [(mistake.item_id, mistake.kind, mistake.gold, mistake.predicted) for mistake in result.mistakes]
    assert kinds == [("a", "scope", "general", "telecoms"), ("b", "bound", "MYS", "all")]


def test_codes_that_the_readers_did_not_know_are_not_counted_against_the_matcher() -> None:
    guess = [*TRUTH, LabelRow("c", "patents", "hard")]
    assert evaluate(TRUTH, guess).micro.false_positive == 1
    template = load_template()
    first = codes_known(TRUTH, template)
    second = codes_known([LabelRow("a", "data_flows", scope="general")], template)
    assert evaluate(TRUTH, guess, codes_known=first).micro.false_positive == 0
    assert "patents" in second - first and first < second
