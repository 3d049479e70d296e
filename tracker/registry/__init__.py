"""The registry of agreements: facts, each with a source, that neither their texts nor the WTO's list give.

Data files in `data/`, how to add to them in docs/registry.md. Knows parties and template codes, no database.
"""

from tracker.registry.articles import ArticleList, article_list
from tracker.registry.cells import Dated, Source
from tracker.registry.checks import ANY_OTHER, CODES_TO_COME, NO_PROVISION
from tracker.registry.model import (
    HandCoding,
    Instrument,
    KnownText,
    Participation,
    PartyEvent,
    Relation,
    ReportedFact,
    WantedText,
)
from tracker.registry.registry import Registry, check_wanted, load_registry, registry

__all__ = [
    "ANY_OTHER",
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
    "WantedText",
    "article_list",
    "check_wanted",
    "load_registry",
    "registry",
]
