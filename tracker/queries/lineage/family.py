"""The family of a provision: each clause beneath the earlier clause whose words it has most of. A forest."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.queries.lineage.clauses import TracedClause, traced_clauses
from tracker.queries.lineage.relatives import ClauseLineage, Relative, lineages, pairs_of
from tracker.queries.lineage.state import compared_with_nearest, lineage_pending


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A clause in the family of its provision.

    - `nearest`: the most similar clause that was signed earlier, of equal ones the oldest; None at the root of a tree.
    - `depth`: number of clauses above it in its tree; `tree`: number of the tree, from 1: those with
      most rules for all sectors first, then the largest.
    - `below`: number of clauses beneath it in its tree, `children` of them directly.
    - `later`: number of agreements with a later clause that is alike, beneath it in the tree or not.
    - `unordered`: number of clauses alike whose days do not say which was earlier.
    """

    clause: TracedClause
    nearest: Relative | None
    depth: int
    tree: int
    below: int
    children: int
    later: int
    unordered: int


@dataclass(frozen=True, slots=True)
class Family:
    """All clauses of a provision, tree by tree, each clause before those beneath it, the oldest first.

    `pending`: the lineage is not worked out for the present findings; then there are no members. `nearest_only`: there
    are so many clauses that each was compared with the nearest alone.
    """

    provision: str
    members: tuple[FamilyMember, ...]
    pending: bool = False
    nearest_only: bool = False

    @property
    def related(self) -> tuple[FamilyMember, ...]:
        """The members of trees of at least two clauses."""
        return tuple(one for one in self.members if one.nearest is not None or one.below)


def family(session: Session, provision: str) -> Family:
    """The family of a provision; clauses of different languages are never in one tree."""
    if provision in lineage_pending(session):
        return Family(provision, (), pending=True)
    known = traced_clauses(session, [provision])
    traced = {
        one.clause.id: one for one in lineages(session, known, pairs_of(session, provision=provision), known)
    }
    return Family(
        provision,
        tuple(_members(traced)),
        nearest_only=bool(compared_with_nearest(session, [provision])),
    )


def family_pairs(session: Session, provision: str) -> list[tuple[TracedClause, Relative]]:
    """Every clause of a provision with every earlier one that is alike, the oldest clauses first."""
    if provision in lineage_pending(session):
        return []
    known = traced_clauses(session, [provision])
    traced = lineages(session, known, pairs_of(session, provision=provision), known)
    traced.sort(key=lambda one: one.clause.age)
    return [(one.clause, earlier) for one in traced for earlier in one.ancestors]


def _members(traced: Mapping[int, ClauseLineage]) -> Iterator[FamilyMember]:
    beneath: defaultdict[int | None, list[ClauseLineage]] = defaultdict(list)
    for one in sorted(traced.values(), key=lambda one: one.clause.age):
        beneath[one.nearest.clause.id if one.nearest else None].append(one)
    sizes = _sums(beneath, dict.fromkeys(traced, 1))
    general = _sums(beneath, {id_: int(one.clause.sector is None) for id_, one in traced.items()})
    roots = sorted(beneath[None], key=lambda one: _of_tree(general, sizes, one.clause.id))
    for tree, root in enumerate(roots, start=1):
        waiting = [(root, 0)]
        while waiting:
            one, depth = waiting.pop()
            children = beneath[one.clause.id]
            waiting += [(child, depth + 1) for child in reversed(children)]
            yield FamilyMember(
                clause=one.clause,
                nearest=one.nearest,
                depth=depth,
                tree=tree,
                below=sizes[one.clause.id] - 1,
                children=len(children),
                later=len({relative.clause.slug for relative in one.descendants}),
                unordered=len(one.unordered),
            )


def _of_tree(general: Mapping[int, int], sizes: Mapping[int, int], root: int) -> tuple[bool, int, int]:
    """Order of the trees: those of at least two clauses first, by rules for all sectors, then by size."""
    return sizes[root] == 1, -general[root], -sizes[root]


def _sums(beneath: Mapping[int | None, Sequence[ClauseLineage]], values: Mapping[int, int]) -> dict[int, int]:
    """The sum of the values of each clause and all beneath it."""
    ordered: list[int] = []
    waiting = [root.clause.id for root in beneath.get(None, ())]
    while waiting:
        id_ = waiting.pop()
        ordered.append(id_)
        waiting += [child.clause.id for child in beneath.get(id_, ())]
    sums: dict[int, int] = {}
    for id_ in reversed(ordered):  # each after all beneath it
        sums[id_] = values[id_] + sum(sums[child.clause.id] for child in beneath.get(id_, ()))
    return sums
