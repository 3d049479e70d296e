"""Matching a batch of articles in any process: apart from the match job, so that workers load no database code."""

from tracker.facts.versions import shared_matcher
from tracker.matching import match_article
from tracker.matching.types import ArticleInput, Finding
from tracker.reviewer.model import shipped_reviewer
from tracker.reviewer.review import reviewed

Batch = list[tuple[int, ArticleInput]]
"""Articles to match, each with its id."""

Results = list[tuple[int, list[Finding]]]
"""What was found, by the article's id."""


def match_batch(batch: Batch) -> Results:
    """The findings of each article, reviewed, in the order of the batch."""
    matcher, reviewer = shared_matcher(), shipped_reviewer()
    return [
        (article_id, reviewed(match_article(article, matcher), article, reviewer))
        for article_id, article in batch
    ]
