"""The lineage job: compares the clauses that are new or changed with all others of their provision and language.

One transaction for each provision, so that a stopped job leaves every provision either as it was or done, and the next
run goes on with the rest. A provision without changes costs one query and reads no text.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from tracker.cluster import Cluster, in_order
from tracker.lineage.candidates import SequenceIndex
from tracker.lineage.compare import (
    NO_PAIRS,
    ROWS,
    Numbers,
    Pairs,
    WordSigns,
    alike,
    alike_chosen,
    alike_within,
    clause_words,
)
from tracker.models import Article, LineageClause, LineagePair
from tracker.models.base import table_of
from tracker.models.bulk import write_rows
from tracker.models.database import Database
from tracker.queries.core.wording import ALIKE, quotation
from tracker.queries.lineage.state import (
    COMPARED_WITH_ALL,
    METHOD,
    NEAREST,
    PresentClause,
    compared_clauses,
    lineage_pending,
    present_clauses,
)

log = logging.getLogger(__name__)

_AT_ONCE = 5_000
"""Rows in one statement, well below the number of parameters that either database takes."""

_PAIR_COLUMNS = ("first_id", "second_id", "common")


@dataclass(frozen=True, slots=True)
class LineageResult:
    """Counts of a run: clauses compared anew, pairs of clauses alike stored for them, provisions concerned."""

    compared: int
    pairs: int
    provisions: int


def run_lineage(
    database: Database,
    *,
    provisions: Collection[str] | None = None,
    on_total: Callable[[int], None] | None = None,
    on_progress: Callable[[int], None] | None = None,
    cluster: Cluster | None = None,
) -> LineageResult:
    """Work out the lineage of every provision, or of these `provisions`, whose findings are newer than it.

    Here, or on a `cluster`.

    `on_total` is called with the number of such provisions, `on_progress` with the number of further ones done.
    """
    with database.read() as session:
        pending = sorted(
            code for code in lineage_pending(session) if provisions is None or code in provisions
        )
    if on_total is not None:
        on_total(len(pending))
    compared = pairs = 0
    for provision in pending:
        with database.session() as session:
            _one_job_at_a_time(session)
            more, found = _refresh(session, provision, cluster)
        compared, pairs = compared + more, pairs + found
        if on_progress is not None:
            on_progress(1)
    if pending:
        log.info("lineage: %d clauses of %d provisions compared, %d pairs", compared, len(pending), pairs)
    return LineageResult(compared, pairs, len(pending))


def _one_job_at_a_time(session: Session) -> None:
    """Make another lineage job wait until this transaction ends; on SQLite every writer waits anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE lineage_clause IN SHARE ROW EXCLUSIVE MODE"))


def _refresh(session: Session, provision: str, cluster: Cluster | None = None) -> tuple[int, int]:
    """Bring one provision up to date: the number of clauses compared anew, and of pairs stored."""
    present = present_clauses(session, [provision])[provision]
    stored = compared_clauses(session, provision)
    wanted = set(present)
    keep = {clause: row_id for row_id, clause in stored.items() if clause in wanted}
    _delete_others(session, provision, set(keep.values()))
    fresh = [clause for clause in present if clause not in keep]
    if not fresh:
        return 0, 0
    signs = _signs(session, present)
    ids = {**keep, **_insert(session, provision, fresh, signs)}
    pairs = 0
    for some in _pairs(present, set(fresh), signs, ids, cluster):
        write_rows(session.connection(), table_of(LineagePair), _PAIR_COLUMNS, some.tolist())
        pairs += len(some)
    return len(fresh), pairs


def _delete_others(session: Session, provision: str, keep: set[int]) -> None:
    """Delete the clauses of a provision that are no more, or no more the same; their pairs go with them."""
    rows = session.scalars(select(LineageClause.id).where(LineageClause.provision == provision))
    gone = [row_id for row_id in rows if row_id not in keep]
    for start in range(0, len(gone), _AT_ONCE):
        session.execute(delete(LineageClause).where(LineageClause.id.in_(gone[start : start + _AT_ONCE])))


def _signs(session: Session, clauses: Sequence[PresentClause]) -> dict[PresentClause, str]:
    """The words of each clause, as strings of signs."""
    texts: dict[int, str] = {}
    ids = [clause.article_id for clause in clauses]
    for start in range(0, len(ids), _AT_ONCE):
        rows = session.execute(
            select(Article.id, Article.text).where(Article.id.in_(ids[start : start + _AT_ONCE]))
        )
        texts.update({article_id: words or "" for article_id, words in rows})
    signs = WordSigns()
    return {
        clause: signs.of(clause_words(quotation(texts[clause.article_id], clause.spans).text))
        for clause in clauses
    }


def _insert(
    session: Session, provision: str, fresh: Sequence[PresentClause], signs: dict[PresentClause, str]
) -> dict[PresentClause, int]:
    table = table_of(LineageClause)
    rows = [
        {
            "article_id": clause.article_id,
            "provision": provision,
            "language": clause.language,
            "spans": [list(span) for span in clause.spans],
            "words": len(signs[clause]),
            "method": METHOD,
        }
        for clause in fresh
    ]
    made = session.scalars(insert(table).returning(table.c.id, sort_by_parameter_order=True), rows).all()
    return dict(zip(fresh, made, strict=True))


def _pairs(
    present: Sequence[PresentClause],
    fresh: set[PresentClause],
    signs: dict[PresentClause, str],
    ids: dict[PresentClause, int],
    cluster: Cluster | None,
) -> Iterator["np.ndarray[tuple[int, ...], np.dtype[np.int64]]"]:
    """Rows of the ids of two clauses that are alike, the smaller first, and their words in common; each pair once."""
    languages: defaultdict[str, list[PresentClause]] = defaultdict(list)
    for clause in present:
        languages[clause.language].append(clause)
    for clauses in languages.values():
        # What is new comes first, so that a position says whether a clause is.
        clauses.sort(key=lambda clause: clause not in fresh)
        new = sum(clause in fresh for clause in clauses)
        if not new:
            continue
        words = [signs[clause] for clause in clauses]
        found = _new_pairs(words, new, cluster).astype(np.int64)
        own_ids = np.array([ids[clause] for clause in clauses], dtype=np.int64)
        found[:, :2] = np.sort(own_ids[found[:, :2]], axis=1)
        # In the order of the key, which the database writes in less time.
        yield found[np.lexsort((found[:, 1], found[:, 0]))]


def _new_pairs(words: list[str], new: int, cluster: Cluster | None) -> Pairs:
    """The pairs of clauses that are alike and of which at least one is among the first `new`, each once.

    Up to COMPARED_WITH_ALL clauses each new one is compared with all others, beyond that with the NEAREST.
    """
    if len(words) > COMPARED_WITH_ALL:
        return _alike_nearest(words, new, cluster)
    own, old = words[:new], words[new:]
    with_old = _alike(own, old, cluster)
    with_old[:, 1] += new
    return np.concatenate([_alike_within(own, cluster), with_old])


def _alike_within(clauses: list[str], cluster: Cluster | None) -> Pairs:
    """`alike_within`, where there is a cluster and more than ROWS clauses by its workers."""
    if cluster is None or len(clauses) <= ROWS:
        return alike_within(clauses, ALIKE)
    found = _alike(clauses, clauses, cluster)
    return found[found[:, 0] < found[:, 1]]


def _alike(fresh: list[str], others: list[str], cluster: Cluster | None) -> Pairs:
    """`alike`, where there is a cluster in parts of ROWS clauses by its workers; the same pairs."""
    if cluster is None or len(fresh) <= ROWS:
        return alike(fresh, others, ALIKE)
    shared = cluster.share(others)
    starts = range(0, len(fresh), ROWS)
    parts = in_order(
        starts,
        lambda start: cluster.submit(_method, alike, fresh[start : start + ROWS], shared, ALIKE),
        cluster.in_flight,
    )
    found = []
    for start, part in zip(starts, parts, strict=True):
        part[:, 0] += start
        found.append(part)
    return np.concatenate([NO_PAIRS, *found])


def _alike_nearest(words: list[str], new: int, cluster: Cluster | None) -> Pairs:
    """The first `new` clauses compared with the NEAREST others each, here or by the workers of a cluster."""
    index = SequenceIndex(words)
    starts = range(0, new, ROWS)

    def chosen(start: int) -> tuple[range, list[Numbers]]:
        first = range(start, min(start + ROWS, new))
        return first, [index.nearest(one, NEAREST, ALIKE) for one in first]

    parts: Iterable[Pairs]
    if cluster is None:
        parts = (alike_chosen(*chosen(start), words, ALIKE) for start in starts)
    else:
        shared = cluster.share(words)
        parts = in_order(
            starts,
            lambda start: cluster.submit(_method, alike_chosen, *chosen(start), shared, ALIKE),
            cluster.in_flight,
        )
    return np.unique(np.concatenate([NO_PAIRS, *parts]), axis=0)


def _method() -> str:
    """The way of comparing that this installation has."""
    return str(METHOD)
