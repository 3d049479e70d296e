"""Evaluation: labels for single articles, and how well labels agree with a gold standard."""

from tracker.evaluation.classify import classify_items, codes_known, to_article
from tracker.evaluation.folds import agreement_folds
from tracker.evaluation.labels import (
    ALL,
    NONE,
    Item,
    LabelRow,
    items_file_of,
    read_items,
    read_labels,
    write_labels,
)
from tracker.evaluation.scores import CodeScore, Evaluation, Mistake, evaluate

__all__ = [
    "ALL",
    "NONE",
    "CodeScore",
    "Evaluation",
    "Item",
    "LabelRow",
    "Mistake",
    "agreement_folds",
    "classify_items",
    "codes_known",
    "evaluate",
    "items_file_of",
    "read_items",
    "read_labels",
    "to_article",
    "write_labels",
]
