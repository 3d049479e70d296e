"""Scans: pictures of pages without a text layer, told from broken files because only OCR helps them."""

from tracker.errors import BadInput


class ScanOnly(BadInput):
    """A document that holds pictures of pages and no text."""
