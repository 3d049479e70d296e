"""The strongest findings of agreements in articles that count, for a country on a day and over the time it is bound.

A text does not change, but what counts of it does: an article that another agreement replaces counts for nobody whom
that one binds (`tracker.queries.core.replaced`), and a clause that names who shall counts for nobody else. An agreement
as such has a provision as long as it has it for anybody.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from tracker.queries.core.agreement_index import AgreementFacts
from tracker.queries.core.bound import LimitedFinding, binds, limited_findings
from tracker.queries.core.kept import kept
from tracker.queries.core.periods import Basis, PartyPeriod, party_periods
from tracker.queries.core.replaced import (
    Replacement,
    bound_countries,
    named_in_texts,
    replaced_for_all,
    replacements,
)
from tracker.queries.core.strongest import AgreementStrongest, StrongestFinding, strongest_findings

Span = tuple[date, date | None, StrongestFinding]
"""First day of a span of time, the first day after it (None: it lasts), and the strongest finding in it."""


def strongest_today(
    session: Session, *, agreement_id: int | None = None, general: bool = False
) -> list[AgreementStrongest]:
    """The strongest finding per agreement and provision, without articles that are replaced today for all whom the
    agreement binds. `general`: rules for one sector do not count, as in `strongest_findings`."""
    return strongest_findings(
        session, agreement_id=agreement_id, without=replaced_for_all(session), general=general
    )


_NONE: frozenset[int] = frozenset()
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Named:
    article_id: int
    naming: tuple[Replacement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What all questions about the same findings share; the tables of results are filled as they are asked for."""

    provision: str | None
    texts: tuple[AgreementStrongest, ...]
    full: Mapping[int, Mapping[str, StrongestFinding]]
    limited: Mapping[int, list[LimitedFinding]]
    named: Mapping[int, list[_Named]]
    out: dict[tuple[int, str, date], frozenset[int]]
    bound: dict[tuple[int, date], tuple[str, ...]]
    reduced: dict[tuple[int, frozenset[int], frozenset[int]], dict[str, StrongestFinding]]
    parties: dict[tuple[int, Basis], list[PartyPeriod]]


def _read_known(session: Session, provision: str | None, topics: tuple[str, ...], general: bool) -> _Known:
    texts = tuple(strongest_findings(session, provision=provision, topics=topics, general=general))
    full: dict[int, dict[str, StrongestFinding]] = {}
    for row in texts:
        full.setdefault(row.agreement_id, {})[row.provision] = row.strongest
    named: dict[int, list[_Named]] = {}
    for agreement_id, article_id, naming in named_in_texts(session):
        named.setdefault(agreement_id, []).append(_Named(article_id, naming))
    limited = limited_findings(session, provision=provision)
    return _Known(provision, texts, full, limited, named, {}, {}, {}, {})


class StrongestByDay:
    """The strongest findings of all agreements, asked by country and day. Make one per query."""

    def __init__(
        self,
        session: Session,
        *,
        provision: str | None = None,
        topics: tuple[str, ...] = (),
        general: bool = False,
    ) -> None:
        """`provision` (code), `topics` (of chapters) and `general` narrow, as in `strongest_findings`."""
        self._session, self._topics, self._general = session, topics, general
        self._replacements = replacements(session)
        # Nearly all questions are about all topics: those are read once, for all provisions, until the data change.
        self._known = (
            _read_known(session, provision, topics, general)
            if topics
            else kept(session, _read_known, None, topics, general)
        )
        self.texts = [row for row in self._known.texts if provision is None or row.provision == provision]
        """The strongest of the texts as they are, whatever replaces them."""

    def on(self, agreement_id: int, iso3: str, day: date) -> Mapping[str, StrongestFinding]:
        """By provision the strongest finding in articles that count for a country on a day, in clauses that bind it."""
        return self._without(
            agreement_id, self._replaced(agreement_id, iso3, day), self._of_others(agreement_id, iso3, day)
        )

    def as_signed(self, agreement_id: int, iso3: str, day: date) -> Mapping[str, StrongestFinding]:
        """By provision the strongest finding in clauses that bind a country, whatever replaces them."""
        return self._without(agreement_id, _NONE, self._of_others(agreement_id, iso3, day))

    def parties(self, agreement: AgreementFacts, basis: Basis) -> list[PartyPeriod]:
        """`party_periods` of an agreement, for all its provisions at once."""
        key = agreement.id, basis
        if key not in self._known.parties:
            self._known.parties[key] = list(party_periods(agreement, basis))
        return self._known.parties[key]

    def differs(self, agreement_id: int, basis: Basis) -> bool:
        """Whether what counts of an agreement may differ between countries or days: a clause names who shall, or, with
        basis `in_force`, an article may be replaced. Of nearly all agreements it does not."""
        return agreement_id in self._known.limited or (
            basis == "in_force" and agreement_id in self._known.named
        )

    def of_country(
        self, agreement: AgreementFacts, provision: str, iso3: str, start: date, end: date | None
    ) -> Iterator[Span]:
        """The spans of a time in which an agreement binds a country, from `start` to the day before `end`."""
        if agreement.id not in self._known.named and not self._of_others(agreement.id, iso3, start):
            yield start, end, self._known.full[agreement.id][provision]
            return
        found = {
            day: self.on(agreement.id, iso3, day).get(provision)
            for day in self._days(agreement.id, (iso3,), start, end)
        }
        yield from _spans(found, end)

    def of_agreement(
        self, agreement: AgreementFacts, provision: str, start: date, end: date | None
    ) -> Iterator[Span]:
        """The spans of a time in which an agreement binds anybody, by the strongest that counts for one of them."""
        if agreement.id not in self._known.named:
            yield start, end, self._known.full[agreement.id][provision]
            return
        members = [member.iso3 for member in agreement.members]
        found = {
            day: self._of_any(agreement, provision, day)
            for day in self._days(agreement.id, members, start, end)
        }
        yield from _spans(found, end)

    def _of_any(self, agreement: AgreementFacts, provision: str, day: date) -> StrongestFinding | None:
        key = (agreement.id, day)
        if key not in self._known.bound:
            self._known.bound[key] = bound_countries(agreement, day)
        bound = self._known.bound[key]
        if not bound:
            return self._known.full[agreement.id].get(provision)
        found = (self.on(agreement.id, iso3, day).get(provision) for iso3 in bound)
        return max((one for one in found if one is not None), default=None)

    def _replaced(self, agreement_id: int, iso3: str, day: date) -> frozenset[int]:
        key = (agreement_id, iso3, day)
        if key not in self._known.out:
            self._known.out[key] = self._read_replaced(agreement_id, iso3, day)
        return self._known.out[key]

    def _read_replaced(self, agreement_id: int, iso3: str, day: date) -> frozenset[int]:
        named = self._known.named.get(agreement_id, ())
        holding = {one for each in named for one in each.naming if one.holds(iso3, day)} if named else set()
        return frozenset(each.article_id for each in named if holding.intersection(each.naming))

    def _of_others(self, agreement_id: int, iso3: str, day: date) -> frozenset[int]:
        """Ids of the findings of an agreement whose clauses do not bind the country."""
        limited = self._known.limited.get(agreement_id)
        if limited is None:  # of nearly all agreements: asked for every country and provision
            return _NONE
        return frozenset(one.id for one in limited if not binds(one.bound, iso3, day))

    def _without(
        self, agreement_id: int, article_ids: frozenset[int], finding_ids: frozenset[int]
    ) -> Mapping[str, StrongestFinding]:
        if not article_ids and not finding_ids:
            return self._known.full.get(agreement_id, {})
        key = (agreement_id, article_ids, finding_ids)
        if key not in self._known.reduced:
            rows = strongest_findings(
                self._session,
                provision=self._known.provision,
                agreement_id=agreement_id,
                topics=self._topics,
                without=article_ids,
                without_findings=finding_ids,
                general=self._general,
            )
            self._known.reduced[key] = {row.provision: row.strongest for row in rows}
        return self._known.reduced[key]

    def _days(self, agreement_id: int, countries: Iterable[str], start: date, end: date | None) -> list[date]:
        """`start`, and the days of the time on which something may begin or cease to be replaced for a country, as of
        today like the periods: what is yet to begin has not begun, what is yet to end lasts."""
        changes = {
            day for one in self._replacements.of(agreement_id) for iso3 in countries for day in one.days(iso3)
        }
        last = date.today() if end is None else end - _ONE_DAY
        return [start, *sorted(day for day in changes if start < day <= last)]


def _spans(found: Mapping[date, StrongestFinding | None], end: date | None) -> Iterator[Span]:
    """Spans of days with an equal finding, from the first day of each; days without one are in none."""
    days = list(found)
    begun: date | None = None
    for at, day in enumerate(days):
        begun = begun or day
        following = days[at + 1] if at + 1 < len(days) else None
        strongest = found[day]
        if following is not None and found[following] == strongest:
            continue
        if strongest is not None:
            yield begun, following or end, strongest
        begun = None
