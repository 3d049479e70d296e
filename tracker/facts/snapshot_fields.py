"""The fields of a snapshot's lists, in their order."""

FORMAT = 4
READABLE = (3, 4)
"""Formats that can be loaded; in format 3 findings say neither whom they reach nor whom they bind."""

DOCUMENT_FIELDS = ("source", "external_id", "url", "media_type", "language", "sha256")
FINDING_FIELDS = ("provision", "strength", "exception", "score", "notes", "scope", "bound", "uncertain")
