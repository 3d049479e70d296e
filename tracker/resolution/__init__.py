"""Which agreement is this? Recognising, merging and linking agreements that several sources or languages have.

The one way in for a text or a fact just read is `resolve_text` and `resolve_facts`; `refresh_links` looks over all
stored agreements afterwards; `review` holds what a person decides. Nothing here reads or stores a text.
"""

from tracker.resolution.agreements import AGREEMENT_FACTS, SourceFacts, ensure_source
from tracker.resolution.current_text import current_document, make_current
from tracker.resolution.links import LinkCounts, refresh_links
from tracker.resolution.resolve import Resolved, ResolvedText, give_slug, resolve_facts, resolve_text

__all__ = [
    "AGREEMENT_FACTS",
    "LinkCounts",
    "Resolved",
    "ResolvedText",
    "SourceFacts",
    "current_document",
    "ensure_source",
    "give_slug",
    "make_current",
    "refresh_links",
    "resolve_facts",
    "resolve_text",
]
