"""The match job: matches articles that are new, changed, or were matched with another template or matcher.

Matching itself is pure (`tracker.matching`). This module runs it on all cores and stores its results, one transaction
per batch, so that a stopped job loses at most one batch.
"""

import logging
import math
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, bindparam, delete, func, insert, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.cluster import Cluster, in_order
from tracker.facts.incorporation import refresh_incorporations
from tracker.facts.match_batch import Batch, Results, match_batch
from tracker.facts.pending import pending_ids, with_text
from tracker.facts.versions import MatchVersions, current_versions, matching_version
from tracker.facts.workers import ctrl_c_later, worker_pool
from tracker.matching.types import ArticleInput
from tracker.models import Agreement, Article, ArticleMatch, Chapter, Document, Finding
from tracker.models.base import table_of
from tracker.models.database import Database
from tracker.models.findings import TOO_COSTLY

log = logging.getLogger(__name__)

BATCH_ARTICLES = 800

_AHEAD = 8
"""Batches per worker that are read before the first result is waited for: they are read while the workers start."""

# Below this many articles, starting worker processes costs more than it saves.
PARALLEL_FROM_ARTICLES = 2_000


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Counts of a match run: articles matched, findings written, articles that needed no matching.

    `given_up`: those of the matched articles that were too costly to search, so that nobody knows what is in them.
    """

    matched: int
    findings: int
    unchanged: int
    given_up: int = 0

    def line(self, findings: str = "findings") -> str:
        """What was matched, and how many articles were not, in one line; `findings`: what it calls them."""
        said = f"matched {self.matched:,} articles, {self.findings:,} {findings}"
        if not self.given_up:
            return said
        articles = "1 article" if self.given_up == 1 else f"{self.given_up:,} articles"
        return f"{said}; NOT read by our rules: {articles}, too costly to search (tracker status names them)"


def run_match(
    database: Database,
    *,
    on_total: Callable[[int], None] | None = None,
    on_progress: Callable[[int], None] | None = None,
    workers: int | None = None,
    cluster: Cluster | None = None,
) -> MatchResult:
    """Match every article of every current document that needs it, on `workers` processes (all cores) or on a cluster.

    `on_total` is called with the number of articles to match, `on_progress` with the number of further articles done.
    """
    versions = current_versions()
    with database.read() as session:
        known = session.scalar(select(func.count()).select_from(with_text().subquery()))
        pending = list(session.scalars(pending_ids(versions.fingerprint)))
    if on_total is not None:
        on_total(len(pending))
    findings = given_up = 0
    if pending:
        batches = article_batches(database, pending)
        if cluster is not None:
            matched = _match_on_cluster(batches, cluster)
        else:
            count = workers or os.cpu_count() or 1
            matched = _match_batches(batches, count if len(pending) >= PARALLEL_FROM_ARTICLES else 1)
        for results in matched:
            with database.session() as session:
                findings += _store(session, results, versions)
            given_up += _log_given_up(results)
            if on_progress is not None:
                on_progress(len(results))
    if pending:
        log.info(
            "matched %d articles with template %s, %d findings", len(pending), versions.template, findings
        )
    with database.session() as session:
        refresh_incorporations(session)
    return MatchResult(len(pending), findings, (known or 0) - len(pending), given_up)


def _log_given_up(results: Results) -> int:
    given_up = [article_id for article_id, findings in results if findings is None]
    for article_id in given_up:
        log.warning("article with id %d not read by our rules: too costly to search", article_id)
    return len(given_up)


def _among(column: InstrumentedAttribute[int], ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether the column has one of the ids; ids without gaps, the usual case, become a range instead of a list."""
    first, last = min(ids), max(ids)
    if last - first + 1 == len(ids):
        return column.between(first, last)
    return column.in_(ids)


def article_batches(database: Database, ids: Sequence[int]) -> Iterator[Batch]:
    """The articles with these ids, each with its context, in batches; an article of no current document is left out.

    Documents are read as a whole: what one article says of its chapter concerns the others.
    """
    from tracker.facts.contexts import contexts_of, parties_by_agreement
    from tracker.facts.versions import shared_matcher

    wanted = set(ids)
    parties: dict[int, tuple[str, ...]] = {}
    matcher = shared_matcher()
    for documents in _documents(database, ids):
        with database.read() as session:
            rows = session.execute(_ARTICLES, {"documents": documents}).all()
            parties.update(parties_by_agreement(session, {row.agreement_id for row in rows} - parties.keys()))
        contexts = contexts_of(rows, parties, matcher)
        batch = [
            (
                article_id,
                None
                if article_id in contexts.too_costly
                else ArticleInput(
                    text=text or "",
                    language=language,
                    chapter=chapter or "",
                    number=number or "",
                    heading=heading or "",
                    agreement=agreement,
                    parties=parties.get(agreement_id, ()),
                    between=contexts.between.get(article_id, ()),
                    delays=contexts.delays.get(article_id, ()),
                ),
            )
            for article_id, text, language, chapter, number, heading, agreement, agreement_id, _ in rows
            if article_id in wanted
        ]
        # Of about equal size: what is left over of a document would make a batch of a few articles.
        size = math.ceil(len(batch) / math.ceil(len(batch) / BATCH_ARTICLES)) if batch else 1
        yield from (batch[start : start + size] for start in range(0, len(batch), size))


_ARTICLES = (
    select(
        Article.id,
        Article.text,
        Document.language,
        Chapter.heading.label("chapter"),
        Article.number,
        Article.heading,
        Agreement.name.label("agreement"),
        Document.agreement_id,
        Article.document_id,
    )
    .join(Chapter, Chapter.id == Article.chapter_id)
    .join(Document, Document.id == Article.document_id)
    .join(Agreement, Agreement.id == Document.agreement_id)
    .where(Article.document_id.in_(bindparam("documents", expanding=True)), Document.current)
    .order_by(Article.document_id, Article.id)
)
"""All articles of some documents, if these are current."""


def _documents(database: Database, ids: Sequence[int]) -> Iterator[list[int]]:
    """The documents that these articles are of, in groups that have about `BATCH_ARTICLES` of them."""
    counts: Counter[int] = Counter()
    with database.read() as session:
        for start in range(0, len(ids), BATCH_ARTICLES):
            some = ids[start : start + BATCH_ARTICLES]
            counts.update(session.scalars(select(Article.document_id).where(_among(Article.id, some))))
    group: list[int] = []
    size = 0
    for document, count in counts.items():
        group.append(document)
        size += count
        if size >= BATCH_ARTICLES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _match_batches(batches: Iterable[Batch], workers: int) -> Iterator[Results]:
    """Results batch by batch, in order; at most `_AHEAD` batches per worker are in memory."""
    if workers == 1:
        for batch in batches:
            yield match_batch(batch)
        return
    with worker_pool(workers) as pool:

        def submit(batch: Batch) -> Future[Results]:
            with ctrl_c_later():
                return pool.submit(match_batch, batch)

        yield from in_order(batches, submit, lambda: _AHEAD * workers)


def _match_on_cluster(batches: Iterable[Batch], cluster: Cluster) -> Iterator[Results]:
    """The same by the workers of a cluster; those that have another matcher or template are refused."""
    return in_order(
        batches, lambda batch: cluster.submit(matching_version, match_batch, batch), cluster.in_flight
    )


def _store(session: Session, results: Results, versions: MatchVersions) -> int:
    ids = [article_id for article_id, _ in results]
    session.execute(delete(Finding).where(_among(Finding.article_id, ids)))
    session.execute(delete(ArticleMatch).where(_among(ArticleMatch.article_id, ids)))
    # An article may have been deleted since it was read (a newer version replaced its document's articles).
    flagged = [article_id for article_id, findings in results if findings]
    alive = set(session.scalars(select(Article.id).where(_among(Article.id, flagged)))) if flagged else ()
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
        for finding in findings or ()
    ]
    if rows:
        session.execute(insert(table_of(Finding)), rows)
    _note_matched(session, [id_ for id_, findings in results if findings is not None], versions, None)
    _note_matched(session, [id_ for id_, findings in results if findings is None], versions, TOO_COSTLY)
    return len(rows)


def _note_matched(session: Session, ids: Sequence[int], versions: MatchVersions, remark: str | None) -> None:
    """Say of those of the articles that are still there with what they were matched: one statement, not one a row."""
    if not ids:
        return
    said = select(Article.id, literal(versions.fingerprint), literal(remark, String)).where(
        _among(Article.id, ids)
    )
    columns = [ArticleMatch.article_id, ArticleMatch.fingerprint, ArticleMatch.remark]
    session.execute(insert(table_of(ArticleMatch)).from_select(columns, said))
