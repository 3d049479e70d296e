"""What can be wrong with a visitor's draft, by code, and how much of a draft is read at most."""

from typing import Literal

from tracker.errors import BadInput

MAX_BYTES = 20 * 1024 * 1024
"""Most bytes of a file; `dashboard/.streamlit/config.toml` has the same limit in megabytes."""

MAX_CHARACTERS = 3_000_000
"""Most characters of a text, about 1,000 pages. The longest agreement of ToTA has 1.04 million."""

MAX_PAGES = 1_000
"""Most pages of a PDF."""

MAX_UNPACKED_BYTES = 32 * 1024 * 1024
"""Most bytes that the XML of a Word document may unpack to; parsed, it takes about ten times as much memory."""

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
    "too_heavy",
    "language",
]


class DraftProblem(BadInput):
    """A draft that cannot be checked. `code` says why; the message is one English line without any of its words."""

    def __init__(self, code: Problem, message: str) -> None:
        super().__init__(message)
        self.code: Problem = code

    def __reduce__(self) -> tuple[type["DraftProblem"], tuple[Problem, str]]:
        # It comes from a child process; exceptions are otherwise rebuilt from their message alone.
        return type(self), (self.code, str(self))
