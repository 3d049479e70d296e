"""Checking a draft: bytes or pasted words in, flagged clauses out. Pure: no database, no file, nothing stored."""

from tracker.drafts.check import check_draft, check_words, prepare
from tracker.drafts.problems import MAX_BYTES, MAX_CHARACTERS, MAX_PAGES, DraftProblem
from tracker.drafts.types import DraftArticle, DraftFinding, DraftReport

__all__ = [
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "MAX_PAGES",
    "DraftArticle",
    "DraftFinding",
    "DraftProblem",
    "DraftReport",
    "check_draft",
    "check_words",
    "prepare",
]
