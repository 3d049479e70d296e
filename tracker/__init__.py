"""Digital trade tracker: the domain (texts, template, matching, storage, queries, export)."""

__version__ = "0.1.0"
