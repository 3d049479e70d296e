"""Which of the rules counted are for one sector only, where such rules count with those for every sector."""

from collections import defaultdict
from datetime import date

from tracker.queries.core.agreement_index import AgreementFacts
from tracker.queries.core.periods import Basis
from tracker.queries.core.strongest import AgreementStrongest
from tracker.queries.core.strongest_by_day import Span, StrongestByDay
from tracker.queries.spread.spans import agreement_spans, country_spans


class SectorRules:
    """Asked of a span in which an agreement (or a country by it) has one provision. Make one per query and provision.

    A rule is for one sector only where no rule for every sector that counts on its first day is as strict: a hard rule
    for telecoms beside a soft one for all is a hard rule for telecoms only.
    """

    def __init__(self, general: StrongestByDay | None, provision: str, basis: Basis) -> None:
        """`general`: the strongest rules for every sector; None where only such are counted: then none is for one
        sector only."""
        self._basis = basis
        self._general = general
        self._by_country: dict[int, dict[str, list[Span]]] = {}
        self._entries: dict[int, AgreementStrongest] = {}
        if general is not None:
            self._entries = {
                entry.agreement_id: entry for entry in general.texts if entry.provision == provision
            }

    def of_agreement(self, agreement: AgreementFacts, span: Span) -> bool:
        """Whether the agreement's strictest rule in the span is for one sector only."""
        if self._general is None:
            return False
        entry = self._entries.get(agreement.id)
        spans = agreement_spans(self._general, agreement, entry, self._basis) if entry is not None else ()
        return not any(_as_strict(general, span) for general in spans)

    def of_country(self, agreement: AgreementFacts, iso3: str, span: Span) -> bool:
        """The same of the strictest rule that binds a country by the agreement."""
        if self._general is None:
            return False
        return not any(_as_strict(general, span) for general in self._countries(agreement).get(iso3, ()))

    def _countries(self, agreement: AgreementFacts) -> dict[str, list[Span]]:
        if agreement.id not in self._by_country:
            found: defaultdict[str, list[Span]] = defaultdict(list)
            entry = self._entries.get(agreement.id)
            if entry is not None and self._general is not None:
                for iso3, span in country_spans(self._general, agreement, entry, self._basis):
                    found[iso3].append(span)
            self._by_country[agreement.id] = found
        return self._by_country[agreement.id]


def _as_strict(general: Span, span: Span) -> bool:
    """Whether a general rule counts on the first day of a span and is at least as strict, certain as it is."""
    begin, end, strongest = general
    first: date = span[0]
    return begin <= first and (end is None or end > first) and strongest.rank >= span[2].rank
