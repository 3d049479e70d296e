"""The reviewer's model: probabilities of provisions in an article, from the words it has.

`weights.json` is written by `uv run python -m benchmarks.reviewer`, which says how it was trained and measured. It has
words and pairs of words with their weights, no sentences.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from tracker.errors import TemplateError
from tracker.matching.normalise import fold, lower
from tracker.matching.types import ArticleInput

WEIGHTS_FILE = Path(__file__).with_name("weights.json")

LONGEST = 20_000
"""Characters of an article that are read, so that a text of any length takes bounded time."""

_WORD = re.compile(r"[a-z]{2,}")


def words(article: ArticleInput) -> str:
    """The words of an article that the model reads, in lower case without accents: its headings, the article's own
    twice, and its text."""
    read = f"{article.chapter} {article.heading} {article.heading} {article.text}"
    return lower(fold(read[:LONGEST]))


def terms(read: str) -> Iterator[str]:
    """Every word and every pair of neighbouring words."""
    found = _WORD.findall(read)
    yield from found
    yield from map(" ".join, pairwise(found))


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A trained model of one language.

    - `rarity`: inverse document frequency by term; terms that are not in it do not count.
    - `weights`: by term, then by provision; `bias`: by provision.
    - `uncertain_below`: a finding of lower probability (0..1) is uncertain; `propose_above`: a provision of higher
      probability that was not found is proposed to a person.
    """

    language: str
    rarity: Mapping[str, float]
    weights: Mapping[str, Mapping[str, float]]
    bias: Mapping[str, float]
    uncertain_below: float
    propose_above: float

    @property
    def provisions(self) -> frozenset[str]:
        """The provisions on which it has an opinion."""
        return frozenset(self.bias)

    def probabilities(self, article: ArticleInput) -> dict[str, float]:
        """Probability (0..1) of each of its provisions in an article; {} for another language."""
        if article.language != self.language:
            return {}
        counts = Counter(term for term in terms(words(article)) if term in self.rarity)
        values = {term: (1 + math.log(count)) * self.rarity[term] for term, count in counts.items()}
        length = math.sqrt(sum(value * value for value in values.values())) or 1.0
        totals = dict(self.bias)
        for term, value in values.items():
            for provision, weight in self.weights.get(term, {}).items():
                totals[provision] += weight * value / length
        return {provision: _probability(total) for provision, total in totals.items()}


def _probability(total: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def load_reviewer(path: Path = WEIGHTS_FILE) -> Reviewer:
    """The model of a file. Raises TemplateError for one that is missing or broken."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Reviewer(
            language=data["language"],
            rarity=data["rarity"],
            weights=data["weights"],
            bias=data["bias"],
            uncertain_below=float(data["uncertain_below"]),
            propose_above=float(data["propose_above"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise TemplateError(f"{path}:1: not the reviewer's weights ({problem}); restore the file") from None


@cache
def shipped_reviewer() -> Reviewer:
    """The model shipped with the package. Raises TemplateError when its file is broken."""
    return load_reviewer()
