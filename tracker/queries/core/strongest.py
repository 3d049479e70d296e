"""The strongest finding of each agreement on each provision. Most queries use this."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Article, Chapter, Document, Finding
from tracker.models.life import BASES
from tracker.queries.core.basis import (
    READ,
    READ_HERE,
    WEAKER,
    FindingBasis,
    finding_basis,
    incorporated_texts,
)
from tracker.queries.core.orders import (
    CERTAIN,
    SECTOR_TOPICS,
    exception_of_rank,
    is_uncertain,
    rank_of,
    strength_of_rank,
)
from tracker.queries.core.template_facts import template_facts

AnySelect = Select[*tuple[Any, ...]]
"""A query of any columns."""


@dataclass(frozen=True, slots=True, order=True)
class StrongestFinding:
    """The strongest commitment on one provision, over any number of articles.

    - `strength`: hard, soft or None (provisions without strength).
    - `exception`: whether the strongest finding allows a Party to depart from the rule; None where that is not known
      (of most reported facts), and for provisions whose exceptions are not read.
    - `articles`: the number of articles in which the provision was found.
    - `basis`: the firmest on which that commitment rests; of equally firm ones that of the first article.
    - `uncertain`: every finding of the provision is uncertain; of certain and uncertain ones the certain count.
    """

    rank: int
    strength: str | None = field(compare=False)
    exception: bool | None = field(compare=False)
    articles: int = field(compare=False)
    basis: FindingBasis = field(compare=False, default=READ_HERE)

    @property
    def uncertain(self) -> bool:
        """Whether it rests on uncertain findings only."""
        return is_uncertain(self.rank)


_FIRMEST_LAST = tuple(reversed(BASES))


def _firmness(session: Session) -> ColumnElement[int]:
    """The place of a document's basis among all, the firmest the greatest; that of an incorporated one is the place of
    the text that it is taken from, where that is weaker."""
    places = {basis: place for place, basis in enumerate(_FIRMEST_LAST)}
    own = case(places, value=Document.basis, else_=0)
    weaker = {
        document_id: places[text.basis]
        for document_id, text in incorporated_texts(session).items()
        if text.basis in WEAKER
    }
    return case(weaker, value=Document.id, else_=own) if weaker else own


@dataclass(frozen=True, slots=True)
class AgreementStrongest:
    """The strongest finding of one agreement on one provision."""

    agreement_id: int
    provision: str
    strongest: StrongestFinding


def strongest_from_rank(rank: int, *, articles: int, basis: FindingBasis = READ_HERE) -> StrongestFinding:
    """The strongest finding for a rank."""
    return StrongestFinding(rank, strength_of_rank(rank), exception_of_rank(rank), articles, basis)


def rank_expression() -> ColumnElement[int]:
    """`orders.rank_of` as SQL over the finding table, so that one MAX per group finds the strongest."""
    hard, soft = (rank_of(strength, True, uncertain=True) for strength in ("hard", "soft"))
    strength = case((Finding.strength == "hard", hard), (Finding.strength == "soft", soft), else_=0)
    certain = case((Finding.uncertain.is_(True), 0), else_=CERTAIN)
    exception = case((Finding.exception.is_(True), 0), (Finding.exception.is_(None), 1), else_=2)
    return certain + strength + exception


@dataclass(frozen=True, slots=True)
class _Narrowing:
    """Which findings count."""

    provision: str | None
    agreement_id: int | None
    topics: tuple[str, ...]
    without: Collection[int]
    without_findings: Collection[int]
    general: bool


def strongest_findings(
    session: Session,
    *,
    provision: str | None = None,
    agreement_id: int | None = None,
    topics: tuple[str, ...] = (),
    without: Collection[int] = (),
    without_findings: Collection[int] = (),
    general: bool = False,
) -> list[AgreementStrongest]:
    """Strongest finding per agreement and provision, current documents only.

    `topics` limits to chapters of these topics (none: all chapters). `without` are the ids of articles that are left
    out: those that are replaced, for a question about what counts on a day; `without_findings` those of findings: of
    clauses that bind others. `general`: rules for one sector do not count, but of provisions that are about a sector.
    """
    narrowing = _Narrowing(provision, agreement_id, topics, without, without_findings, general)
    query: AnySelect = (
        select(
            Document.agreement_id,
            Finding.provision,
            # Of equally strong ones the firmest, in one number.
            func.max(rank_expression() * len(BASES) + _firmness(session)),
            func.count(Finding.article_id.distinct()),
        )
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current)
        .group_by(Document.agreement_id, Finding.provision)
    )
    rows = session.execute(_narrowed(query, narrowing)).all()
    weaker = (
        _weaker_bases(session, narrowing)
        if any(_FIRMEST_LAST[row[2] % len(BASES)] != READ for row in rows)
        else {}
    )
    return [
        AgreementStrongest(
            agreement,
            code,
            strongest_from_rank(
                both // len(BASES),
                articles=articles,
                basis=weaker.get((agreement, code, both), READ_HERE),
            ),
        )
        for agreement, code, both, articles in rows
    ]


def _narrowed(query: AnySelect, narrowing: _Narrowing) -> AnySelect:
    if narrowing.provision is not None:
        query = query.where(Finding.provision == narrowing.provision)
    if narrowing.agreement_id is not None:
        query = query.where(Document.agreement_id == narrowing.agreement_id)
    if narrowing.without:
        query = query.where(Article.id.not_in(sorted(narrowing.without)))
    if narrowing.without_findings:
        query = query.where(Finding.id.not_in(sorted(narrowing.without_findings)))
    if narrowing.topics or narrowing.general:
        query = query.join(Chapter, Chapter.id == Article.chapter_id)
    if narrowing.topics:
        query = query.where(Chapter.topic.in_(narrowing.topics))
    if narrowing.general:
        query = query.where(general_rules())
    return query


def general_rules() -> ColumnElement[bool]:
    """`orders.clause_sector` as SQL over findings and their chapters: the rules that are not for one sector only, and
    all those of provisions that are about a sector."""
    about_sectors = [facts.code for facts in template_facts().provisions if facts.sectoral]
    return or_(
        Finding.scope == "general",
        and_(
            Finding.scope.is_(None),
            or_(Finding.strength.is_(None), Chapter.topic.not_in(sorted(SECTOR_TOPICS))),
        ),
        Finding.provision.in_(about_sectors),
    )


def _weaker_bases(session: Session, narrowing: _Narrowing) -> dict[tuple[int, str, int], FindingBasis]:
    """The basis of what was not read here, by agreement, provision and the number that the strongest is found by."""
    query: AnySelect = (
        select(
            Document.agreement_id,
            Finding.provision,
            rank_expression() * len(BASES) + _firmness(session),
            Document.basis,
            Document.id,
            Article.number,
            Finding.reference,
        )
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current, Document.basis != READ)
        .order_by(Document.id, Article.position, Finding.id)
    )
    taken_over = incorporated_texts(session)
    found: dict[tuple[int, str, int], FindingBasis] = {}
    for agreement, code, both, kind, document_id, number, reference in session.execute(
        _narrowed(query, narrowing)
    ):
        found.setdefault(
            (agreement, code, both), finding_basis(taken_over, kind, document_id, number, reference)
        )
    return found
