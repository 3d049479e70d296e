"""Similarity of two agreements from two sources, by parties, date of signature and names: are they the same?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, AgreementGroup, AgreementKey, AgreementParty, Document
from tracker.parties import agreement_parties
from tracker.resolution.names import name_score, names_conflict
from tracker.texts.types import AgreementMeta

CERTAIN_SCORE = 90.0
"""Least score (of 100) from which two agreements with the same parties and the same day or year are one."""

REVIEW_SCORE = 60.0
"""Least score from which a person is asked."""

NEAR_PARTIES = 0.75
"""Least share of common sides from which two agreements are compared at all."""

ONLY_YEAR_OFF, OTHER_DAY_OFF, NO_DATE_OFF = 3.0, 5.0, 15.0
NEAR_PARTIES_OFF = 10.0
CONFLICT_OFF = 20.0

DRAFT_STATUSES = ("in_negotiation", "draft_text")


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile by which an agreement is recognised.

    - `sides`: group codes, and countries that are parties by themselves; `members`: all countries.
    - `languages`: those of its texts; `sources`: the ids of the sources that have it.
    - `id`: None for one not stored yet.
    """

    id: int | None
    name: str
    sides: frozenset[str]
    members: frozenset[str]
    date_signed: date | None
    year: int | None
    wto_rta_id: int | None
    legal_status: str
    languages: frozenset[str] = frozenset()
    sources: frozenset[int] = frozenset()
    first_key: int = 0
    related: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Similarity:
    """Similarity of two agreements: `score` 0 to 100, whether that is certain, and why."""

    score: float
    certain: bool
    evidence: dict[str, Any]


def similarity(one: Profile, other: Profile) -> Similarity | None:
    """The similarity of two agreements; None where they are clearly different."""
    conflict = names_conflict(one.name, other.name)
    score = name_score(one.name, other.name)
    evidence: dict[str, Any] = {"names": [one.name, other.name], "name_score": score}
    if one.wto_rta_id is not None and other.wto_rta_id is not None:
        if one.wto_rta_id != other.wto_rta_id:
            return None
        return Similarity(100.0, True, {**evidence, "wto_rta_id": one.wto_rta_id})
    parties = _parties_alike(one, other)
    dates = _dates_alike(one, other)
    if parties is None or dates is None:
        return None
    when, date_off = dates
    score -= date_off + (0 if parties == "same" else NEAR_PARTIES_OFF) + (CONFLICT_OFF if conflict else 0)
    if score < REVIEW_SCORE:
        return None
    draft = any(profile.legal_status in DRAFT_STATUSES for profile in (one, other))
    evidence |= {"parties": parties, "date": when}
    if conflict:
        evidence["doubt"] = conflict
    elif draft:
        evidence["doubt"] = "a draft is another text than the agreement"
    certain = (
        score >= CERTAIN_SCORE and parties == "same" and when != "unknown" and not conflict and not draft
    )
    return Similarity(round(score, 1), certain, evidence)


def _parties_alike(one: Profile, other: Profile) -> str | None:
    if not one.sides or not other.sides:
        return None
    if one.sides == other.sides or one.members == other.members:
        return "same"
    return "near" if shared_sides(one, other) >= NEAR_PARTIES else None


def shared_sides(one: Profile, other: Profile) -> float:
    """The share of sides that two agreements have in common, 0 to 1.

    Sides, not countries: the EU's members alone would make all its agreements look alike.
    """
    return len(one.sides & other.sides) / len(one.sides | other.sides) if one.sides or other.sides else 0.0


def _dates_alike(one: Profile, other: Profile) -> tuple[str, float] | None:
    if one.date_signed and other.date_signed:
        if one.date_signed == other.date_signed:
            return "same day", 0.0
        return ("same year", OTHER_DAY_OFF) if one.year == other.year else None
    if one.year and other.year:
        return ("same year", ONLY_YEAR_OFF) if one.year == other.year else None
    return "unknown", NO_DATE_OFF


def profile_of(meta: AgreementMeta, source_id: int, language: str | None) -> Profile:
    """The profile of an agreement just read; `language` is None where there is no text."""
    parties = agreement_parties(
        meta.name,
        meta.original_parties or meta.parties,
        meta.parties,
        meta.date_signed or meta.date_in_force,
        meta.date_in_force,
    )
    signed = parties.signatories or parties.current
    return Profile(
        id=None,
        name=meta.name,
        sides=frozenset({*parties.groups, *(member.iso3 for member in signed if member.via is None)}),
        members=frozenset(member.iso3 for member in signed),
        date_signed=meta.date_signed,
        year=meta.date_signed.year if meta.date_signed else meta.year,
        wto_rta_id=meta.wto_rta_id,
        legal_status=meta.legal_status,
        languages=frozenset({language} if language else ()),
        sources=frozenset({source_id}),
        related=frozenset(meta.related_wto_rta_ids),
    )


def profiles(session: Session, agreement_ids: Iterable[int] | None = None) -> dict[int, Profile]:
    """The profiles of all stored agreements (or of those with these ids), by id."""
    wanted = None if agreement_ids is None else list(agreement_ids)

    def narrowed(query: Any, column: Any) -> Any:
        return query if wanted is None else query.where(column.in_(wanted))

    sides: defaultdict[int, set[str]] = defaultdict(set)
    signed: defaultdict[int, set[str]] = defaultdict(set)
    current: defaultdict[int, set[str]] = defaultdict(set)
    for group in session.execute(
        narrowed(select(AgreementGroup.agreement_id, AgreementGroup.group_code), AgreementGroup.agreement_id)
    ):
        sides[group.agreement_id].add(group.group_code)
    alone: defaultdict[int, set[str]] = defaultdict(set)
    for row in session.execute(
        narrowed(
            select(
                AgreementParty.agreement_id,
                AgreementParty.iso3,
                AgreementParty.via_group,
                AgreementParty.original,
            ),
            AgreementParty.agreement_id,
        )
    ):
        (signed if row.original else current)[row.agreement_id].add(row.iso3)
        if row.via_group is None:
            alone[row.agreement_id].add(row.iso3)
    sources: defaultdict[int, set[int]] = defaultdict(set)
    first_keys: dict[int, int] = {}
    for key in session.execute(
        narrowed(
            select(AgreementKey.agreement_id, AgreementKey.source_id, AgreementKey.id),
            AgreementKey.agreement_id,
        ).order_by(AgreementKey.id.desc())
    ):
        sources[key.agreement_id].add(key.source_id)
        first_keys[key.agreement_id] = key.id
    languages: defaultdict[int, set[str]] = defaultdict(set)
    for document in session.execute(
        narrowed(select(Document.agreement_id, Document.language), Document.agreement_id).distinct()
    ):
        languages[document.agreement_id].add(document.language)
    found = {}
    for agreement in session.execute(
        narrowed(
            select(
                Agreement.id,
                Agreement.name,
                Agreement.date_signed,
                Agreement.wto_rta_id,
                Agreement.legal_status,
                Agreement.related_wto_rta_ids,
            ),
            Agreement.id,
        )
    ):
        members = signed[agreement.id] or current[agreement.id]
        found[agreement.id] = Profile(
            id=agreement.id,
            name=agreement.name,
            sides=frozenset({*sides[agreement.id], *(alone[agreement.id] & members)}),
            members=frozenset(members),
            date_signed=agreement.date_signed,
            year=agreement.date_signed.year if agreement.date_signed else None,
            wto_rta_id=agreement.wto_rta_id,
            legal_status=agreement.legal_status,
            languages=frozenset(languages[agreement.id]),
            sources=frozenset(sources[agreement.id]),
            first_key=first_keys.get(agreement.id, 0),
            related=frozenset(agreement.related_wto_rta_ids or ()),
        )
    return found
