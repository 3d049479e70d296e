"""Matching a batch of articles in any process: apart from the match job, so that workers load no database code."""

import math

from tracker.confined import ChildFault, Limits, OverLimit, confined
from tracker.facts.costs import SECONDS, TooCostly, prepared, within
from tracker.facts.versions import shared_matcher
from tracker.matching import match_article
from tracker.matching.types import ArticleInput, Finding
from tracker.reviewer.model import shipped_reviewer
from tracker.reviewer.review import reviewed

Batch = list[tuple[int, ArticleInput | None]]
"""Articles to match, each with its id; None for one that was given up before, when others' words were searched."""

Results = list[tuple[int, list[Finding] | None]]
"""What was found, by the article's id; None for an article that was given up as too costly."""


_BATCH_SECONDS = 120
"""Processor time that a child process may take for a batch beyond what its articles may take."""


def match_batch(batch: Batch) -> Results:
    """The findings of each article, reviewed, in the order of the batch; None for one that takes more than SECONDS.

    Where this thread cannot limit the time (a worker thread of a Dask cluster), a child process does it.
    """
    with prepared() as limited:
        if limited:
            return match_here(batch, SECONDS)
    try:
        return _in_child(batch, SECONDS)
    except (OverLimit, ChildFault):
        # One of them stops even the child: each by itself, so that it alone is given up.
        return [result for one in batch for result in _alone(one, SECONDS)]


def match_here(batch: Batch, seconds: float) -> Results:
    """`match_batch` in this process, with so many seconds of processor time for one article."""
    with prepared():
        return [(article_id, _findings(article, seconds)) for article_id, article in batch]


def _in_child(batch: Batch, seconds: float) -> Results:
    processor = math.ceil(seconds * len(batch)) + _BATCH_SECONDS
    return confined(match_here, batch, seconds, limits=Limits(processor=processor, patience=20.0 * processor))


def _alone(one: tuple[int, ArticleInput | None], seconds: float) -> Results:
    try:
        return _in_child([one], seconds)
    except OverLimit:
        return [(one[0], None)]


def _findings(article: ArticleInput | None, seconds: float) -> list[Finding] | None:
    """The article's findings; None where it takes more than `seconds` of processor time, or all memory."""
    if article is None:
        return None
    matcher, reviewer = shared_matcher(), shipped_reviewer()
    matcher.language(article.language)  # compiled, if it is not yet, in no article's time
    try:
        return within(seconds, lambda: reviewed(match_article(article, matcher), article, reviewer))
    except TooCostly:
        shared_matcher.cache_clear()  # it may have been interrupted while it was making something for later
        return None
