"""Replaced articles: whether an article of an agreement counts for a country on a day. The one place that answers it.

By the registry's relations `replaces` and `suspends` an agreement takes articles of another out of effect (the DEPA's
Protocol of 2023 replaces its 4.3). That holds for a country on the days on which the other agreement binds that very
country (`AgreementFacts.status_for`), and not before the relation's own day: who is not bound by it keeps the article.
Days that are not certain do not count, and of an article that is replaced in part the rest stands: the article counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tracker.facts.named_articles import NamedArticles, named_articles
from tracker.models import AgreementRelation, Article, Chapter, Document, Finding
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.queries.core.articles import ArticleRef, CitedFinding, cited_findings
from tracker.queries.core.bound import binds
from tracker.queries.core.kept import kept

TAKES_OUT = ("replaces", "suspends")
"""Relations by which articles of the target are out of effect."""

_MOST_HOLDING = 20_000
"""So many answers are kept: agreements with replaced articles, times their parties, times the days asked for."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class Replacement:
    """That `by` replaces or suspends (`relation`) the `articles` of another agreement, at the earliest from `day`."""

    relation: str
    by: AgreementFacts
    articles: NamedArticles
    day: date | None

    def holds(self, iso3: str, on: date) -> bool:
        """Whether it holds for a country on a day."""
        return (self.day is None or on >= self.day) and self.by.status_for(iso3, on).binds

    def days(self, iso3: str) -> list[date]:
        """Days on which it may begin or cease to hold for a country."""
        periods = self.by.life.periods.get(iso3, ()) if self.by.life else ()
        begins = [period.begin.last for period in periods]
        ends = [period.end.first + _ONE_DAY for period in periods if period.end is not None]
        return sorted({*begins, *ends, *([self.day] if self.day else [])})


class Replacements:
    """All replacements that the registry knows, by the agreement whose articles are replaced."""

    def __init__(self, by_target: Mapping[int, tuple[Replacement, ...]]) -> None:
        self._by_target = by_target
        self._holding: dict[tuple[int, str, date], tuple[Replacement, ...]] = {}

    def of(self, agreement_id: int) -> tuple[Replacement, ...]:
        """What replaces or suspends articles of an agreement."""
        return self._by_target.get(agreement_id, ())

    @property
    def targets(self) -> frozenset[int]:
        """The ids of the agreements of which articles are replaced."""
        return frozenset(self._by_target)

    def naming(self, agreement_id: int, number: str | None, chapter: str | None) -> tuple[Replacement, ...]:
        """The replacements that name an article, by its number and that of its chapter, as they are stored."""
        return tuple(one for one in self.of(agreement_id) if one.articles.hold(number, chapter))

    def counts(self, agreement_id: int, article: ArticleRef, iso3: str, on: date) -> bool:
        """Whether an article counts for a country (ISO 3166 alpha-3) on a day: nothing replaces it for that country.

        Whether its agreement binds the country is another question (`AgreementFacts.status_for`).
        """
        return not self.replaced(agreement_id, article.number, article.chapter_number, iso3, on)

    def replaced(
        self, agreement_id: int, number: str | None, chapter: str | None, iso3: str, on: date
    ) -> bool:
        """Whether an article, by its number and that of its chapter, is replaced for a country on a day."""
        return any(one.articles.hold(number, chapter) for one in self._that_hold(agreement_id, iso3, on))

    def _that_hold(self, agreement_id: int, iso3: str, on: date) -> tuple[Replacement, ...]:
        """What replaces or suspends articles of an agreement for a country on a day; asked for each of its articles."""
        those = self._by_target.get(agreement_id)
        if those is None:
            return ()
        key = agreement_id, iso3, on
        found = self._holding.get(key)
        if found is None:
            if len(self._holding) > _MOST_HOLDING:
                self._holding.clear()
            found = self._holding[key] = tuple(one for one in those if one.holds(iso3, on))
        return found

    def nothing_left(self, agreement_id: int, iso3: str, on: date) -> bool:
        """Whether all articles of an agreement are replaced for a country: then nothing in it matters to it."""
        return any(one.articles.everything and one.holds(iso3, on) for one in self.of(agreement_id))


def replacements(session: Session) -> Replacements:
    """All replacements; kept as long as the data stay the same."""
    return kept(session, _read)


def _read(session: Session) -> Replacements:
    rows = session.scalars(
        select(AgreementRelation)
        .where(AgreementRelation.relation.in_(TAKES_OUT))
        .order_by(AgreementRelation.id)
    ).all()
    if not rows:
        return Replacements({})
    known = {agreement.id: agreement for agreement in agreement_index(session)}
    found: defaultdict[int, list[Replacement]] = defaultdict(list)
    for row in rows:
        if row.agreement_id != row.target_id:
            by = known[row.agreement_id]
            found[row.target_id].append(Replacement(row.relation, by, named_articles(row.articles), row.day))
    return Replacements({target: tuple(those) for target, those in found.items()})


def counted_findings(
    session: Session, iso3: str, day: date | None, *, agreement_ids: Iterable[int]
) -> list[CitedFinding]:
    """The findings of these agreements in articles that count for a country on a day (default: today) and whose clauses
    bind it, in the order of the texts."""
    known, on = replacements(session), day or date.today()
    return [
        finding
        for finding in cited_findings(session, agreement_ids=agreement_ids)
        if binds(finding.bound, iso3, on) and known.counts(finding.agreement_id, finding.article, iso3, on)
    ]


def replaced_for_all(session: Session, day: date | None = None) -> frozenset[int]:
    """The ids of the articles with findings that on a day (default: today) are replaced for every country that their
    agreement binds.

    Articles of an agreement that binds nobody are not among them: what they were is not changed by what came later.
    """
    return kept(session, _replaced_for_all, day or date.today())


def _replaced_for_all(session: Session, on: date) -> frozenset[int]:
    known = replacements(session)
    agreements = {one.id: one for one in agreement_index(session) if one.id in known.targets}
    bound = {id_: bound_countries(one, on) for id_, one in agreements.items()}
    return frozenset(
        article_id
        for agreement_id, article_id, naming in named_in_texts(session)
        if bound[agreement_id]
        and all(any(one.holds(iso3, on) for one in naming) for iso3 in bound[agreement_id])
    )


Named = tuple[int, int, tuple[Replacement, ...]]
"""An article that replacements name: the id of its agreement, its own, and what replaces it."""


def named_in_texts(session: Session) -> list[Named]:
    """Every article of current texts with a finding that a replacement names; kept, not to be changed."""
    return kept(session, _read_named)


def _read_named(session: Session) -> list[Named]:
    known = replacements(session)
    if not known.targets:
        return []
    rows = session.execute(
        select(Document.agreement_id, Article.id, Article.number, Chapter.number)
        .join(Document, Document.id == Article.document_id)
        .join(Chapter, Chapter.id == Article.chapter_id)
        .where(
            Document.current,
            Document.agreement_id.in_(known.targets),
            exists().where(Finding.article_id == Article.id),
        )
    )
    found = [
        (agreement_id, article_id, known.naming(agreement_id, number, chapter))
        for agreement_id, article_id, number, chapter in rows
    ]
    return [row for row in found if row[2]]


def bound_countries(agreement: AgreementFacts, on: date) -> tuple[str, ...]:
    """The countries that an agreement binds on a day."""
    return tuple(member.iso3 for member in agreement.members if agreement.status_for(member.iso3, on).binds)


@dataclass(frozen=True, slots=True)
class ReplacedBy:
    """By which agreement an article is replaced or suspended (`relation`) on a day, and for whom.

    - `slug`, `name`: the other agreement, by its name in use.
    - `since`: first days, each with the countries (ISO 3166 alpha-3) for which it holds from that day on; of those that
      the article's own agreement binds. The oldest first.
    - `others`: the countries that are bound by the article's agreement and not by the other: for them it counts.
    """

    relation: str
    slug: str
    name: str
    since: tuple[tuple[date, tuple[str, ...]], ...]
    others: tuple[str, ...]


class ReplacedArticles:
    """What is replaced of the agreements asked about on a day, for whomever they bind."""

    def __init__(self, session: Session, day: date | None = None) -> None:
        """`day`: default today."""
        self._known = replacements(session)
        self._on = day or date.today()
        targets = self._known.targets
        self._agreements = {one.id: one for one in agreement_index(session) if one.id in targets}

    def of(self, agreement_id: int, number: str | None, chapter: str | None) -> tuple[ReplacedBy, ...]:
        """What replaces an article, by its number and that of its chapter; empty where it counts for all."""
        naming = self._known.naming(agreement_id, number, chapter)
        if not naming:
            return ()
        bound = bound_countries(self._agreements[agreement_id], self._on)
        found = (_replaced_by(one, bound, self._on) for one in naming)
        return tuple(dict.fromkeys(one for one in found if one.since))


def _replaced_by(one: Replacement, bound: Iterable[str], on: date) -> ReplacedBy:
    since: defaultdict[date, list[str]] = defaultdict(list)
    others = []
    for iso3 in sorted(bound):
        period = one.by.status_for(iso3, on).period
        if period is not None and one.holds(iso3, on):
            since[max(period.begin.last, one.day or date.min)].append(iso3)
        else:
            others.append(iso3)
    return ReplacedBy(
        one.relation,
        one.by.slug,
        one.by.short_name or one.by.name,
        tuple((day, tuple(since[day])) for day in sorted(since)),
        tuple(others),
    )
