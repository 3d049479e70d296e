"""The matcher's version: a hand-set number plus a digest of this package's source."""

import hashlib
from functools import cache
from pathlib import Path

MATCHER_VERSION = "1"
"""Raised by hand when the meaning of findings changes; the digest covers changes where that was forgotten."""


@cache
def matcher_version() -> str:
    """`MATCHER_VERSION` and eight hex digits over the source files of tracker.matching, as "1+0123abcd"."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return f"{MATCHER_VERSION}+{digest.hexdigest()[:8]}"
