"""Status: what is loaded, how fresh it is, with which template, and how much is fetched and matched."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.crawls import CrawlResult
from tracker.models import (
    Agreement,
    Article,
    ArticleMatch,
    CrawlRun,
    Document,
    Finding,
    Source,
)
from tracker.models.life import BASES
from tracker.queries.core.agreement_index import agreement_index, has_document
from tracker.queries.core.basis import WEAKER, BasisCounts


@dataclass(frozen=True, slots=True)
class Progress:
    """How many texts are fetched and matched; counts of current documents and their articles."""

    documents: int
    documents_with_text: int
    articles: int
    articles_with_text: int
    articles_matched: int

    @property
    def articles_unmatched(self) -> int:
        """Articles whose words are stored and that were not matched yet."""
        return self.articles_with_text - self.articles_matched

    @property
    def complete(self) -> bool:
        """Whether every text is stored and every article matched."""
        return self.documents_with_text == self.documents and not self.articles_unmatched


@dataclass(frozen=True, slots=True)
class LastRun:
    """The newest crawl run of one source; times carry a time zone."""

    started_at: datetime
    finished_at: datetime | None
    result: CrawlResult


@dataclass(frozen=True, slots=True)
class VersionUse:
    """How many findings were made with one pair of template and matcher."""

    template: str
    matcher: str
    findings: int


@dataclass(frozen=True, slots=True)
class Status:
    """The figures of `tracker status` and of the data page; counts are of current documents.

    - `agreements` and `countries`: those with a text, or with the snapshot's facts of one.
    - `facts_only`: agreements known only from a source's list.
    - `languages`: texts by ISO 639-1 code; what is only coded by hand or reported has none.
    - `bases`: on what the findings rest.
    - Times have a time zone.
    """

    agreements: int
    countries: int
    findings: int
    languages: dict[str, int]
    progress: Progress
    latest_fetch: datetime | None
    last_runs: tuple[LastRun, ...]
    versions_in_use: tuple[VersionUse, ...]
    facts_only: int = 0
    bases: BasisCounts = ()

    @property
    def articles(self) -> int:
        """Articles known, with or without their words."""
        return self.progress.articles

    @property
    def articles_with_text(self) -> int:
        """Articles whose words are stored."""
        return self.progress.articles_with_text


def progress(session: Session) -> Progress:
    """How much is fetched and matched; cheap enough to query every few seconds.

    What is only coded by hand or reported has no text to come, and is not counted.
    """
    expected = Document.current, Document.basis.not_in(WEAKER)
    articles = (
        select(Article.document_id, func.count().label("articles")).group_by(Article.document_id).subquery()
    )
    documents: dict[bool, int] = {}
    counts: dict[bool, int] = {}
    for has_text, number, total in session.execute(
        select(Document.has_text, func.count(), func.coalesce(func.sum(articles.c.articles), 0))
        .outerjoin(articles, articles.c.document_id == Document.id)
        .where(*expected)
        .group_by(Document.has_text)
    ):
        documents[has_text], counts[has_text] = number, int(total)
    matched = session.scalar(
        select(func.count())
        .select_from(ArticleMatch)
        .join(Article, Article.id == ArticleMatch.article_id)
        .where(Article.document_id.in_(select(Document.id).where(*expected, Document.has_text)))
    )
    return Progress(
        documents=sum(documents.values()),
        documents_with_text=documents.get(True, 0),
        articles=sum(counts.values()),
        articles_with_text=counts.get(True, 0),
        articles_matched=matched or 0,
    )


def status(session: Session) -> Status:
    """Counts, freshness, last crawl runs and versions of the whole database."""
    current = (
        select(
            Finding.template_version.label("template"),
            Finding.matcher_version.label("matcher"),
            func.count().label("findings"),
        )
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current)
        .group_by(Finding.template_version, Finding.matcher_version)
    )
    versions = [VersionUse(*row) for row in session.execute(current.order_by(func.count().desc())).tuples()]
    languages = session.execute(
        select(Document.language, func.count())
        .where(Document.current, Document.basis.not_in(WEAKER))
        .group_by(Document.language)
        .order_by(func.count().desc(), Document.language)
    )
    bases = session.execute(
        select(Document.basis, func.count())
        .join(Article, Article.document_id == Document.id)
        .join(Finding, Finding.article_id == Article.id)
        .where(Document.current)
        .group_by(Document.basis)
    )
    found = dict(bases.tuples().all())
    return Status(
        bases=tuple((basis, found[basis]) for basis in BASES if basis in found),
        agreements=session.scalar(select(func.count()).select_from(Agreement).where(has_document())) or 0,
        countries=len(
            {
                member.iso3
                for entry in agreement_index(session)
                if not entry.facts_only
                for member in entry.members
            }
        ),
        findings=sum(version.findings for version in versions),
        languages=dict(languages.tuples().all()),
        progress=progress(session),
        latest_fetch=_with_zone(session.scalar(select(func.max(Document.fetched_at)))),
        last_runs=tuple(_last_runs(session)),
        versions_in_use=tuple(versions),
        facts_only=session.scalar(select(func.count()).select_from(Agreement).where(~has_document())) or 0,
    )


def _last_runs(session: Session) -> list[LastRun]:
    newest = select(func.max(CrawlRun.id)).group_by(CrawlRun.source_id)
    rows = session.execute(
        select(Source.key, CrawlRun)
        .join(Source, Source.id == CrawlRun.source_id)
        .where(CrawlRun.id.in_(newest))
        .order_by(CrawlRun.started_at.desc())
    )
    return [
        LastRun(
            run.started_at.replace(tzinfo=run.started_at.tzinfo or UTC),
            _with_zone(run.finished_at),
            run.result(source),
        )
        for source, run in rows
    ]


def _with_zone(moment: datetime | None) -> datetime | None:
    """SQLite keeps no time zone; what is stored is UTC."""
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


@cache
def snapshot_agreements() -> int:
    """How many agreements `tracker up` loads: those of the snapshot that is shipped. Read once a process.

    Raises BadInput where the file is broken.
    """
    from tracker.facts import snapshot  # writes the database, too: only loaded where it is asked for

    return len(snapshot.read()["agreements"])
