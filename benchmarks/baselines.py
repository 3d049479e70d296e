"""The matcher compared with four plain methods: same gold, same run, quality and time in one table.

    uv run python -m benchmarks.baselines [--gold ../shared/gold/dev.csv]

- title keywords: words in the article's heading (title_keywords.yaml);
- RapidFuzz prototypes: `partial_token_set_ratio` of the article against every prototype clause, best cutoff
  on the training folds;
- TF-IDF nearest: the labels of the most similar article of the other folds;
- TF-IDF regression: one logistic regression per code, trained on the other folds.

Folds leave whole agreements out, near-copies together (`tracker.evaluation.agreement_folds`). The matcher's
rules are written by hand and are not fitted to a fold; their writers have read the dev articles, so its row
is in-sample there. docs/matcher.md gives its figures on articles coded blind.
"""

import argparse
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process, utils

from tracker.evaluation import (
    NONE,
    Evaluation,
    Item,
    LabelRow,
    agreement_folds,
    classify_items,
    evaluate,
    items_file_of,
    read_items,
    read_labels,
)
from tracker.facts.versions import shared_matcher
from tracker.template import load_template

GOLD = Path(__file__).resolve().parent.parent.parent / "shared" / "gold" / "dev.csv"
KEYWORDS = Path(__file__).with_name("title_keywords.yaml")
CUTOFFS = range(40, 100, 5)

Codes = list[set[str]]
Predict = Callable[[list[Item], Codes, list[Item]], Codes]


def folded(text: str) -> str:
    """Lower case without accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in plain if not unicodedata.combining(char))


def title_keywords(_train: list[Item], _labels: Codes, test: list[Item]) -> Codes:
    """Codes whose words are in the title."""
    words = yaml.safe_load(KEYWORDS.read_text(encoding="utf-8"))
    return [
        {code for code, terms in words.items() if any(term in folded(item.title) for term in terms)}
        for item in test
    ]


def prototypes(train: list[Item], labels: Codes, test: list[Item]) -> Codes:
    """Codes of which a prototype is similar enough, by the best cutoff on the training articles."""
    clauses = [
        (provision.code, prototype.text)
        for provision in load_template().provisions
        if provision.codebook
        for rules in provision.languages.values()
        for prototype in rules.prototypes
    ]

    def scores(items: list[Item]) -> list[dict[str, float]]:
        table = process.cdist(
            [item.text for item in items],
            [text for _, text in clauses],
            scorer=fuzz.partial_token_set_ratio,
            processor=utils.default_process,
            workers=-1,
        )
        best: list[dict[str, float]] = []
        for row in table:
            codes: dict[str, float] = {}
            for (code, _), score in zip(clauses, row, strict=True):
                codes[code] = max(codes.get(code, 0.0), float(score))
            best.append(codes)
        return best

    def above(table: list[dict[str, float]], cutoff: float) -> Codes:
        return [{code for code, score in row.items() if score >= cutoff} for row in table]

    seen = scores(train)
    cutoff = max(CUTOFFS, key=lambda value: micro(labels, above(seen, value)))
    return above(scores(test), cutoff)


def micro(truth: Codes, found: Codes) -> float:
    """Micro-F1 of two lists of code sets."""
    right = sum(len(one & other) for one, other in zip(truth, found, strict=True))
    total = sum(map(len, truth)) + sum(map(len, found))
    return 2 * right / total if total else 1.0


def nearest(train: list[Item], labels: Codes, test: list[Item]) -> Codes:
    """The labels of the most similar training article."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
    known = vectorizer.fit_transform([f"{item.title} {item.text}" for item in train])
    similar = vectorizer.transform([f"{item.title} {item.text}" for item in test]) @ known.T
    return [labels[int(similar[row].toarray().argmax())] for row in range(len(test))]


def regression(train: list[Item], labels: Codes, test: list[Item]) -> Codes:
    """One logistic regression per code on TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
    known = vectorizer.fit_transform([f"{item.title} {item.text}" for item in train])
    unknown = vectorizer.transform([f"{item.title} {item.text}" for item in test])
    found: Codes = [set() for _ in test]
    for code in sorted(set().union(*labels)):
        answers = [code in row for row in labels]
        if all(answers):
            continue
        model = LogisticRegression(class_weight="balanced", C=10.0, max_iter=1000).fit(known, answers)
        for row, positive in zip(found, model.predict(unknown), strict=True):
            if positive:
                row.add(code)
    return found


def under_folds(items: list[Item], truth: Codes, predict: Predict) -> list[LabelRow]:
    """Predictions for every article by a method that was trained neither on its agreement nor on a near-copy of it."""
    rows: list[LabelRow] = []
    for fold in agreement_folds(items):
        held_out = set(fold)
        train = [index for index in range(len(items)) if index not in held_out]
        found = predict([items[i] for i in train], [truth[i] for i in train], [items[i] for i in fold])
        for index, codes in zip(fold, found, strict=True):
            rows += [LabelRow(items[index].item_id, code) for code in sorted(codes) or [NONE]]
    return rows


def line(name: str, measured: Evaluation, seconds: float) -> str:
    """One row of the table."""
    return (
        f"{name:<30} micro-F1 {measured.micro.f1:.3f}  macro-F1 {measured.macro_f1:.3f}"
        f"  all codes {measured.macro_f1_all:.3f}  {seconds:6.2f} s"
    )


def main() -> None:
    """Measure all methods on one gold file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--items", type=Path)
    options = parser.parse_args()
    gold = read_labels(options.gold)
    items = read_items(options.items or items_file_of(options.gold))
    codes: dict[str, set[str]] = {item.item_id: set() for item in items}
    for row in gold:
        if row.code != NONE:
            codes[row.item_id].add(row.code)
    truth = [codes[item.item_id] for item in items]
    for name, predict in (
        ("title keywords", title_keywords),
        ("RapidFuzz prototypes", prototypes),
        ("TF-IDF nearest article", nearest),
        ("TF-IDF logistic regression", regression),
    ):
        started = time.perf_counter()
        rows = under_folds(items, truth, predict)
        print(line(name, evaluate(gold, rows), time.perf_counter() - started))
    matcher = shared_matcher()
    started = time.perf_counter()
    rows = classify_items(items, matcher)
    print(line("this matcher", evaluate(gold, rows), time.perf_counter() - started))


if __name__ == "__main__":
    main()
