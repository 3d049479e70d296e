"""Which agreement is this? Recognising, merging and linking agreements that several sources or languages have.

- `resolve_text` and `resolve_facts` are the only entry points for a text or facts just read.
- `refresh_links` compares all stored agreements afterwards.
- `review` has a person's decisions.

Nothing here reads or stores a text.
"""

from tracker.resolution.agreements import AGREEMENT_FACTS, SourceFacts, ensure_source
from tracker.resolution.current_text import current_document, make_current
from tracker.resolution.equal_bytes import text_followed
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
    "text_followed",
]
