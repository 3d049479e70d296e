"""Spread: how many agreements and countries have each provision today."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Article, Chapter, Document, Finding
from tracker.models.life import BASES
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.basis import BasisCounts, count_bases
from tracker.queries.core.listed import countries_meant
from tracker.queries.core.orders import EXCEPTIONS, is_uncertain, strength_of_rank
from tracker.queries.core.periods import Basis, agreement_period, basis_date
from tracker.queries.core.strongest import AgreementStrongest
from tracker.queries.core.strongest_by_day import StrongestByDay
from tracker.queries.core.template_facts import template_facts
from tracker.queries.core.wordings import later_wordings
from tracker.queries.spread.sectors import SectorRules
from tracker.queries.spread.spans import agreement_spans, country_spans

StrengthLabel = Literal["hard", "soft", "unrated"]
"""Strength for display; `unrated`: the provision has no strength (definitions and scope), or that of a reported fact is
not known."""

Reach = Literal["general", "all"]
"""Which rules are counted: `general`: those for every sector, of provisions that are about a sector every one; `all`:
also those that reach one sector only."""

DATED_STATUSES: dict[Basis, tuple[str, ...]] = {
    "signed": ("signed", "in_force", "inactive", "never_took_effect", "unknown"),
    "in_force": ("in_force", "unknown"),
}
"""Statuses of agreements that have the date of a basis, known or not; of an unknown status they may have it."""


@dataclass(frozen=True, slots=True)
class SpreadFilter:
    """Which part of the corpus is counted.

    `party`: agreements with this country (ISO 3166 alpha-3), a member of this group, or one of these countries (codes
    with commas between them) among the signatories or present parties;
    `legal_statuses`: only these (none: all); `year_from`, `year_to`: years of the basis date, both included;
    `topics`: findings in chapters of these topics only (none: all); `reach`: whether rules for one sector count.
    """

    basis: Basis = "signed"
    party: str | None = None
    legal_statuses: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    topics: tuple[str, ...] = ()
    reach: Reach = "general"

    @property
    def general(self) -> bool:
        """Whether rules for one sector are left out."""
        return self.reach == "general"

    def covers(self, year: int) -> bool:
        """Whether a year of the basis date is one of those asked for."""
        return (self.year_from is None or year >= self.year_from) and (
            self.year_to is None or year <= self.year_to
        )


@dataclass(frozen=True, slots=True)
class SpreadTotal:
    """One provision today: agreements and countries by their strongest commitment.

    The numbers are those at the end of the curve: with basis `in_force`, ended agreements and replaced articles are not
    counted.

    - `without_exception`: agreements whose strongest commitment has no exception (None where the provision has no
      exception flag); `exception_unknown`: those of which that is not known (reported facts).
    - `agreements_unrated`, `countries_unrated`: of a provision with strengths those of which it is not known.
    - `first_year` leaves out texts that are later wordings.
    """

    provision: str
    agreements_hard: int
    agreements_soft: int
    agreements_unrated: int
    countries_hard: int
    countries_soft: int
    countries_unrated: int
    without_exception: int | None
    first_year: int | None
    bases: BasisCounts = ()
    """On what the strongest commitments of the agreements rest."""
    country_bases: BasisCounts = ()
    """On what those of the countries rest."""
    uncertain: int = 0
    """How many of the agreements have it by uncertain findings only."""
    country_uncertain: int = 0
    """How many of the countries."""
    sectoral: int = 0
    """How many more agreements have it for one sector only; 0 where these are counted with the others."""
    sectoral_counted: int = 0
    """How many of the agreements counted have so strict a rule for one sector only."""
    exception_unknown: int = 0
    undated: int = 0
    """How many more agreements have it of which the date of the basis is not known: they are in no number above."""

    @property
    def agreements(self) -> int:
        """Agreements with the provision at any strength."""
        return self.agreements_hard + self.agreements_soft + self.agreements_unrated

    @property
    def countries(self) -> int:
        """Countries with the provision at any strength."""
        return self.countries_hard + self.countries_soft + self.countries_unrated


def spread_years(session: Session, basis: Basis = "signed") -> tuple[int, int] | None:
    """First and last year of all agreements with a text by `basis`, None when no agreement has a date."""
    years = [
        found.year
        for agreement in agreement_index(session)
        if not agreement.facts_only and (found := basis_date(agreement, basis))
    ]
    return (min(years), max(years)) if years else None


def chapter_topics(session: Session) -> list[str]:
    """Topics of chapters of current documents in which anything was found, in alphabetical order."""
    return list(
        session.scalars(
            select(Chapter.topic)
            .distinct()
            .join(Article, Article.chapter_id == Chapter.id)
            .join(Finding, Finding.article_id == Article.id)
            .join(Document, Document.id == Chapter.document_id)
            .where(Document.current)
            .order_by(Chapter.topic)
        )
    )


def spread_totals(session: Session, choice: SpreadFilter | None = None) -> list[SpreadTotal]:
    """One row per provision of the template (and per unknown code found), in the template's order."""
    choice = choice or SpreadFilter()
    agreements = selected(session, choice)
    by_day = StrongestByDay(session, topics=choice.topics, general=choice.general)
    by_code: defaultdict[str, list[tuple[AgreementFacts, AgreementStrongest]]] = defaultdict(list)
    for entry in by_day.texts:
        if entry.agreement_id in agreements:
            by_code[entry.provision].append((agreements[entry.agreement_id], entry))
    sectoral = _sectoral(session, choice, agreements, by_day) if choice.general else Counter()
    facts = template_facts()
    later = later_wordings(session)
    codes = facts.sorted_codes([*facts.by_code, *by_code, *sectoral])
    undated = _undated(session, choice)
    general = general_rules_of(session, choice)
    without_date = Counter(entry.provision for entry in by_day.texts if entry.agreement_id in undated)
    return [
        replace(
            _total(code, by_code[code], choice, by_day, later, SectorRules(general, code, choice.basis)),
            sectoral=sectoral[code],
            undated=without_date[code],
        )
        for code in codes
    ]


def _undated(session: Session, choice: SpreadFilter) -> frozenset[int]:
    """The agreements of the selection that are signed, or may be in force, on a day that is not known at all; none
    where years are asked for, for nobody knows theirs."""
    if choice.year_from is not None or choice.year_to is not None:
        return frozenset()
    parties = countries_meant(session, choice.party) if choice.party is not None else None
    return frozenset(
        agreement.id
        for agreement in agreement_index(session)
        if agreement.legal_status in DATED_STATUSES[choice.basis]
        and (agreement.date_in_force if choice.basis == "in_force" else agreement.last_known) is None
        and is_chosen(agreement, choice, parties)
    )


def _sectoral(
    session: Session, choice: SpreadFilter, agreements: dict[int, AgreementFacts], general: StrongestByDay
) -> Counter[str]:
    """By provision, how many agreements have it today for one sector only."""

    def today(by_day: StrongestByDay, entries: Iterable[AgreementStrongest]) -> set[tuple[int, str]]:
        return {
            (agreement.id, entry.provision)
            for entry in entries
            if (agreement := agreements.get(entry.agreement_id)) is not None
            and agreement_period(agreement, choice.basis)[1] is None
            and any(end is None for _, end, _ in agreement_spans(by_day, agreement, entry, choice.basis))
        }

    every = StrongestByDay(session, topics=choice.topics)
    counted = today(general, general.texts)
    rest = (entry for entry in every.texts if (entry.agreement_id, entry.provision) not in counted)
    return Counter(provision for _, provision in today(every, rest))


def strength_label(strength: str | None) -> StrengthLabel:
    """The label of a stored strength."""
    return "hard" if strength == "hard" else "soft" if strength == "soft" else "unrated"


def selected(session: Session, choice: SpreadFilter) -> dict[int, AgreementFacts]:
    """The agreements of the selection that have the date of its basis."""
    parties = countries_meant(session, choice.party) if choice.party is not None else None
    return {
        agreement.id: agreement
        for agreement in agreement_index(session)
        if _belongs(agreement, choice, parties)
    }


def _belongs(agreement: AgreementFacts, choice: SpreadFilter, parties: frozenset[str] | None) -> bool:
    found = basis_date(agreement, choice.basis)
    return found is not None and choice.covers(found.year) and is_chosen(agreement, choice, parties)


def is_chosen(
    agreement: AgreementFacts,
    choice: SpreadFilter,
    parties: frozenset[str] | None,
    *,
    facts_only: bool = False,
) -> bool:
    """Whether it is of the statuses and parties asked for, and has a text or findings (`facts_only`: or neither)."""
    return (
        (facts_only or not agreement.facts_only)
        and (not choice.legal_statuses or agreement.legal_status in choice.legal_statuses)
        and (parties is None or any(member.iso3 in parties for member in agreement.members))
    )


def year_counted(agreement: AgreementFacts, choice: SpreadFilter) -> int:
    """The year from which a selected agreement counts."""
    found = basis_date(agreement, choice.basis)
    assert found is not None  # `_belongs` left out agreements without the date
    return found.year


def level_of_rank(rank: int) -> int:
    """The strength of a rank as a number, whatever its exception; the greater, the stricter, and greater
    for every certain finding than for any uncertain one."""
    return rank // EXCEPTIONS


def label_of_rank(rank: int) -> StrengthLabel:
    """The strength of a rank (`tracker.queries.core.orders`)."""
    return strength_label(strength_of_rank(rank))


def general_rules_of(session: Session, choice: SpreadFilter) -> StrongestByDay | None:
    """The strongest rules for every sector, where those for one sector count with them."""
    return None if choice.general else StrongestByDay(session, topics=choice.topics, general=True)


def _total(
    code: str,
    entries: Sequence[tuple[AgreementFacts, AgreementStrongest]],
    choice: SpreadFilter,
    by_day: StrongestByDay,
    later: frozenset[int],
    sectors: SectorRules,
) -> SpreadTotal:
    in_time = [pair for pair in entries if agreement_period(pair[0], choice.basis)[1] is None]
    spans_now = [
        (agreement, span)
        for agreement, entry in in_time
        for span in agreement_spans(by_day, agreement, entry, choice.basis)
        if span[1] is None
    ]
    strongest_now = [strongest for _, (_, _, strongest) in spans_now]
    agreements = Counter(strength_label(strongest.strength) for strongest in strongest_now)
    by_country: dict[str, tuple[int, int]] = {}
    for agreement, entry in in_time:
        for iso3, (_, end, strongest) in country_spans(by_day, agreement, entry, choice.basis):
            if end is None:
                weight = strongest.rank, -BASES.index(strongest.basis.firmness)
                by_country[iso3] = max(by_country.get(iso3, weight), weight)
    countries = Counter(label_of_rank(rank) for rank, _ in by_country.values())
    flags = [strongest.exception for strongest in strongest_now if strongest.exception is not None]
    return SpreadTotal(
        provision=code,
        agreements_hard=agreements["hard"],
        agreements_soft=agreements["soft"],
        agreements_unrated=agreements["unrated"],
        countries_hard=countries["hard"],
        countries_soft=countries["soft"],
        countries_unrated=countries["unrated"],
        without_exception=flags.count(False) if flags else None,
        sectoral_counted=sum(sectors.of_agreement(agreement, span) for agreement, span in spans_now),
        exception_unknown=len(strongest_now) - len(flags) if flags else 0,
        first_year=min(
            (year_counted(agreement, choice) for agreement, _ in entries if agreement.id not in later),
            default=None,
        ),
        bases=count_bases(strongest.basis.firmness for strongest in strongest_now),
        country_bases=count_bases(BASES[-firmness] for _, firmness in by_country.values()),
        uncertain=sum(strongest.uncertain for strongest in strongest_now),
        country_uncertain=sum(is_uncertain(rank) for rank, _ in by_country.values()),
    )
