"""The reviewer's version: a digest of its source and weights."""

import hashlib
from functools import cache
from pathlib import Path


@cache
def reviewer_version() -> str:
    """Six hex digits that change when what the reviewer says may change."""
    digest = hashlib.sha256()
    for file in sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in (".py", ".json")):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:6]
