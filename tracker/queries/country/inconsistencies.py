"""Inconsistencies: provisions a country accepted as hard in one agreement and weaker, or not at all, in another."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.life import KnownDay
from tracker.models import Article, Chapter, Document
from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.core.articles import ArticleRef, CitedFinding
from tracker.queries.core.basis import READ_HERE, FindingBasis
from tracker.queries.core.days import first_known, last_known
from tracker.queries.core.orders import (
    DIGITAL_TOPIC,
    clause_sector,
    exceptions_comparable,
    generality,
    strongest,
)
from tracker.queries.core.replaced import counted_findings, replacements
from tracker.queries.country.countries import CountryAgreement, country_agreement
from tracker.queries.country.policies import policy_facts
from tracker.queries.spread.spread import StrengthLabel, strength_label

Trend = Literal["hardened", "softened", "mixed"]
"""By days of signature: `hardened`: every stricter text is newer than every weaker one; `softened`: the reverse;
`mixed`: neither."""


@dataclass(frozen=True, slots=True)
class AgreementPosition:
    """What one agreement of the country says on one provision.

    - `strength`, `exception` and `article` are None where it says nothing.
    - `sector`: topic of the one sector its chapter is about, None for a general chapter.
    - `day`: day of signature; of entry into force where nothing of the signature is known. Of a year of signature
      without a day it is None: `earliest` and `latest` are that year's first and last day, else the day.
    - `basis`: how the clause is known.
    """

    agreement: CountryAgreement
    strength: StrengthLabel | None
    exception: bool | None
    sector: str | None
    article: ArticleRef | None
    day: KnownDay | None
    earliest: date | None = None
    latest: date | None = None
    basis: FindingBasis = READ_HERE


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A provision on which a country's agreements differ; both lists are the newest first."""

    provision: str
    accepted: tuple[AgreementPosition, ...]
    weaker: tuple[AgreementPosition, ...]
    trend: Trend


def country_inconsistencies(session: Session, iso3: str) -> list[Inconsistency]:
    """Provisions of the digital core that the country accepted as hard in one agreement and weaker, or not, in another.

    - Its agreements in force and signed count.
    - `accepted` are the agreements with the strictest clause it has anywhere, which must be hard; a clause in a general
      chapter is stricter than one in a chapter of a single sector, one without an exception stricter than one with.
      A clause as strong as these of which it is not known whether it has an exception is in neither list.
    - Uncertain findings show neither that a clause was accepted nor that it is absent: an agreement with nothing
      else on a provision is in neither list.
    - `weaker` are the agreements with a less strict clause, and those with a digital chapter that say nothing.

    Sorted by policy, in the order of the Country page.
    """
    agreements = {
        facts.id: shown
        for facts in agreement_index(session)
        if facts.member(iso3) is not None
        and (shown := country_agreement(facts, iso3)).state in ("in_force", "pending")
    }
    digital = _with_digital_chapter(session, agreements, iso3)
    found: defaultdict[tuple[str, int], list[CitedFinding]] = defaultdict(list)
    uncertain: defaultdict[str, set[int]] = defaultdict(set)
    for finding in counted_findings(session, iso3, None, agreement_ids=agreements):
        if finding.uncertain:
            uncertain[finding.provision].add(finding.agreement_id)
        else:
            found[finding.provision, finding.agreement_id].append(finding)
    rows = []
    for provision in _digital_provisions():
        clauses = {
            agreement_id: strongest(found[provision, agreement_id], generality)
            for agreement_id in agreements
            if (provision, agreement_id) in found
        }
        strictest = max(map(generality, clauses.values()), default=None)
        if strictest is None or not strictest[0]:
            continue
        accepted = {key for key, clause in clauses.items() if generality(clause) == strictest}
        doubtful = {key for key, clause in clauses.items() if _as_strong(clause, clauses[min(accepted)])}
        weaker = (digital - uncertain[provision] | set(clauses)) - accepted - doubtful
        if weaker:
            rows.append(
                _inconsistency(
                    provision,
                    [_position(agreements[key], clauses[key]) for key in accepted],
                    [_position(agreements[key], clauses.get(key)) for key in weaker],
                )
            )
    return rows


def _as_strong(clause: CitedFinding, accepted: CitedFinding) -> bool:
    """Whether a clause cannot be called weaker only because nobody knows which of the two has an exception."""
    return generality(clause)[:2] == generality(accepted)[:2] and not exceptions_comparable(clause, accepted)


def _digital_provisions() -> tuple[str, ...]:
    """Codes of the provisions that prevent a policy of the digital core."""
    digital = [policy for policy in policy_facts() if policy.group == "digital"]
    return tuple(dict.fromkeys(code for policy in digital for code in policy.provisions))


def _with_digital_chapter(session: Session, agreement_ids: Iterable[int], iso3: str) -> set[int]:
    """The agreements with a chapter on digital trade of which something counts for the country today: one that another
    agreement replaces says nothing because it is no longer there."""
    known, today = replacements(session), date.today()
    wanted = set(agreement_ids)
    digital = (
        select(Document.agreement_id)
        .join(Chapter, Chapter.document_id == Document.id)
        .where(Document.current, Chapter.topic == DIGITAL_TOPIC)
    )
    with_one = set(session.scalars(digital.where(Document.agreement_id.in_(wanted - known.targets))))
    articles = digital.add_columns(Article.number, Chapter.number).join(
        Article, Article.chapter_id == Chapter.id
    )
    return with_one | {
        agreement_id
        for agreement_id, number, chapter in session.execute(
            articles.where(Document.agreement_id.in_(wanted & known.targets))
        )
        if not known.replaced(agreement_id, number, chapter, iso3, today)
    }


def _position(agreement: CountryAgreement, finding: CitedFinding | None) -> AgreementPosition:
    return AgreementPosition(
        agreement=agreement,
        strength=strength_label(finding.strength) if finding else None,
        exception=finding.exception if finding else None,
        sector=clause_sector(finding) if finding else None,
        article=finding.article if finding else None,
        day=agreement.date_signed or (None if agreement.year_signed else agreement.date_in_force),
        earliest=first_known(agreement),
        latest=last_known(agreement),
        basis=finding.basis if finding else READ_HERE,
    )


def _inconsistency(
    provision: str, accepted: Sequence[AgreementPosition], weaker: Sequence[AgreementPosition]
) -> Inconsistency:
    trend: Trend = "mixed"
    if _all_before(weaker, accepted):
        trend = "hardened"
    elif _all_before(accepted, weaker):
        trend = "softened"
    return Inconsistency(provision, _newest_first(accepted), _newest_first(weaker), trend)


def _all_before(some: Sequence[AgreementPosition], others: Sequence[AgreementPosition]) -> bool:
    """Whether all dated agreements of some are for certain older than all of the others; False where none is dated."""
    ends = [position.latest for position in some if position.latest]
    begins = [position.earliest for position in others if position.earliest]
    return bool(ends and begins) and max(ends) < min(begins)


def _newest_first(positions: Sequence[AgreementPosition]) -> tuple[AgreementPosition, ...]:
    ordered = sorted(positions, key=lambda position: position.agreement.name)
    return tuple(sorted(ordered, key=lambda position: position.latest or date.min, reverse=True))
