"""Refusals that others tell apart: scans (only OCR helps them), passwords, no words at all, no text inside."""

from tracker.errors import BadInput


class ScanOnly(BadInput):
    """A document that holds pictures of pages and no text."""


class Encrypted(BadInput):
    """A document that opens with a password only."""


class NoWords(BadInput):
    """A document of a kind that can be read, with nothing in it."""


class NotText(BadInput):
    """Something else than its name says: a picture, a program, an archive."""
