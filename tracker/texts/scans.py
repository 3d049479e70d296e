"""Refusals that callers distinguish: scans (which need OCR), passwords, no words, not a text."""

from tracker.errors import BadInput


class ScanOnly(BadInput):
    """A document of pictures of pages, without text."""


class Encrypted(BadInput):
    """A document that opens with a password only."""


class NoWords(BadInput):
    """A document in a format that can be read, with no words in it."""


class NotText(BadInput):
    """Not the format its name says: a picture, a program, an archive."""
