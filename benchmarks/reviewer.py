"""Trains the reviewer's model on all articles coded by hand, measures it, writes tracker/reviewer/weights.json.

    uv run python -m benchmarks.reviewer [--dry-run]

- Data: English articles of ../shared/gold and `benchmarks/blind/*.csv`; provisions with at least `ENOUGH` of them.
- Model: words and pairs of words (tf-idf), one logistic regression per provision. A first one with an L1 penalty
  chooses the terms; a second one with an L2 penalty, over these alone, gives the weights.
- Measured by folds that leave whole agreements out: how many of the rules' findings are certain and uncertain, and how
  many of each, and of the proposals, are right. The two thresholds are constants below, with what they were chosen by.
"""

import argparse
import json
import warnings
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.blind import SHARED, all_items, labels
from tracker.evaluation import Item, items_file_of, read_items, read_labels, to_article
from tracker.facts.versions import shared_matcher
from tracker.matching import match_many
from tracker.matching.types import STRUCTURE
from tracker.reviewer.model import WEIGHTS_FILE, Reviewer, terms, words
from tracker.reviewer.review import proposals, reviewed

LANGUAGE = "en"
ENOUGH = 15
PENALTY = 10.0
"""Inverse strength of both penalties (scikit-learn's C)."""
UNCERTAIN_BELOW = 0.03
"""Few marks, most of them of doubtful findings; docs/review.md has the figures for this limit and for others."""
PROPOSE_ABOVE = 0.95
FOLDS = 8


SAME = {
    "rcep8A": "rcep", "rcep8B": "rcep", "rcepw": "rcep", "rcpf": "rcep", "ukjpw": "ukjp", "uk_moldova": "ukmd",
    "ukuw": "uk_ukraine", "ukua": "uk_ukraine", "tppw": "tota449",
    "korea_new_zealand": "tota379",
}  # fmt: skip
"""Names in item ids of texts of one agreement, which are kept in one fold."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One article with its codes; `agreement` keeps the articles of one agreement in one fold."""

    agreement: str
    item: Item
    codes: frozenset[str]


def coded_articles() -> list[Coded]:
    """Every English article coded by hand, each text once."""
    found: dict[str, Coded] = {}
    for name in ("dev", "dev2"):
        gold = SHARED / "gold" / f"{name}.csv"
        items = {item.item_id: item for item in read_items(items_file_of(gold))}
        _add(found, items, [(row.item_id, row.code) for row in read_labels(gold)])
    items = {item.item_id: item for item in all_items()}
    for rows in labels().values():
        _add(found, items, [(row.item_id, row.code) for row in rows if row.item_id in items])
    return list(found.values())


def _add(found: dict[str, Coded], items: dict[str, Item], rows: list[tuple[str, str]]) -> None:
    codes: dict[str, set[str]] = {}
    for item_id, code in rows:
        codes.setdefault(item_id, set()).add(code)
    for item_id, own in codes.items():
        item = items[item_id]
        if item.language == LANGUAGE:
            found.setdefault(
                item.text, Coded(SAME.get(key := item_id.split(":")[0], key), item, frozenset(own))
            )


def train(articles: list[Coded], codes: list[str]) -> Reviewer:
    """A model of these articles."""
    texts = [words(to_article(coded.item)) for coded in articles]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # liblinear says of each rare provision that it stopped early
        everything = TfidfVectorizer(analyzer=_analyse, min_df=3, sublinear_tf=True)
        matrix = everything.fit_transform(texts)
        names = everything.get_feature_names_out()
        chosen: set[str] = set()
        for code in codes:
            model = _regression(matrix, articles, code, penalty="l1")
            chosen.update(names[index] for index in np.flatnonzero(model.coef_[0]))
        vectors = TfidfVectorizer(analyzer=_analyse, vocabulary=sorted(chosen), sublinear_tf=True)
        small = vectors.fit_transform(texts)
        kept = vectors.get_feature_names_out()
        bias: dict[str, float] = {}
        weights: dict[str, dict[str, float]] = {}
        for code in codes:
            model = _regression(small, articles, code, penalty="l2")
            bias[code] = round(float(model.intercept_[0]), 4)
            for index in np.flatnonzero(np.abs(model.coef_[0]) >= 0.01):
                weights.setdefault(str(kept[index]), {})[code] = round(float(model.coef_[0][index]), 3)
    rarity = {str(term): round(float(value), 3) for term, value in zip(kept, vectors.idf_, strict=True)}
    return Reviewer(LANGUAGE, rarity, weights, bias, UNCERTAIN_BELOW, PROPOSE_ABOVE)


def _analyse(text: str) -> list[str]:
    return list(terms(text))


def _regression(matrix: Any, articles: list[Coded], code: str, *, penalty: str) -> LogisticRegression:
    wanted = np.array([code in coded.codes for coded in articles])
    model = LogisticRegression(
        C=PENALTY, l1_ratio=1.0 if penalty == "l1" else 0.0, solver="liblinear", class_weight="balanced",
        random_state=0,
    )  # fmt: skip
    return model.fit(matrix, wanted)


def measure(articles: list[Coded], codes: list[str]) -> dict[str, Any]:
    """What the model says of the rules' findings in agreements it was not trained on."""
    matcher = shared_matcher()
    known = frozenset(codes)
    counts: Counter[str] = Counter()
    groups = [coded.agreement for coded in articles]
    for training, testing in GroupKFold(FOLDS).split(articles, groups=groups):
        model = train([articles[index] for index in training], codes)
        tested = [articles[index] for index in testing]
        inputs = [to_article(coded.item) for coded in tested]
        for coded, article, found in zip(tested, inputs, match_many(inputs, matcher), strict=True):
            for finding in reviewed(found, article, model):
                if finding.code in known:
                    kind = "uncertain" if finding.uncertain else "certain"
                    counts[kind] += 1
                    counts[f"{kind}_right"] += finding.code in coded.codes
            codes_found = {finding.code for finding in found}
            for proposal in proposals(codes_found, model.probabilities(article), model):
                counts["proposed"] += 1
                counts["proposed_right"] += proposal.code in coded.codes
    return dict(sorted(counts.items()))


def main() -> None:
    """Train, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry-run", action="store_true", help="measure only")
    options = parser.parse_args()
    articles = coded_articles()
    counts = Counter(code for coded in articles for code in coded.codes)
    codes = sorted(
        code for code, count in counts.items() if count >= ENOUGH and code not in ("none", STRUCTURE)
    )
    measured = measure(articles, codes)
    print(f"{len(articles)} articles, {len(codes)} provisions: {measured}")
    if options.dry_run:
        return
    model = train(articles, codes)
    facts = {
        "trained": datetime.now(UTC).date().isoformat(),
        "command": "uv run python -m benchmarks.reviewer",
        "articles": len(articles),
        "measured": measured,
        "language": model.language,
        "uncertain_below": model.uncertain_below,
        "propose_above": model.propose_above,
        "bias": model.bias,
        "rarity": model.rarity,
        "weights": dict(sorted(model.weights.items())),
    }
    WEIGHTS_FILE.write_text(_lines(facts), encoding="utf-8")
    print(f"{WEIGHTS_FILE}: {len(model.rarity)} terms")


def _lines(facts: dict[str, Any]) -> str:
    """JSON with one term a line, so that a change can be read."""
    parts = []
    for key, value in facts.items():
        if isinstance(value, dict):
            inner = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in value.items())
            parts.append(f' "{key}": {{\n{inner}\n }}')
        else:
            parts.append(f' "{key}": {json.dumps(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
