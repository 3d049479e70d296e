"""The strongest finding of each agreement on each provision. Most queries use this."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from tracker.models import Article, Chapter, Document, Finding
from tracker.models.life import BASES
from tracker.queries.core.orders import has_exception, strength_of_rank

AnySelect = Select[*tuple[Any, ...]]
"""A query of any columns."""


@dataclass(frozen=True, slots=True, order=True)
class StrongestFinding:
    """The strongest commitment on one provision, over any number of articles.

    - `strength`: hard, soft or None (provisions without strength).
    - `exception`: whether the strongest finding allows a Party to depart from the rule (None for provisions without
      such a flag).
    - `articles`: the number of articles in which the provision was found.
    - `basis`: the firmest on which that commitment rests, of `tracker.models.life.BASES`.
    """

    rank: int
    strength: str | None = field(compare=False)
    exception: bool | None = field(compare=False)
    articles: int = field(compare=False)
    basis: str = field(compare=False, default="read")


_FIRMEST_LAST = tuple(reversed(BASES))


def _firmness() -> ColumnElement[int]:
    """The place of a document's basis among all, the firmest the greatest."""
    return case({basis: place for place, basis in enumerate(_FIRMEST_LAST)}, value=Document.basis, else_=0)


@dataclass(frozen=True, slots=True)
class AgreementStrongest:
    """The strongest finding of one agreement on one provision."""

    agreement_id: int
    provision: str
    strongest: StrongestFinding


def strongest_from_rank(rank: int, *, flagged: bool, articles: int, basis: str = "read") -> StrongestFinding:
    """The strongest finding for a rank; `flagged`: whether the findings have an exception flag."""
    exception = has_exception(rank) if flagged else None
    return StrongestFinding(rank, strength_of_rank(rank), exception, articles, basis)


def rank_expression() -> ColumnElement[int]:
    """`orders.rank_of` as SQL over the finding table, so that one MAX per group finds the strongest."""
    strength = case((Finding.strength == "hard", 4), (Finding.strength == "soft", 2), else_=0)
    return strength + case((Finding.exception.is_(True), 0), else_=1)


def strongest_findings(
    session: Session,
    *,
    provision: str | None = None,
    agreement_id: int | None = None,
    topics: tuple[str, ...] = (),
    without: Collection[int] = (),
) -> list[AgreementStrongest]:
    """Strongest finding per agreement and provision, current documents only.

    `topics` limits to chapters of these topics (none: all chapters). `without` are the ids of articles that are left
    out: those that are replaced, for a question about what counts on a day.
    """
    query: AnySelect = (
        select(
            Document.agreement_id,
            Finding.provision,
            # Of equally strong ones the firmest, in one number.
            func.max(rank_expression() * len(BASES) + _firmness()),
            func.count(Finding.exception),
            func.count(Finding.article_id.distinct()),
        )
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current)
        .group_by(Document.agreement_id, Finding.provision)
    )
    if provision is not None:
        query = query.where(Finding.provision == provision)
    if agreement_id is not None:
        query = query.where(Document.agreement_id == agreement_id)
    if without:
        query = query.where(Article.id.not_in(sorted(without)))
    if topics:
        query = query.join(Chapter, Chapter.id == Article.chapter_id).where(Chapter.topic.in_(topics))
    return [
        AgreementStrongest(
            agreement,
            code,
            strongest_from_rank(
                both // len(BASES),
                flagged=flagged > 0,
                articles=articles,
                basis=_FIRMEST_LAST[both % len(BASES)],
            ),
        )
        for agreement, code, both, flagged, articles in session.execute(query)
    ]
