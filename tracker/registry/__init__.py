"""The registry of agreements: facts, each with a source, that neither their texts nor the WTO's list give.

Data files in `data/`, how to add to them in docs/registry.md. Knows parties and template codes, no database.
"""

from tracker.registry.articles import ArticleList, article_list
from tracker.registry.cells import Dated, Source
from tracker.registry.checks import CODES_TO_COME, NO_PROVISION
from tracker.registry.model import (
    HandCoding,
    Instrument,
    KnownText,
    Participation,
    PartyEvent,
    Relation,
    ReportedFact,
)
from tracker.registry.registry import Registry, load_registry, registry

__all__ = [
    "CODES_TO_COME",
    "NO_PROVISION",
    "ArticleList",
    "Dated",
    "HandCoding",
    "Instrument",
    "KnownText",
    "Participation",
    "PartyEvent",
    "Registry",
    "Relation",
    "ReportedFact",
    "Source",
    "article_list",
    "load_registry",
    "registry",
]
