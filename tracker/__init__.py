"""Digital trade tracker: the domain (texts, template, matching, storage, queries, export)."""

import logging

__version__ = "0.1.0"

# Jobs say where their log goes (`tracker.logs`); code that is only imported writes nothing on stderr.
logging.getLogger(__name__).addHandler(logging.NullHandler())
