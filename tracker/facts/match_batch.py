"""Matching a batch of articles in any process: apart from the match job, so that workers load no database code."""

from tracker.facts.costs import SECONDS, TooCostly, prepared, within
from tracker.facts.versions import shared_matcher
from tracker.matching import match_article
from tracker.matching.types import ArticleInput, Finding
from tracker.reviewer.model import shipped_reviewer
from tracker.reviewer.review import reviewed

Batch = list[tuple[int, ArticleInput]]
"""Articles to match, each with its id."""

Results = list[tuple[int, list[Finding] | None]]
"""What was found, by the article's id; None for an article that was given up as too costly."""


def match_batch(batch: Batch) -> Results:
    """The findings of each article, reviewed, in the order of the batch."""
    with prepared():
        return [(article_id, _findings(article)) for article_id, article in batch]


def _findings(article: ArticleInput) -> list[Finding] | None:
    """The article's findings; None where it takes more than `SECONDS` of processor time, or all memory."""
    matcher, reviewer = shared_matcher(), shipped_reviewer()
    matcher.language(article.language)  # compiled, if it is not yet, in no article's time
    try:
        return within(SECONDS, lambda: reviewed(match_article(article, matcher), article, reviewer))
    except TooCostly:
        shared_matcher.cache_clear()  # it may have been interrupted while it was making something for later
        return None
