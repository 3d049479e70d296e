"""The spans of time in which agreements and countries have a provision."""

from collections.abc import Iterator

from tracker.queries.core.agreement_index import AgreementFacts
from tracker.queries.core.periods import Basis, agreement_period
from tracker.queries.core.strongest import AgreementStrongest
from tracker.queries.core.strongest_by_day import Span, StrongestByDay


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
