"""What can be wrong with a draft that somebody lays before us, by code, and how much of one is read."""

from typing import Literal

from tracker.errors import BadInput

MAX_BYTES = 20 * 1024 * 1024
"""A file may have so many bytes; `dashboard/.streamlit/config.toml` holds the same limit in megabytes."""

MAX_CHARACTERS = 3_000_000
"""A text may have so many characters, about 1,000 pages. The longest agreement of ToTA has 1.04 million."""

MAX_PAGES = 1_000
"""A PDF may have so many pages."""

MAX_UNPACKED_BYTES = 32 * 1024 * 1024
"""The XML of a Word document may unpack to so many bytes; parsed, it takes some ten times as much memory."""

Problem = Literal[
    "empty",
    "too_large",
    "too_long",
    "too_many_pages",
    "unpacks_too_large",
    "encrypted",
    "scan",
    "no_words",
    "not_a_text",
    "unreadable_format",
    "broken",
    "language",
]


class DraftProblem(BadInput):
    """A draft that cannot be checked. `code` says why; the message is one English line without any of its words."""

    def __init__(self, code: Problem, message: str) -> None:
        super().__init__(message)
        self.code: Problem = code
