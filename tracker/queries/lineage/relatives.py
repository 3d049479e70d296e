"""Relatives of clauses, both ways: earlier clauses whose words stand in one, later clauses in which its words stand.

It is said how many of the words of one clause stand in the other in the same order, not that one was copied from the
other: both may come from a third text.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.models import LineageClause, LineagePair
from tracker.queries.core.orders import main_clause
from tracker.queries.core.slugs import canonical_slug
from tracker.queries.core.template_facts import template_facts
from tracker.queries.lineage.clauses import TracedClause, sister_agreements, traced_clauses
from tracker.queries.lineage.state import (
    compared_with_nearest,
    lineage_pending,
    present_clauses,
    provisions_with_lineage,
)


@dataclass(frozen=True, slots=True)
class Relative:
    """A clause that is alike to another one, of which it is an earlier, a later or an undated relative.

    `common`: the number of words that stand in both in the same order; `of`: the number of words of the other clause.
    """

    clause: TracedClause
    common: int
    of: int

    @property
    def share(self) -> float:
        """Which part of the words of the other clause stand in this relative, 0..1."""
        return self.common / self.of

    @property
    def own_share(self) -> float:
        """Which part of the words of this relative stand in the other clause, 0..1."""
        return self.common / self.clause.words

    @property
    def similarity(self) -> float:
        """Words in common as a share of the mean of both lengths, 0..1; the same of equal clauses."""
        return 2 * self.common / (self.of + self.clause.words)


@dataclass(frozen=True, slots=True)
class ClauseLineage:
    """A clause and its relatives, each list without those of its own agreement.

    - `ancestors`: signed earlier for certain, the most similar first, of equal ones the oldest.
    - `descendants`: signed later for certain, likewise.
    - `unordered`: signed on the same day, or their days do not say which was earlier.
    - `main`: whether it is its agreement's main clause on the provision (`orders.main_clause`).
    """

    clause: TracedClause
    ancestors: tuple[Relative, ...]
    descendants: tuple[Relative, ...]
    unordered: tuple[Relative, ...]
    main: bool

    @property
    def nearest(self) -> Relative | None:
        """The most similar earlier clause, of equal ones the oldest."""
        return self.ancestors[0] if self.ancestors else None


@dataclass(frozen=True, slots=True)
class AgreementLineage:
    """The clauses of an agreement with their relatives, by provision in the template's order, main clauses first.

    `pending`: provisions it has clauses of, but whose lineage is not worked out for its present findings; they are not
    in `clauses`. `nearest_only`: provisions with so many clauses that each was compared with the nearest alone.
    """

    clauses: tuple[ClauseLineage, ...]
    pending: tuple[str, ...]
    nearest_only: tuple[str, ...] = ()


Pair = tuple[int, int, int]
"""Ids of two clauses in the lineage, and the number of words they have in common."""


def agreement_lineage(session: Session, slug: str) -> AgreementLineage:
    """Where words of an agreement's clauses stood before, and where they stand later. Empty where no text is stored."""
    slug = canonical_slug(session, slug) or slug
    waiting = lineage_pending(session)
    own = traced_clauses(session, provisions_with_lineage(), agreement=slug)
    ids = {id_ for id_, clause in own.items() if clause.provision not in waiting}
    provisions = {own[id_].provision for id_ in ids}
    known = traced_clauses(session, provisions)
    rows = list(pairs_of(session, ids=ids))
    traced = lineages(session, known, rows, ids)
    codes = template_facts().sorted_codes(provisions)
    by_provision: defaultdict[str, list[ClauseLineage]] = defaultdict(list)
    for one in traced:
        by_provision[one.clause.provision].append(one)
    return AgreementLineage(
        tuple(one for code in codes for one in _main_first(by_provision[code])),
        tuple(template_facts().sorted_codes(_provisions_here(session, slug) & waiting)),
        tuple(template_facts().sorted_codes(compared_with_nearest(session, provisions))),
    )


def ancestors(session: Session, provision: str, article: str) -> tuple[Relative, ...]:
    """The earlier clauses whose words stand in the clause on a provision of an article (`ArticleRef.link`), the most
    similar first. Empty where there is none, and where the lineage of the provision is not worked out."""
    found = clause_lineage(session, provision, article)
    return found.ancestors if found else ()


def descendants(session: Session, provision: str, article: str) -> tuple[Relative, ...]:
    """The later clauses in which the words of that clause stand, likewise."""
    found = clause_lineage(session, provision, article)
    return found.descendants if found else ()


def clause_lineage(session: Session, provision: str, article: str) -> ClauseLineage | None:
    """The clause on a provision of an article, with its relatives; None where it is not known or not worked out."""
    if provision in lineage_pending(session):
        return None
    known = traced_clauses(session, [provision])
    ids = {id_ for id_, clause in known.items() if clause.article.link == article}
    found = lineages(session, known, pairs_of(session, ids=ids), ids)
    return found[0] if found else None


def pairs_of(session: Session, *, ids: Iterable[int] = (), provision: str | None = None) -> Iterator[Pair]:
    """The pairs of clauses alike that one of these clauses is in, or all of a provision."""
    query = select(LineagePair.first_id, LineagePair.second_id, LineagePair.common)
    if provision is not None:
        first = aliased(LineageClause)
        query = query.join(first, first.id == LineagePair.first_id).where(first.provision == provision)
    else:
        wanted = list(ids)
        query = query.where(LineagePair.first_id.in_(wanted) | LineagePair.second_id.in_(wanted))
    yield from session.execute(query).tuples()


def lineages(
    session: Session, known: Mapping[int, TracedClause], pairs: Iterable[Pair], ids: Iterable[int]
) -> list[ClauseLineage]:
    """The clauses with these ids and their relatives by these pairs, in the order of `known`."""
    sisters = sister_agreements(session)
    wanted = set(ids)
    found: dict[int, dict[str, list[Relative]]] = {id_: defaultdict(list) for id_ in known if id_ in wanted}
    for one, other, common in pairs:
        if one not in known or other not in known:
            continue
        first, second = known[one], known[other]
        if first.slug == second.slug or (first.slug, second.slug) in sisters:
            continue
        for own, relative in ((first, second), (second, first)):
            if own.id in found:
                found[own.id][relative.order(own)].append(Relative(relative, common, own.words))
    main = _main_ids(known.values())
    return [
        ClauseLineage(
            known[id_],
            _sorted(relatives["earlier"]),
            _sorted(relatives["later"]),
            _sorted([*relatives["same_day"], *relatives["not_known"]]),
            main=id_ in main,
        )
        for id_, relatives in found.items()
    ]


def _sorted(relatives: Iterable[Relative]) -> tuple[Relative, ...]:
    return tuple(sorted(relatives, key=lambda one: (-one.similarity, one.clause.age)))


def _main_ids(clauses: Iterable[TracedClause]) -> set[int]:
    main: dict[tuple[str, str], TracedClause] = {}
    for clause in clauses:
        key = (clause.slug, clause.provision)
        if key not in main or main_clause(clause) > main_clause(main[key]):
            main[key] = clause
    return {clause.id for clause in main.values()}


def _main_first(found: Iterable[ClauseLineage]) -> list[ClauseLineage]:
    return sorted(found, key=lambda one: not one.main)


def _provisions_here(session: Session, slug: str) -> set[str]:
    """Provisions of which the agreement has clauses with words."""
    clauses = present_clauses(session, provisions_with_lineage(), agreement=slug)
    return {provision for provision, own in clauses.items() if own}
