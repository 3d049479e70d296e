"""Is the lineage worked out? Which clauses there are, and for which provisions all of them have been compared."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Article, Document, Finding, LineageClause
from tracker.queries.core.kept import kept
from tracker.queries.core.template_facts import template_facts
from tracker.queries.core.wording import ALIKE

METHOD = f"1, {ALIKE}"
"""Version of the comparison, with the least similarity of a pair; another one makes the job compare everything anew."""

COMPARED_WITH_ALL = 1_000
"""Clauses of one provision and language up to which each is compared with all others. The most known are 539."""

NEAREST = 200
"""Beyond that, each is compared with so many: those with which it shares most words and pairs of neighbouring words."""


@dataclass(frozen=True, slots=True)
class PresentClause:
    """A clause of a current text that is stored: `spans` are the [start, end) offsets of its evidence."""

    article_id: int
    language: str
    spans: tuple[tuple[int, int], ...]


def present_clauses(
    session: Session, provisions: Iterable[str], *, agreement: str | None = None
) -> dict[str, list[PresentClause]]:
    """The clauses with words of each provision, one for each article, in the order of the texts; `agreement` (slug)
    narrows. No text is read."""
    found: dict[str, dict[int, PresentClause]] = {provision: {} for provision in provisions}
    query = (
        select(Finding.provision, Finding.article_id, Document.language, Finding.spans)
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current, Document.has_text, Finding.provision.in_(list(found)))
        .order_by(Document.id, Article.position, Finding.id)
    )
    if agreement is not None:
        query = query.join(Agreement, Agreement.id == Document.agreement_id).where(
            Agreement.slug == agreement
        )
    for provision, article_id, language, spans in session.execute(query):
        if spans:
            found[provision].setdefault(article_id, PresentClause(article_id, language, as_spans(spans)))
    return {provision: list(clauses.values()) for provision, clauses in found.items()}


def compared_clauses(session: Session, provision: str) -> dict[int, PresentClause]:
    """The clauses of a provision that have been compared with the present method, by the id of their row."""
    return _compared(session, [provision])[provision]


def provisions_with_lineage() -> tuple[str, ...]:
    """The provisions whose clauses are compared: those with a strength. Definitions and the like have too many."""
    facts = template_facts()
    return tuple(code for code in facts.by_code if facts.provision(code).has_strength)


def lineage_pending(session: Session) -> frozenset[str]:
    """The provisions whose lineage is not worked out, or is older than their findings; kept, not to be changed."""
    return kept(session, _pending)


def _pending(session: Session) -> frozenset[str]:
    codes = provisions_with_lineage()
    present, compared = present_clauses(session, codes), _compared(session, codes)
    return frozenset(code for code in codes if set(present[code]) != set(compared[code].values()))


def compared_with_nearest(session: Session, provisions: Collection[str]) -> frozenset[str]:
    """Those of the provisions of which one language has more than COMPARED_WITH_ALL clauses.

    Relatives of their clauses may be missing.
    """
    query = (
        select(LineageClause.provision)
        .join(Article, Article.id == LineageClause.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(LineageClause.provision.in_(list(provisions)), LineageClause.method == METHOD)
        .group_by(LineageClause.provision, Document.language)
        .having(func.count() > COMPARED_WITH_ALL)
    )
    return frozenset(session.scalars(query))


def _compared(session: Session, provisions: Iterable[str]) -> dict[str, dict[int, PresentClause]]:
    found: dict[str, dict[int, PresentClause]] = defaultdict(dict)
    for row_id, provision, article_id, language, spans in session.execute(
        select(
            LineageClause.id,
            LineageClause.provision,
            LineageClause.article_id,
            LineageClause.language,
            LineageClause.spans,
        ).where(LineageClause.provision.in_(list(provisions)), LineageClause.method == METHOD)
    ):
        found[provision][row_id] = PresentClause(article_id, language, as_spans(spans))
    return found


def as_spans(spans: Iterable[Iterable[int]]) -> tuple[tuple[int, int], ...]:
    """Spans as they are stored, as a value that can be compared."""
    return tuple((start, end) for start, end in spans)
