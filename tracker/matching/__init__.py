"""Matching: articles in, findings out. Pure: no database, no clock, no network."""

from tracker.matching.matcher import Matcher, match_article, match_many
from tracker.matching.types import ArticleInput, Finding
from tracker.matching.version import MATCHER_VERSION, matcher_version

__all__ = [
    "MATCHER_VERSION",
    "ArticleInput",
    "Finding",
    "Matcher",
    "match_article",
    "match_many",
    "matcher_version",
]
