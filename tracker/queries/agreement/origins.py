"""Origins: the earlier agreement with the most similar wording of each clause, from which it was probably copied.

Only clauses of the same provision and language are compared, by the words marked as evidence
(`tracker.queries.agreement.nearest`) and not by whole articles, whose other paragraphs have other rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.queries.agreement.nearest import (
    NearestClause,
    StoredWording,
    nearest_wordings,
    wordings_by_provision,
)
from tracker.queries.core.articles import cited_findings
from tracker.queries.core.orders import main_clause
from tracker.queries.core.slugs import agreement_id_by_slug, canonical_slug
from tracker.queries.core.template_facts import template_facts
from tracker.queries.core.wording import Similarities

LEAST_SIMILARITY = 0.5
"""Least share of common words in common order from which a clause counts as the model of another. A figure of ours: two
unrelated clauses on one subject share "each Party shall" and the subject's own words, seldom half of all words."""


@dataclass(frozen=True, slots=True)
class ClauseOrigin:
    """One clause of an agreement and the closest one of an earlier agreement.

    `nearest` is None where no similarity reaches LEAST_SIMILARITY. `main`: whether it is the main clause on its
    provision, see `main_first`.
    """

    provision: str
    wording: StoredWording
    nearest: NearestClause | None
    main: bool


def clause_origins(session: Session, slug: str) -> list[ClauseOrigin]:
    """Where each clause of the agreement that has a strength comes from, by provision in the template's order.

    - The main clause of a provision comes first.
    - Earlier means signed on an earlier day (entered into force, where that day is unknown). Of a year of signature
      without a day, a possible model counts as signed at its end, the agreement itself as signed at its beginning.
    - Of equally similar clauses the oldest counts.

    Empty where no text is stored.
    """
    slug = canonical_slug(session, slug) or slug
    facts = template_facts()
    agreement_id = agreement_id_by_slug(session, slug)
    asked = [] if agreement_id is None else [agreement_id]
    codes = {finding.provision for finding in cited_findings(session, agreement_ids=asked)}
    ordered = facts.sorted_codes(code for code in codes if facts.provision(code).has_strength)
    here = wordings_by_provision(session, ordered, agreements=(slug,))
    languages = {wording.language for own in here.values() for wording in own}
    wordings = wordings_by_provision(session, ordered, languages=languages)
    similarities = Similarities()
    origins = []
    for provision, stored in wordings.items():
        for at, wording in enumerate(main_first(here[provision])):
            earlier = [
                other for other in stored if other.language == wording.language and other.before(wording)
            ]
            near = nearest_wordings(
                earlier,
                wording.text,
                "",
                wording.language,
                limit=1,
                least=LEAST_SIMILARITY,
                similarities=similarities,
            )
            origins.append(ClauseOrigin(provision, wording, near[0] if near else None, main=at == 0))
    return origins


def main_first(wordings: Iterable[StoredWording]) -> list[StoredWording]:
    """Clauses of one agreement on one provision: those of a digital chapter first, since they are what travels from
    text to text, then the strongest; else in the order of the text."""
    return sorted(wordings, key=main_clause, reverse=True)
