"""The database as one file: a ZIP of CSV tables with a Frictionless data package descriptor.

It has facts only, neither texts nor headings of treaties (headings are text of the treaty, and texts are published
under licences of their own). `tables.py` describes each table.
"""

from tracker.export.bundle.descriptor import DESCRIPTOR, Citation, citations, descriptor, tool_citation
from tracker.export.bundle.package import FILE_NAME, bundle, write_bundle

__all__ = [
    "DESCRIPTOR",
    "FILE_NAME",
    "Citation",
    "bundle",
    "citations",
    "descriptor",
    "tool_citation",
    "write_bundle",
]
