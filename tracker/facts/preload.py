"""Imported once by the server that match workers are forked from: what all of them need is imported, read and compiled
before the first fork."""

from contextlib import suppress

import tracker.facts.match_batch  # noqa: F401 - the workers run its functions
from tracker.errors import TrackerError
from tracker.facts.versions import shared_matcher
from tracker.reviewer.model import shipped_reviewer

with suppress(TrackerError):  # a fault in a data file is reported by the worker that meets it
    shared_matcher().preload("en")
    shipped_reviewer()
