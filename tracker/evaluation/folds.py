"""Groups labelled articles by agreement for leave-agreements-out evaluation, near-copies together."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from tracker.evaluation.labels import Item

_COMPARED = 400
"""Characters of each article compared when two agreements are tested for being near-copies."""

NEAR_COPY_ARTICLE = 92.0
"""RapidFuzz ratio (0..100) from which two articles count as the same text."""

NEAR_COPY_SHARE = 0.5
"""Share of the smaller agreement's articles that must recur in the other for the two to be near-copies."""


def agreement_folds(items: Sequence[Item], folds: int = 5) -> list[list[int]]:
    """Indices of `items` in at most `folds` lists of about equal size; the articles of one agreement, and of agreements
    that copy each other (transitively), are in one list."""
    groups = _near_copy_groups(items)
    buckets: list[list[int]] = [[] for _ in range(folds)]
    for group in sorted(groups, key=len, reverse=True):
        min(buckets, key=len).extend(group)
    return [sorted(bucket) for bucket in buckets if bucket]


def _near_copy_groups(items: Sequence[Item]) -> list[list[int]]:
    members: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        members.setdefault(item.agreement, []).append(index)
    names = sorted(members)
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    for position, one in enumerate(names):
        for other in names[position + 1 :]:
            if root(one) != root(other) and _are_near_copies(items, members[one], members[other]):
                parent[root(other)] = root(one)
    groups: dict[str, list[int]] = {}
    for name in names:
        groups.setdefault(root(name), []).extend(members[name])
    return list(groups.values())


def _are_near_copies(items: Sequence[Item], one: list[int], other: list[int]) -> bool:
    if len(one) > len(other):
        one, other = other, one
    scores = process.cdist(
        [items[index].text[:_COMPARED].lower() for index in one],
        [items[index].text[:_COMPARED].lower() for index in other],
        scorer=fuzz.ratio,
        score_cutoff=NEAR_COPY_ARTICLE,
    )
    same = sum(1 for row in scores if row.max() >= NEAR_COPY_ARTICLE)
    return same >= NEAR_COPY_SHARE * len(one)
