"""The match job: matches articles that are new, changed, or were matched with another template or matcher.

Matching itself is pure (`tracker.matching`). This module runs it on all cores and stores its results, one transaction
per batch, so that a stopped job loses at most one batch.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.facts.incorporation import refresh_incorporations
from tracker.facts.pending import pending_ids, with_text
from tracker.facts.versions import MatchVersions, current_versions
from tracker.facts.workers import ctrl_c_later, worker_pool
from tracker.matching.types import ArticleInput
from tracker.matching.types import Finding as FoundFinding
from tracker.models import Agreement, Article, ArticleMatch, Chapter, Document, Finding
from tracker.models.base import table_of
from tracker.models.database import Database

log = logging.getLogger(__name__)

BATCH_ARTICLES = 800

# Below this many articles, starting worker processes costs more than it saves.
PARALLEL_FROM_ARTICLES = 2_000

_Batch = list[tuple[int, ArticleInput]]
_Results = list[tuple[int, list[FoundFinding]]]


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Counts of a match run: articles matched, findings written, articles that needed no matching."""

    matched: int
    findings: int
    unchanged: int


def run_match(
    database: Database,
    *,
    on_total: Callable[[int], None] | None = None,
    on_progress: Callable[[int], None] | None = None,
    workers: int | None = None,
) -> MatchResult:
    """Match every article of every current document that needs it, on `workers` processes (all cores).

    `on_total` is called with the number of articles to match, `on_progress` with the number of further articles done.
    """
    versions = current_versions()
    with database.read() as session:
        known = session.scalar(select(func.count()).select_from(with_text().subquery()))
        pending = list(session.scalars(pending_ids(versions.fingerprint)))
    if on_total is not None:
        on_total(len(pending))
    findings = 0
    if pending:
        count = workers or os.cpu_count() or 1
        batches = article_batches(database, pending)
        for results in _match_batches(batches, count if len(pending) >= PARALLEL_FROM_ARTICLES else 1):
            with database.session() as session:
                findings += _store(session, results, versions)
            if on_progress is not None:
                on_progress(len(results))
    if pending:
        log.info(
            "matched %d articles with template %s, %d findings", len(pending), versions.template, findings
        )
    with database.session() as session:
        refresh_incorporations(session)
    return MatchResult(len(pending), findings, (known or 0) - len(pending))


def _among(column: InstrumentedAttribute[int], ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether the column has one of the ids; ids without gaps, the usual case, become a range instead of a list."""
    first, last = min(ids), max(ids)
    if last - first + 1 == len(ids):
        return column.between(first, last)
    return column.in_(ids)


def article_batches(database: Database, ids: Sequence[int]) -> Iterator[_Batch]:
    """The articles with these ids, each with its context, in batches; an article of no current document is left out."""
    from tracker.facts.contexts import between_by_article, parties_by_agreement
    from tracker.facts.versions import shared_matcher

    parties: dict[int, tuple[str, ...]] = {}
    between: dict[int, tuple[str, ...]] = {}
    seen: set[int] = set()
    matcher = shared_matcher()
    for start in range(0, len(ids), BATCH_ARTICLES):
        wanted = ids[start : start + BATCH_ARTICLES]
        query = (
            select(
                Article.id,
                Article.text,
                Document.language,
                Chapter.heading,
                Article.number,
                Article.heading.label("article_heading"),
                Agreement.name.label("agreement"),
                Document.agreement_id,
                Article.document_id,
            )
            .join(Chapter, Chapter.id == Article.chapter_id)
            .join(Document, Document.id == Article.document_id)
            .join(Agreement, Agreement.id == Document.agreement_id)
            .where(_among(Article.id, wanted), Document.current)
        )
        with database.read() as session:
            rows = session.execute(query).all()
            parties.update(parties_by_agreement(session, {row.agreement_id for row in rows} - parties.keys()))
            documents = {row.document_id for row in rows} - seen
            between.update(between_by_article(session, documents, parties, matcher))
            seen.update(documents)
            yield [
                (
                    row.id,
                    ArticleInput(
                        text=row.text or "",
                        language=row.language,
                        chapter=row.heading or "",
                        number=row.number or "",
                        heading=row.article_heading or "",
                        agreement=row.agreement,
                        parties=parties.get(row.agreement_id, ()),
                        between=between.get(row.id, ()),
                    ),
                )
                for row in rows
            ]


def _match_batches(batches: Iterable[_Batch], workers: int) -> Iterator[_Results]:
    """Results batch by batch, in order; at most two batches per worker are in memory."""
    if workers == 1:
        for batch in batches:
            yield _match_batch(batch)
        return
    with worker_pool(workers) as pool:
        waiting: list[Future[_Results]] = []
        for batch in batches:
            with ctrl_c_later():
                waiting.append(pool.submit(_match_batch, batch))
            if len(waiting) > 2 * workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def _match_batch(batch: _Batch) -> _Results:
    from tracker.facts.versions import shared_matcher
    from tracker.matching import match_article
    from tracker.reviewer.model import shipped_reviewer
    from tracker.reviewer.review import reviewed

    matcher, reviewer = shared_matcher(), shipped_reviewer()
    return [
        (article_id, reviewed(match_article(article, matcher), article, reviewer))
        for article_id, article in batch
    ]


def _store(session: Session, results: _Results, versions: MatchVersions) -> int:
    ids = [article_id for article_id, _ in results]
    # An article may have been deleted since it was read (a newer version replaced its document's articles).
    alive = set(session.scalars(select(Article.id).where(_among(Article.id, ids))))
    session.execute(delete(Finding).where(_among(Finding.article_id, ids)))
    session.execute(delete(ArticleMatch).where(_among(ArticleMatch.article_id, ids)))
    rows = [
        {
            "article_id": article_id,
            "provision": finding.code,
            "strength": finding.strength,
            "exception": finding.exception,
            "score": round(finding.score, 4),
            "spans": [list(span) for span in finding.spans],
            "prototype": finding.prototype,
            "similarity": round(finding.similarity, 1),
            "signal": finding.signal,
            "notes": list(finding.notes),
            "scope": finding.scope,
            "bound": list(finding.bound),
            "uncertain": finding.uncertain,
            "template_version": versions.template,
            "matcher_version": versions.matcher,
        }
        for article_id, findings in results
        if article_id in alive
        for finding in findings
    ]
    if rows:
        session.execute(insert(table_of(Finding)), rows)
    matches = [{"article_id": id_, "fingerprint": versions.fingerprint} for id_ in ids if id_ in alive]
    if matches:
        session.execute(insert(table_of(ArticleMatch)), matches)
    return len(rows)
