"""On what is shipped: at every day on which anything changes for a country, each verdict rests on what binds it then.

For every country and every first and last day of a period of an agreement with a clause on a policy, or of one that
replaces or suspends articles, and the days before and after it: between these days nothing changes. What may count is
worked out here from periods, relations and stored findings, apart from the functions that pages ask.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.facts.named_articles import NamedArticles, named_articles
from tracker.models import AgreementRelation, Article, Document, Finding
from tracker.models.database import Database, open_database
from tracker.queries import agreement_index, country_policies
from tracker.queries.core import replaced
from tracker.queries.core.agreement_index import AgreementFacts
from tracker.queries.country import policies
from tracker.template.policies import shipped_policies

FIRST, LAST = date(1990, 1, 1), date(2026, 12, 31)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """What is stored, by agreement: those with clauses on policies, what takes articles of each out, by whom."""

    agreements: dict[int, AgreementFacts]
    with_clauses: frozenset[int]
    taken_out: dict[int, list[tuple[AgreementFacts, NamedArticles, date | None]]]
    uncertain: frozenset[tuple[int, str]]

    def days(self, iso3: str) -> list[date]:
        """Days on which something may change for a country, with their neighbours."""
        takers = {one.id for those in self.taken_out.values() for one, _articles, _day in those}
        found = {day for those in self.taken_out.values() for _one, _articles, day in those if day}
        for id_ in self.with_clauses | takers:
            for period in _periods(self.agreements[id_], iso3):
                ends = (period.begin, period.end) if period.end is not None else (period.begin,)
                found.update(day for end in ends for day in (end.first, end.last))
        near = {
            day + step for day in found if day > date(1900, 1, 1) for step in (-ONE_DAY, 0 * ONE_DAY, ONE_DAY)
        }
        return sorted(day for day in near if FIRST <= day <= LAST)

    def is_taken_out(self, agreement_id: int, article: Any, iso3: str, on: date) -> bool:
        return any(
            (day is None or on >= day)
            and articles.hold(article.number, article.chapter_number)
            and _binds(by, iso3, on)
            for by, articles, day in self.taken_out.get(agreement_id, ())
        )


def _periods(agreement: AgreementFacts, iso3: str) -> Iterable[Any]:
    return agreement.life.periods.get(iso3, ()) if agreement.life else ()


def _binds(agreement: AgreementFacts, iso3: str, on: date) -> bool:
    """For certain: from the last day that fits its beginning to the first that fits its end."""
    return any(
        period.begin.last <= on and (period.end is None or on <= period.end.first)
        for period in _periods(agreement, iso3)
    )


@pytest.fixture(scope="module")
def shipped(everything_shipped: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{everything_shipped}")
    yield database
    database.close()


def _known(session: Session) -> Known:
    agreements = {one.id: one for one in agreement_index(session)}
    provisions = {closure.provision for policy in shipped_policies().policies for closure in policy.closed_by}
    rows = session.execute(
        select(Document.agreement_id, Article.id, Finding.provision, Finding.uncertain)
        .join(Article, Article.document_id == Document.id)
        .join(Finding, Finding.article_id == Article.id)
        .where(Document.current, Finding.provision.in_(provisions))
    ).all()
    taken_out = defaultdict(list)
    for row in session.scalars(
        select(AgreementRelation).where(AgreementRelation.relation.in_(("replaces", "suspends")))
    ):
        if row.agreement_id != row.target_id:
            taken_out[row.target_id].append(
                (agreements[row.agreement_id], named_articles(row.articles), row.day)
            )
    certain = {(row.id, row.provision) for row in rows if not row.uncertain}
    return Known(
        agreements,
        frozenset(row.agreement_id for row in rows),
        dict(taken_out),
        frozenset({(row.id, row.provision) for row in rows} - certain),
    )


def test_no_verdict_rests_on_what_does_not_bind_the_country_that_day(
    shipped: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings are read once for each country, and exceptions elsewhere, which decide no verdict, are left out."""
    read: dict[tuple[int, ...], Any] = {}
    cited = replaced.cited_findings

    def read_once(session: Session, *, agreement_ids: Iterable[int]) -> Any:
        key = tuple(sorted(agreement_ids))
        if key not in read:
            read.clear()
            read[key] = cited(session, agreement_ids=key)
        return read[key]

    monkeypatch.setattr(replaced, "cited_findings", read_once)
    monkeypatch.setattr(policies, "exceptions_among", lambda _counted: [])
    asked = grounds = spared = 0
    wrong = []
    with shipped.read() as session:
        known = _known(session)
        by_slug = {one.slug: one for one in known.agreements.values()}
        countries = sorted({iso3 for one in by_slug.values() if one.life for iso3 in one.life.periods})
        for iso3 in countries:
            own = [known.agreements[id_] for id_ in known.with_clauses if known.agreements[id_].member(iso3)]
            monkeypatch.setattr(policies, "agreement_index", lambda _session, own=own: own)
            for on in known.days(iso3) if own else ():
                asked += 1
                used = set()
                for row in country_policies(session, iso3, on):
                    for ground in row.grounds:
                        grounds += 1
                        used.add(ground.agreement.slug)
                        agreement = by_slug[ground.agreement.slug]
                        if (
                            not _binds(agreement, iso3, on)
                            or known.is_taken_out(agreement.id, ground.article, iso3, on)
                            or (ground.article.article_id, ground.provision) in known.uncertain
                        ):
                            wrong.append((iso3, on, row.policy, agreement.slug, ground.article.number))
                    if row.state in ("closed", "restricted") and not row.grounds:
                        wrong.append((iso3, on, row.policy, row.state, None))
                spared += len({one.slug for one in own} - used)
    assert wrong == []
    assert len(countries) > 200
    assert asked > 2_000
    assert grounds > asked
    assert spared > asked, "agreements with clauses that do not count on the day"
