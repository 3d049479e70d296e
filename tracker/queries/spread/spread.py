"""Spread: how many agreements and countries have each provision today, and the heatmap of all provisions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Article, Chapter, Document, Finding
from tracker.models.life import BASES
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.basis import READ_HERE, BasisCounts, FindingBasis, count_bases
from tracker.queries.core.listed import countries_meant
from tracker.queries.core.orders import is_uncertain, strength_of_rank
from tracker.queries.core.periods import Basis, agreement_period, basis_date
from tracker.queries.core.replaced import replaced_for_all
from tracker.queries.core.strongest import AgreementStrongest, strongest_findings
from tracker.queries.core.strongest_by_day import Span, StrongestByDay
from tracker.queries.core.template_facts import TEMPLATE_GROUPS, template_facts
from tracker.queries.core.wordings import later_wordings

StrengthLabel = Literal["hard", "soft", "unrated"]
"""Strength for display; `unrated`: the provision has no strength (definitions and scope)."""

Reach = Literal["general", "all"]
"""Which rules are counted: `general`: those for every sector, of provisions that are about a sector every one; `all`:
also those that reach one sector only."""

MatrixColumns = Literal["found", "template", "all"]
"""Agreements of the heatmap: `found`: those with any provision; `template`: with one of the template's own; `all`."""


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


@dataclass(frozen=True, slots=True)
class SpreadTotal:
    """One provision today: agreements and countries by their strongest commitment.

    The numbers are those at the end of the curve: with basis `in_force`, ended agreements and replaced articles are not
    counted.

    `without_exception` counts agreements whose strongest commitment has no exception (None where the
    provision has no exception flag). `first_year` leaves out texts that are later wordings.
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

    @property
    def agreements(self) -> int:
        """Agreements with the provision at any strength."""
        return self.agreements_hard + self.agreements_soft + self.agreements_unrated

    @property
    def countries(self) -> int:
        """Countries with the provision at any strength."""
        return self.countries_hard + self.countries_soft + self.countries_unrated


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The strongest finding of one agreement on one provision (only where it has the provision)."""

    slug: str
    provision: str
    strength: StrengthLabel
    exception: bool | None
    articles: int
    basis: FindingBasis = READ_HERE
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One agreement of the heatmap."""

    slug: str
    name: str
    date: date | None
    legal_status: str
    provisions: int
    year_signed: int | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Agreements (by date, oldest first) x provisions (the template's core first), sparse cells."""

    agreements: tuple[MatrixRow, ...]
    provisions: tuple[str, ...]
    cells: tuple[MatrixCell, ...]

    @property
    def bases(self) -> BasisCounts:
        """On what the cells rest."""
        return count_bases(cell.basis.firmness for cell in self.cells)


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
    return [
        replace(_total(code, by_code[code], choice, by_day, later), sectoral=sectoral[code]) for code in codes
    ]


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


def spread_matrix(
    session: Session, choice: SpreadFilter | None = None, columns: MatrixColumns = "found"
) -> Matrix:
    """The heatmap: the agreements of the selection that `columns` asks for, and all provisions found in them."""
    choice = choice or SpreadFilter()
    agreements = selected(session, choice)
    replaced = replaced_for_all(session) if choice.basis == "in_force" else ()
    entries = strongest_findings(session, topics=choice.topics, without=replaced, general=choice.general)
    found = [entry for entry in entries if entry.agreement_id in agreements]
    counts = Counter(entry.agreement_id for entry in found)
    facts = template_facts()
    kept = {
        "all": set(agreements),
        "found": set(counts),
        "template": {e.agreement_id for e in found if facts.provision(e.provision).group in TEMPLATE_GROUPS},
    }[columns]
    found = [entry for entry in found if entry.agreement_id in kept]
    rows = tuple(
        MatrixRow(
            slug=agreement.slug,
            name=agreement.name,
            date=basis_date(agreement, choice.basis),
            legal_status=agreement.legal_status,
            provisions=counts[agreement.id],
            year_signed=agreement.year_signed if choice.basis == "signed" else None,
        )
        for agreement in sorted(
            agreements.values(), key=lambda a: (basis_date(a, choice.basis) or date.max, a.name)
        )
        if agreement.id in kept
    )
    codes = facts.sorted_codes(entry.provision for entry in found)
    return Matrix(rows, tuple(codes), tuple(_cells(found, agreements)))


def _cells(
    found: Iterable[AgreementStrongest], agreements: dict[int, AgreementFacts]
) -> Iterable[MatrixCell]:
    for entry in found:
        strongest = entry.strongest
        yield MatrixCell(
            agreements[entry.agreement_id].slug,
            entry.provision,
            strength_label(strongest.strength),
            strongest.exception,
            strongest.articles,
            strongest.basis,
            strongest.uncertain,
        )


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
    return (
        found is not None
        and not agreement.facts_only
        and (choice.year_from is None or found.year >= choice.year_from)
        and (choice.year_to is None or found.year <= choice.year_to)
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
    return rank // 2


def label_of_rank(rank: int) -> StrengthLabel:
    """The strength of a rank (`tracker.queries.core.orders`)."""
    return strength_label(strength_of_rank(rank))


def agreement_spans(
    by_day: StrongestByDay, agreement: AgreementFacts, entry: AgreementStrongest, basis: Basis
) -> Iterator[Span]:
    """The spans in which an agreement has a provision: with basis `in_force` without articles that are replaced for all
    whom it binds, with basis `signed` as its text was signed."""
    start, end = agreement_period(agreement, basis)
    if basis == "signed":
        yield start, end, entry.strongest
    else:
        yield from by_day.of_agreement(agreement, entry.provision, start, end)


def country_spans(
    by_day: StrongestByDay, agreement: AgreementFacts, entry: AgreementStrongest, basis: Basis
) -> Iterator[tuple[str, Span]]:
    """The same for each country that the clauses bind, with basis `in_force` without articles that are replaced for
    that country."""
    parties = by_day.parties(agreement, basis)
    if not by_day.differs(agreement.id, basis):
        for iso3, start, end in parties:
            yield iso3, (start, end, entry.strongest)
        return
    for iso3, start, end in parties:
        if basis == "signed":
            strongest = by_day.as_signed(agreement.id, iso3, start).get(entry.provision)
            if strongest is not None:
                yield iso3, (start, end, strongest)
        else:
            for span in by_day.of_country(agreement, entry.provision, iso3, start, end):
                yield iso3, span


def _total(
    code: str,
    entries: Sequence[tuple[AgreementFacts, AgreementStrongest]],
    choice: SpreadFilter,
    by_day: StrongestByDay,
    later: frozenset[int],
) -> SpreadTotal:
    in_time = [pair for pair in entries if agreement_period(pair[0], choice.basis)[1] is None]
    strongest_now = [
        strongest
        for agreement, entry in in_time
        for _, end, strongest in agreement_spans(by_day, agreement, entry, choice.basis)
        if end is None
    ]
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
        first_year=min(
            (year_counted(agreement, choice) for agreement, _ in entries if agreement.id not in later),
            default=None,
        ),
        bases=count_bases(strongest.basis.firmness for strongest in strongest_now),
        country_bases=count_bases(BASES[-firmness] for _, firmness in by_country.values()),
        uncertain=sum(strongest.uncertain for strongest in strongest_now),
        country_uncertain=sum(is_uncertain(rank) for rank, _ in by_country.values()),
    )
