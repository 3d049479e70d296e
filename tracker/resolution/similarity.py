"""Similarity of two agreements from two sources, by parties, date of signature and names: are they the same?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker.models import Agreement, AgreementGroup, AgreementKey, AgreementParty, Document, Source
from tracker.parties import agreement_parties
from tracker.resolution.instruments import REGISTRY
from tracker.resolution.names import (
    ONLY_PARTIES_SCORE,
    is_named,
    is_same_title,
    label_of,
    name_score,
    names_conflict,
    words_of_name,
)
from tracker.texts.types import AgreementMeta

CERTAIN_SCORE = 90.0
"""Least score (of 100) from which two agreements with the same parties and the same day or year are one."""

REVIEW_SCORE = 60.0
"""Least score from which a person is asked."""

NEAR_PARTIES = 0.75
"""Least share of common sides from which two agreements are compared at all."""

ONLY_YEAR_OFF, OTHER_DAY_OFF, NO_DATE_OFF = 3.0, 5.0, 15.0
NEAR_PARTIES_OFF = 10.0
ALL_WORDS = 100.0
CONFLICT_OFF = 20.0

DRAFT_STATUSES = ("in_negotiation", "draft_text")

KNOWN_DATES = ("same day", "same year")


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile by which an agreement is recognised.

    - `sides`: group codes, and countries that are parties by themselves; `members`: all countries.
    - `names`: further names in use, by the registry; empty where the registry does not have it.
    - `labels`: what the names of the files say from which its texts were read.
    - `languages`: those of its texts; `sources`: the ids of the sources that have it, and `lists` of those which have
      each agreement once: published ones, not files as they come.
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
    names: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    lists: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Similarity:
    """Similarity of two agreements: `score` 0 to 100, whether that is certain, and why."""

    score: float
    certain: bool
    evidence: dict[str, Any]


def rank(found: Similarity) -> tuple[int, float]:
    """Which of several agreements fits better: the one of whose name more words are there, then the higher score."""
    return int(found.evidence.get("named", 0)), found.score


def has_date(found: Similarity) -> bool:
    """Whether day or year are known of both, or something else than dates decided."""
    return found.evidence.get("date") != "unknown"


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How the names of two agreements compare, at best: `words` is how many distinctive words of a name that the
    registry has for one of them stand in a title or label of the other, 0 where not all do."""

    names: tuple[str, str]
    score: float
    conflict: str | None
    words: int

    def turned(self) -> "NameMatch":
        """The same with the other agreement first."""
        return replace(self, names=(self.names[1], self.names[0]))


def similarity(one: Profile, other: Profile) -> Similarity | None:
    """The similarity of two agreements; None where they are clearly different.

    It is certain with the same parties, nearly the same name, and the same day or year. A name by which the registry
    knows one of them also decides where the day is not known, or where a text does not name (all) its parties.
    """
    if one.wto_rta_id is not None and other.wto_rta_id is not None and one.wto_rta_id != other.wto_rta_id:
        return None
    match = match_names(one, other)
    evidence: dict[str, Any] = {"names": list(match.names), "name_score": match.score}
    if one.wto_rta_id is not None and one.wto_rta_id == other.wto_rta_id:
        return Similarity(100.0, True, {**evidence, "wto_rta_id": one.wto_rta_id})
    parties = _parties_alike(one, other, named=match.words > 0)
    dates = _dates_alike(one, other)
    if parties is None or dates is None:
        return None
    when, date_off = dates
    score = match.score - date_off - (0 if parties == "same" else NEAR_PARTIES_OFF)
    score -= CONFLICT_OFF if match.conflict else 0
    if score < REVIEW_SCORE:
        return None
    draft = any(profile.legal_status in DRAFT_STATUSES for profile in (one, other))
    evidence |= {"parties": parties, "date": when}
    if match.conflict:
        evidence["doubt"] = match.conflict
    elif draft:
        evidence["doubt"] = "a draft is another text than the agreement"
    alike = score >= CERTAIN_SCORE and parties == "same" and when in KNOWN_DATES
    named = match.words > 0 and (when in KNOWN_DATES or (parties == "same" and when == "unknown"))
    if named:
        evidence["named"] = match.words
    certain = (alike or named) and not match.conflict and not draft
    return Similarity(round(score, 1), certain, evidence)


def match_names(one: Profile, other: Profile) -> NameMatch:
    """The pair of names, of all that two agreements go by, that fits best."""
    first = _match_pair(one, one.name, other, other.name)
    further = [
        _match_pair(one, left, other, right)
        for left in (one.name, *one.names)
        for right in (other.name, *other.names)
        if (left, right) != first.names
    ]
    # A short name that has no word of the other agreement's name says nothing for or against it.
    titles = [first, *(pair for pair in further if pair.words or pair.score == ALL_WORDS)]
    labels = [_match_pair(one, left, other, right) for left in one.labels for right in other.names]
    labels += [_match_pair(other, left, one, right).turned() for left in other.labels for right in one.names]
    return max(titles + labels, key=lambda pair: (pair.conflict is None, pair.words, pair.score))


def _match_pair(one: Profile, left: str, other: Profile, right: str) -> NameMatch:
    """One name of each compared. What a title says that the file's name does not is not forgotten: a protocol's."""
    conflict = names_conflict(left, right, one.name if left in one.labels else "")
    words = words_of_name(right) if right in other.names and is_named(left, right) else 0
    if left in one.names and is_named(right, left):
        words = max(words, words_of_name(left))
    if (right in other.names or left in one.names) and is_same_title(left, right):
        words = max(words, 1)
    score = name_score(left, right)
    return NameMatch((left, right), max(score, ONLY_PARTIES_SCORE) if words else score, conflict, words)


def _parties_alike(one: Profile, other: Profile, *, named: bool) -> str | None:
    """`same`, `near`, `part` (one does not name them all, but the name is that of the other), None for different."""
    if one.sides and other.sides:
        if one.sides == other.sides or one.members == other.members:
            return "same"
        if shared_sides(one, other) >= NEAR_PARTIES:
            return "near"
    part = (one.names and other.members <= one.members) or (other.names and one.members <= other.members)
    return "part" if named and part else None


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


def year_signed(meta: AgreementMeta) -> int | None:
    """The year in which it was signed, where it is known. A draft's year is not: it is older than the agreement."""
    if meta.date_signed is not None:
        return meta.date_signed.year
    return None if meta.legal_status == "draft_text" else meta.year


def profile_of(
    meta: AgreementMeta,
    source: Source | None,
    language: str | None,
    *,
    external_id: str = "",
    names: tuple[str, ...] = (),
) -> Profile:
    """The profile of an agreement just read; `language` is None where there is no text.

    `external_id` is the text's, made of its file's name where its source has no numbers; `names` are the registry's.
    """
    label = label_of(external_id)
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
        # A text without a title is called by its file's name.
        name=label_of(meta.name) if label and label_of(meta.name) == label else meta.name,
        sides=frozenset({*parties.groups, *(member.iso3 for member in signed if member.via is None)}),
        members=frozenset(member.iso3 for member in signed),
        date_signed=meta.date_signed,
        year=year_signed(meta),
        wto_rta_id=meta.wto_rta_id,
        legal_status=meta.legal_status,
        languages=frozenset({language} if language else ()),
        sources=frozenset({source.id} if source else ()),
        lists=frozenset({source.id} if source and (source.url or language is None) else ()),
        related=frozenset(meta.related_wto_rta_ids),
        names=names,
        labels=(label,) if label else (),
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
    labels: defaultdict[int, set[str]] = defaultdict(set)
    for document in session.execute(
        narrowed(
            select(Document.agreement_id, Document.language, Document.external_id, Document.basis),
            Document.agreement_id,
        ).distinct()
    ):
        languages[document.agreement_id].add(document.language)
        if document.basis == "read" and (label := label_of(document.external_id)):
            labels[document.agreement_id].add(label)
    published = or_(Source.key == REGISTRY, and_(Source.url.is_not(None), Source.url != ""))
    lists = set(session.scalars(select(Source.id).where(published)))
    found = {}
    for agreement in session.execute(
        narrowed(
            select(
                Agreement.id,
                Agreement.name,
                Agreement.date_signed,
                Agreement.year_signed,
                Agreement.wto_rta_id,
                Agreement.legal_status,
                Agreement.related_wto_rta_ids,
                Agreement.names,
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
            year=agreement.date_signed.year if agreement.date_signed else agreement.year_signed,
            wto_rta_id=agreement.wto_rta_id,
            legal_status=agreement.legal_status,
            languages=frozenset(languages[agreement.id]),
            sources=frozenset(sources[agreement.id]),
            lists=frozenset(sources[agreement.id] & lists),
            first_key=first_keys.get(agreement.id, 0),
            related=frozenset(agreement.related_wto_rta_ids or ()),
            names=tuple(agreement.names or ()),
            labels=tuple(sorted(labels[agreement.id])),
        )
    return found
