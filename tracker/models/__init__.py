"""Tables and sessions: SQLAlchemy models of the tracker's facts and texts."""

from tracker.models.agreements import (
    Agreement,
    AgreementAlias,
    AgreementGroup,
    AgreementKey,
    AgreementParty,
    AgreementUrl,
    Party,
    PartyGroup,
    Source,
)
from tracker.models.archive import AgreementLink, NightlyRun, QuarantinedText, RawFile
from tracker.models.base import Base
from tracker.models.crawl_jobs import CrawlJob
from tracker.models.documents import Article, Chapter, Document
from tracker.models.findings import ArticleMatch, Finding
from tracker.models.life import AgreementRelation, PartyEvent
from tracker.models.lineage import LineageClause, LineagePair
from tracker.models.papers import Paper
from tracker.models.runs import CrawlRun

__all__ = [
    "Agreement",
    "AgreementAlias",
    "AgreementGroup",
    "AgreementKey",
    "AgreementLink",
    "AgreementParty",
    "AgreementRelation",
    "AgreementUrl",
    "Article",
    "ArticleMatch",
    "Base",
    "Chapter",
    "CrawlJob",
    "CrawlRun",
    "Document",
    "Finding",
    "LineageClause",
    "LineagePair",
    "NightlyRun",
    "Paper",
    "Party",
    "PartyEvent",
    "PartyGroup",
    "QuarantinedText",
    "RawFile",
    "Source",
]
