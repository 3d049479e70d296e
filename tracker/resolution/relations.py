"""Which agreement an amendment, protocol or accession builds on."""

import re
from collections.abc import Iterable
from typing import Any

from tracker.resolution.names import full_name_score, name_closeness, name_score, relation_of
from tracker.resolution.similarity import NEAR_PARTIES, Profile, Similarity, shared_sides

AUTO_SCORE = 90.0
"""Least score from which a single candidate is taken as the certain base agreement."""

REVIEW_SCORE = 70.0

LISTED_BY_WTO = 5.0
"""Points for a pair that the WTO's database lists as related."""

CLEARLY_NEARER = 10.0
"""Least difference (points of name closeness) that decides between candidates that otherwise fit equally well."""

_EU_TREATY = re.compile(
    r"\b(?:EC|EU|EEC)\s+Treaty\b|\bTreaty (?:of Rome|establishing the European|on the functioning of the European)",
    re.IGNORECASE,
)

Candidates = list[tuple[Profile, Similarity]]


def base_candidates(profile: Profile, everyone: Iterable[Profile]) -> tuple[str | None, Candidates]:
    """The kind of relation that the agreement's name states, and the agreements it may build on, best first.

    - A base is not itself an amendment, protocol or accession, and not signed later; one that is, but that the WTO's
      database lists as related, is offered for review.
    - Only a single good candidate is certain.
    """
    relation = relation_of(profile.name)
    if relation is None:
        return None, []
    found: Candidates = []
    for other in everyone:
        if other.id == profile.id or relation_of(other.name) is not None:
            continue
        score = (
            _accession_score(relation.base, profile, other)
            if relation.kind == "accession"
            else _amended_score(relation.base, profile, other)
        )
        if score is None:
            continue
        listed = (
            other.wto_rta_id in profile.related if other.wto_rta_id is not None else False
        ) or profile.wto_rta_id in other.related
        late = bool(profile.date_signed and other.date_signed and other.date_signed > profile.date_signed)
        if late and not listed:
            continue
        score = min(100.0, score + (LISTED_BY_WTO if listed else 0.0))
        evidence: dict[str, Any] = {"names": [profile.name, other.name], "base_named": relation.base}
        if listed:
            evidence["listed_as_related"] = True
        if late:
            evidence["doubt"] = "the base was signed later"
        if score >= REVIEW_SCORE:
            found.append((other, Similarity(round(score, 1), not late, evidence)))
    found.sort(key=lambda pair: (not pair[1].certain, -pair[1].score, -_day(pair[0]), pair[0].id or 0))
    best = [pair for pair in found if pair[1].certain and pair[1].score >= AUTO_SCORE]
    top = [pair for pair in best if pair[1].score == best[0][1].score]
    if len(top) > 1 and relation.kind == "accession":
        top = _nearest_name(relation.base, top)
    if len(top) == 1:
        return relation.kind, top
    doubt = {"doubt": "more than one fits"} if top else {}
    return relation.kind, [
        (other, Similarity(alike.score, False, {**doubt, **alike.evidence})) for other, alike in found
    ]


def _nearest_name(base_name: str, top: Candidates) -> Candidates:
    """Of agreements whose names have the same words, the one with the most similar name: not TPP for CPTPP."""
    closeness = {other.id: name_closeness(base_name, other.name) for other, _alike in top}
    best = max(closeness.values())
    return [pair for pair in top if closeness[pair[0].id] > best - CLEARLY_NEARER]


def _accession_score(base_name: str, profile: Profile, other: Profile) -> float | None:
    """Score of a base for an accession: by full names, where the two have a party in common; an EU accession treaty
    builds on the EU's own treaties."""
    if _EU_TREATY.search(base_name):
        return 100.0 if _EU_TREATY.search(other.name) else None
    if not profile.members & other.members:
        return None
    return full_name_score(base_name, other.name)


def _amended_score(base_name: str, profile: Profile, other: Profile) -> float | None:
    """Score of a base for an amendment or protocol, by parties, and by name where it says more than the parties."""
    if profile.members != other.members and shared_sides(profile, other) < NEAR_PARTIES:
        return None
    return name_score(base_name, other.name)


def _day(profile: Profile) -> int:
    return profile.date_signed.toordinal() if profile.date_signed else 0
